import type { Context } from "../context.ts";
import { packs } from "../core/rules/index.ts";

/** One plugin as data: what it is for, what it needs, what it may run. */
export type Plugin = {
  readonly seam: "source" | "probe" | "rules" | "executor";
  readonly name: string;
  readonly summary: string;
  readonly binaries: readonly string[];
  readonly variables: readonly string[];
  /** Every argv it may run to look, placeholders in angle brackets. */
  readonly observes: readonly (readonly string[])[];
  /** What it could change: nothing, where no executor stands behind it. */
  readonly changes: readonly (readonly string[])[];
};

/** Every plugin of this build, from their own contracts. */
export const pluginsOf = async (ctx: Context): Promise<readonly Plugin[]> => {
  const sources = await Promise.all(
    ctx.sources.names.map(async (name): Promise<Plugin> => {
      const { summary, needs, observes } = await ctx.sources.open(name);
      const { binaries, variables } = needs;
      return { seam: "source", name, summary, binaries, variables, observes, changes: [] };
    }),
  );
  const probes = await Promise.all(
    ctx.probes.names.map(async (name): Promise<Plugin> => {
      const { summary, needs, observes } = await ctx.probes.open(name);
      return { seam: "probe", name, summary, ...needs, observes, changes: [] };
    }),
  );
  const executors = (await ctx.executors()).map(
    ({ name, summary, needs, observes, acts }): Plugin => ({
      ...{ seam: "executor", name, summary, ...needs, observes, changes: acts },
    }),
  );
  return [...sources, ...probes, http, ...executors, ...packs.map(packOf)];
};

const none = { binaries: [], variables: [], observes: [], changes: [] } as const;

const http: Plugin = {
  ...none,
  seam: "probe",
  name: "http",
  summary: "the http checks of checks.json: one GET or HEAD each, and no command",
  variables: ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"],
};

const packOf = ({ name, rules }: (typeof packs)[number]): Plugin => ({
  ...none,
  seam: "rules",
  name,
  summary: `${rules.length} rules, asked of every look by themselves`,
});
