import { fleetConditions, isPlatformWord } from "../../../core/categories.ts";
import type { Symptom } from "../../../core/departure.ts";
import type { Gap } from "../../../core/observation.ts";
import type { Severity } from "../../../core/severity.ts";
import { ageOf } from "../age.ts";
import { plain } from "../telling.ts";
import type { Fleet, FleetStatus } from "./schema.ts";
import { identityOfObject, nameOf, ownerOf, type Setting } from "./telling.ts";

type Condition = FleetStatus["conditions"][number];

/** Bad where it is false, unless `bad` says otherwise. `blind`: with it what Git says now is not known. */
type Known = {
  readonly severity: Severity;
  readonly what: string;
  readonly bad?: "True";
  readonly blind?: true;
};

const known: Readonly<Record<(typeof fleetConditions)[number], Known>> = {
  Stalled: { severity: "high", what: "is stalled", bad: "True", blind: true },
  Accepted: { severity: "high", what: "is not accepted", blind: true },
  GitPolling: { severity: "medium", what: "cannot be fetched from Git", blind: true },
  Polled: { severity: "medium", what: "cannot be fetched", blind: true },
  Deployed: { severity: "high", what: "cannot be deployed" },
  Installed: { severity: "high", what: "cannot be installed" },
  Monitored: { severity: "medium", what: "cannot be watched", blind: true },
  ImageSynced: { severity: "medium", what: "cannot write back its images" },
  // No condition of Fleet's: it has a status of its own.
  GitJobFailed: { severity: "high", what: "cannot be read from Git" },
};

/** What an object says of itself, beyond its resources. `explained`: they tell already why it is not ready. */
export const tellConditions = (
  object: Fleet,
  status: FleetStatus,
  explained: boolean,
  setting: Setting,
): { readonly departures: readonly Symptom[]; readonly gaps: readonly Gap[] } => {
  const bad = status.conditions.flatMap((condition) => {
    const found = badIn(condition);
    return found === undefined ? [] : [{ condition, ...found }];
  });
  const others = bad.map(({ condition, severity, what }) =>
    tell(object, condition, { severity, what }, setting),
  );
  const jobs = status.gitJobStatus === "Failed" ? [tell(object, gitJob, known.GitJobFailed, setting)] : [];
  const own = [...others, ...jobs];
  const ready = explained || own.length > 0 ? [] : notReady(object, status, setting);
  const what = setting.teller.text(`the ${object.kind} ${nameOf(object)}`);
  return {
    departures: [...own, ...ready],
    gaps: bad.flatMap(({ condition, blind, what: how }) =>
      blind === true
        ? [{ what, why: `it ${how}: ${setting.teller.text(condition.message) || "no reason given"}` }]
        : [],
    ),
  };
};

const badIn = (condition: Condition): (Known & { readonly severity: Severity }) | undefined => {
  const { type, status, reason } = condition;
  if (type === "Ready") return undefined;
  const name = fleetConditions.find((one) => one === type);
  const found = name && known[name];
  if (found !== undefined) return status === (found.bad ?? "False") ? found : undefined;
  // Which way round a condition of a later version is meant nobody knows; that it is an error, it says.
  return status === "False" && reason === "Error"
    ? { severity: "medium", what: "meets an error" }
    : undefined;
};

const gitJob: Condition = {
  ...{ type: "GitJobFailed", status: "False", reason: "", message: "" },
  ...{ lastUpdateTime: "", lastTransitionTime: "" },
};

const notReady = (object: Fleet, status: FleetStatus, setting: Setting): readonly Symptom[] => {
  const ready = status.conditions.find(({ type }) => type === "Ready");
  if (ready === undefined || ready.status === "True" || ready.status === "" || object.spec?.paused === true)
    return [];
  const isYoung = ageOf(setting.at, ready.lastTransitionTime, ready.lastUpdateTime) === "young";
  return [tell(object, ready, { severity: isYoung ? "low" : "medium", what: "is not ready" }, setting)];
};

const tell = (object: Fleet, condition: Condition, { severity, what }: Known, setting: Setting): Symptom => {
  const { namespace, name } = object.metadata;
  const identity = identityOfObject({ kind: object.kind, namespace, name }, "", setting.scope);
  const { type, message, reason, lastUpdateTime, lastTransitionTime } = condition;
  const category = type === "Ready" ? "NotReady" : isPlatformWord(type) ? type : "UnknownCondition";
  return setting.teller.symptom({
    identity,
    legacy: [plain(identity), category],
    ...{ category, family: category, severity },
    title: `the ${object.kind} ${nameOf(object)} ${what}`,
    message: message || reason,
    otherwise: "Fleet gives no reason.",
    evidence: {
      owner: ownerOf(object),
      source: object.spec?.repo,
      commit: object.status?.commit,
      condition: type,
      since: lastTransitionTime || lastUpdateTime,
    },
  });
};
