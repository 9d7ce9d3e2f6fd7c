import { z } from "zod";
import { pluginsOf } from "../../engine/plugins.ts";
import { readableCommand } from "../../view/command.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { defineVerb } from "../verb.ts";

const Plugin = z.strictObject({
  name: z.string(),
  runs: z.array(z.array(z.string())).describe("argv by argv, placeholders in angle brackets; all only look"),
  changes: z.array(z.array(z.string())).describe("what it could change; empty where it has no executor"),
});

const Output = z.strictObject({ plugins: z.array(Plugin) });

export const commands = defineVerb({
  name: "commands",
  room: "setup",
  summary: "Which external commands each plugin may run",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    source: z.string().min(1).optional().describe("this source alone; `steadystate catalog` lists them"),
  }),
  positionals: [],
  examples: ["commands", "commands --source terraform --json"],
  details: [
    "There is no shell: each line is one process with exactly these arguments.",
    "doctor also asks each needed binary for its version (<binary> --version;",
    "kubectl version --client).",
  ],
  output: Output,
  async run({ source }, ctx) {
    // Throws with the known names.
    if (source !== undefined) await ctx.sources.open(source);
    const plugins = await pluginsOf(ctx);
    return {
      plugins: plugins
        .filter(({ seam, name }) =>
          source === undefined ? seam !== "rules" : seam === "source" && name === source,
        )
        .map(({ name, observes, changes }) => ({
          name,
          runs: observes.map((argv) => [...argv]),
          changes: changes.map((argv) => [...argv]),
        })),
    };
  },
  view: ({ plugins }): Doc => [
    ...plugins.flatMap(({ name, runs, changes }): readonly Block[] => [
      { kind: "heading", text: name },
      ...(runs.length === 0 ? [{ kind: "line", text: "runs nothing" } as const] : [linesOf(runs)]),
      ...(changes.length === 0
        ? [{ kind: "line", text: "could change nothing: it has no executor" } as const]
        : [{ kind: "line", text: "may change, through the gate alone:" } as const, linesOf(changes)]),
    ]),
    { kind: "next", commands: [{ command: "steadystate doctor", why: "which of these binaries are here" }] },
  ],
});

const linesOf = (commands: readonly (readonly string[])[]): Block => ({
  kind: "list",
  items: commands.map(readableCommand),
});
