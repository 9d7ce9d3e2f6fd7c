import { z } from "zod";
import { parseJson } from "../../core/document.ts";
import { type Planning, runOrFail } from "../../platform/terraform/plan.ts";
import type { Reach } from "../executor.ts";

export const stateArgv = (bin: string): readonly string[] => [bin, "state", "pull"];

const State = z.object({ lineage: z.string(), serial: z.number() });

/**
 * Which state a plan was made against: any apply beside this one counts it up. Nothing else of the state is kept, for it holds
 * secrets. `none` where there is no state yet. Throws `tool-missing` or `source-failed`.
 */
export const stateOf = async (
  planning: Pick<Planning, "bin" | "folder" | "timeout">,
  { hands: { run } }: Pick<Reach, "hands">,
): Promise<string> => {
  const text = await runOrFail(stateArgv(planning.bin), planning, run);
  if (text.trim() === "") return "none";
  const parsed = parseJson(text);
  const state = State.safeParse(parsed.ok ? parsed.value : undefined);
  return state.success ? `${state.data.lineage} ${state.data.serial}` : "unknown";
};
