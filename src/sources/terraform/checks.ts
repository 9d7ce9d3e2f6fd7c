import type { SymptomCategory } from "../../core/categories.ts";
import { departureFingerprint, legacyDepartureFingerprint, type Symptom } from "../../core/departure.ts";
import { type Identity, printIdentity } from "../../core/identity.ts";
import type { Assertions } from "../../core/observation.ts";
import type { Masker } from "../../core/secret.ts";
import { maskedAddress, maskedIdentity } from "../../platform/terraform/masked-name.ts";
import type { CheckInstance, CheckRow } from "../../platform/terraform/schema.ts";

/** One instance of a `check` block, a condition or a validation, with what it came to. */
export type Check = {
  readonly identity: Identity;
  readonly address: string;
  readonly name: string;
  readonly result: keyof Assertions;
  readonly problems: readonly string[];
};

export const checksOf = (rows: readonly CheckRow[], scope: string): readonly Check[] =>
  rows.flatMap((row) => {
    const instances: readonly CheckInstance[] = row.instances ?? [];
    // The tool could not even tell which instances there are, or there are more than it names.
    const explained = row.status === "pass" || instances.some(({ status }) => status !== "pass");
    const counted = explained ? instances : [...instances, bare(row)];
    return counted.map((instance) => checkOf(row, instance, scope));
  });

const bare = ({ address, status }: CheckRow): CheckInstance => ({ address, status, problems: [] });

const checkOf = (row: CheckRow, { address, status, problems }: CheckInstance, scope: string): Check => {
  const shown = address.to_display;
  const namespace = address.module ?? "";
  const local = shown.startsWith(`${namespace}.`) ? shown.slice(namespace.length + 1) : shown;
  const own = local.startsWith("check.") ? local.slice("check.".length) : local;
  return {
    identity: { style: "address", scope, group: "", kind: "check", namespace, name: own, key: "" },
    address: shown,
    name: row.address.name ?? own,
    result: resultOf(status),
    problems: (problems ?? []).flatMap(({ message }) => (message ? [message] : [])),
  };
};

const resultOf = (status: string): keyof Assertions => {
  if (status === "pass") return "passed";
  return status === "fail" ? "failed" : "unknown";
};

export const countChecks = (checks: readonly Check[]): Assertions => {
  const counts = { passed: 0, failed: 0, unknown: 0 };
  for (const { result } of checks) counts[result] += 1;
  return counts;
};

/** A failed assertion is a malfunction; one without an answer is said too, so that it is never taken for a pass. */
export const symptomOf = ({ identity, name, result, problems }: Check, masker: Masker): Symptom => {
  const failed = result === "failed";
  const category: SymptomCategory = failed ? "CheckFailed" : "CheckUnknown";
  const messages = problems.map((problem) => masker.text(problem));
  const [first] = messages;
  const shown = maskedIdentity(identity, masker);
  const subject = printIdentity(shown);
  return {
    type: "symptom",
    fingerprint: departureFingerprint(identity, category),
    legacy: legacyDepartureFingerprint("terraform", identity, category),
    identity: shown,
    provenance: { source: "terraform", address: subject, file: undefined, line: undefined },
    category,
    family: category,
    severity: failed ? "medium" : "low",
    title: failed
      ? `${subject} failed${first === undefined ? "" : `: ${oneLine(first)}`}`
      : `${subject} gave no answer`,
    detail: messages.join("\n"),
    workload: maskedAddress(name, masker),
    evidence: Object.fromEntries(messages.map((message, at) => [`problem ${at + 1}`, message])),
  };
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 300);
