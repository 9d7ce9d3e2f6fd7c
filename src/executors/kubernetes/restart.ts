import { z } from "zod";
import { NamespaceName, ObjectName, rolledKinds } from "../../core/actions/parameter.ts";
import { defineDeed, foreseen, missed, noop, unfit, waiting } from "./deed.ts";
import { kinds, readOne, Workload } from "./object.ts";
import { heldBack, isObserved, manner, revisionOf, rolledOut, wantedPods } from "./rollout.ts";

const whole = z.strictObject({ kind: z.enum(rolledKinds), namespace: NamespaceName, name: ObjectName });

export const restart = defineDeed({
  asks: whole,
  whole,
  foresee: async (asked, cluster) => {
    const { kind, namespace, name } = asked;
    const read = await readOne(cluster, kinds[kind], { namespace, name }, Workload);
    if (!read.ok) return read;
    const workload = read.value;
    const held = heldBack(kind, workload);
    if (held !== undefined) return unfit(held);
    if (!isObserved(workload)) return unfit("a change of it has not reached its controller yet");
    if (wantedPods(kind, workload) === 0) return noop("it has no pods that could be replaced");
    const facts = { uid: workload.metadata.uid, revision: revisionOf(kind, workload) };
    return foreseen(asked, facts, manner(kind, workload));
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
