/** Files that a team commits, by the name they carry. */
export const committedFiles = [
  "config.toml",
  "checks.json",
  "solutions.json",
  "targets.json",
  "mutes.json",
  "requests.json",
] as const;
export type CommittedFile = (typeof committedFiles)[number];

/** Where the caller stands. Paths are absolute. */
export type Place = {
  /** The working folder after `-C` and `--silo`. */
  readonly cwd: string;
  /** The git top level above it, where there is one. */
  readonly gitTop: string | undefined;
  /** Where a committed file is read from (it may not exist), by the reference's order of lookup. */
  readonly committed: (file: CommittedFile) => Promise<string>;
  /** `.steadystate/` of this wall. */
  readonly stateFolder: string;
  /** The store: `--state`, else `.steadystate/state.db`. */
  readonly stateFile: string;
  /** A parent with `steadystate/`, when this folder has none: what the person probably meant. */
  readonly wallAbove: string | undefined;
};
