import type { Gap } from "../../../core/observation.ts";
import { byCodeUnit } from "../../../core/order.ts";
import type { ValueMap } from "../../../core/value.ts";
import { SteadystateError } from "../../../errors.ts";
import type { Cluster } from "../../../platform/kubernetes/cluster.ts";
import { kindOf } from "../../../platform/kubernetes/compare/thing.ts";
import type { Files } from "../../../system/files.ts";
import { clusterIdOf, keyOf, readRunning } from "./capture.ts";
import type { Baseline } from "./document.ts";
import { type Kept, keepBaseline } from "./shelf.ts";

/** What became of a capture. */
export type Captured = Pick<Kept, "path" | "state" | "reference"> & {
  readonly context: string;
  readonly server: string;
  /** Whether the cluster is known by its own id; by its address otherwise. */
  readonly isKnownById: boolean;
  /** Workloads that were seen, by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Hooks, and pods that end by themselves. */
  readonly passing: number;
  readonly gaps: readonly Gap[];
  /** How it differs from the one that stood there. */
  readonly before:
    | {
        readonly capturedAt: string;
        readonly complete: boolean;
        readonly added: number;
        readonly removed: number;
        readonly changed: number;
      }
    | undefined;
};

export type Taking = {
  readonly place: string;
  readonly replace: boolean;
  /** Milliseconds UTC. */
  readonly now: number;
  readonly folder: string;
  /** What captures, and in which version. */
  readonly tool: string;
  /** Makes the folder where it is missing. */
  readonly prepare: () => Promise<void>;
};

/** Captures what runs in a cluster and keeps it, unless that would lose what a better look saw. */
export const takeBaseline = async (
  cluster: Cluster,
  { place, replace, now, folder, tool, prepare }: Taking,
  files: Files,
): Promise<Captured> => {
  const { context, server } = cluster.effective;
  const id = await clusterIdOf(cluster);
  const { workloads, gaps, unseen, passing } = await readRunning(cluster);
  if (workloads.length === 0) throw nothingRuns(context, server, gaps);
  const objects = workloads.map(({ kept }) => kept);
  const capturedAt = new Date(now).toISOString();
  const next = { capturedAt, tool, place, cluster: { ...id, context }, gaps, unseen, objects };
  const kept = await writing(folder, async () => {
    await prepare();
    return keepBaseline(next, { folder, replace }, files);
  });
  if ("is" in kept)
    throw new SteadystateError("input-invalid", `${kept.path} is in the way, and was left: ${kept.why}`, {
      hint: "the same with --replace, to write over it",
      details: { path: kept.path },
    });
  return {
    ...{ path: kept.path, state: kept.state, reference: kept.reference, context, server, passing, gaps },
    isKnownById: id.uid !== undefined,
    kinds: countKinds(objects),
    before: kept.before === undefined ? undefined : changesSince(kept.before, objects),
  };
};

const nothingRuns = (context: string, server: string, gaps: readonly Gap[]): SteadystateError => {
  const [first] = gaps;
  const why = first === undefined ? "" : `; not seen: ${first.what}: ${first.why}`;
  return new SteadystateError(
    "nothing-to-look-at",
    `no workload could be seen in the cluster of ${context} (${server}), and nothing was written${why}`,
    {
      hint: "what may be read with this credential: kubectl auth can-i --list",
      details: { context, server },
    },
  );
};

const countKinds = (objects: readonly ValueMap[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const object of objects) counts.set(kindOf(object), (counts.get(kindOf(object)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => byCodeUnit(a, b)));
};

const changesSince = ({ capturedAt, gaps, objects: old }: Baseline, objects: readonly ValueMap[]) => {
  const before = new Map(old.map((object) => [keyOf(object), JSON.stringify(object)]));
  const now = new Map(objects.map((object) => [keyOf(object), JSON.stringify(object)]));
  const known = [...now].filter(([key]) => before.has(key));
  return {
    ...{ capturedAt, complete: gaps.length === 0 },
    added: now.size - known.length,
    removed: before.size - known.length,
    changed: known.filter(([key, text]) => before.get(key) !== text).length,
  };
};

/** A folder that cannot be written is told as the memory that it is. */
const writing = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    const reason = reasons[codeOf(thrown) ?? ""];
    if (reason === undefined) throw thrown;
    throw new SteadystateError("store-unusable", `no baseline can be kept in ${folder}: ${reason}`, {
      hint: `-C <dir> for a folder where you may, or whose it is: ls -ld '${folder.replaceAll("'", "'\\''")}'`,
      cause: thrown,
      details: { path: folder },
    });
  }
};

const codeOf = (thrown: unknown): string | undefined => {
  if (!(thrown instanceof Error)) return undefined;
  const code = thrown instanceof SteadystateError ? thrown.details["code"] : "code" in thrown && thrown.code;
  return typeof code === "string" ? code : undefined;
};

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left",
  EDQUOT: "no space left",
  EEXIST: "a file stands in its place",
  ENOTDIR: "a file stands in its place",
};
