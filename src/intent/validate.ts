import { relative } from "node:path";
import { parseJson } from "../core/document.ts";
import { titleOfRule } from "../core/rules/index.ts";
import type { CommittedMute } from "../core/suppression.ts";
import { SteadystateError } from "../errors.ts";
import type { Env } from "../system/env.ts";
import type { Files } from "../system/files.ts";
import { type CommittedFile, committedFiles, type Place } from "../system/paths.ts";
import { loadChecks } from "./checks.ts";
import { implementedTables, readConfig } from "./config.ts";
import type { Fault, Loaded } from "./intent.ts";
import { jsonSpots } from "./json-spots.ts";
import { loadMetrics } from "./metrics.ts";
import { loadMutes } from "./mutes.ts";
import { loadRequests } from "./requests.ts";
import type { Settings } from "./settings.ts";
import { loadSilos, siloFile } from "./silos.ts";
import { loadSolutions } from "./solutions.ts";
import { loadTargets } from "./targets.ts";
import { placedWaivers } from "./waivers.ts";

/** What one committed file holds, as far as anybody can say without running it. */
export type FileReport = {
  readonly file: JudgedFile;
  /** Relative to the working folder where it is below it. */
  readonly path: string;
  readonly present: boolean;
  /** Good entries; for config.toml the tables. */
  readonly entries: number;
  readonly faults: readonly Fault[];
  /** What is right and worth knowing all the same: a table that nothing uses yet, a draft. */
  readonly remarks: readonly Fault[];
};

type Judged = Pick<FileReport, "present" | "entries" | "faults" | "remarks">;
type Judge = (path: string, files: Files) => Promise<Judged>;

/** What is remarkable about a good entry, in one clause. */
type Remark<T> = (entry: T) => string | undefined;

const nothing: Judged = { present: false, entries: 0, faults: [], remarks: [] };

const judgeConfig: Judge = async (path, files) => {
  const text = await files.readText(path);
  if (text === undefined) return nothing;
  const read = readConfig(text);
  if (!read.ok) {
    const faults = read.faults.map((fault) => ({ path, entry: undefined, ...fault }));
    return { present: true, entries: 0, faults, remarks: [] };
  }
  const used: readonly string[] = implementedTables;
  const remarks = read.tables
    .filter(({ name }) => !used.includes(name))
    .map(({ name, line, column }) => ({
      path,
      line,
      column,
      entry: `[${name}]`,
      why: "is not used by this version yet",
    }));
  const wide = read.settings.ignore.flatMap((rule, nth) => {
    const why = widthOf(rule);
    return why === undefined ? [] : [{ path, ...read.at(["ignore", nth]), entry: "[[ignore]]", why }];
  });
  return { present: true, entries: read.tables.length, faults: [], remarks: [...remarks, ...wide] };
};

/** A rule that hides more than its writer may have had in mind. */
const widthOf = (rule: Settings["ignore"][number]): string | undefined => {
  const { kind, name, namespace, group, path, jsonPointers, jqPathExpressions, managedFieldsManagers } = rule;
  const namesPlace = [path, jsonPointers, jqPathExpressions, managedFieldsManagers].some(
    (place) => place !== undefined && place.length > 0,
  );
  if (!namesPlace) return "names no place: everything of what it fits is ignored, also that it is gone";
  return [kind, name, namespace, group].every((one) => one === undefined)
    ? "names no object: it holds for every one"
    : undefined;
};

type Load<T> = (path: string, files: Files, how: { readonly explicit: boolean }) => Promise<Loaded<T>>;

/** A file of entries that have a name each, in a list or by name. */
const entriesOf =
  <T extends { readonly name: string }>(load: Load<T>, remark: Remark<T> = () => undefined): Judge =>
  async (path, files) => {
    const { present, entries, faults } = await load(path, files, { explicit: false });
    const told = entries
      .map((entry) => ({ name: entry.name, why: remark(entry) }))
      .filter(({ why }) => why !== undefined);
    const spots = told.length === 0 ? undefined : await spotsByName(path, files);
    const remarks = told.map(({ name, why = "" }) => ({
      path,
      line: spots?.(name)?.line,
      column: spots?.(name)?.column,
      entry: `"${name}"`,
      why,
    }));
    return { present, entries: entries.length, faults, remarks };
  };

const spotsByName = async (path: string, files: Files) => {
  const text = (await files.readText(path)) ?? "";
  const parsed = parseJson(text);
  const document = parsed.ok ? parsed.value : undefined;
  const spots = jsonSpots(text);
  return (name: string) => {
    if (!Array.isArray(document)) return spots.key([name]);
    const index = document.findIndex((raw: unknown) => isNamed(raw, name));
    return spots.value([index]);
  };
};

const isNamed = (raw: unknown, name: string): boolean =>
  typeof raw === "object" && raw !== null && "name" in raw && String(raw.name).trim() === name;

/** A file whose feature is not here yet says so once. */
const unused =
  (judge: Judge): Judge =>
  async (path, files) => {
    const judged = await judge(path, files);
    if (!judged.present || judged.faults.length > 0) return judged;
    const place = { path, line: 1, column: 1, entry: undefined };
    return { ...judged, remarks: [{ ...place, why: "the file is not used by this version yet" }] };
  };

const mutesByName: Load<CommittedMute & { readonly name: string }> = async (path, files, how) => {
  const loaded = await loadMutes(path, files, how);
  return { ...loaded, entries: loaded.entries.map((entry) => ({ ...entry, name: entry.key })) };
};

const judgeWaivers: Judge = async (path, files) => {
  const { present, entries, faults } = await placedWaivers(path, files, { explicit: false });
  const remarks = entries
    .filter(({ waiver }) => titleOfRule(waiver.rule) === undefined)
    .map(({ waiver, rule }) => ({
      path,
      ...rule,
      entry: `"${waiver.rule}"`,
      why: "is no rule of this version: nothing is waived by it",
    }));
  return { present, entries: entries.length, faults, remarks };
};

/** Every committed file and who judges it, in the order in which they are told. */
const judges = {
  "config.toml": judgeConfig,
  "checks.json": entriesOf(loadChecks, ({ read }) =>
    read.kind === "http" ? undefined : `read.kind ${read.kind} is not read by this version yet`,
  ),
  "solutions.json": entriesOf(loadSolutions, ({ proposed }) =>
    proposed ? "is a draft: nothing runs it until a person vouches for it" : undefined,
  ),
  "mutes.json": entriesOf(mutesByName, ({ maxSeverity }) =>
    maxSeverity === undefined
      ? "states no max_severity: what it meets first is its ceiling, and without a memory it hides nothing above medium"
      : undefined,
  ),
  "waivers.toml": judgeWaivers,
  "targets.json": entriesOf(loadTargets),
  "requests.json": unused(entriesOf(loadRequests)),
  "metrics.json": unused(entriesOf(loadMetrics)),
} as const satisfies Readonly<Record<CommittedFile, Judge>>;

export type JudgedFile = CommittedFile | "silos.json";

export type AskedFile = {
  readonly file: CommittedFile;
  /** Absolute; the one in use without it. */
  readonly path: string | undefined;
};

/** Judges the files that were asked for, or every one; never throws for what a file holds or for where a variable points. */
export const validateFiles = async (
  asked: readonly AskedFile[] | undefined,
  { place, env, files }: { readonly place: Place; readonly env: Env; readonly files: Files },
): Promise<readonly FileReport[]> => {
  const shown = (path: string): string => shownFrom(place.cwd, path);
  const reports: FileReport[] = [];
  for (const { file, path } of asked ?? committedFiles.map((name) => ({ file: name, path: undefined })))
    reports.push(await report(file, judges[file], () => path ?? place.committed(file), files, shown));
  // The registry is the user's own, and only a variable says that it belongs here.
  if (asked === undefined && env.get("STEADYSTATE_SILOS") !== undefined)
    reports.push(await report("silos.json", entriesOf(loadSilos), () => siloFile(env), files, shown));
  return reports;
};

const report = async (
  file: JudgedFile,
  judge: Judge,
  find: () => string | Promise<string>,
  files: Files,
  shown: (path: string) => string,
): Promise<FileReport> => {
  const at = { path: "" };
  try {
    at.path = await find();
    const judged = await judge(at.path, files);
    const here = (fault: Fault): Fault => ({ ...fault, path: shown(fault.path) });
    return {
      file,
      ...judged,
      path: shown(at.path),
      faults: judged.faults.map(here),
      remarks: judged.remarks.map(here),
    };
  } catch (error) {
    if (!(error instanceof SteadystateError)) throw error;
    const named = error.details["path"];
    const path = shown(typeof named === "string" ? named : at.path);
    const fault = { path, line: undefined, column: undefined, entry: undefined, why: error.message };
    return { file, path, present: at.path !== "", entries: 0, faults: [fault], remarks: [] };
  }
};

const shownFrom = (cwd: string, path: string): string => {
  const step = relative(cwd, path);
  return step === "" || step.startsWith("..") ? path : step;
};
