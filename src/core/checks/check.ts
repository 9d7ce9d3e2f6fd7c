import type { Severity } from "../severity.ts";
import type { JsonDemand } from "./json-path.ts";
import type { StatusRange } from "./status.ts";

/** Reads an endpoint over HTTP. */
export type HttpRead = {
  readonly kind: "http";
  /** http or https, userinfo allowed but never shown. */
  readonly url: string;
  readonly method: "GET" | "HEAD";
  /** Texts with `${VARIABLE}` references, resolved when it is asked; no value of theirs is ever shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** Redirects followed at most. */
  readonly follow: number;
  /** Milliseconds for all of it: redirects and each retry have what is left. */
  readonly timeout: number;
  /** Further tries where there was no answer. */
  readonly retries: number;
  /** Absolute path of the certificates that are trusted instead of the system's. */
  readonly ca: string | undefined;
};

/** A kind that the file format knows and this version does not read yet; it is reported as not seen, never as passing. */
export type OtherRead = {
  readonly kind: "kubectl-cpu" | "kubectl-mem" | "kubectl-log" | "docker-log" | "ansible-service";
  readonly [field: string]: unknown;
};

/** One demand, and how bad it is when it is missed; without a severity `emit.severity` holds. */
export type Demand<T> = { readonly is: T; readonly severity: Severity | undefined };

/** What an answer over HTTP has to be. Spans are milliseconds. */
export type When = {
  readonly status: Demand<readonly StatusRange[]>;
  /** A pattern (linear-time engine) that the body must contain. */
  readonly body: Demand<string> | undefined;
  readonly json: readonly Demand<JsonDemand>[];
  /** At most this long. */
  readonly latency: Demand<number> | undefined;
  /** The certificate must hold for at least this long from now on. */
  readonly certificate: Demand<number> | undefined;
};

/** What healthy means for your app: a vetted, read-only rule. */
export type Check = {
  readonly name: string;
  /** The workload it speaks for, where the name alone does not say it. */
  readonly workload: string | undefined;
  readonly read: HttpRead | OtherRead;
  /** For `http`. */
  readonly when: When;
  readonly emit: { readonly severity: Severity; readonly title: string };
  /** Milliseconds that it must have failed before it counts; 0 at once. */
  readonly for: number;
  /** Milliseconds that it must have answered, once it counted, before it counts no more; 0 at once. */
  readonly keepFor: number;
  /** Targets and environments that it is for; empty: all. */
  readonly targets: readonly string[];
  readonly environments: readonly string[];
  readonly enabled: boolean;
  readonly author: string | undefined;
  /** Day on which it was added, as written. */
  readonly added: string | undefined;
  /** Written by an agent and vouched by nobody: public addresses only, and no variable. */
  readonly proposed: boolean;
};

/** What an HTTP read brought back. `unable` is our own inability to ask; `no-answer` is the target's silence. */
export type HttpReading =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly body: string;
      readonly latencyMs: number;
      /** Whether the body goes on beyond what was read. */
      readonly cut?: boolean;
      /** How many redirects were followed. */
      readonly redirects?: number;
      /** When the first certificate on the way ends, milliseconds UTC; absent where none was seen. */
      readonly certificateEnd?: number | undefined;
    }
  | { readonly kind: "no-answer"; readonly reason: string }
  | { readonly kind: "unable"; readonly reason: string };

/**
 * `pass`: as demanded. `noted`: so too, but for something of low severity. `impaired`: it answers, but slowly or with a
 * certificate near its end. `fail`: not the answer that is demanded. `pending`: failing, and not for long enough to count.
 * `unable`: it could not be asked.
 */
export const checkStatuses = ["fail", "impaired", "pending", "unable", "noted", "pass"] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/** The answer of one check. */
export type CheckResult = {
  readonly name: string;
  readonly workload: string | undefined;
  readonly kind: Check["read"]["kind"];
  /** Where it looked, without userinfo or query values. */
  readonly target: string;
  /** Of the worst demand that was missed; the check's own where none was. */
  readonly severity: Severity;
  readonly status: CheckStatus;
  /** One clause; empty when it passed. */
  readonly reason: string;
  readonly latencyMs: number | undefined;
  /** Nobody vouched the check: its good answer is no evidence. */
  readonly draft?: true;
};

/** Whether it is known to fail or to be impaired. */
export const isBad = ({ status }: Pick<CheckResult, "status">): boolean =>
  status === "fail" || status === "impaired";

/** Whether nothing is known of it: not asked, or failing for too short a time to count. */
export const isUnseen = ({ status }: Pick<CheckResult, "status">): boolean =>
  status === "unable" || status === "pending";

/** Whether it is positive evidence. */
export const isGood = ({ status }: Pick<CheckResult, "status">): boolean =>
  status === "pass" || status === "noted";
