import { z } from "zod";
import { type Plugin, pluginsOf } from "../../engine/plugins.ts";
import type { Doc } from "../../view/doc.ts";
import { defineVerb, effects, tiers } from "../verb.ts";

const seams = ["source", "probe", "executor", "rules"] as const;

const PluginOut = z.strictObject({
  seam: z.enum(seams),
  name: z.string(),
  summary: z.string(),
  binaries: z.array(z.string()).describe("on PATH, for a live look"),
  variables: z.array(z.string()).describe("read where they are set"),
});

const VerbOut = z.strictObject({
  name: z.string(),
  room: z.string(),
  summary: z.string(),
  tier: z.enum(tiers),
  effect: z.enum(effects),
  doors: z.enum(["all", "local", "human"]),
});

const Output = z.strictObject({ plugins: z.array(PluginOut), verbs: z.array(VerbOut) });

export const catalog = defineVerb({
  name: "catalog",
  room: "setup",
  summary: "Every plugin with what it needs, and every verb",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({}),
  positionals: [],
  examples: ["catalog", "catalog --json"],
  output: Output,
  async run(_, ctx) {
    const plugins = await pluginsOf(ctx);
    return {
      plugins: plugins.map(({ seam, name, summary, binaries, variables }) => ({
        seam,
        name,
        summary,
        binaries: [...binaries],
        variables: [...variables],
      })),
      verbs: ctx.verbs.map(({ name, room, summary, tier, effect, doors }) => ({
        name,
        room,
        summary,
        tier,
        effect,
        doors,
      })),
    };
  },
  view: ({ plugins, verbs }): Doc => [
    ...seams.flatMap((seam) => [
      { kind: "heading" as const, text: titles[seam] },
      {
        kind: "table" as const,
        columns: [{ title: "Name" }, { title: "Needs" }, { title: "What it does", grow: true }],
        rows: plugins
          .filter((plugin) => plugin.seam === seam)
          .map(({ name, binaries, summary }) => [name, binaries.join(", "), summary]),
      },
    ]),
    { kind: "heading", text: "Verbs" },
    {
      kind: "table",
      columns: [
        { title: "Verb" },
        { title: "Tier" },
        { title: "Effect" },
        { title: "Doors" },
        { title: "What it does", grow: true },
      ],
      rows: verbs.map(({ name, tier, effect, doors, summary }) => [name, tier, effect, doors, summary]),
    },
    {
      kind: "next",
      commands: [
        { command: "steadystate commands", why: "what each plugin runs" },
        { command: "steadystate doctor", why: "which of it is here" },
      ],
    },
  ],
});

const titles: Readonly<Record<Plugin["seam"], string>> = {
  source: "Sources (--source)",
  probe: "Probes",
  executor: "Executors (what the gate lets them run)",
  rules: "Rule packs",
};
