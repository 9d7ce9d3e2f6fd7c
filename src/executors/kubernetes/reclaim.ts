import { z } from "zod";
import { NamespaceName, ObjectName } from "../../core/actions/parameter.ts";
import { inOrder } from "../../core/order.ts";
import { arrived, counted, type Deed, defineDeed, foreseen, noop, several, waiting } from "./deed.ts";
import { controllerOf, kinds, Pod, readAll } from "./object.ts";

/** As many as one command names. */
const most = 50;

const whole = z.strictObject({ namespace: NamespaceName, pods: z.array(ObjectName).min(1).max(most) });

const isEvicted = ({ status }: Pod): boolean => status?.phase === "Failed" && status.reason === "Evicted";
const isCompleted = ({ status }: Pod): boolean => status?.phase === "Succeeded";

/**
 * Those of a job are evidence of how it ended. A set gives the name of a lost pod to the next one, and a command names pods by
 * their names alone: what it meets would not be what was seen.
 */
const stays = (pod: Pod): boolean => {
  const keeper = controllerOf(pod)?.kind;
  return keeper === "Job" || keeper === "StatefulSet" || pod.metadata.deletionTimestamp != null;
};

const reclaiming = (wanted: (pod: Pod) => boolean, called: string): Deed =>
  defineDeed({
    asks: whole.partial({ pods: true }),
    whole,
    foresee: async ({ namespace, pods: named }, cluster) => {
      const read = await readAll(cluster, kinds.pod, namespace, Pod);
      if (!read.ok) return read;
      const found = new Map(
        read.value
          .filter((pod) => wanted(pod) && !stays(pod))
          .map(({ metadata }) => [metadata.name, metadata.uid] as const),
      );
      const names = inOrder([...found.keys()]).filter((name) => named === undefined || named.includes(name));
      if (names.length === 0) return noop(`no ${called} pod is there`);
      const pods = names.slice(0, most);
      return foreseen(
        { namespace, pods },
        Object.fromEntries(pods.map((name) => [`pod/${name}`, found.get(name) ?? ""])),
        [
          `${counted(pods.length, `${called} pod`)} deleted: ${several(pods, 10)}`,
          "their logs go with them",
          ...(names.length > most ? [`${names.length - most} more stay: one command takes ${most}`] : []),
        ],
        { size: names.length },
      );
    },
    look: async ({ namespace }, facts, cluster) => {
      const read = await readAll(cluster, kinds.pod, namespace, Pod);
      if (!read.ok) return { state: "unseen", why: read.why };
      const gone = new Set(Object.values(facts));
      const left = read.value.filter(({ metadata }) => gone.has(metadata.uid));
      return left.length === 0
        ? arrived(`${counted(gone.size, "pod")} gone`)
        : waiting(`still there: ${several(left.map(({ metadata }) => metadata.name))}`);
    },
  });

export const reclaimEvicted = reclaiming(isEvicted, "evicted");
export const reclaimCompleted = reclaiming(isCompleted, "completed");
