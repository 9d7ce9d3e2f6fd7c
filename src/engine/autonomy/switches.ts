import type { Context } from "../../context.ts";
import { type SwitchName, switchOf, wordsLeave } from "../switches.ts";
import { reflexesOf } from "./reflexes.ts";

export const switchStates = ["on", "off", "fault"] as const;

/** One of the four variables that let something happen with nobody there, and what it lets happen now. */
export type SwitchRow = {
  readonly name: "STEADYSTATE_REFLEX_AUTO" | SwitchName;
  readonly state: (typeof switchStates)[number];
  readonly allows: string;
};

/** Of the settings as they are now: computed, never a text of its own. */
export const switchRows = async (ctx: Context): Promise<readonly SwitchRow[]> => [
  reflexSwitch(ctx),
  switchRow("STEADYSTATE_DECIDER_AUTO", ctx, {
    on: "propose --apply takes what the decider names, inside the bound",
    off: "what the decider names waits for a person",
  }),
  switchRow("STEADYSTATE_SOLUTION_AUTO", ctx, {
    on: (await wordsLeave(ctx)).committed
      ? "vouched entries run in words of their own, inside the bound"
      : "nothing: [runbook] auto_commands is not committed",
    off: "entries in words of their own wait for a person",
  }),
  switchRow("STEADYSTATE_NO_SAFETY_NET", ctx, {
    on: "drafts are offered to people, and each waits for a yes",
    off: "drafts are shown, and offered to nobody",
  }),
];

const reflexSwitch = (ctx: Context): SwitchRow => {
  const { all, unknown } = reflexesOf(ctx);
  const name = "STEADYSTATE_REFLEX_AUTO";
  const auto = all.filter(({ autonomy }) => autonomy === "auto").map((reflex) => reflex.name);
  const acting =
    auto.length === 0 ? "no reflex acts by itself" : `${auto.join(", ")} acts by itself, inside the bound`;
  if (unknown.length > 0) return { name, state: "fault", allows: [...unknown, acting].join("; ") };
  return { name, state: auto.length === 0 ? "off" : "on", allows: acting };
};

const switchRow = (
  name: SwitchName,
  ctx: Context,
  allows: Readonly<Record<"on" | "off", string>>,
): SwitchRow => {
  const { on, fault } = switchOf(name, ctx);
  if (fault !== undefined) return { name, state: "fault", allows: `${fault}; ${allows.off}` };
  return on ? { name, state: "on", allows: allows.on } : { name, state: "off", allows: allows.off };
};
