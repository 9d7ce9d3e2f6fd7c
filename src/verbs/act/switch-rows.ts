import { z } from "zod";
import { switchStates } from "../../engine/autonomy/switches.ts";
import type { Block } from "../../view/doc.ts";

export const Switch = z.strictObject({
  name: z.string().describe("variable"),
  state: z.enum(switchStates).describe("fault: it is not understood, and is off for that"),
  allows: z.string().describe("what it lets happen now, in one clause"),
});
type Switch = z.infer<typeof Switch>;

export const switchBlocks = (switches: readonly Switch[]): readonly Block[] =>
  switches
    .filter(({ state }) => state !== "off")
    .map(({ name, state, allows }) => ({
      kind: "line",
      tone: state === "fault" ? "bad" : name === "STEADYSTATE_NO_SAFETY_NET" ? "bad" : "plain",
      text: `${name} is ${state === "fault" ? "off, for it is not understood" : "on"}: ${allows}`,
    }));
