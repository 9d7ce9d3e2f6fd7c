import { relative } from "node:path";
import { SteadystateError } from "../errors.ts";
import type { Files } from "../system/files.ts";
import type { Place } from "../system/paths.ts";
import { checked, type Problem } from "./problems.ts";
import { Settings } from "./settings.ts";
import type { KeyPath, Spot, Spots } from "./spots.ts";
import { readToml } from "./toml.ts";

/** What the team committed in config.toml, with every default filled in. */
export type Config = Settings & {
  readonly file: {
    readonly path: string;
    readonly present: boolean;
    /** The tables that the file itself holds, sorted as it holds them. */
    readonly tables: readonly string[];
    /** `table.key` of everything that the file itself sets. */
    readonly keys: readonly string[];
  };
};

/** Tables that this version acts on; the others are validated, and `doctor` says that they are not used yet. */
export const implementedTables = [
  "defaults",
  "ci",
  "health",
  "terraform",
  "platform",
  "checks",
  "ignore",
  "bound",
  "freeze",
  "roles",
  "approvals",
  "runbook",
] as const satisfies readonly (keyof Settings)[];

/** Throws `config-invalid` with path, line and column of the first problem, and all of them in `details`. */
export const loadConfig = async (place: Place, files: Files): Promise<Config> => {
  const path = await place.committed("config.toml");
  const text = await files.readText(path);
  if (text === undefined)
    return { ...Settings.parse({}), file: { path, present: false, tables: [], keys: [] } };
  return understood(text, path, place);
};

/** The same of a file that was named. Throws `usage` where there is none: a default is never meant by a name. */
export const loadConfigAt = async (path: string, place: Place, files: Files): Promise<Config> => {
  const text = await files.readText(path);
  if (text !== undefined) return understood(text, path, place);
  throw new SteadystateError("usage", `there is no file ${relative(place.cwd, path)}`, {
    hint: "give the path of an existing config.toml",
    details: { path },
  });
};

const understood = (text: string, path: string, place: Place): Config => {
  const read = readConfig(text);
  if (!read.ok) throw invalid(read.faults, path, relative(place.cwd, path));
  const tables = read.tables.map(({ name }) => name);
  const keys = read.tables.flatMap(({ name, keys: own }) => own.map((key) => `${name}.${key}`));
  return { ...read.settings, file: { path, present: true, tables, keys } };
};

/** One part of config.toml and where it stands. */
export type Located = Spot & { readonly why: string };

export type ReadConfig =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** The tables that the text holds, in its order. */
      readonly tables: readonly (Spot & { readonly name: string; readonly keys: readonly string[] })[];
      /** Where a part of it stands. */
      readonly at: (path: KeyPath) => Spot;
    }
  | { readonly ok: false; readonly faults: readonly Located[] };

/** Every fault of the text, in the order in which they stand. */
export const readConfig = (text: string): ReadConfig => {
  const toml = readToml(text);
  if (!toml.ok) return { ok: false, faults: [{ ...toml.spot, why: `is not TOML: ${toml.why}` }] };
  const { document, spots } = toml;
  const read = checked(Settings, document);
  if (read.ok) {
    const tables = Object.entries(document).map(([name, table]) => ({
      name,
      keys: typeof table === "object" && table !== null ? Object.keys(table) : [],
      ...spots.key([name]),
    }));
    return { ok: true, settings: read.value, tables, at: (path) => spots.value(path) };
  }
  const faults = read.problems
    .map((problem) => ({ ...spotOf(spots, problem), why: clauseOf(problem) }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, faults };
};

const invalid = (faults: readonly Located[], path: string, shown: string): SteadystateError => {
  const [first = { line: 1, column: 1, why: "is not valid" }] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  return new SteadystateError(
    "config-invalid",
    `${shown}:${first.line}:${first.column}: ${first.why}${more}`,
    {
      hint: `mend line ${first.line} of ${shown}, then run this again`,
      details: { path, line: first.line, column: first.column, problems: faults },
    },
  );
};

const spotOf = (spots: Spots, { path, part }: Problem): Spot =>
  part === "key" ? spots.key(path) : spots.value(path);

/** `[ci] fail_on must be …`, `[servicenow] route[0].group is missing`. */
const clauseOf = ({ path, why }: Problem): string => {
  const [table, ...rest] = path;
  return rest.length === 0 ? `[${String(table)}] ${why}` : `[${String(table)}] ${dotted(rest)} ${why}`;
};

const dotted = (path: KeyPath): string =>
  path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`))
    .join("");
