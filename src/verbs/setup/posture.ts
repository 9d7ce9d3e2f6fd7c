import { z } from "zod";
import type { Context } from "../../context.ts";
import { ceilings, reversibilities } from "../../core/bound/envelope.ts";
import { freezePlanOf, policyOf } from "../../engine/policy.ts";
import type { VariableName } from "../../system/env.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { defineVerb } from "../verb.ts";

const Limit = z.strictObject({
  reversibility: z.enum(reversibilities),
  ceiling: z.enum(ceilings).describe("highest impact that may run unattended"),
  origin: z.string(),
});

const Output = z.strictObject({
  understood: z.boolean().describe("false: something of the bound is a mistake, and nothing runs unattended"),
  stopped: z.string().optional().describe("why nothing runs at all, for people too"),
  freezes: z.array(
    z.strictObject({
      reason: z.string(),
      targets: z.array(z.string()).describe("patterns; empty is every target"),
      until: z.number().optional().describe("until when it holds, where it holds now"),
      next: z.number().optional().describe("when it begins next"),
    }),
  ),
  bound: z.array(Limit),
  digest: z.string().describe("tells whether the bound was the same one"),
  faults: z.array(z.string()),
  remarks: z.array(z.string()).describe("what was asked for and counts as less"),
  waiting: z.array(z.string()).describe("switches that are set and do nothing in this version"),
  holds: z.array(z.string()).describe("what is enforced by this program on its own path"),
  ends: z.array(z.string()).describe("what nothing here can hold back"),
});

export const posture = defineVerb({
  name: "posture",
  room: "setup",
  summary: "What may run unattended, and where that ends",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({}),
  positionals: [],
  examples: ["posture", "posture --json"],
  details: [
    "A mistake in [bound] or in STEADYSTATE_BOUND closes everything, with status 1.",
    "The variable narrows a committed [bound]; it widens one only where",
    "[bound] env_may_widen is set.",
  ],
  output: Output,
  async run(_, ctx) {
    const { bound, stopped } = await policyOf({ target: undefined }, ctx);
    const freezes = await freezePlanOf(ctx);
    return {
      understood: bound.faults.length === 0,
      stopped,
      freezes: freezes.map(({ window, open, next }) => ({
        reason: window.reason,
        targets: [...window.targets],
        ...{ until: open?.until, next: next?.from },
      })),
      bound: reversibilities.map((reversibility) => ({ reversibility, ...bound.limits[reversibility] })),
      ...{ digest: bound.digest, faults: [...bound.faults], remarks: [...bound.remarks] },
      waiting: waitingOf(ctx),
      holds: [...holds],
      ends: [...ends],
    };
  },
  view: ({ understood, stopped, bound, faults, remarks, waiting, holds: held, ends: open }): Doc => [
    understood
      ? { kind: "heading", text: "What may run unattended" }
      : { kind: "line", tone: "bad", text: "the bound is not understood: nothing runs unattended" },
    ...listOf(faults),
    ...(stopped === undefined || !understood
      ? []
      : [{ kind: "line" as const, tone: "bad" as const, text: `nothing runs: ${stopped}` }]),
    {
      kind: "table",
      columns: [
        { title: "What is done can be" },
        { title: "Reaches at most" },
        { title: "From", grow: true },
      ],
      rows: bound.map(({ reversibility, ceiling, origin }) => [reversibility, ceiling, origin]),
    },
    ...remarks.map((text): Block => ({ kind: "line", tone: "warn", text })),
    { kind: "heading", text: "Held by this program" },
    ...listOf(held),
    ...(waiting.length === 0
      ? []
      : [{ kind: "heading" as const, text: "Set, and without effect in this version" }]),
    ...listOf(waiting),
    { kind: "heading", text: "Not held by it" },
    ...listOf(open),
    {
      kind: "next",
      commands: [{ command: "steadystate actions", why: "what each vetted action may break" }],
    },
  ],
  outcome: ({ understood, stopped }) => (understood && stopped === undefined ? "done" : "tripped"),
});

const listOf = (items: readonly string[]): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: "list", items }];

const holds = [
  "no verb of this version changes infrastructure: actions are shown, none is run",
  "an agent reads unless it was started with --author or --write, and names targets, never clusters or kubeconfigs",
  "who acts is told by the door, never by an argument",
  "the audit is a chain of hashes that history --verify recomputes; no verb of this version writes to it yet",
] as const;

const ends = [
  "whoever has a shell and a credential here can go around all of this: the hard limit is the right of that credential",
  "for a fence that holds, give the agent this server as its only tool, no shell, and a credential that may only read",
] as const;

const switches = [
  "STEADYSTATE_REFLEX_AUTO",
  "STEADYSTATE_DECIDER_AUTO",
  "STEADYSTATE_SOLUTION_AUTO",
  "STEADYSTATE_NO_SAFETY_NET",
] as const satisfies readonly VariableName[];

const waitingOf = ({ hands }: Context): string[] =>
  switches.filter((name) => (hands.env.get(name) ?? "") !== "");
