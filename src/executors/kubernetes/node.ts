import { z } from "zod";
import { ObjectName } from "../../core/actions/parameter.ts";
import { arrived, type Deed, defineDeed, foreseen, missed, noop, several, waiting } from "./deed.ts";
import { kinds, Node, readOne } from "./object.ts";

const whole = z.strictObject({ name: ObjectName });

const word = (unschedulable: boolean): string => (unschedulable ? "yes" : "no");

const fencing = (off: boolean): Deed =>
  defineDeed({
    asks: whole,
    whole,
    foresee: async ({ name }, cluster) => {
      const read = await readOne(cluster, kinds.node, { name }, Node);
      if (!read.ok) return read;
      const { metadata, spec } = read.value;
      const unschedulable = spec?.unschedulable === true;
      if (unschedulable === off)
        return noop(off ? "it takes no new pods already" : "it takes new pods already");
      const taints = (spec?.taints ?? [])
        .map(({ key }) => key)
        .filter((key) => key !== "node.kubernetes.io/unschedulable");
      return foreseen(
        { name },
        { uid: metadata.uid, unschedulable: word(unschedulable) },
        off
          ? ["no new pod is put there; what runs there stays"]
          : [
              "new pods may be put there again",
              ...(taints.length === 0 ? [] : [`its taints stay: ${several(taints)}`]),
            ],
        { inverse: { action: off ? "uncordon" : "cordon", parameters: { name } } },
      );
    },
    look: async ({ name }, { uid }, cluster) => {
      const read = await readOne(cluster, kinds.node, { name }, Node);
      if (!read.ok) return { state: "unseen", why: read.why };
      if (read.value.metadata.uid !== uid) return missed("another node has its name now");
      const unschedulable = read.value.spec?.unschedulable === true;
      if (unschedulable !== off)
        return waiting(unschedulable ? "it takes no new pods" : "it still takes new pods");
      return arrived(off ? "it takes no new pods" : "it takes new pods");
    },
  });

export const cordon = fencing(true);
export const uncordon = fencing(false);
