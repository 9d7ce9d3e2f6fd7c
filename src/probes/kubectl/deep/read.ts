import pLimit from "p-limit";
import type { Cluster } from "../../../platform/kubernetes/cluster.ts";
import { nameOf, textAt } from "../../../platform/kubernetes/compare/thing.ts";
import type { NodeDisks } from "../../../platform/kubernetes/disks.ts";
import { atOnce, logsAtOnce } from "../../../platform/kubernetes/reads.ts";
import type { Judgement } from "../judgements.ts";
import { conditionOf } from "../read.ts";
import type { World } from "../world.ts";
import { type Wanted, wantedLogs } from "./choose.ts";
import type { DeepDocument, KnownDisk, KnownLog } from "./document.ts";

/** For all logs of a look: milliseconds, characters, and how many. */
const budget = { time: 60_000, characters: 16 * 1024 * 1024, logs: 2000 } as const;

/** Reads the logs of what fails and of a sample of what serves, and the disks of every node that answers. */
export const readDeep = async (
  { cluster, now }: { readonly cluster: Cluster; readonly now: () => number },
  judged: readonly Judgement[],
  world: World,
): Promise<DeepDocument> => {
  const [logs, nodes] = await Promise.all([
    readEvery(wantedLogs(judged), cluster, now),
    readNodes(world, cluster),
  ]);
  return { logs, nodes };
};

const readEvery = async (
  wanted: readonly Wanted[],
  cluster: Cluster,
  now: () => number,
): Promise<readonly KnownLog[]> => {
  const started = now();
  const limit = pLimit(logsAtOnce);
  let characters = 0;
  const spent = (nth: number): string | undefined => {
    if (nth >= budget.logs) return `more than ${budget.logs} logs are wanted`;
    if (characters > budget.characters) return "the room for logs is used up";
    return now() - started > budget.time ? "the time for logs is used up" : undefined;
  };
  const read = await Promise.all(
    wanted.map(({ rank, ...wish }, nth) =>
      limit(async (): Promise<KnownLog | undefined> => {
        const over = spent(nth);
        // Of a workload of which one pod was read the others are a larger sample, and no gap.
        if (over !== undefined) return rank > 1 ? undefined : { ...wish, why: over };
        const answer = await cluster.logs(wish);
        if (!answer.ok) return { ...wish, why: answer.why };
        characters += answer.value.length;
        return { ...wish, text: answer.value };
      }),
    ),
  );
  return read.filter((one) => one !== undefined);
};

/** One that is not ready is told by itself, and its kubelet would not answer. */
const readNodes = async (world: World, cluster: Cluster): Promise<readonly KnownDisk[]> => {
  const limit = pLimit(atOnce);
  const ready = world
    .ofKind("Node")
    .filter((node) => textAt(conditionOf(node, "Ready"), "status") === "True")
    .map(nameOf);
  return Promise.all(
    ready.map((node) =>
      limit(async () => {
        const answer = await cluster.disks(node);
        return answer.ok
          ? { node, ...partsOf(answer.value) }
          : { node, why: answer.why, disks: [], claims: [] };
      }),
    ),
  );
};

const partsOf = ({ node, images, claims }: NodeDisks): Pick<KnownDisk, "disks" | "claims"> => ({
  disks: [
    { what: "node", ...node },
    ...(images === undefined ? [] : [{ what: "images" as const, ...images }]),
  ],
  claims,
});
