import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { programOf } from "../../core/runbook/template.ts";
import { fine, type Judged, left, open, wrong } from "../../core/runbook/trials/trial.ts";
import { isRunnable } from "../on-path.ts";
import { kindAt } from "./paths.ts";

/** Whether what an entry is run with can be started here, and has the variables that it is promised. */
export const judgeTool = async (entry: Solution, ctx: Context): Promise<Judged> => {
  const program = ownProgram(entry);
  if (isOpen(entry) && program === undefined) return left("a person does it, and runs nothing");
  const wanted = program === undefined ? await binariesOf(entry, ctx) : [program];
  for (const binary of wanted) {
    const fault = binary.includes("/") ? await scriptFault(binary, ctx) : await programFault(binary, ctx);
    if (fault !== undefined) return fault;
  }
  const given = Object.keys(ctx.lent(entry.env));
  const unset = entry.env.filter((name) => !given.includes(name));
  return unset.length === 0
    ? fine(`${wanted.join(" and ")} ${wanted.length === 1 ? "is" : "are"} here`)
    : open(`${unset.join(", ")} ${unset.length === 1 ? "is" : "are"} not set here`);
};

const ownProgram = (entry: Solution): string | undefined =>
  isOpen(entry) ? programOf(entry.solution.words ?? []) : undefined;

const scriptFault = async (path: string, ctx: Context): Promise<Judged | undefined> => {
  const kind = await kindAt(resolve(ctx.place.cwd, path), ctx.hands);
  if (kind === "unreadable") return open(`${path} cannot be looked at from here`);
  if (kind === undefined) return wrong(`there is no ${path}`);
  if (kind !== "file") return wrong(`${path} is a ${kind}`);
  return (await isRunnable(path, ctx)) ? undefined : wrong(`${path} is there, and may not be executed`);
};

/** `doctor` knows the programs of sources and executors, and says what to do about them. */
const programFault = async (name: string, ctx: Context): Promise<Judged | undefined> => {
  if (await isRunnable(name, ctx)) return undefined;
  const isExamined = (await ctx.executors()).some(({ needs }) => needs.binaries.includes(name));
  return wrong(`${name} is not on PATH`, isExamined ? "steadystate doctor" : undefined);
};

/** The programs of whatever performs an action of the catalog. */
const binariesOf = async ({ solution }: Solution, ctx: Context): Promise<readonly string[]> => {
  const action = solution.kind === "action" ? solution.action : "";
  const executor = (await ctx.executors()).find(({ performs }) => performs.includes(action));
  return executor?.needs.binaries ?? [];
};
