import { z } from "zod";
import { type Answer, failure } from "./failure.ts";
import { askPath, type Kubectl } from "./kubectl.ts";
import { isName } from "./name.ts";

/** How full something is, of 1; `inodes` where it counts them. */
export type Fill = { readonly bytes: number; readonly inodes: number | undefined };

/** What the kubelet of one node says of its disks. */
export type NodeDisks = {
  readonly node: Fill;
  /** Where images are kept, which may be the same disk. */
  readonly images: Fill | undefined;
  /** Volumes that claims stand for, by the pods that mount them. */
  readonly claims: readonly (Fill & {
    readonly namespace: string;
    readonly claim: string;
    readonly pod: string;
  })[];
};

const Disk = z.object({
  capacityBytes: z.number().optional(),
  availableBytes: z.number().optional(),
  usedBytes: z.number().optional(),
  inodes: z.number().optional(),
  inodesFree: z.number().optional(),
});
const Summary = z.object({
  node: z.object({
    nodeName: z.string(),
    fs: Disk,
    runtime: z.object({ imageFs: Disk.optional() }).optional(),
  }),
  pods: z.array(
    z.object({
      podRef: z.object({ name: z.string(), namespace: z.string() }),
      volume: z
        .array(Disk.extend({ pvcRef: z.object({ name: z.string(), namespace: z.string() }).optional() }))
        .optional(),
    }),
  ),
});

export const readDisks = async (kubectl: Kubectl, node: string): Promise<Answer<NodeDisks>> => {
  if (!isName(node)) return failure("garbled", "it is called as no node can be called");
  const answer = await askPath(kubectl, `/api/v1/nodes/${node}/proxy/stats/summary`);
  if (!answer.ok) return answer;
  const read = Summary.safeParse(answer.value);
  if (!read.success || read.data.node.nodeName !== node)
    return failure("garbled", "the answer is no summary of that node");
  const { node: told, pods } = read.data;
  const own = fillOf(told.fs);
  if (own === undefined) return failure("garbled", "the node does not say how large its disk is");
  const images = told.runtime?.imageFs;
  return {
    ok: true,
    value: {
      node: own,
      images: images === undefined ? undefined : fillOf(images),
      claims: pods.flatMap(({ podRef, volume = [] }) =>
        volume.flatMap(({ pvcRef, ...disk }) => {
          const fill = fillOf(disk);
          return pvcRef === undefined || fill === undefined
            ? []
            : [{ ...fill, namespace: pvcRef.namespace, claim: pvcRef.name, pod: podRef.name }];
        }),
      ),
    },
  };
};

/** By what is left, as the kubelet evicts: of images, `usedBytes` is their own size and not what the disk holds. */
const fillOf = (disk: z.output<typeof Disk>): Fill | undefined => {
  const { capacityBytes = 0, availableBytes, usedBytes, inodes = 0, inodesFree } = disk;
  const used = availableBytes === undefined ? usedBytes : capacityBytes - availableBytes;
  if (capacityBytes <= 0 || used === undefined) return undefined;
  const share = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole));
  return {
    bytes: share(used, capacityBytes),
    inodes: inodes > 0 && inodesFree !== undefined ? share(inodes - inodesFree, inodes) : undefined,
  };
};
