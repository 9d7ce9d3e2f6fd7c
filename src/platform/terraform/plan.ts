import { join, resolve } from "node:path";
import { parseJson } from "../../core/document.ts";
import { SteadystateError } from "../../errors.ts";
import type { Hands } from "../../system/hands.ts";
import { failureOf } from "./failure.ts";

/** How a folder is planned. */
export type Planning = {
  /** Absolute; the folder that is planned. */
  readonly folder: string;
  /** Binary to run: `terraform`, `tofu` or a path. */
  readonly bin: string;
  readonly varFiles: readonly string[];
  readonly lock: boolean;
  /** Milliseconds that a single command may take. */
  readonly timeout: number;
  readonly refresh: boolean;
  /** Addresses that the plan keeps to; all of the folder where there is none. */
  readonly targets: readonly string[];
};

type PlanWords = Pick<Planning, "bin" | "varFiles" | "refresh" | "targets"> & {
  readonly lock: boolean | "<true or false>";
};

export const planArgv = (
  { bin, varFiles, lock, refresh, targets }: PlanWords,
  planFile: string,
): readonly string[] => [
  ...[bin, "plan", "-no-color", "-input=false", `-lock=${lock}`],
  ...(refresh ? [] : ["-refresh=false"]),
  ...targets.map((address) => `-target=${address}`),
  ...varFiles.map((file) => `-var-file=${file}`),
  `-out=${planFile}`,
];

export const showArgv = (bin: string, planFile: string): readonly string[] => [
  ...[bin, "show", "-no-color", "-json", planFile],
];

/**
 * Plans into a file and reads it back as the document of the tool, not yet judged or masked. Throws `tool-missing`,
 * `not-initialised` or `source-failed`.
 */
export const planInto = async (
  planFile: string,
  planning: Planning,
  { run }: Pick<Hands, "run">,
): Promise<unknown> => {
  await runOrFail(planArgv(planning, planFile), planning, run);
  return parseShown(await runOrFail(showArgv(planning.bin, planFile), planning, run));
};

/** More than any plan or state holds. */
export const documentCap = 256 * 1024 * 1024;

/** What one command of the tool wrote. Throws as {@link planInto}. */
export const runOrFail = async (
  argv: readonly string[],
  { folder, timeout }: Pick<Planning, "folder" | "timeout">,
  run: Hands["run"],
): Promise<string> => {
  const result = await run({ argv, cwd: folder, timeout, outputCap: documentCap });
  if (result.exit !== 0) throw failureOf(result, folder);
  return result.stdout;
};

/** Older versions do not say when they looked; then it is now. */
const parseShown = (stdout: string): unknown => {
  const parsed = parseJson(stdout);
  if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) {
    throw new SteadystateError("source-failed", "terraform show -json gave no document", {
      hint: "check that the configured binary is Terraform or OpenTofu",
    });
  }
  return { timestamp: new Date().toISOString(), ...parsed.value };
};

/** The folder that the tool keeps its own data of a project in. */
export const dataFolderOf = (folder: string, { env }: Pick<Hands, "env">): string =>
  resolve(folder, env.get("TF_DATA_DIR") ?? ".terraform");

/** The workspace as the tool itself finds it; `undefined` for the default one. */
export const workspaceIn = async (
  folder: string,
  { env, files }: Pick<Hands, "env" | "files">,
): Promise<string | undefined> => {
  const chosen = join(dataFolderOf(folder, { env }), "environment");
  const name = env.get("TF_WORKSPACE") ?? (await files.readText(chosen))?.trim();
  return name === "" || name === "default" ? undefined : name;
};
