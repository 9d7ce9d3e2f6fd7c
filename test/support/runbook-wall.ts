import { readFileSync } from "node:fs";
import type { Context } from "../../src/context.ts";
import { solutionDigest } from "../../src/core/runbook/vouching.ts";
import { askIn } from "./ask.ts";
import { type ContextOptions, contextIn } from "./context.ts";
import { temporaryFolder } from "./repo.ts";
import { solution } from "./solution.ts";

const personOf = (name: string): Context["actor"] => ({
  ...{ class: "human", id: `os:${name}`, name, channel: "terminal", onBehalfOf: undefined },
});
export const [ann, bob] = [personOf("ann"), personOf("bob")];
export const job: Context["actor"] = { ...ann, class: "automation", id: "ci:ann", channel: "ci" };

/** A good entry, as somebody would give it. */
export const fix = {
  name: "restart-mailer",
  for: "OOMKilled",
  problem: "the queue is stuck",
  solution: { kind: "command", run: "systemctl restart {workload}" },
  impact: "low",
  reversibility: "high",
};
export const file = "steadystate/solutions.json";
export const at = "2026-11-25T23:59:00.000Z";
/** What no text says of itself. */
export const forged = {
  ...{ author: "os:root", added: "1999-01-01", proposed: false, vouched_by: "os:root" },
  ...{ vouched_at: at, vouched_digest: "0".repeat(64) },
};
export const digestOf = (entry: Readonly<Record<string, unknown>>): string =>
  solutionDigest(solution({ author: "x", ...entry }));

type Written = readonly Readonly<Record<string, unknown>>[];

/** A wall with that runbook; ann asks where nobody else is named. */
export const runbookWall = async (
  entries: unknown,
  { config, ...options }: ContextOptions & { config?: string } = {},
) => {
  const folder = temporaryFolder({
    ...(entries === undefined ? {} : { [file]: entries }),
    ...(config === undefined ? {} : { "steadystate/config.toml": config }),
  });
  const ctx = await contextIn(folder.root, { now: () => Date.parse(at), actor: ann, ...options });
  const as = (actor: Context["actor"]) => ({ ...ctx, actor });
  const written = (): Written => JSON.parse(readFileSync(folder.at(file), "utf8"));
  const text = (): string => readFileSync(folder.at(file), "utf8");
  const add = (entry: unknown, more = {}, actor = ann) =>
    askIn(as(actor), "add-solution", { solution: JSON.stringify(entry), ...more });
  const vouch = (digest: string | undefined, actor = ann, name = fix.name) =>
    askIn(as(actor), "vouch", { name, ...(digest === undefined ? {} : { digest }) });
  const remove = (name: string, more = {}, actor = ann) =>
    askIn(as(actor), "remove-solution", { name, ...more });
  const list = async () => (await askIn(await contextIn(folder.root), "solutions")).data;
  const audit = async () =>
    ((await (await ctx.history.look())?.audit({ limit: 100 })) ?? [])
      .map(({ event, actor, target, outcome }) => [event, actor.id, target, outcome].join(" "))
      .reverse();
  return { folder, ctx, as, written, text, add, vouch, remove, list, audit };
};
