import { isPlatformWord, type SymptomCategory } from "../../core/categories.ts";
import { byCodeUnit } from "../../core/order.ts";
import { compareSeverity, type Severity } from "../../core/severity.ts";
import type { ValueMap } from "../../core/value.ts";

/** Classes of malfunction that do not churn, a cause before what follows from it. */
export const families = [
  "image-pull",
  "configuration",
  "memory",
  "crash-loop",
  "scheduling",
  "creation",
  "node",
  "rollout",
  "job",
  "readiness",
  "startup",
  "eviction",
  "termination",
  "availability",
  "waiting",
  "schedule",
  "storage",
  "scaling",
  "endpoints",
  "certificate",
  "cordon",
  "disruption",
  "disk",
  "erroring",
  "condition",
] as const;
export type Family = (typeof families)[number];

/** What is wrong with one object; nothing is masked yet. */
export type Fault = {
  readonly family: Family;
  readonly category: SymptomCategory;
  readonly severity: Severity;
  /** The end of a sentence that begins with the object's name. */
  readonly says: string;
  /** What the platform says of it. */
  readonly message?: string | undefined;
  /** When the present trouble began, where the platform tells; milliseconds UTC, never a guess. */
  readonly since?: number | undefined;
  /** The pods that it was found on. */
  readonly pods?: readonly ValueMap[] | undefined;
  /** Ordered readings; empty ones are left out. */
  readonly facts?: Readonly<Record<string, string | undefined>> | undefined;
};

/** Whether a workload does its work; `unknown` where it is on its way, or its status is of an older spec. */
export type Serves = "yes" | "no" | "unknown";

/** What a rule makes of one object: nothing wrong, faults, or why nobody can tell. */
export type Judged = {
  readonly faults: readonly Fault[];
  /** Absent for what serves nothing, and for what is meant not to. */
  readonly serves?: Serves | undefined;
  readonly untold?: string | undefined;
};

export const healthy: Judged = { faults: [] };

/** Worst first, a cause before what follows from it, then by its word. */
export const worstFirst = (a: Fault, b: Fault): number =>
  compareSeverity(b.severity, a.severity) ||
  families.indexOf(a.family) - families.indexOf(b.family) ||
  byCodeUnit(a.category, b.category);

/** A reason as a platform writes it; anything else could be a sentence, and the family speaks for it. */
export const wordOr = (reason: string, otherwise: SymptomCategory): SymptomCategory =>
  isPlatformWord(reason) ? reason : otherwise;
