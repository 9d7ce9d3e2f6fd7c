import type { Context } from "../../context.ts";
import { SteadystateError } from "../../errors.ts";
import type { Fault } from "../../intent/intent.ts";
import { stopFileOf } from "../policy.ts";
import type { Row } from "./row.ts";

/** Every committed file as `validate` judges it, one row each. */
export const examineFiles = async (ctx: Context): Promise<readonly Row[]> => {
  const reports = await ctx.committed.judge();
  return reports.map(({ file, path, present, entries, faults, remarks }): Row => {
    const row = { area: "files", name: file } as const;
    const next = `steadystate validate ${file}`;
    if (faults.length > 0) return { ...row, state: "broken", why: firstOf(faults), next };
    if (!present) return { ...row, state: "off", why: "not here" };
    if (remarks.length > 0) return { ...row, state: "partial", why: firstOf(remarks), next };
    return { ...row, state: "ok", why: `${path}: ${entries} good` };
  });
};

/** Somebody stopped every effect by hand, and whoever wonders looks here. */
export const examineStop = async (ctx: Context): Promise<readonly Row[]> => {
  const stopped = await stopFileOf(ctx);
  if (stopped === undefined) return [];
  const next = "remove the file once it may go on; until then: steadystate posture";
  return [{ area: "files", name: "stop file", state: "partial", why: `nothing runs: ${stopped}`, next }];
};

const firstOf = (told: readonly Fault[]): string => {
  const [first, ...more] = told;
  if (first === undefined) return "";
  const place = [first.path, first.line, first.column].filter((part) => part !== undefined).join(":");
  const entry = first.entry === undefined ? "" : `${first.entry}: `;
  return `${place}: ${entry}${first.why}${more.length === 0 ? "" : ` (and ${more.length} more)`}`;
};

export const examineSilos = async (ctx: Context): Promise<readonly Row[]> => {
  const row = { area: "silos", name: "registry" } as const;
  try {
    const { path, entries, faults } = await ctx.silos.load();
    const [fault] = faults;
    if (fault !== undefined)
      return [
        {
          ...row,
          state: "broken",
          why: `${path}:${fault.line ?? 1}: ${fault.entry ?? ""} ${fault.why}`,
          next: "steadystate silo list",
        },
      ];
    if (entries.length === 0)
      return [{ ...row, state: "off", why: "no silo is registered", next: "steadystate silo discover" }];
    const gone: string[] = [];
    for (const { name, folder } of entries)
      if ((await ctx.hands.files.kindOf(folder)) !== "folder") gone.push(name);
    const [first] = gone;
    if (first === undefined) return [{ ...row, state: "ok", why: `${entries.length} registered` }];
    return [
      {
        ...row,
        state: "partial",
        why: `the folder of ${gone.join(", ")} is gone`,
        next: `steadystate silo rm ${first}`,
      },
    ];
  } catch (error) {
    if (!(error instanceof SteadystateError)) throw error;
    return [{ ...row, state: "broken", why: error.message, next: "steadystate silo list" }];
  }
};
