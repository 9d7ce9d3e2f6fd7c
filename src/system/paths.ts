import { dirname, join, relative, resolve, sep } from "node:path";
import { SteadystateError } from "../errors.ts";
import type { Env, VariableName } from "./env.ts";
import type { Files } from "./files.ts";

/** Files that a team commits, by the name they carry. */
export const committedFiles = [
  "config.toml",
  "checks.json",
  "solutions.json",
  "targets.json",
  "mutes.json",
  "waivers.toml",
  "requests.json",
  "metrics.json",
] as const;
export type CommittedFile = (typeof committedFiles)[number];

/** Where the caller stands. Paths are absolute. */
export type Place = {
  /** The working folder after `-C` and `--silo`. */
  readonly cwd: string;
  /** The git top level above it, where there is one. */
  readonly gitTop: string | undefined;
  /**
   * Where a committed file is read from (it may not exist), by the reference's order of lookup. Throws `usage` when a
   * variable names a file that is not there.
   */
  readonly committed: (file: CommittedFile) => Promise<string>;
  /** `.steadystate/` of this wall. */
  readonly stateFolder: string;
  /** The store: `--state`, else `.steadystate/state.db`. */
  readonly stateFile: string;
  /** A parent with `steadystate/`, when this folder has none: what the person probably meant. */
  readonly wallAbove: string | undefined;
};

export type Standing = {
  /** `-C`, or the folder of a silo; `undefined` is where the process was started. */
  readonly directory: string | undefined;
  /** `--state`, relative to the working folder. */
  readonly state: string | undefined;
  /** `--config`, relative to the working folder. */
  readonly config?: string | undefined;
  readonly env: Env;
  readonly files: Files;
};

/** Finds where the caller stands; changes nothing, above all not the working folder of the process. */
export const placeAt = async ({ directory, state, config, env, files }: Standing): Promise<Place> => {
  const cwd = await folderAt(directory, files);
  const gitTop = await gitTopAbove(cwd, files);
  const stateFolder = join(cwd, ".steadystate");
  const bare = await keepsFilesBare(cwd, gitTop, files);
  return {
    cwd,
    gitTop,
    committed: (file) =>
      file === "config.toml" && config !== undefined
        ? explicitAt(config, "--config", cwd, files)
        : committedAt(file, { cwd, bare, env, files }),
    stateFolder,
    stateFile: await storeAt(state, { cwd, env, files }),
    wallAbove: bare ? undefined : await wallAbove(cwd, gitTop, files),
  };
};

const folderAt = async (directory: string | undefined, files: Files): Promise<string> => {
  const folder = resolve(directory ?? ".");
  if (directory === undefined) return folder;
  const kind = directory === "" ? undefined : await files.kindOf(folder);
  if (kind === "folder") return folder;
  const what = kind === undefined ? "there is no folder" : "not a folder:";
  throw new SteadystateError("usage", `${what} ${directory === "" ? '""' : directory}`, {
    hint: "give -C an existing folder",
    details: { path: folder },
  });
};

/** What stands in the environment concerns every call: only one that needs the memory finds out that it cannot be one. */
const storeAt = async (
  state: string | undefined,
  { cwd, env, files }: Pick<Standing, "env" | "files"> & { readonly cwd: string },
): Promise<string> => {
  if (state === undefined)
    return resolve(cwd, env.get("STEADYSTATE_STATE") ?? join(".steadystate", "state.db"));
  const path = resolve(cwd, state);
  if (state.trim() !== "" && (await files.kindOf(path)) !== "folder") return path;
  throw new SteadystateError(
    "usage",
    `the store must be a file, not ${state.trim() === "" ? "empty" : `the folder ${state}`}`,
    {
      hint: "give --state a file, such as .steadystate/state.db",
      details: { path },
    },
  );
};

const parentsFrom = (folder: string): readonly string[] => {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...parentsFrom(parent)];
};

const gitTopAbove = async (cwd: string, files: Files): Promise<string | undefined> => {
  for (const folder of parentsFrom(cwd)) {
    const kind = await files.kindOf(join(folder, ".git"));
    // A worktree or submodule has a `.git` file.
    if (kind === "folder" || kind === "file") return folder;
  }
  return undefined;
};

const wallAbove = async (
  cwd: string,
  gitTop: string | undefined,
  files: Files,
): Promise<string | undefined> => {
  if (gitTop === undefined || (await isFolder(join(cwd, "steadystate"), files))) return undefined;
  for (const folder of parentsFrom(cwd).slice(1)) {
    if (!isWithin(gitTop, folder)) return undefined;
    if (await isFolder(join(folder, "steadystate"), files)) return folder;
  }
  return undefined;
};

const isFolder = async (path: string, files: Files): Promise<boolean> =>
  (await files.kindOf(path)) === "folder";

const isWithin = (top: string, folder: string): boolean => !relative(top, folder).split(sep).includes("..");

/**
 * The `silos/` layout: below a `silos/` folder, or in the folder that holds one, committed files stand without their own
 * `steadystate/`. Only inside the repository: what a clone's parents are called means nothing.
 */
const keepsFilesBare = async (cwd: string, gitTop: string | undefined, files: Files): Promise<boolean> => {
  const names = relative(gitTop ?? resolve(cwd, sep), cwd).split(sep);
  return names.slice(0, -1).includes("silos") || (await isFolder(join(cwd, "silos"), files));
};

const variableOf = {
  "config.toml": "STEADYSTATE_CONFIG",
  "checks.json": "STEADYSTATE_CHECKS",
  "solutions.json": "STEADYSTATE_SOLUTIONS",
  "targets.json": "STEADYSTATE_TARGETS",
  "mutes.json": "STEADYSTATE_MUTES",
  "waivers.toml": "STEADYSTATE_WAIVERS",
  "requests.json": "STEADYSTATE_REQUESTS",
  "metrics.json": "STEADYSTATE_METRIC_QUERIES",
} as const satisfies Readonly<Record<CommittedFile, VariableName>>;

/** Files that the reference once kept in `.steadystate/`. */
const oncePrivate: readonly CommittedFile[] = [
  "checks.json",
  "solutions.json",
  "targets.json",
  "metrics.json",
];

type Lookup = { readonly cwd: string; readonly bare: boolean; readonly env: Env; readonly files: Files };

const committedAt = async (file: CommittedFile, { cwd, bare, env, files }: Lookup): Promise<string> => {
  const named = env.get(variableOf[file]);
  if (named !== undefined) return explicitAt(named, variableOf[file], cwd, files);
  const own = join(cwd, "steadystate", file);
  const mayStandBare = bare && file !== "requests.json" && file !== "metrics.json";
  const candidates = [
    own,
    ...(mayStandBare ? [join(cwd, file)] : []),
    ...(oncePrivate.includes(file) ? [join(cwd, ".steadystate", file)] : []),
  ];
  for (const path of candidates) if ((await files.kindOf(path)) !== undefined) return path;
  return mayStandBare ? join(cwd, file) : own;
};

const explicitAt = async (
  named: string,
  by: VariableName | "--config",
  cwd: string,
  files: Files,
): Promise<string> => {
  const path = resolve(cwd, named);
  if ((await files.kindOf(path)) !== undefined) return path;
  throw new SteadystateError("usage", `${by} names ${named}, which is not there`, {
    hint: `create the file, or ${by === "--config" ? "leave out" : "unset"} ${by}`,
    details: { path, variable: by },
  });
};
