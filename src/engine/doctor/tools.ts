import type { Context } from "../../context.ts";
import { SteadystateError } from "../../errors.ts";
import type { Config } from "../../intent/config.ts";
import type { Row } from "./row.ts";

/** Every binary that a source needs, asked for its version; one that nothing here calls for may be missing. */
export const examineTools = async (ctx: Context, config: Config | undefined): Promise<readonly Row[]> => {
  const users = new Map<string, readonly string[]>();
  const words = new Map<string, readonly string[]>();
  for (const name of ctx.sources.names) {
    const { needs } = await ctx.sources.open(name);
    for (const binary of needs.binaries) {
      users.set(binary, [...(users.get(binary) ?? []), name]);
      words.set(binary, needs.versions?.[binary] ?? words.get(binary) ?? ["--version"]);
    }
  }
  const wanted = await wantedTools(ctx, config);
  return Promise.all(
    [...users].map(([binary, sources]) =>
      examine(
        {
          ...{ binary, sources, words: words.get(binary) ?? [] },
          run: binary === "terraform" ? (config?.terraform.bin ?? binary) : binary,
        },
        wanted,
        ctx,
      ),
    ),
  );
};

type Tool = {
  readonly binary: string;
  readonly sources: readonly string[];
  /** What is run under that name. */
  readonly run: string;
  /** What makes it tell its version. */
  readonly words: readonly string[];
};

type Wanted = ReadonlyMap<string, { readonly state: "partial" | "broken"; readonly why: string }>;

/** What this wall asks of a tool: by a setting, or by files that only it reads. */
const wantedTools = async ({ place, hands }: Context, config: Config | undefined): Promise<Wanted> => {
  if (config?.file.keys.some((key) => key === "terraform.bin") === true)
    return new Map([["terraform", { state: "broken", why: "and [terraform] bin names it" }]]);
  const declared = (await hands.files.list(place.cwd)).some((name) => name.endsWith(".tf"));
  if (!declared) return new Map();
  return new Map([
    [
      "terraform",
      { state: "partial", why: "so this folder cannot be planned here; a captured plan can be read" },
    ],
  ]);
};

const examine = async ({ binary, sources, run, words }: Tool, wanted: Wanted, ctx: Context): Promise<Row> => {
  const row = { area: "tools", name: run } as const;
  const used = `for ${sources.join(", ")}`;
  const argv = [run, ...words];
  const typed = argv.join(" ");
  try {
    const { exit, stdout } = await ctx.hands.run({
      argv,
      cwd: ctx.place.cwd,
      timeout: 10_000,
    });
    if (exit === 0) return { ...row, state: "ok", why: `${versionIn(stdout)}, ${used}` };
    return {
      ...row,
      state: "broken",
      why: `${typed} ended with status ${exit}`,
      next: typed,
    };
  } catch (error) {
    if (!(error instanceof SteadystateError)) throw error;
    if (error.code !== "tool-missing") return { ...row, state: "broken", why: error.message, next: typed };
    const { state = "off", why = used } = wanted.get(binary) ?? {};
    return {
      ...row,
      state,
      why: `not on PATH, ${why}`,
      next: `install ${run}, or give ci and scan a captured plan`,
    };
  }
};

const versionIn = (text: string): string => /\d+\.\d+(\.\d+)?[\w.+-]*/.exec(text)?.[0] ?? "found";
