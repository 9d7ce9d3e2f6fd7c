import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Files } from "../../../system/files.ts";
import { type Baseline, baselineIn, baselineText, type ClusterId, isSameCluster } from "./document.ts";

/** Which baseline is meant: of a place (a target, or a context), and of the cluster that stands behind it now. */
export type Sought = {
  /** `.steadystate/` of the wall. */
  readonly folder: string;
  readonly place: string;
  readonly cluster: ClusterId & { readonly context: string };
};

export type Found =
  | { readonly is: "found"; readonly path: string; readonly baseline: Baseline }
  /** One stands there under that name, and nobody can say what it holds. */
  | { readonly is: "unusable"; readonly path: string; readonly why: string }
  /** The place has one, of another cluster. */
  | { readonly is: "elsewhere"; readonly path: string; readonly baseline: Baseline }
  /** `reference` is the file that the reference left for that context. */
  | { readonly is: "none"; readonly reference: string | undefined };

/**
 * The place's own baseline first, then any of the same cluster: one cluster is one cluster, whichever name and credential lead to
 * it. Nothing is written.
 */
export const findBaseline = async (
  { folder, place, cluster }: Sought,
  files: Pick<Files, "list" | "readText">,
): Promise<Found> => {
  const names = (await files.list(folder)).filter((name) => /^baseline-.*\.json$/.test(name));
  const read = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { name, path, ...baselineIn((await files.readText(path)) ?? "") };
    }),
  );
  const usable = read.flatMap((one) => (one.is === "baseline" ? [one] : []));
  const same = usable.filter(({ baseline }) => isSameCluster(baseline.cluster, cluster));
  const own = same.find(({ baseline }) => baseline.place === place);
  if (own !== undefined) return { is: "found", path: own.path, baseline: own.baseline };
  const broken = read.find(({ is, name }) => is === "unusable" && isNamedFor(place, name));
  if (broken?.is === "unusable") return { is: "unusable", path: broken.path, why: broken.why };
  const other = best(same);
  if (other !== undefined) return { is: "found", path: other.path, baseline: other.baseline };
  const elsewhere = usable.find(({ baseline }) => baseline.place === place);
  if (elsewhere !== undefined) return { is: "elsewhere", path: elsewhere.path, baseline: elsewhere.baseline };
  const reference = read.find(
    ({ is, name }) =>
      is === "of-the-reference" && [cluster.context, place].some((called) => isNamedFor(called, name)),
  );
  return { is: "none", reference: reference?.path };
};

/** A whole one before a partial one, then the newest. */
const best = <T extends { readonly baseline: Baseline }>(found: readonly T[]): T | undefined =>
  [...found].sort(
    ({ baseline: a }, { baseline: b }) =>
      Math.sign(a.gaps.length) - Math.sign(b.gaps.length) ||
      Date.parse(b.capturedAt) - Date.parse(a.capturedAt),
  )[0];

export type Kept = {
  readonly path: string;
  /** `kept`: the one that stood there saw all, and the new one does not. */
  readonly state: "captured" | "refreshed" | "kept";
  readonly before: Baseline | undefined;
  readonly reference: string | undefined;
};

/**
 * Puts a baseline where {@link findBaseline} finds it. Answers `unusable` instead where a file of that name cannot be read; with
 * `replace` that one, and one that saw more, is replaced all the same.
 */
export const keepBaseline = (
  next: Baseline,
  { folder, replace }: { readonly folder: string; readonly replace: boolean },
  files: Pick<Files, "list" | "readText" | "writeText" | "withLock">,
): Promise<Kept | Extract<Found, { readonly is: "unusable" }>> =>
  files.withLock(join(folder, "baselines"), async () => {
    const found = await findBaseline({ folder, place: next.place, cluster: next.cluster }, files);
    if (found.is === "unusable" && !replace) return found;
    const before = ownOf(found, next.place);
    const reference = found.is === "none" ? found.reference : undefined;
    if (before !== undefined && sawMore(before.baseline, next) && !replace)
      return { path: before.path, state: "kept", before: before.baseline, reference };
    const path = found.is === "unusable" ? found.path : (before?.path ?? join(folder, fileName(next)));
    await files.writeText(path, baselineText(next), 0o600);
    return {
      path,
      state: before === undefined ? "captured" : "refreshed",
      before: before?.baseline,
      reference,
    };
  });

const ownOf = (found: Found, place: string) =>
  found.is === "found" && found.baseline.place === place ? found : undefined;

const sawMore = (before: Baseline, next: Baseline): boolean =>
  before.gaps.length === 0 && next.gaps.length > 0;

const fileName = ({ place, cluster }: Pick<Baseline, "place" | "cluster">): string => {
  const digest = createHash("sha256").update(JSON.stringify([place, cluster.uid ?? cluster.server]));
  return `baseline-${slugOf(place)}-${digest.digest("hex").slice(0, 8)}.json`;
};

const isNamedFor = (place: string, name: string): boolean =>
  name.startsWith(`baseline-${slugOf(place)}`) &&
  /^(?:-[0-9a-f]{8})?\.json$/.test(name.slice(`baseline-${slugOf(place)}`.length));

/** As the reference names the file of a context. */
const slugOf = (place: string): string =>
  place
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 100) || "default";
