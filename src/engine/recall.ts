import { type Finding, presences } from "../core/finding.ts";
import type { Observation } from "../core/observation.ts";
import { isProbe } from "../core/probes.ts";
import { namesIn, type Serving, type WorkloadName, workloadName, workloadsMeant } from "../core/serving.ts";
import { SteadystateError } from "../errors.ts";
import type { FindingFilter, History, LastLook } from "../history/history.ts";

/** A workload as the last look of its scope left it. */
export type KnownWorkload = Serving & { readonly look: LastLook };

/** What memory says of what was asked. */
export type Recall = {
  readonly symptoms: readonly Finding[];
  readonly review: readonly Finding[];
  readonly looks: readonly LastLook[];
  /** Whether anything, resolved or not, ever bore the asked name. */
  readonly known: boolean;
  /** Every workload that the asked name means, where one was asked. */
  readonly workloads: readonly KnownWorkload[];
  /** Names of workloads, for who mistyped one. */
  readonly names: readonly string[];
};

/**
 * For one workload: what bears its name, and the looks that could have told of it (those it was ever seen in, and every look
 * that did not succeed). Throws `usage` where a word is the kind of some and the namespace of others.
 */
export const recall = async (workload: string | undefined, history: History | undefined): Promise<Recall> => {
  if (history === undefined)
    return { symptoms: [], review: [], looks: [], known: workload === undefined, workloads: [], names: [] };
  if (workload !== undefined) return recallOne(workloadName(workload), history);
  const [symptoms, review, looks] = await Promise.all([
    history.findings(symptomsOf),
    history.findings({ ...reviewOf, limit: 20 }),
    history.lastLooks(),
  ]);
  return { symptoms, review, looks, known: true, workloads: [], names: [] };
};

const symptomsOf: FindingFilter = { type: ["symptom"], presence: ["present", "stale"] };
const reviewOf: FindingFilter = {
  type: ["drift", "policy"],
  presence: ["present", "stale"],
  atLeast: "high",
};

const recallOne = async (asked: WorkloadName, history: History): Promise<Recall> => {
  const { name: workload } = asked;
  const [symptoms, review, looks, ever, serving] = await Promise.all([
    history.findings({ ...symptomsOf, workload }),
    history.findings({ ...reviewOf, workload }),
    history.lastLooks(),
    history.findings({ workload, presence: [...presences], limit: 1000 }),
    history.serving(),
  ]);
  const all = looks.flatMap((look) =>
    (serving.get(look.scope.resolution) ?? []).map((one) => ({ ...one, look })),
  );
  const meant = workloadsMeant(asked, all);
  if (meant.ambiguous) throw isAmbiguous(asked);
  const isMeant = ({ identity }: Finding): boolean => meant.covers(identity);
  const known = ever.filter(isMeant);
  const scopes = new Set([
    ...known.map(({ resolutionScope }) => resolutionScope),
    ...meant.all.map(({ look }) => look.scope.resolution),
  ]);
  return {
    symptoms: symptoms.filter(isMeant),
    review: review.filter(isMeant).slice(0, 20),
    looks: looks
      .filter(({ scope, coverage }) => scopes.has(scope.resolution) || coverage.status !== "complete")
      .map((look) => ofThese(look, meant.all)),
    known: known.length + meant.all.length > 0,
    workloads: meant.all,
    names: namesIn(all),
  };
};

/** Of a look by a probe only what it told of these: whether others serve is no matter here. */
const ofThese = (look: LastLook, workloads: readonly KnownWorkload[]): LastLook => {
  if (!isProbe(look.scope.source)) return look;
  const own = workloads.filter((one) => one.look.scope.resolution === look.scope.resolution);
  return { ...look, assertions: countOf(own) };
};

const countOf = (workloads: readonly Serving[]): Observation["assertions"] => {
  const count = (state: Serving["serves"]): number =>
    workloads.filter(({ serves }) => serves === state).length;
  return { passed: count("yes"), failed: count("no"), unknown: count("unknown") };
};

const isAmbiguous = ({ asked, name, before }: WorkloadName): SteadystateError =>
  new SteadystateError(
    "usage",
    `${asked}: ${before[0]} is a kind and a namespace of ${name}, so both are needed`,
    {
      hint: `steadystate health <kind>/<namespace>/${name}`,
    },
  );
