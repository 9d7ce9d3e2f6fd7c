import { healthCategories } from "../../../core/categories.ts";
import type { Departure, Drift, Symptom } from "../../../core/departure.ts";
import { ageOf } from "../age.ts";
import { plain } from "../telling.ts";
import type { ArgoResource } from "./schema.ts";
import { type Sides, sidesOf } from "./side.ts";
import { evidenceOf, identityOfResource, type Subject } from "./subject.ts";

/** What departs among the resources of one application. Hooks come and go: their failing is the operation's. */
export const resourceDepartures = (subject: Subject, compared: boolean): readonly Departure[] => {
  const sides = sidesOf(subject.status);
  return subject.status.resources
    .filter(({ hook }) => !hook)
    .flatMap((resource) => [
      ...driftOf(resource, sides, subject),
      ...(compared ? unknownOf(resource, subject) : []),
      ...healthOf(resource, subject),
    ]);
};

const driftOf = (resource: ArgoResource, sides: Sides, subject: Subject): readonly Drift[] => {
  const isGone = resource.health?.status === "Missing";
  if (resource.status !== "OutOfSync" && !isGone) return [];
  const identity = identityOfResource(resource, subject);
  const { direction, action } = wayOf(resource, isGone, sides);
  const reality = isGone ? undefined : { sync: "OutOfSync", health: healthWord(resource.health?.status) };
  const desired = resource.requiresPruning ? undefined : { sync: "Synced" };
  return [
    subject.teller.drift({
      identity,
      // The reference knows one change only.
      legacy: [plain(identity), "modified"],
      ...{ direction, action, reality, desired },
      reason: resource.requiresPruning ? "no longer in Git; a sync that prunes deletes it" : sides.reason,
    }),
  ];
};

const wayOf = (
  resource: ArgoResource,
  isGone: boolean,
  sides: Sides,
): Pick<Drift, "direction" | "action"> => {
  if (resource.requiresPruning) return { direction: "unmanaged", action: "delete" };
  if (isGone)
    return { direction: sides.wasThere(resource) ? "vanished" : "not-yet-applied", action: "create" };
  const moved = sides.of(resource) === "reality";
  return { direction: moved ? "changed-in-reality" : "not-yet-applied", action: "update" };
};

/** Argo CD compared the application, and could not tell of this one. */
const unknownOf = (resource: ArgoResource, subject: Subject): readonly Symptom[] => {
  if (["Synced", "OutOfSync", ""].includes(resource.status)) return [];
  const identity = identityOfResource(resource, subject);
  return [
    subject.teller.symptom({
      identity,
      legacy: [plain(identity), "modified"],
      ...{ category: "SyncUnknown", family: "comparison", severity: "medium" },
      title: `${nameOf(resource)} of ${subject.app.metadata.name}: Argo CD cannot tell whether it is in sync`,
      message: "",
      otherwise: "Argo CD says of it neither that it is in sync nor that it is not.",
      evidence: evidenceOf(subject),
    }),
  ];
};

const healthOf = (resource: ArgoResource, subject: Subject): readonly Symptom[] => {
  const health = healthWord(resource.health?.status);
  const { app, status, at } = subject;
  const since = resource.health?.lastTransitionTime;
  const judged = judgeHealth(health, () =>
    ageOf(at, since, status.health?.lastTransitionTime, status.operationState?.finishedAt),
  );
  // What is not there is drift.
  if (judged === undefined || health === "Missing") return [];
  const identity = identityOfResource(resource, subject);
  return [
    subject.teller.symptom({
      identity,
      legacy: [plain(identity), health],
      ...{ ...judged, family: "health" },
      title: `${nameOf(resource)} of ${app.metadata.name} is ${health}`,
      message: resource.health?.message ?? "",
      otherwise: "Argo CD gives no reason.",
      evidence: { ...evidenceOf(subject), since },
    }),
  ];
};

type Sick = { readonly category: (typeof healthCategories)[number]; readonly severity: Symptom["severity"] };

/** How severe a state of health is; `undefined` where it is none worth telling. */
export const judgeHealth = (health: HealthWord, age: () => ReturnType<typeof ageOf>): Sick | undefined => {
  switch (health) {
    case "Degraded":
    case "Missing":
      return { category: health, severity: "high" };
    case "Unknown":
      return { category: health, severity: "medium" };
    case "Progressing": {
      const old = age();
      return old === "young" ? undefined : { category: health, severity: old === "old" ? "medium" : "low" };
    }
    case "Suspended":
    case "Healthy":
    case "":
      return undefined;
  }
};

const healthWords = ["Healthy", "Suspended", ...healthCategories] as const;
export type HealthWord = (typeof healthWords)[number] | "";

/** A word that nobody knows is no health; none at all means that nothing is asked of it. */
export const healthWord = (status: string | undefined): HealthWord =>
  status === undefined || status === "" ? "" : (healthWords.find((word) => word === status) ?? "Unknown");

const nameOf = ({ kind, namespace, name }: ArgoResource): string =>
  `${kind === "" ? "resource" : kind} ${namespace === "" ? "" : `${namespace}/`}${name}`;
