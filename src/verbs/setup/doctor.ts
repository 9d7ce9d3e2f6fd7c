import { z } from "zod";
import type { Context } from "../../context.ts";
import { type Dial, dialsOf } from "../../engine/doctor/dials.ts";
import { examineEnvironment, examineMachine } from "../../engine/doctor/environment.ts";
import { examineFiles, examineSilos, examineStop } from "../../engine/doctor/files.ts";
import { examineMemory } from "../../engine/doctor/memory.ts";
import { areas, type Row, states } from "../../engine/doctor/row.ts";
import { examineSwitches } from "../../engine/doctor/switches.ts";
import { examineTools } from "../../engine/doctor/tools.ts";
import { SteadystateError } from "../../errors.ts";
import type { Config } from "../../intent/config.ts";
import type { Block, Doc, Tone } from "../../view/doc.ts";
import { ago } from "../../view/words.ts";
import { defineVerb } from "../verb.ts";

const RowOut = z.strictObject({
  area: z.enum(areas),
  name: z.string(),
  state: z.enum(states).describe("off was never set up; broken was, and does not work"),
  why: z.string(),
  next: z.string().optional().describe("what mends it or sets it up"),
  ageSeconds: z.number().int().optional(),
});

const DialOut = z.strictObject({
  name: z.string(),
  value: z.string(),
  origin: z.enum(["environment", "config", "default"]),
  meaning: z.string(),
  setBy: z.array(z.string()).describe("variable, then table.key of config.toml"),
});

const Output = z.strictObject({
  sound: z.boolean().describe("nothing that was set up is broken"),
  counts: z.strictObject({
    ok: z.number().int(),
    partial: z.number().int(),
    off: z.number().int(),
    broken: z.number().int(),
  }),
  rows: z.array(RowOut),
  dials: z.array(DialOut).describe("settings as they hold now, and where each comes from"),
});
type Output = z.infer<typeof Output>;

export const doctor = defineVerb({
  name: "doctor",
  room: "setup",
  summary: "What is set up, what is missing, what is broken",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({}),
  positionals: [],
  examples: ["doctor", "doctor --json"],
  details: [
    "ok works; partial works less than it could; off was never set up; broken was",
    "set up and does not work. Status 1 when something is broken. Variables are",
    "told by name, never by value.",
  ],
  output: Output,
  async run(_, ctx) {
    const config = await configOf(ctx);
    const rows: readonly Row[] = [
      ...examineMachine(ctx),
      ...(await examineTools(ctx, config)),
      ...(await examineMemory(ctx, config)),
      ...(await examineFiles(ctx)),
      ...(await examineStop(ctx)),
      ...examineEnvironment(ctx),
      ...(await examineSwitches(ctx)),
      ...(await examineSilos(ctx)),
    ];
    const count = (state: Row["state"]): number => rows.filter((row) => row.state === state).length;
    const counts = { ok: count("ok"), partial: count("partial"), off: count("off"), broken: count("broken") };
    return {
      sound: counts.broken === 0,
      counts,
      rows: [...rows],
      dials: dialsOf(ctx, config).map((dial) => ({ ...dial, setBy: [...dial.setBy] })),
    };
  },
  view: ({ counts, rows, dials }): Doc => [
    {
      kind: "heading",
      text: `${counts.broken} broken, ${counts.partial} partial, ${counts.ok} ok, ${counts.off} off`,
    },
    ...areas.flatMap((area) => {
      const own = rows.filter((row) => row.area === area);
      return own.length === 0 ? [] : [{ kind: "heading" as const, text: titles[area] }, ...rowLines(own)];
    }),
    { kind: "heading", text: "Dials" },
    dialTable(dials),
    nextSteps(rows),
  ],
  outcome: ({ sound }) => (sound ? "done" : "tripped"),
});

/** A broken config.toml is a row of its own; everything else is examined all the same. */
const configOf = async (ctx: Context): Promise<Config | undefined> => {
  try {
    return await ctx.config();
  } catch (error) {
    if (error instanceof SteadystateError) return undefined;
    throw error;
  }
};

const titles = {
  machine: "Machine",
  place: "Where this is",
  tools: "Tools",
  memory: "Memory",
  files: "Committed files",
  environment: "Environment",
  silos: "Silos",
} as const;

const tones = { ok: "good", partial: "warn", off: "dim", broken: "bad" } as const satisfies Record<
  Row["state"],
  Tone
>;

/** What was never set up and why is the same for many: one line tells of all of them. */
const rowLines = (rows: Output["rows"]): readonly Block[] => {
  const off = new Map<string, readonly string[]>();
  for (const { name, state, why } of rows) if (state === "off") off.set(why, [...(off.get(why) ?? []), name]);
  return [
    ...rows.filter(({ state }) => state !== "off").map(rowLine),
    ...[...off].map(
      ([why, names]): Block => ({ kind: "line", tone: "dim", text: `  off: ${names.join(", ")}: ${why}` }),
    ),
  ];
};

const rowLine = ({ name, state, why, ageSeconds }: Output["rows"][number]): Block => {
  const age = ageSeconds === undefined ? "" : ` (${ago(ageSeconds * 1000)})`;
  return { kind: "line", tone: tones[state], text: `${name}: ${why}${age}` };
};

const dialTable = (dials: readonly Dial[]): Block => ({
  kind: "table",
  columns: [{ title: "Dial" }, { title: "Value" }, { title: "From" }, { title: "Meaning", grow: true }],
  rows: dials.map(({ name, value, origin, meaning }) => [name, value, origin, meaning]),
});

const worst = ["broken", "partial", "off"] as const;

/** What is broken first; what was never set up comes last, and each command once. */
const nextSteps = (rows: Output["rows"]): Block => {
  const steps = new Map<string, string>();
  for (const state of worst)
    for (const row of rows)
      if (row.state === state && row.next !== undefined && !steps.has(row.next))
        steps.set(row.next, `${state}: ${row.name}`);
  const commands = [...steps].slice(0, 5).map(([command, why]) => ({ command, why }));
  return {
    kind: "next",
    commands: commands.length > 0 ? commands : [{ command: "steadystate health", why: "is it working" }],
  };
};
