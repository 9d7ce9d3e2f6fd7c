import type { Context } from "../../src/context.ts";
import type { Check, HttpReading } from "../../src/core/checks/check.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { type ContextOptions, contextIn } from "./context.ts";
import { temporaryFolder } from "./repo.ts";

export const minute = 60_000;
export const start = Date.UTC(2026, 10, 25);
const plan = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  configuration: {},
  resource_changes: [],
  timestamp: "2026-11-25T00:00:00Z",
  complete: true,
  errored: false,
};
export const check = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  workload: "web",
  read: { kind: "http", url: `http://ann:canary-pw@127.0.0.1:9/${name}?token=canary-q` },
  emit: { severity: "high", title: `${name} does not answer` },
  ...more,
});

export const good: Extract<HttpReading, { kind: "answered" }> = {
  kind: "answered",
  status: 200,
  body: "",
  latencyMs: 5,
};
export const bad: HttpReading = { kind: "no-answer", reason: "connection refused" };
export const dark: HttpReading = { kind: "unable", reason: "the name cannot be resolved now" };

/** A wall whose clock and answers a test sets. */
export const wall = async (
  entries: unknown,
  more: Readonly<Record<string, unknown>> = {},
  { env = {}, ...options }: ContextOptions = {},
) => {
  const folder = temporaryFolder({ "plan.json": plan, "steadystate/checks.json": entries, ...more });
  const world = { at: 0, answers: new Map<string, HttpReading>(), asked: [] as string[] };
  const own = { STEADYSTATE_RESOLVE_AFTER: "0", ...env };
  const base = await contextIn(folder.root, { ...options, env: own });
  const ctx: Context = {
    ...base,
    now: () => start + world.at * minute,
    readCheck: async ({ name }: Check) => {
      world.asked.push(name);
      return world.answers.get(name) ?? good;
    },
  };
  const ask = async (verb: keyof typeof verbs, input: Readonly<Record<string, unknown>> = {}) => {
    const reply = await dispatch(await verbs[verb](), input, ctx);
    const data: Readonly<Record<string, unknown>> = reply.ok ? reply.data : {};
    return { exit: reply.exit, data, text: reply.ok ? renderPlain(reply.doc()) : reply.error.message };
  };
  const scan = (input = {}) => ask("scan", { path: "plan.json", ...input });
  const verdict = async (input = {}) => (await ask("health", input)).data["verdict"];
  return { folder, world, ask, scan, verdict, heard: base.heard };
};
