import type { Gap } from "../../core/observation.ts";
import { SteadystateError } from "../../errors.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import { darkCluster } from "../kubernetes/dark.ts";
import type { Failure } from "../kubernetes/failure.ts";
import type { Kind, Thing } from "../kubernetes/list.ts";

/** One kind of the tool's own objects. */
export type Sought = {
  readonly kind: string;
  readonly place: Kind;
  /** `needed`: without it there is nothing to look at. `helpful`: missing is no matter, forbidden is a gap. `spare`: neither is. */
  readonly weight: "needed" | "helpful" | "spare";
};

/** What a look brought back, as the document of a reading. */
export type LiveObjects = {
  readonly objects: readonly Thing[];
  readonly gaps: readonly Gap[];
  /** ISO 8601. */
  readonly at: string;
};

/** Whose objects are looked for, and where they live where nobody says otherwise. */
export type LookFor = { readonly tool: string; readonly home: string; readonly sought: readonly Sought[] };

/**
 * Every object of the kinds in the cluster; of one namespace where the whole may not be listed, with a gap. Throws
 * `nothing-to-look-at` where the tool is not there or keeps nothing, and `source-failed` where a needed kind cannot be read.
 */
export const lookLive = async (
  cluster: Cluster,
  chosen: string | undefined,
  { tool, home, sought }: LookFor,
): Promise<LiveObjects> => {
  const { effective } = cluster;
  const namespace = chosen ?? effective.namespace ?? home;
  const at = new Date().toISOString();
  const looks: Look[] = [];
  for (const one of sought) looks.push(await look(one, { cluster, namespace, tool }));
  const objects = looks.flatMap((one) => one.objects);
  const gaps = looks.flatMap((one) => one.gaps);
  if (looks.every((one) => one.judged === 0) && gaps.length === 0)
    throw nothing(
      `the cluster of the context ${effective.context} has no ${sought[0]?.kind ?? "object"}`,
      cluster,
    );
  return { objects, gaps, at };
};

type Where = { readonly cluster: Cluster; readonly namespace: string; readonly tool: string };
type Look = Pick<LiveObjects, "objects" | "gaps"> & { readonly judged: number };

const look = async ({ place, weight }: Sought, { cluster, namespace, tool }: Where): Promise<Look> => {
  const all = await cluster.list(place);
  if (all.ok) return seen(all.value, weight, []);
  if (all.class === "not-found") {
    if (weight !== "needed") return none;
    throw nothing(
      `the cluster of the context ${cluster.effective.context} does not know ${place.resource}.${place.group}: is ${tool} there?`,
      cluster,
    );
  }
  const gap = (why: string): Gap => ({ what: `${place.resource}.${place.group}`, why });
  if (all.class !== "forbidden") return failed(all, weight, cluster, gap);
  const some = await cluster.list(place, namespace);
  if (!some.ok) return failed(some, weight, cluster, gap);
  const rest =
    weight === "spare" ? [] : [gap(`${all.why}, so only those of the namespace ${namespace} were looked at`)];
  return seen(some.value, weight, rest);
};

const failed = (
  failure: Failure,
  weight: Sought["weight"],
  cluster: Cluster,
  gap: (why: string) => Gap,
): Look => {
  if (weight === "needed") throw darkCluster(cluster, failure);
  // Only what may not be read at all is dispensable: a look that broke off might have told something.
  return weight === "spare" && failure.class === "forbidden" ? none : { ...none, gaps: [gap(failure.why)] };
};

const none: Look = { objects: [], gaps: [], judged: 0 };

const seen = (things: readonly Thing[], weight: Sought["weight"], gaps: readonly Gap[]): Look => ({
  objects: things,
  gaps,
  judged: weight === "needed" ? things.length : 0,
});

const nothing = (message: string, { effective }: Cluster): SteadystateError =>
  new SteadystateError("nothing-to-look-at", message, {
    hint: `kubectl --context ${effective.context} api-resources, or another cluster: --context <context>`,
    details: { context: effective.context, server: effective.server },
  });
