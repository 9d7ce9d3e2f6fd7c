import type { Context } from "../../context.ts";

/** A word that may stand where the cursor is, and what it is. */
export type Candidate = { readonly word: string; readonly remark: string };

type Live = (ctx: Context) => Promise<readonly Candidate[]>;

const findings: Live = async (ctx) => {
  const history = await ctx.history.look();
  const found = (await history?.findings({ limit: 200 })) ?? [];
  return found.map(({ fingerprint, title }) => ({ word: fingerprint.slice(0, 12), remark: title }));
};

const checks: Live = async (ctx) =>
  (await ctx.checks()).entries.map(({ name, emit }) => ({ word: name, remark: emit.title }));

const solutions: Live = async (ctx) =>
  (await ctx.solutions()).entries.map(({ name, problem = "" }) => ({ word: name, remark: problem }));

const workloads: Live = async (ctx) =>
  (await ctx.checks()).entries.flatMap(({ workload, name }) =>
    workload === undefined ? [] : [{ word: workload, remark: `check ${name}` }],
  );

const targets: Live = async (ctx) =>
  (await ctx.targets()).entries.map(({ name, source }) => ({ word: name, remark: source }));

const silos: Live = async (ctx) =>
  (await ctx.silos.load()).entries.map(({ name, folder }) => ({ word: name, remark: folder }));

/** The values of a field that are known here and now, by the field's name; a verb's own field comes before. */
export const liveWords: Readonly<Record<string, Live | undefined>> = {
  finding: findings,
  workload: workloads,
  "remove-check.name": checks,
  "vouch.name": solutions,
  "remove-solution.name": solutions,
  source: async ({ sources }) => sources.names.map((word) => ({ word, remark: "" })),
  target: targets,
  "targets.names": targets,
  silo: silos,
  "silo rm.name": silos,
  files: async ({ committed }) => committed.names.map((word) => ({ word, remark: "" })),
};
