import { argoCategories, isPlatformWord, type SymptomCategory } from "../../../core/categories.ts";
import type { Symptom } from "../../../core/departure.ts";
import { byCodeUnit } from "../../../core/order.ts";
import type { Severity } from "../../../core/severity.ts";
import { ageOf } from "../age.ts";
import { plain } from "../telling.ts";
import { evidenceOf, identityOfApp, type Subject } from "./subject.ts";

type Known = readonly [family: string, severity: Severity, what: string];

const known: Readonly<Record<(typeof argoCategories)[number], Known>> = {
  ComparisonError: ["comparison", "medium", "cannot be compared with Git"],
  InvalidSpecError: ["spec", "high", "is written in a way that cannot be deployed"],
  AppSyncFailed: ["sync", "high", "is not synced automatically any more"],
  DeletionError: ["deletion", "medium", "cannot be deleted"],
  UnknownError: ["controller", "medium", "meets an error of the controller"],
  SharedResourceWarning: ["shared", "medium", "shares a resource with another one"],
  RepeatedResourceWarning: ["repeated", "low", "declares a resource more than once"],
  ExcludedResourceWarning: ["excluded", "low", "declares what Argo CD leaves out"],
  OrphanedResourceWarning: ["orphaned", "low", "leaves resources in its namespace that nobody declares"],
};

type Told = readonly [category: SymptomCategory, ...Known];

/** One symptom for each kind of condition; those that only inform say nothing that departs. */
export const conditionSymptoms = (subject: Subject): readonly Symptom[] => {
  const { status, app, teller } = subject;
  const identity = identityOfApp(subject);
  const failed = hasFailed(subject);
  const found = new Map<string, { readonly told: Told; messages: Set<string>; since: string }>();
  for (const { type, message, lastTransitionTime } of status.conditions) {
    const told = knownOf(type);
    // A sync that failed is told as the operation that it is.
    if (told === undefined || (type === "SyncError" && failed)) continue;
    const before = found.get(told[0]) ?? { told, messages: new Set<string>(), since: lastTransitionTime };
    before.messages.add(message);
    if (byCodeUnit(lastTransitionTime, before.since) < 0) before.since = lastTransitionTime;
    found.set(told[0], before);
  }
  return [...found.values()].map(({ told: [category, family, severity, what], messages, since }) =>
    teller.symptom({
      identity,
      legacy: [plain(identity), category],
      ...{ category, family, severity },
      title: `the application ${app.metadata.name} ${what}`,
      message: [...messages].sort(byCodeUnit).join("; "),
      otherwise: "Argo CD gives no reason.",
      evidence: { ...evidenceOf(subject), since },
    }),
  );
};

/** By the ending of its name, which is the convention of Argo CD itself. */
const knownOf = (type: string): Told | undefined => {
  const found = type === "SyncError" ? "AppSyncFailed" : argoCategories.find((one) => one === type);
  if (found !== undefined) return [found, ...known[found]];
  if (type.endsWith("Info")) return undefined;
  const name = isPlatformWord(type) ? type : "UnknownCondition";
  return [name, name, name.endsWith("Warning") ? "low" : "medium", `has the condition ${name}`];
};

const isDry = ({ status }: Subject): boolean => status.operationState?.operation?.sync?.dryRun === true;

const hasFailed = (subject: Subject): boolean =>
  !isDry(subject) && ["Failed", "Error"].includes(subject.status.operationState?.phase ?? "");

/** The last sync: that it failed, or that it does not come to an end. */
export const operationSymptoms = (subject: Subject): readonly Symptom[] => {
  const { app, status, at, teller } = subject;
  const { operationState } = status;
  if (operationState === undefined || operationState === null || isDry(subject)) return [];
  const identity = identityOfApp(subject);
  const { phase, message, startedAt, finishedAt, syncResult } = operationState;
  const base = { identity, otherwise: "Argo CD gives no reason." };
  if (hasFailed(subject)) {
    const refused = (syncResult?.resources ?? [])
      .filter((one) => one.status === "SyncFailed" || ["Failed", "Error"].includes(one.hookPhase))
      .map((one) => `${one.kind} ${one.name}: ${one.message}`)
      .sort(byCodeUnit);
    const also = status.conditions.find(({ type }) => type === "SyncError")?.message;
    return [
      teller.symptom({
        ...base,
        legacy: [plain(identity), "OperationFailed"],
        ...{ category: "OperationFailed", family: "operation" },
        // What it was to bring is there all the same, as after a hook that failed.
        severity: status.sync?.status === "Synced" ? "medium" : "high",
        title: `the last sync of the application ${app.metadata.name} failed`,
        message,
        evidence: {
          ...evidenceOf(subject),
          refused: refused.slice(0, 3).join("; "),
          condition: also,
          since: finishedAt,
        },
      }),
    ];
  }
  if (!["Running", "Terminating"].includes(phase) || ageOf(at, startedAt) !== "old") return [];
  return [
    teller.symptom({
      ...base,
      legacy: [plain(identity), "OperationStuck"],
      ...{ category: "OperationStuck", family: "operation", severity: "medium" },
      title: `a sync of the application ${app.metadata.name} does not come to an end`,
      message,
      evidence: { ...evidenceOf(subject), since: startedAt },
    }),
  ];
};
