import type { Departure, Drift, Symptom } from "../../../core/departure.ts";
import type { Gap } from "../../../core/observation.ts";
import { ageOf } from "../age.ts";
import { plain } from "../telling.ts";
import { conditionSymptoms, operationSymptoms } from "./conditions.ts";
import { healthWord, judgeHealth, resourceDepartures } from "./resources.ts";
import { sidesOf } from "./side.ts";
import { evidenceOf, identityOfApp, type Subject } from "./subject.ts";

export type Judged = { readonly departures: readonly Departure[]; readonly gaps: readonly Gap[] };

/** Everything that one application tells. What a resource of it explains is not told of the application again. */
export const judgeApplication = (subject: Subject): Judged => {
  const { status, app, teller } = subject;
  const what = teller.text(
    `the application ${[app.metadata.namespace, app.metadata.name].filter(Boolean).join("/")}`,
  );
  if (app.metadata.deletionTimestamp !== "") return { departures: beingDeleted(subject), gaps: [] };
  const compared = status.sync?.status === "Synced" || status.sync?.status === "OutOfSync";
  const conditions = conditionSymptoms(subject);
  const isBlind = !compared || status.conditions.some(({ type }) => blinding.includes(type));
  const gaps = isBlind ? [{ what, why: whyBlind(subject) }] : [];
  const resources = resourceDepartures(subject, !isBlind);
  return {
    departures: [
      ...resources,
      ...unexplainedDrift(subject, resources),
      ...conditions,
      ...(isBlind && conditions.length === 0 ? [notCompared(subject)] : []),
      ...operationSymptoms(subject),
      ...unexplainedHealth(subject, isBlind),
    ],
    gaps,
  };
};

/** With one of these what Argo CD says of the resources is what it knew before. */
const blinding: readonly string[] = ["ComparisonError", "InvalidSpecError"];

const whyBlind = ({ status, teller }: Subject): string => {
  const found = status.conditions.find(({ type }) => blinding.includes(type));
  const said = found === undefined ? "" : teller.text(found.message);
  return `Argo CD could not compare it with Git${said === "" ? "" : `: ${said}`}`;
};

const notCompared = (subject: Subject): Symptom => {
  const identity = identityOfApp(subject);
  return subject.teller.symptom({
    identity,
    legacy: [plain(identity), "ComparisonError"],
    ...{ category: "ComparisonError", family: "comparison", severity: "medium" },
    title: `the application ${subject.app.metadata.name} cannot be compared with Git`,
    message: "",
    otherwise: "Argo CD says that its state of sync is not known, and gives no reason.",
    evidence: evidenceOf(subject),
  });
};

/** Out of sync as a whole, and no resource says so: what differs is not among them, such as the namespace's own labels. */
const unexplainedDrift = (subject: Subject, resources: readonly Departure[]): readonly Drift[] => {
  if (subject.status.sync?.status !== "OutOfSync" || resources.some(({ type }) => type === "drift"))
    return [];
  const identity = identityOfApp(subject);
  const { whole, reason } = sidesOf(subject.status);
  return [
    subject.teller.drift({
      identity,
      legacy: [plain(identity), "modified"],
      direction: whole === "reality" ? "changed-in-reality" : "not-yet-applied",
      action: "update",
      reason,
      reality: { sync: "OutOfSync" },
      desired: { sync: "Synced" },
    }),
  ];
};

const unexplainedHealth = (subject: Subject, isBlind: boolean): readonly Symptom[] => {
  const { app, status, at } = subject;
  const health = healthWord(status.health?.status);
  const since = status.health?.lastTransitionTime;
  const judged = judgeHealth(health, () => ageOf(at, since, status.operationState?.finishedAt));
  if (judged === undefined || (isBlind && health === "Unknown")) return [];
  // That a resource is missing is drift, and told as such only where drift is told.
  const isExplained = health !== "Missing" || subject.tells === "all";
  if (
    isExplained &&
    status.resources.some(({ hook, health: own }) => !hook && healthWord(own?.status) === health)
  )
    return [];
  const identity = identityOfApp(subject);
  // What was never deployed is missing as everybody expects.
  const expected = health === "Missing" && sidesOf(status).never;
  return [
    subject.teller.symptom({
      identity,
      legacy: [plain(identity), health],
      ...{ ...judged, family: "health", ...(expected ? { severity: "low" } : {}) },
      title: `the application ${app.metadata.name} is ${health}`,
      message: status.health?.message ?? "",
      otherwise: "Argo CD does not say which of its resources is the reason.",
      evidence: { ...evidenceOf(subject), since },
    }),
  ];
};

/** Its resources go one by one, which is no drift; that it never ends is. */
const beingDeleted = (subject: Subject): readonly Symptom[] => {
  const { app, at, teller } = subject;
  const failing = conditionSymptoms(subject).filter(({ family }) => family === "deletion");
  if (failing.length > 0 || ageOf(at, app.metadata.deletionTimestamp) !== "old") return failing;
  const identity = identityOfApp(subject);
  return [
    teller.symptom({
      identity,
      legacy: [plain(identity), "DeletionStuck"],
      ...{ category: "DeletionStuck", family: "deletion", severity: "medium" },
      title: `the application ${app.metadata.name} is being deleted and does not go`,
      message: "",
      otherwise: "A finalizer holds it: something that it deployed cannot be deleted.",
      evidence: { ...evidenceOf(subject), since: app.metadata.deletionTimestamp },
    }),
  ];
};
