import type { Severity } from "../severity.ts";

/** Reads an endpoint over HTTP. */
export type HttpRead = {
  readonly kind: "http";
  /** http or https, userinfo allowed but never shown. */
  readonly url: string;
  readonly method: "GET" | "HEAD";
};

/** A kind that the file format knows and this version does not read yet; it is reported as not seen, never as passing. */
export type OtherRead = {
  readonly kind: "kubectl-cpu" | "kubectl-mem" | "kubectl-log" | "docker-log" | "ansible-service";
  readonly [field: string]: unknown;
};

/** What healthy means for your app: a vetted, read-only rule. */
export type Check = {
  readonly name: string;
  /** The workload it speaks for, where the name alone does not say it. */
  readonly workload: string | undefined;
  readonly read: HttpRead | OtherRead;
  /** For `http`: the status that must come back, and a pattern (linear-time engine) that the body must contain. */
  readonly when: { readonly status: number; readonly body: string | undefined };
  readonly emit: { readonly severity: Severity; readonly title: string };
};

/** What an HTTP read brought back. `unable` is our own inability to ask; `no-answer` is the target's silence. */
export type HttpReading =
  | { readonly kind: "answered"; readonly status: number; readonly body: string; readonly latencyMs: number }
  | { readonly kind: "no-answer"; readonly reason: string }
  | { readonly kind: "unable"; readonly reason: string };

/** The answer of one check: the thing is as demanded, is not, or could not be asked. */
export type CheckResult = {
  readonly name: string;
  readonly workload: string | undefined;
  readonly kind: Check["read"]["kind"];
  /** Where it looked, without userinfo or query values. */
  readonly target: string;
  readonly severity: Severity;
  readonly status: "pass" | "fail" | "unable";
  /** One clause; empty when it passed. */
  readonly reason: string;
  readonly latencyMs: number | undefined;
};
