import { z } from "zod";
import { NamespaceName, ObjectName, Replicas, scaledKinds } from "../../core/actions/parameter.ts";
import type { Inverse } from "../../core/gate/offer.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import { type Answer, failure } from "../../platform/kubernetes/failure.ts";
import {
  arrived,
  counted,
  type Deed,
  defineDeed,
  foreseen,
  missed,
  noop,
  type Seen,
  type Sight,
  waiting,
} from "./deed.ts";
import { autoscalerOf, type Band, budgetsOver } from "./guards.ts";
import { kinds, readOne, Workload } from "./object.ts";
import { availableOf, isObserved } from "./rollout.ts";

const workload = { kind: z.enum(scaledKinds), namespace: NamespaceName, name: ObjectName };
const whole = z.strictObject({ ...workload, replicas: Replicas, from: Replicas });
type Scaling = z.output<typeof whole>;
type Wish = Omit<Scaling, "from">;

export const scale: Deed = defineDeed({
  asks: whole.partial({ from: true }),
  whole,
  foresee: (asked, cluster) => foresee(asked, cluster),
  look: (done, facts, cluster) => look(done, facts, cluster),
});

const toZero = whole.omit({ replicas: true });

export const scaleToZero: Deed = defineDeed({
  asks: toZero.partial({ from: true }),
  whole: toZero,
  foresee: (asked, cluster) => foresee({ ...asked, replicas: 0 }, cluster),
  look: (done, facts, cluster) => look({ ...done, replicas: 0 }, facts, cluster),
});

const foresee = async ({ kind, namespace, name, replicas }: Wish, cluster: Cluster): Promise<Seen> => {
  const read = await readOne(cluster, kinds[kind], { namespace, name }, Workload);
  if (!read.ok) return read;
  const workload = read.value;
  const from = workload.spec.replicas ?? 1;
  if (from === replicas) return noop(`it is told to have ${from} already`);
  const thing = { kind, namespace, name };
  const band = await bandOf(cluster, thing, replicas);
  if (!band.ok) return band;
  const gone = losesClaims(workload, from, replicas);
  return foreseen(
    { ...thing, ...(replicas === 0 ? {} : { replicas }), from },
    {
      uid: workload.metadata.uid,
      replicas: String(from),
      autoscaler: band.value === undefined ? "" : printBand(band.value),
    },
    [
      from < replicas
        ? `${counted(replicas - from, "pod")} more`
        : `${counted(from - replicas, "pod")} of ${from} stop`,
      ...(gone ? ["the volumes of the pods that stop are deleted with what is on them"] : []),
      ...(band.value === undefined ? [] : [toldOfBand(band.value.name, replicas)]),
      ...(from > replicas ? await budgetsOver(cluster, namespace, workload) : []),
    ],
    gone
      ? { envelope: { reversibility: "irreversible", impact: "service" } }
      : { inverse: inverseOf({ ...thing, replicas, from }) },
  );
};

const printBand = ({ name, min, max }: Band): string => `${name} ${min}..${max}`;

/** The band that holds it, and a refusal where it would leave that band. At zero no autoscaler moves anything. */
const bandOf = async (
  cluster: Cluster,
  thing: Omit<Wish, "replicas">,
  replicas: number,
): Promise<Answer<Band | undefined>> => {
  const band = await autoscalerOf(cluster, thing);
  if (!band.ok) return replicas === 0 ? { ok: true, value: undefined } : band;
  if (band.value === undefined || replicas === 0) return band;
  const { name, min, max } = band.value;
  return replicas < min || replicas > max
    ? failure("unfit", `its autoscaler ${name} holds it between ${min} and ${max}, and would move it back`)
    : band;
};

const toldOfBand = (name: string, replicas: number): string =>
  replicas === 0
    ? `its autoscaler ${name} rests while it has no copies`
    : `its autoscaler ${name} may move it again at once`;

/** A set may say that the volume of a pod goes with it. */
const losesClaims = ({ spec }: Workload, from: number, replicas: number): boolean =>
  replicas < from && spec.persistentVolumeClaimRetentionPolicy?.whenScaled === "Delete";

const inverseOf = ({ kind, namespace, name, replicas, from }: Scaling): Inverse => {
  const back = { kind, namespace, name, from: replicas };
  return from === 0
    ? { action: "scale-to-zero", parameters: back }
    : { action: "scale", parameters: { ...back, replicas: from } };
};

const look = async (
  { kind, namespace, name, replicas }: Scaling,
  { uid }: Readonly<Record<string, string>>,
  cluster: Cluster,
): Promise<Sight> => {
  const read = await readOne(cluster, kinds[kind], { namespace, name }, Workload);
  if (!read.ok) return { state: "unseen", why: read.why };
  const { metadata, spec, status } = read.value;
  if (metadata.uid !== uid) return missed("another one has its name now");
  if ((spec.replicas ?? 1) !== replicas)
    return missed(`it was told to have ${spec.replicas ?? 1} by somebody else`);
  if (!isObserved(read.value)) return waiting("its controller has not seen the change yet");
  const [present, available] = [status?.replicas ?? 0, availableOf(kind, read.value)];
  return present === replicas && available === replicas
    ? arrived(`${counted(replicas, "pod")} available`)
    : waiting(`${present} pods, ${available} of ${replicas} available`);
};
