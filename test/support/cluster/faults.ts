import type { Address } from "./address.ts";
import { isOn } from "./address.ts";
import { type Answer, statusOf } from "./status.ts";

/** What goes wrong, for which requests; every criterion left out fits all of them. */
export type Fault = {
  readonly verb?: string;
  /** Plural name, with its subresource where that is meant: `pods/log`. */
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** A path of the server's own, as `/version`, or the beginning of one, ending in `*`. */
  readonly path?: string;
  /** How many requests it befalls; all of them where left out. */
  readonly times?: number;
  readonly answer: Misfortune;
};

export type Misfortune =
  | {
      readonly kind: "status";
      readonly code: 401 | 403 | 404 | 429 | 500 | 503;
      readonly retryAfter?: number;
    }
  /** The true answer, late. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The connection ends in the middle of the body. */
  | { readonly kind: "truncated" }
  /** The connection is reset before any byte. */
  | { readonly kind: "reset" }
  /** A whole answer that is no JSON. */
  | { readonly kind: "broken-json" }
  /** Only requests that continue a list: the token has expired (410). */
  | { readonly kind: "expired-continue" };

export type Faults = {
  /** From now on; the function that it returns ends it. */
  readonly add: (fault: Fault) => () => void;
  readonly clear: () => void;
  readonly next: (request: Faulted) => Misfortune | undefined;
};

export type Faulted = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly address: Address | undefined;
};

export const makeFaults = (initial: readonly Fault[]): Faults => {
  const active = new Map<Fault, number>();
  const add = (fault: Fault) => {
    active.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
    return () => active.delete(fault);
  };
  for (const fault of initial) add(fault);
  return {
    add,
    clear: () => active.clear(),
    next: (request) => {
      for (const [fault, left] of active) {
        if (left > 0 && befalls(fault, request)) {
          active.set(fault, left - 1);
          return fault.answer;
        }
      }
      return undefined;
    },
  };
};

const befalls = (fault: Fault, { path, query, address }: Faulted): boolean => {
  if (fault.answer.kind === "expired-continue" && !query.has("continue")) return false;
  if (fault.path !== undefined) {
    return fault.path.endsWith("*") ? path.startsWith(fault.path.slice(0, -1)) : path === fault.path;
  }
  if (address === undefined) return false;
  const { kind, subresource, verb, namespace, name } = address;
  const resource = subresource === "" ? kind.plural : `${kind.plural}/${subresource}`;
  const watched = isOn(query, "watch") ? "watch" : verb;
  return (
    fits(fault.verb, watched) &&
    fits(fault.resource, resource) &&
    fits(fault.namespace, namespace) &&
    fits(fault.name, name)
  );
};

const fits = (wanted: string | undefined, actual: string): boolean =>
  wanted === undefined || wanted === actual;

const words: Readonly<Record<number, readonly [string, string]>> = {
  401: ["Unauthorized", "Unauthorized"],
  403: ["Forbidden", "forbidden by a test"],
  404: ["NotFound", "the server could not find the requested resource"],
  410: [
    "Expired",
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.",
  ],
  429: [
    "TooManyRequests",
    "The server is currently unable to handle the request: too many requests, please try again later.",
  ],
  500: ["InternalError", "Internal error occurred: etcdserver: request timed out"],
  503: ["ServiceUnavailable", "the server is currently unable to handle the request"],
};

/** The refusal that stands for a misfortune of status; undefined for those that spoil the true answer instead. */
export const refusalOf = (misfortune: Misfortune): Answer | undefined => {
  if (misfortune.kind === "expired-continue") return failing(410);
  return misfortune.kind === "status" ? failing(misfortune.code, misfortune.retryAfter) : undefined;
};

const failing = (code: number, retryAfter?: number): Answer => {
  const [reason, message] = words[code] ?? ["InternalError", "Internal error occurred"];
  return {
    status: code,
    body: statusOf({
      code,
      reason,
      message,
      details: retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter },
    }),
    headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  };
};
