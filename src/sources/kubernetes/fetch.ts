import pLimit from "p-limit";
import type { Gap } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { ValueMap } from "../../core/value.ts";
import type { Cluster, Served } from "../../platform/kubernetes/cluster.ts";
import { groupIn, isObject, kindOf, namespaceOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { darkCluster } from "../../platform/kubernetes/dark.ts";
import type { Answer } from "../../platform/kubernetes/failure.ts";
import type { Kind, Thing } from "../../platform/kubernetes/list.ts";
import { atOnce } from "../../platform/kubernetes/reads.ts";
import type { LiveDocument, Unseen } from "./live-document.ts";

/** What lives in a cluster of the kinds that were asked for; what could not be read is named. */
export type Fetched = Pick<LiveDocument, "observed" | "gaps" | "unseen" | "namespaced" | "leave">;

/** A kind as it is declared, and the namespaces in which it is; none for all of them. */
export type Wanted = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaces: readonly string[] | undefined;
};

/** From this many namespaces on the whole cluster is asked, once. */
const manyNamespaces = 4;

/** The kinds and namespaces of what is declared; what names no namespace is looked for in `namespace`. */
export const wantedBy = (declared: readonly ValueMap[], namespace: string): readonly Wanted[] => {
  const found = new Map<string, { apiVersion: string; kind: string; namespaces: Set<string> }>();
  for (const object of declared) {
    const [apiVersion, kind] = [textAt(object, "apiVersion"), kindOf(object)];
    const key = `${apiVersion} ${kind}`;
    const known = found.get(key) ?? { apiVersion, kind, namespaces: new Set<string>() };
    known.namespaces.add(namespaceOf(object) || namespace);
    found.set(key, known);
  }
  return [...found.values()].map(({ namespaces, ...rest }) => ({
    ...rest,
    namespaces: [...namespaces].sort(byCodeUnit),
  }));
};

/**
 * Reads what lives of the wanted kinds and, unless told otherwise, the autoscalers beside them. A kind that the cluster does not
 * know has no objects; one that it may not show is a gap. Throws `source-failed` or `tool-missing` where the cluster cannot be
 * asked at all.
 */
export const fetchLive = async (
  wanted: readonly Wanted[],
  cluster: Cluster,
  { scalers: withScalers = true }: { readonly scalers?: boolean } = {},
): Promise<Fetched> => {
  const groups = await cluster.groups();
  if (!groups.ok) throw darkCluster(cluster, groups);
  const known = new Set(["v1", ...[...groups.value.values()].flat()]);
  const isGone = ({ apiVersion }: Wanted): boolean =>
    !known.has(apiVersion) && !groups.value.has(groupIn(apiVersion));
  const asked = [...wanted.filter((one) => !isGone(one)), ...(withScalers ? scalersFor(wanted, known) : [])];
  const limit = pLimit(atOnce);
  const versions = [...new Set(asked.map(({ apiVersion }) => apiVersion))];
  const served = new Map(
    await Promise.all(
      versions.map((version) =>
        limit(async () => [version, known.has(version) ? await cluster.served(version) : undefined] as const),
      ),
    ),
  );
  const looks = await Promise.all(
    asked.map((one) => lookFor(one, served.get(one.apiVersion), (work) => limit(work), cluster)),
  );
  const unseen = looks.flatMap((look) => look.unseen);
  return {
    observed: looks.flatMap((look) => look.observed),
    gaps: looks.flatMap((look) => look.gaps),
    unseen,
    namespaced: Object.fromEntries(looks.flatMap((look) => look.namespaced)),
    leave: unseen.some(({ kind }) => scalerKinds.has(kind)) ? [countsOfAnybody] : [],
  };
};

type Look = {
  readonly observed: readonly Thing[];
  readonly gaps: readonly Gap[];
  readonly unseen: readonly Unseen[];
  readonly namespaced: readonly (readonly [string, boolean])[];
};

type Limit = <T>(work: () => Promise<T>) => Promise<T>;

const lookFor = async (
  wanted: Wanted,
  served: Answer<readonly Served[]> | undefined,
  limit: Limit,
  cluster: Cluster,
): Promise<Look> => {
  const { apiVersion, kind, namespaces } = wanted;
  const none: Look = { observed: [], gaps: [], unseen: [], namespaced: [] };
  const unseen = { group: groupIn(apiVersion), kind, namespace: undefined };
  const notSeen = (why: string): Look => ({
    ...none,
    gaps: [{ what: `${kind} (${apiVersion})`, why }],
    unseen: [unseen],
  });
  if (served === undefined)
    return notSeen("the cluster serves that kind in other versions only: declare it in one of them");
  if (!served.ok) return notSeen(served.why);
  const found = served.value.find((one) => one.kind === kind);
  // A kind that is not known at all has no objects.
  if (found === undefined) return none;
  const place: Kind = {
    group: groupIn(apiVersion),
    version: apiVersion.slice(apiVersion.indexOf("/") + 1),
    resource: found.name,
  };
  const lists = await listed(place, found.namespaced ? namespaces : undefined, limit, cluster);
  const looks = lists.map(({ namespace, answer }): Look => {
    const where = namespace === undefined ? "" : ` in ${namespace}`;
    return answer.ok
      ? { ...none, observed: answer.value }
      : {
          ...none,
          gaps: [{ what: `${kind}${where}`, why: answer.why }],
          unseen: [{ ...unseen, namespace }],
        };
  });
  return {
    observed: looks.flatMap((look) => look.observed),
    gaps: looks.flatMap((look) => look.gaps),
    unseen: looks.flatMap((look) => look.unseen),
    namespaced: [[`${place.group}/${kind}`, found.namespaced]],
  };
};

type Listed = { readonly namespace: string | undefined; readonly answer: Answer<readonly Thing[]> };

const listed = async (
  place: Kind,
  namespaces: readonly string[] | undefined,
  limit: Limit,
  cluster: Cluster,
): Promise<readonly Listed[]> => {
  const everywhere = async (): Promise<Listed> => ({
    namespace: undefined,
    answer: await limit(() => cluster.list(place)),
  });
  if (namespaces === undefined) return [await everywhere()];
  if (namespaces.length >= manyNamespaces) {
    const all = await everywhere();
    if (all.answer.ok) return [within(all.answer.value, namespaces)];
    // Who may not see the whole cluster may see these.
    if (all.answer.class !== "forbidden") return [all];
  }
  return Promise.all(
    namespaces.map(async (namespace) => ({
      namespace,
      answer: await limit(() => cluster.list(place, namespace)),
    })),
  );
};

const within = (things: readonly Thing[], namespaces: readonly string[]): Listed => ({
  namespace: undefined,
  answer: {
    ok: true,
    value: things.filter((thing) => isObject(thing) && namespaces.includes(namespaceOf(thing))),
  },
});

const scalerKinds: ReadonlySet<string> = new Set([
  "HorizontalPodAutoscaler",
  "ScaledObject",
  "VerticalPodAutoscaler",
]);

const scalers = [
  { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
  { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject" },
  { apiVersion: "autoscaling.k8s.io/v1", kind: "VerticalPodAutoscaler" },
] as const;

/** Whether a count or a size is a difference depends on them, wherever something runs. */
const scalersFor = (wanted: readonly Wanted[], known: ReadonlySet<string>): readonly Wanted[] => {
  const running = wanted.filter(({ kind }) => scaledKinds.has(kind));
  if (running.length === 0) return [];
  const namespaces = running.some((one) => one.namespaces === undefined)
    ? undefined
    : [...new Set(running.flatMap((one) => one.namespaces ?? []))].sort(byCodeUnit);
  const isAsked = ({ apiVersion, kind }: Pick<Wanted, "apiVersion" | "kind">): boolean =>
    wanted.some((one) => one.apiVersion === apiVersion && one.kind === kind);
  return scalers
    .filter((one) => known.has(one.apiVersion) && !isAsked(one))
    .map((one) => ({ ...one, namespaces }));
};

const scaledKinds: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "ReplicaSet", "DaemonSet"]);

/** While nobody can say who scales what, a count is no difference. */
const countsOfAnybody = { kind: "*", path: "spec.replicas" } as const;
