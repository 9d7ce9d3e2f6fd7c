import type { Context } from "../../context.ts";
import { switchRows } from "../autonomy/switches.ts";
import type { Row } from "./row.ts";

/** The four variables that let something happen with nobody there; one that lifts a fence is never told as plainly well. */
export const examineSwitches = async (ctx: Context): Promise<readonly Row[]> =>
  (await switchRows(ctx)).map(({ name, state, allows }): Row => {
    const row = { area: "environment", name, why: allows } as const;
    if (state === "off")
      return { ...row, state: "off", why: "no switch of autonomy is on: a person decides" };
    const isLoud = state === "fault" || name === "STEADYSTATE_NO_SAFETY_NET";
    return isLoud ? { ...row, state: "partial", next: `unset ${name}` } : { ...row, state: "ok" };
  });
