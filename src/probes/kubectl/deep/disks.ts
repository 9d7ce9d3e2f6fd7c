import type { Severity } from "../../../core/severity.ts";
import { textAt } from "../../../platform/kubernetes/compare/thing.ts";
import type { Fault } from "../fault.ts";
import { conditionOf } from "../read.ts";
import type { Subject, World } from "../world.ts";
import type { KnownDisk } from "./document.ts";

/** Shares of 1 from which a disk is told. */
const [warning, alarming] = [0.8, 0.9] as const;

export type Filling = { readonly subject: Subject; readonly fault: Fault };

/** Disks and volumes that fill up; of what several nodes tell of one claim, the fullest. */
export const fillings = (nodes: readonly KnownDisk[], world: World): readonly Filling[] => [
  ...nodes.filter(({ node }) => !isUnderPressure(node, world)).flatMap(diskFilling),
  ...claimFillings(nodes),
];

/** That is a finding already, and the kubelet's own word. */
const isUnderPressure = (name: string, world: World): boolean => {
  const node = world.named("Node", "", name);
  return node !== undefined && textAt(conditionOf(node, "DiskPressure"), "status") === "True";
};

type Use = { readonly bytes: number; readonly inodes?: number | undefined };

const shareOf = ({ bytes, inodes = 0 }: Use): number => Math.max(bytes, inodes);

const severityOf = (share: number): Severity | undefined =>
  share >= alarming ? "high" : share >= warning ? "medium" : undefined;

const percent = (share: number | undefined): string | undefined =>
  share === undefined ? undefined : String(Math.floor(share * 100));

const diskFilling = ({ node, disks }: KnownDisk): readonly Filling[] => {
  const [fullest] = [...disks].sort((a, b) => shareOf(b) - shareOf(a));
  const severity = fullest === undefined ? undefined : severityOf(shareOf(fullest));
  if (fullest === undefined || severity === undefined) return [];
  return [
    {
      subject: { group: "", kind: "Node", namespace: "", name: node },
      fault: {
        ...{ family: "disk", category: "DiskFilling", severity },
        says: "has a disk that fills up",
        facts: {
          disk: fullest.what === "images" ? "of the images" : "of the node",
          disk_percent: percent(fullest.bytes),
          inodes_percent: percent(fullest.inodes),
        },
      },
    },
  ];
};

const claimFillings = (nodes: readonly KnownDisk[]): readonly Filling[] => {
  const fullest = new Map<string, KnownDisk["claims"][number]>();
  for (const claim of nodes.flatMap(({ claims }) => claims)) {
    const key = `${claim.namespace}/${claim.claim}`;
    const known = fullest.get(key);
    if (known === undefined || shareOf(claim) > shareOf(known)) fullest.set(key, claim);
  }
  return [...fullest.values()].flatMap((claim) => {
    const severity = severityOf(shareOf(claim));
    if (severity === undefined) return [];
    return [
      {
        subject: {
          ...{ group: "", kind: "PersistentVolumeClaim", namespace: claim.namespace, name: claim.claim },
        },
        fault: {
          ...({ family: "disk", category: "PodPVCFull", severity } as const),
          says: "has a volume that fills up",
          facts: {
            pod: claim.pod,
            disk_percent: percent(claim.bytes),
            inodes_percent: percent(claim.inodes),
          },
        },
      },
    ];
  });
};
