import { compilePattern } from "../pattern.ts";
import { redactText } from "../secret.ts";
import type { Check, CheckResult, HttpReading } from "./check.ts";
import { shownUrl } from "./shown-url.ts";

/** Bytes of a body that a check reads at most. */
export const bodyCap = 65_536;

/** One reading against what was demanded. Silence of the target fails; our own inability to ask is neither pass nor fail. */
export const evaluateCheck = (check: Check, reading: HttpReading): CheckResult => ({
  name: check.name,
  workload: check.workload,
  kind: check.read.kind,
  target: targetOf(check),
  severity: check.emit.severity,
  ...outcomeOf(check, reading),
  latencyMs: reading.kind === "answered" ? reading.latencyMs : undefined,
});

/** The reason that every kind but `http` gives in this version. */
export const unreadKind = (kind: string): string => `this version does not read checks of kind ${kind}`;

type Outcome = Pick<CheckResult, "status" | "reason">;

const outcomeOf = (check: Check, reading: HttpReading): Outcome => {
  if (check.read.kind !== "http") return { status: "unable", reason: unreadKind(check.read.kind) };
  switch (reading.kind) {
    case "unable":
      return { status: "unable", reason: reading.reason };
    case "no-answer":
      return { status: "fail", reason: reading.reason };
    case "answered":
      return judgeAnswer(check.when, reading);
  }
};

const judgeAnswer = (
  { status, body: pattern }: Check["when"],
  answer: { readonly status: number; readonly body: string },
): Outcome => {
  if (answer.status !== status) {
    const redirect = answer.status >= 300 && answer.status < 400 ? "; redirects are not followed" : "";
    return { status: "fail", reason: `answered ${answer.status}, expected ${status}${redirect}` };
  }
  if (pattern === undefined) return { status: "pass", reason: "" };
  const compiled = compilePattern(pattern);
  const shown = redactText(pattern);
  if (!compiled.ok) return { status: "unable", reason: `cannot look for /${shown}/: ${compiled.why}` };
  if (compiled.test(answer.body)) return { status: "pass", reason: "" };
  if (isCut(answer.body))
    return {
      status: "unable",
      reason: `/${shown}/ is not in the first 64 KiB of the body, and the rest is not read`,
    };
  return { status: "fail", reason: `answered ${answer.status}, but the body does not contain /${shown}/` };
};

/** A body as long as the cap was probably longer; a character cut in two at the cap may count up to three bytes less. */
const isCut = (body: string): boolean => new TextEncoder().encode(body).length > bodyCap - 4;

export const targetOf = ({ read }: Check): string => {
  if (read.kind === "http") return typeof read.url === "string" ? shownUrl(read.url) : "";
  const { namespace, selector } = read;
  const parts = [namespace, selector].filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? read.kind : parts.join("/");
};
