import { basename, join, sep } from "node:path";
import type { Context } from "../../context.ts";
import { SteadystateError } from "../../errors.ts";

/** Something that was found and not looked at, and why. */
export type Skip = { readonly path: string; readonly why: string };

/** A folder of the wall; its path is relative to it, `.` for itself. */
export type Folder = { readonly path: string; readonly files: readonly string[] };

export type Walked = { readonly folders: readonly Folder[]; readonly skipped: readonly Skip[] };

/** A wall is no whole disk: what lies deeper or comes later is told to be left. */
const most = { depth: 6, folders: 1000, files: 20_000 } as const;

/** Folders that no person keeps declarations in; what is hidden is left out too. */
const asides: readonly string[] = ["node_modules", "__pycache__", "vendor", "dist"];

type Step = { readonly path: string; readonly depth: number };

/** Every folder from here down, nearest first; a link is followed inside only, and nothing is looked at twice. */
export const walk = async (ctx: Context): Promise<Walked> => {
  const root = await ctx.hands.files.real(ctx.place.cwd);
  const seen = new Set<string>();
  const folders: Folder[] = [];
  const skipped: Skip[] = [];
  const queue: Step[] = [{ path: ".", depth: 0 }];
  let count = 0;
  for (const step of queue) {
    const full = fullness(folders.length, count);
    if (full !== undefined) return { folders, skipped: [...skipped, { path: step.path, why: full }] };
    const opened = await openFolder(step, root, seen, ctx);
    if (opened === undefined) continue;
    if ("why" in opened) {
      skipped.push(opened);
      continue;
    }
    folders.push(opened.folder);
    count += opened.folder.files.length;
    if (step.depth < most.depth) queue.push(...opened.below.slice(0, most.folders));
    else if (opened.below.length > 0)
      skipped.push({ path: step.path, why: `its folders lie deeper than ${most.depth} levels` });
  }
  return { folders, skipped };
};

const fullness = (folders: number, files: number): string | undefined => {
  if (folders < most.folders && files < most.files) return undefined;
  const what = folders >= most.folders ? `${most.folders} folders` : `${most.files} files`;
  return `here and further on: only the first ${what} are looked through`;
};

const openFolder = async (
  { path, depth }: Step,
  root: string,
  seen: Set<string>,
  { hands, place }: Context,
): Promise<{ readonly folder: Folder; readonly below: readonly Step[] } | Skip | undefined> => {
  const at = join(place.cwd, path);
  try {
    const real = await hands.files.real(at);
    if (real !== root && !real.startsWith(root + sep)) return { path, why: "a link that leads out of here" };
    if (seen.has(real)) return undefined;
    seen.add(real);
    const names = await hands.files.list(at);
    const below = (await hands.files.folders(at)).filter((name) => isOfInterest(name, depth));
    return {
      folder: { path, files: names.filter((name) => !name.startsWith(".")) },
      below: below.map((name) => ({ path: join(path, name), depth: depth + 1 })),
    };
  } catch (error) {
    if (!(error instanceof SteadystateError) || error.code === "interrupted") throw error;
    return { path, why: "it may not be read" };
  }
};

const isOfInterest = (name: string, depth: number): boolean =>
  !name.startsWith(".") && !asides.includes(basename(name)) && !(depth === 0 && name === "steadystate");
