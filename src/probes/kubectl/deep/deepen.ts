import type { Symptom } from "../../../core/departure.ts";
import { addTo } from "../../../core/grouped.ts";
import type { Gap } from "../../../core/observation.ts";
import type { Judgement } from "../judgements.ts";
import type { Subject, World } from "../world.ts";
import { type Filling, fillings } from "./disks.ts";
import type { DeepDocument, KnownLog } from "./document.ts";
import { erringFault, logEvidence, logsByPod, logsOf } from "./logs.ts";

/** What only a deep look can tell. */
export const deepCategories = ["Erroring", "DiskFilling", "PodPVCFull"] as const;

/** A judgement with what the logs add to it. */
type Deepened = Judgement & { readonly logs: readonly KnownLog[] };

export type Deep = {
  readonly judged: readonly Deepened[];
  readonly fillings: readonly Filling[];
  /** What of it could not be read; a log of what fails is no gap, since its finding stands without it. */
  readonly gaps: readonly Gap[];
};

/** Lays what was read beyond the objects beside what they told. Pure. */
export const deepen = (judged: readonly Judgement[], world: World, deep: DeepDocument | undefined): Deep => {
  if (deep === undefined)
    return { judged: judged.map((one) => ({ ...one, logs: [] })), fillings: [], gaps: [] };
  const byPod = logsByPod(deep.logs);
  const unread: (readonly [Subject, string])[] = [];
  const deepened = judged.map((one): Deepened => {
    const logs = logsOf(one.pods, byPod);
    if (one.faults.length > 0) return { ...one, logs };
    const why = logs.find((log) => log.why !== undefined)?.why;
    if (why !== undefined) unread.push([one.subject, why]);
    const fault = erringFault(logs);
    return fault === undefined ? { ...one, logs } : { ...one, logs, faults: [fault] };
  });
  const blind = deep.nodes.flatMap(({ node, why }) => (why === undefined ? [] : [[node, why] as const]));
  return {
    judged: deepened,
    fillings: fillings(deep.nodes, world),
    gaps: [
      ...gapsOf(
        unread.map(([{ kind, namespace, name }, why]) => [`${kind} ${namespace}/${name}`, why] as const),
        ["logs of", "workloads"],
      ),
      ...gapsOf(blind, ["disk use of", "nodes"]),
    ],
  };
};

/** Each reason once, with how many it concerns; one by its name. */
const gapsOf = (
  unseen: readonly (readonly [name: string, why: string])[],
  [what, many]: readonly [what: string, many: string],
): readonly Gap[] => {
  const byReason = new Map<string, string[]>();
  for (const [name, why] of unseen) {
    const reason = nameless(why);
    addTo(byReason, reason, name);
  }
  return [...byReason].map(([why, names]) => ({
    what: `${what} ${names.length === 1 ? names[0] : `${names.length} ${many}`}`,
    why,
  }));
};

/** The same trouble of two pods differs only in what they are called. */
const nameless = (why: string): string => why.replace(/"[^"]{1,260}"/g, "…").replace(/\s+/g, " ");

/** A symptom with what a person reads of its logs. */
export const withLogs = (
  symptom: Symptom,
  logs: readonly KnownLog[],
  mask: (text: string) => string,
): Symptom =>
  logs.length === 0 ? symptom : { ...symptom, evidence: { ...symptom.evidence, ...logEvidence(logs, mask) } };
