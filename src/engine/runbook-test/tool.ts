import type { Context } from "../../context.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { programOf } from "../../core/runbook/template.ts";
import { fine, type Judged, left, open, wrong } from "../../core/runbook/trials/trial.ts";
import { isRunnable } from "../on-path.ts";

/** Whether what an entry is run with can be started here, and has the variables that it is promised. */
export const judgeTool = async (entry: Solution, ctx: Context): Promise<Judged> => {
  const program = ownProgram(entry);
  if (isOpen(entry) && program === undefined) return left("a person does it, and runs nothing");
  const wanted = program === undefined ? await binariesOf(entry, ctx) : [program];
  for (const binary of wanted)
    if (!(await isRunnable(binary, ctx)))
      return wrong(
        binary.includes("/") ? `${binary} is no program that can be run here` : `${binary} is not on PATH`,
        "steadystate doctor",
      );
  const given = Object.keys(ctx.lent(entry.env));
  const unset = entry.env.filter((name) => !given.includes(name));
  return unset.length === 0
    ? fine(`${wanted.join(" and ")} ${wanted.length === 1 ? "is" : "are"} here`)
    : open(`${unset.join(", ")} ${unset.length === 1 ? "is" : "are"} not set here`);
};

const ownProgram = (entry: Solution): string | undefined =>
  isOpen(entry) ? programOf(entry.solution.words ?? []) : undefined;

/** The programs of whatever performs an action of the catalog. */
const binariesOf = async ({ solution }: Solution, ctx: Context): Promise<readonly string[]> => {
  const action = solution.kind === "action" ? solution.action : "";
  const executor = (await ctx.executors()).find(({ performs }) => performs.includes(action));
  return executor?.needs.binaries ?? [];
};
