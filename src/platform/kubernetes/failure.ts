import { redactText } from "../../core/secret.ts";
import type { SteadystateError } from "../../errors.ts";

/** Why a question to a cluster has no answer. */
const failureClasses = [
  /** The kubeconfig or the context leads to no cluster; nothing was contacted. */
  "misconfigured",
  "tool-missing",
  "unreachable",
  "unauthorized",
  "forbidden",
  /** The cluster does not serve that kind, or has no such thing. */
  "not-found",
  /** The cluster answered 429 or 5xx, twice. */
  "overloaded",
  "timed-out",
  /** Cut off, too large, or not the document that was asked for. */
  "garbled",
  /** It was read, and what was asked for is not for a thing like that. */
  "unfit",
  "failed",
] as const;
export type FailureClass = (typeof failureClasses)[number];

/** What may not be read, as the cluster itself names it; `namespace` is absent at cluster scope. */
export type Forbidden = {
  readonly verb: string;
  readonly resource: string;
  readonly group: string;
  readonly namespace: string | undefined;
};

export type Failure = {
  readonly ok: false;
  readonly class: FailureClass;
  /** One clause without secrets. */
  readonly why: string;
  readonly forbidden?: Forbidden;
};

/** An answer, or why there is none: emptiness never stands for a failure. */
export type Answer<T> = { readonly ok: true; readonly value: T } | Failure;

export const failure = (kind: FailureClass, why: string): Failure => ({ ok: false, class: kind, why });

/** What kubectl or helm complained of; every pattern is their own wording, met with the real binaries. */
export const failureOf = (stderr: string, tool = "kubectl"): Failure => {
  const said = lastComplaint(stderr);
  const forbidden = forbiddenIn(stderr);
  if (forbidden !== undefined) return { ...failure("forbidden", whyForbidden(forbidden)), forbidden };
  const found = patterns.find(([, pattern]) => pattern.test(stderr));
  return failure(found?.[0] ?? "failed", said === "" ? `${tool} failed and said nothing` : said);
};

const patterns: readonly (readonly [FailureClass, RegExp])[] = [
  ["forbidden", /\(Forbidden\)|is forbidden:/],
  [
    "unauthorized",
    /\(Unauthorized\)|must be logged in|asked for the client to provide credentials|enter Username/i,
  ],
  [
    "misconfigured",
    /context "[^"]*" does not exist|cannot locate (?:context|cluster)|current-context must exist|error loading config file|invalid configuration|no such file or directory|executable .* not found|getting credentials/,
  ],
  ["not-found", /\(NotFound\)|doesn't have a resource type|could not find the requested resource/],
  ["timed-out", /Client\.Timeout|deadline exceeded|i\/o timeout|TLS handshake timeout|\(Timeout\)/],
  [
    "overloaded",
    /\((?:TooManyRequests|InternalError|ServiceUnavailable|ServerTimeout|BadGateway|GatewayTimeout)\)|currently unable to handle|an error on the server/,
  ],
  ["garbled", /unexpected EOF|invalid character|unexpected end of JSON|\(Expired\)/],
  [
    "unreachable",
    /connection to the server .* was refused|Unable to connect|no such host|connection re(?:set|fused)|network is unreachable|no route to host|x509:|certificate|: EOF|server gave HTTP response|proxyconnect/i,
  ],
];

/** `deployments.apps is forbidden: User "x" cannot list resource "deployments" in API group "apps" in the namespace "prod"`. */
const forbiddenIn = (stderr: string): Forbidden | undefined => {
  const [, verb, resource, group, namespace] =
    /cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)")?/.exec(stderr) ??
    [];
  return verb === undefined || resource === undefined
    ? undefined
    : { verb, resource, group: group ?? "", namespace };
};

const whyForbidden = ({ verb, resource, group, namespace }: Forbidden): string => {
  const kind = group === "" ? resource : `${resource}.${group}`;
  return `may not ${verb} ${kind} ${namespace === undefined ? "in the whole cluster" : `in namespace ${namespace}`}`;
};

/** kubectl repeats itself in log lines before it says it plainly. */
const lastComplaint = (stderr: string): string => {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const plain = lines.filter((line) => !/^[EWI]\d{4} |^See '.*' for usage\.$/.test(line));
  return redactText((plain.at(-1) ?? lines.at(-1) ?? "").replace(/^error: /i, "")).slice(0, 300);
};

/** A run that did not come to an end of its own. */
export const failureOfRun = (error: SteadystateError): Failure => {
  if (error.code === "tool-missing") return failure("tool-missing", error.message);
  if (error.code !== "source-failed") throw error;
  switch (error.details["ended"]) {
    case "deadline":
      return failure("timed-out", error.message);
    case "cap":
      return failure("garbled", error.message);
    default:
      return failure("failed", error.message);
  }
};
