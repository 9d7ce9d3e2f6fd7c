import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { Context } from "../context.ts";
import type { ProbeName } from "../core/probes.ts";
import { SteadystateError } from "../errors.ts";
import type { Access } from "../platform/kubernetes/kubectl.ts";
import type { InputKind, SourceSettings } from "../sources/source.ts";

/** What was asked to be looked at, as the caller gave it. */
export type Asked = {
  readonly source: string | undefined;
  readonly path: string | undefined;
  readonly label: string | undefined;
  /** Name of the target that the rest was taken from; a part of the identity of what is found (decisions D1). */
  readonly target?: string;
  /** Lends the credential of the cluster that is meant; without it, the current context of this machine is. */
  readonly lend?: <T>(use: (access: Access) => Promise<T>) => Promise<T>;
  /** Context that was named for it, where that is known before it is lent. */
  readonly context?: string | undefined;
  readonly helm?: SourceSettings["helm"];
  /** Where an object lives that names no namespace. */
  readonly namespace?: string | undefined;
  readonly varFiles: readonly string[];
  /** The probe that tells what fails in the same cluster. */
  readonly probe?: ProbeName | undefined;
  /** Whether the probe also reads logs and disks. */
  readonly deep?: boolean;
  /** Whether the committed checks are asked too; `own` leaves out those that are for everybody. */
  readonly checks?: boolean | "own";
};

/** An input that exists and may be read. */
export type Located = {
  readonly source: string;
  readonly kind: InputKind;
  /** Absolute, and with every link resolved; the folder of the wall where nothing is read from a path. */
  readonly path: string;
  readonly realPath: string;
  /** Relative to the repository for a folder, the given path for a captured file. */
  readonly shownPath: string;
  readonly folder: string | undefined;
};

/** Finds the input. Throws `usage` when there is none, and `refused` when an agent points outside its folder. */
export const locate = async (asked: Asked, ctx: Context): Promise<Located> => {
  const source = asked.source ?? "terraform";
  const { accepts } = await ctx.sources.open(source);
  if (
    accepts.includes("nothing") &&
    (asked.path === undefined || (await isForOthers(asked.path, accepts, ctx)))
  ) {
    const here = ctx.place.cwd;
    return {
      source,
      kind: "nothing",
      path: here,
      realPath: here,
      shownPath: "the cluster",
      folder: undefined,
    };
  }
  if (asked.path === undefined) {
    const wanted = accepts.map((kind) => (kind === "file" ? "a captured document" : "a folder")).join(" or ");
    throw new SteadystateError("usage", `nothing to scan: give ${wanted}`, {
      hint: `steadystate scan <path>${asked.source === undefined ? "" : ` --source ${source}`}, or set [defaults] path in steadystate/config.toml`,
    });
  }
  const path = resolve(ctx.place.cwd, asked.path);
  await confineNames([asked.path, ...asked.varFiles.map((file) => resolve(path, file))], ctx);
  const kind = await ctx.hands.files.kindOf(path);
  if (kind === undefined || kind === "other") {
    throw new SteadystateError("usage", `no such file or folder: ${asked.path}`, {
      hint: "check the path; it is relative to the folder you are in, or to -C <dir>",
      details: { path: asked.path },
    });
  }
  if (!accepts.includes(kind)) {
    const [wanted = "file"] = accepts.filter((form) => form !== "nothing");
    throw new SteadystateError("usage", `${source} reads a ${wanted}, and ${asked.path} is a ${kind}`, {
      hint: `give a ${wanted}; what each source reads: steadystate catalog`,
      details: { path: asked.path },
    });
  }
  const realPath = await ctx.hands.files.real(path);
  await confine(realPath, asked.path, ctx);
  for (const file of asked.varFiles) await confineFile(resolve(realPath, file), file, ctx);
  const top = await ctx.hands.files.real(ctx.place.gitTop ?? ctx.place.cwd);
  const folder = kind === "folder" ? relativeTo(top, realPath) : undefined;
  return { source, kind, path, realPath, shownPath: folder ?? asked.path, folder };
};

/** A path that config.toml has for every call is not for a source that reads none; one that was typed is told to be left aside. */
const isForOthers = async (path: string, accepts: readonly InputKind[], ctx: Context): Promise<boolean> => {
  const { defaults } = await ctx.config();
  if (path === defaults.path) return true;
  if (accepts.length > 1) return false;
  if (path !== ".") ctx.notice(`${path} is not read: what is compared is in the cluster`);
  return true;
};

/** An existing path that a caller named. Throws `usage` where nothing is, and `refused` for an agent outside its folder. */
export const pathOf = async (given: string, ctx: Context): Promise<string> => {
  const path = resolve(ctx.place.cwd, given);
  await confineNames([given], ctx);
  if ((await ctx.hands.files.kindOf(path)) === undefined) {
    throw new SteadystateError("usage", `no such file or folder: ${given}`, {
      hint: "check the path; it is relative to the folder you are in, or to -C <dir>",
      details: { path: given },
    });
  }
  await confine(await ctx.hands.files.real(path), given, ctx);
  return path;
};

/** A file that may not be there yet, made absolute. Throws `refused` for an agent outside its folder, also behind a link. */
export const confinedFile = async (given: string, ctx: Context): Promise<string> => {
  const path = resolve(ctx.place.cwd, given);
  await confineNames([given], ctx);
  const { files } = ctx.hands;
  for (const standing of [path, dirname(path)])
    if ((await files.kindOf(standing)) !== undefined) await confine(await files.real(standing), given, ctx);
  return path;
};

/** Before anything is looked at, so that an answer does not tell what stands outside. */
const confineNames = async (given: readonly string[], { actor, place, hands }: Context): Promise<void> => {
  if (actor.class !== "agent") return;
  const top = place.gitTop ?? place.cwd;
  const fences = [top, await hands.files.real(top)];
  const outside = given.find((path) => !fences.some((fence) => isInside(fence, resolve(place.cwd, path))));
  if (outside !== undefined) throw isOutside(fences[1] ?? top, outside);
};

/** A variable file is read by the tool, and what it says comes out again. */
const confineFile = async (path: string, given: string, ctx: Context): Promise<void> => {
  if (ctx.actor.class !== "agent" || (await ctx.hands.files.kindOf(path)) === undefined) return;
  await confine(await ctx.hands.files.real(path), given, ctx);
};

/** An agent names paths inside its own wall only: planning a folder runs what stands in it. */
const confine = async (realPath: string, given: string, { actor, place, hands }: Context): Promise<void> => {
  if (actor.class !== "agent") return;
  const fence = await hands.files.real(place.gitTop ?? place.cwd);
  if (isInside(fence, realPath)) return;
  throw isOutside(fence, given);
};

const isOutside = (fence: string, given: string): SteadystateError =>
  new SteadystateError("refused", `an agent may only look inside ${fence}, and ${given} is outside`, {
    hint: "start the server with -C <dir> for the folder it should look at",
  });

const isInside = (fence: string, path: string): boolean => {
  const step = relative(fence, path);
  return step === "" || !(step === ".." || step.startsWith(`..${sep}`) || isAbsolute(step));
};

/** Outside the repository the absolute path would leak into fingerprints, so the folder counts as its own root. */
const relativeTo = (top: string, path: string): string => {
  if (!isInside(top, path)) return ".";
  const step = relative(top, path).split(sep).join("/");
  return step === "" ? "." : step;
};
