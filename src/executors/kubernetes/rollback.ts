import { z } from "zod";
import { NamespaceName, ObjectName, Revision, rolledKinds } from "../../core/actions/parameter.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import { type Answer, failure } from "../../platform/kubernetes/failure.ts";
import { defineDeed, foreseen, missed, noop, type Seen, unfit, waiting } from "./deed.ts";
import { controllerOf, imagesOf, Kept, kinds, readAll, readOne, Workload } from "./object.ts";
import { heldBack, isObserved, manner, revisionOf, rolledOut } from "./rollout.ts";

const whole = z.strictObject({
  kind: z.enum(rolledKinds),
  namespace: NamespaceName,
  name: ObjectName,
  revision: Revision,
});
type Back = z.output<typeof whole>;
type Wish = Omit<Back, "revision"> & { readonly revision?: number | undefined };

export const rollback = defineDeed({
  asks: whole.partial({ revision: true }),
  whole,
  foresee: async (asked, cluster) => {
    const { kind, namespace, name } = asked;
    const read = await readOne(cluster, kinds[kind], { namespace, name }, Workload);
    if (!read.ok) return read;
    const held = heldBack(kind, read.value);
    if (held !== undefined) return unfit(held);
    if (!isObserved(read.value)) return unfit("a change of it has not reached its controller yet");
    const kept = await revisionsOf(cluster, asked, read.value);
    return kept.ok ? between(asked, read.value, kept.value) : kept;
  },
  look: async ({ kind, namespace, name }, { uid, revision }, cluster) => {
    const read = await readOne(cluster, kinds[kind], { namespace, name }, Workload);
    if (!read.ok) return { state: "unseen", why: read.why };
    if (read.value.metadata.uid !== uid) return missed("another one has its name now");
    return revisionOf(kind, read.value) === revision
      ? waiting("its template is what it was before")
      : rolledOut(kind, read.value);
  },
});

type Numbered = { readonly number: number; readonly kept: Kept };

/** Every template that is kept of a workload, the newest first. */
const revisionsOf = async (
  cluster: Cluster,
  { kind, namespace }: Wish,
  { metadata }: Workload,
): Promise<Answer<readonly Numbered[]>> => {
  const keeper = kind === "deployment" ? kinds.replicaset : kinds.controllerrevision;
  const read = await readAll(cluster, keeper, namespace, Kept);
  if (!read.ok) return read;
  return {
    ok: true,
    value: read.value
      .filter((kept) => controllerOf(kept)?.uid === metadata.uid)
      .map((kept) => ({ number: numberOf(kept), kept }))
      .filter(({ number }) => number > 0)
      .sort((a, b) => b.number - a.number),
  };
};

const numberOf = ({ revision, metadata }: Kept): number =>
  revision ?? (Number(metadata.annotations?.["deployment.kubernetes.io/revision"]) || 0);

const between = (asked: Wish, workload: Workload, kept: readonly Numbered[]): Seen => {
  const { kind } = asked;
  const now = kept.find((one) => isPresent(kind, workload, one)) ?? kept[0];
  if (now === undefined) return unfit("no revision of it is kept");
  const to =
    asked.revision === undefined
      ? kept.find(({ number }) => number < now.number)
      : kept.find(({ number }) => number === asked.revision);
  if (to === undefined)
    return failure(
      "not-found",
      asked.revision === undefined
        ? `no revision before ${now.number} is kept of it`
        : `no revision ${asked.revision} is kept of it: ${kept.map(({ number }) => number).join(", ")} are`,
    );
  if (to.number === now.number) return noop(`it is at revision ${now.number} already`);
  const { namespace, name } = asked;
  const thing = { kind, namespace, name };
  return foreseen(
    { ...thing, revision: to.number },
    {
      uid: workload.metadata.uid,
      revision: revisionOf(kind, workload),
      from: `${now.number} ${now.kept.metadata.uid}`,
      to: `${to.number} ${to.kept.metadata.uid}`,
    },
    [
      `revision ${to.number} takes the place of revision ${now.number}`,
      ...imagesMoved(now.kept, to.kept),
      ...manner(kind, workload),
      ...(kind === "statefulset"
        ? ["a pod that never became ready may have to be deleted by hand before the set goes on"]
        : []),
    ],
    { inverse: { action: "rollback", parameters: { ...thing, revision: now.number } } },
  );
};

/** A set names its present revision; a deployment numbers it; of a DaemonSet it is the newest. */
const isPresent = (kind: string, workload: Workload, { number, kept }: Numbered): boolean => {
  switch (kind) {
    case "deployment":
      return String(number) === revisionOf(kind, workload);
    case "statefulset":
      return kept.metadata.name === workload.status?.updateRevision;
    default:
      return false;
  }
};

const imagesMoved = (now: Kept, to: Kept): readonly string[] => {
  const [before, after] = [now, to].map(imagesOf);
  return before === after ? ["its images stay the same"] : [`${after} instead of ${before}`];
};
