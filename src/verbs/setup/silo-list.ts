import { z } from "zod";
import { byCodeUnit } from "../../core/order.ts";
import { faultLine } from "../../engine/runbook.ts";
import { SteadystateError } from "../../errors.ts";
import type { Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { defineVerb } from "../verb.ts";

const Silo = z.strictObject({
  name: z.string(),
  folder: z.string(),
  present: z.boolean().describe("the folder is there"),
});
const Output = z.strictObject({
  registry: z.string(),
  silos: z.array(Silo),
  faults: z.array(z.string()).describe("entries of the registry that cannot be used"),
});

export const siloList = defineVerb({
  name: "silo list",
  room: "setup",
  summary: "List the registered deployments",
  tier: "read",
  effect: "none",
  doors: "local",
  input: z.strictObject({}),
  positionals: [],
  examples: ["silo list", "silo list --json"],
  output: Output,
  async run(_, ctx) {
    const { path, entries, faults } = await ctx.silos.load();
    const told = faults.map(faultLine);
    const whole = faults.find(({ entry }) => entry === undefined);
    if (whole !== undefined) {
      throw new SteadystateError("input-invalid", told[0] ?? whole.why, {
        hint: `mend ${path} by hand`,
        details: { path },
      });
    }
    const silos = await Promise.all(
      [...entries]
        .sort((a, b) => byCodeUnit(a.name, b.name))
        .map(async ({ name, folder }) => ({
          name,
          folder,
          present: (await ctx.hands.files.kindOf(folder)) === "folder",
        })),
    );
    return { registry: path, silos, faults: told };
  },
  view: ({ registry, silos, faults }): Doc => [
    ...(silos.length === 0
      ? [{ kind: "line", text: `no silo is registered in ${registry}` } as const]
      : [
          {
            kind: "table",
            columns: [{ title: "Name" }, { title: "Folder", grow: true }, { title: "" }],
            rows: silos.map(({ name, folder, present }) => [name, folder, present ? "" : "gone"]),
          } as const,
          { kind: "note", text: `${plural(silos.length, "silo")} in ${registry}` } as const,
        ]),
    ...faults.map((text) => ({ kind: "line", tone: "bad", text }) as const),
    nextStep(silos),
  ],
});

const nextStep = (silos: z.infer<typeof Output>["silos"]) => {
  const gone = silos.find(({ present }) => !present);
  const [first] = silos;
  const command =
    gone !== undefined
      ? { command: `steadystate silo rm ${gone.name}`, why: "its folder is gone" }
      : first !== undefined
        ? { command: `steadystate --silo ${first.name}`, why: "how it stands" }
        : { command: "steadystate silo discover", why: "register those among the sub-folders" };
  return { kind: "next", commands: [command] } as const;
};
