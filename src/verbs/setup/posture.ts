import { z } from "zod";
import { ceilings, reversibilities } from "../../core/bound/envelope.ts";
import type { Policy } from "../../core/gate/policy.ts";
import { formatDuration } from "../../core/time.ts";
import { switchRows } from "../../engine/autonomy/switches.ts";
import { unattendedOf } from "../../engine/autonomy/unattended.ts";
import { type Posture, postureOf } from "../../engine/posture.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { LedgerRow, ledgerRow, renewal } from "../../view/ledger.ts";
import { present } from "../../view/rows.ts";
import { instant } from "../../view/words.ts";
import { Switch, switchBlocks } from "../act/switch-rows.ts";
import { defineVerb } from "../verb.ts";
import { ends, grants, holds } from "./posture-words.ts";

const Limit = z.strictObject({
  reversibility: z.enum(reversibilities),
  ceiling: z.enum(ceilings).describe("highest impact that may run unattended"),
  origin: z.string(),
});

const Ids = z.array(z.string());

const Output = z.strictObject({
  understood: z.boolean().describe("false: something of the bound is a mistake, and nothing runs unattended"),
  stopped: z.string().optional().describe("why nothing runs at all, for people too"),
  freezes: z.array(
    z.strictObject({
      reason: z.string(),
      targets: z.array(z.string()).describe("patterns; empty is every target"),
      until: z.string().optional().describe("UTC, where it holds now"),
      next: z.string().optional().describe("UTC, when it begins next"),
    }),
  ),
  bound: z.array(Limit),
  digest: z.string().describe("tells whether the bound was the same one"),
  faults: z.array(z.string()),
  remarks: z.array(z.string()).describe("what was written and counts as less"),
  withdrawn: z.array(LedgerRow).describe("what did not help at a target, and runs unattended no more there"),
  protected: z.strictObject({
    targets: z.array(z.string()).describe("patterns of targets where only break-glass acts"),
    namespaces: z.array(z.string()).describe("the same of namespaces"),
  }),
  auditKeyed: z.boolean().describe("whether each row of the audit is sealed with a key from outside"),
  perHour: z.number().int().describe("effects that may begin on one target in an hour"),
  settle: z.string().describe("how long after an effect its symptom must be gone"),
  expires: z.string().describe("how long what is offered waits for a decision"),
  roles: z.strictObject({
    committed: z.boolean().describe("false: every person at the terminal operates and approves"),
    ...{ operator: Ids, approver: Ids, breakglass: Ids },
  }),
  fourEyes: z
    .array(z.enum(reversibilities))
    .describe("for which effects nobody approves what they asked for"),
  grants: z.array(z.strictObject({ grant: z.string(), may: z.string() })).describe("what an agent may"),
  switches: z.array(Switch),
  unattended: z.array(z.string()).describe("what a tick of hold would take with nobody there, as things are"),
  holds: z.array(z.string()).describe("what is enforced by this program on its own path"),
  ends: z.array(z.string()).describe("what nothing here can hold back"),
});
type Output = z.infer<typeof Output>;

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
    "A mistake in config.toml stops every effect, as a file steadystate/STOP or",
    ".steadystate/STOP does; one in STEADYSTATE_BOUND stops all that is unattended.",
    "Each is status 1. The variable narrows a committed [bound]; it widens one only",
    "where [bound] env_may_widen is set.",
  ],
  output: Output,
  async run(_, ctx) {
    const told = await postureOf(ctx);
    const { bound, stopped, perHour, settle, expires, protectedNamespaces } = told.policy;
    return {
      understood: bound.faults.length === 0,
      ...present({ stopped }),
      freezes: freezesOf(told),
      bound: reversibilities.map((reversibility) => ({ reversibility, ...bound.limits[reversibility] })),
      ...{ digest: bound.digest, faults: [...bound.faults], remarks: [...told.remarks] },
      withdrawn: told.withdrawn.map(ledgerRow),
      protected: { targets: [...told.protectedTargets], namespaces: [...protectedNamespaces] },
      auditKeyed: ctx.hands.env.get("STEADYSTATE_AUDIT_KEY_FILE") !== undefined,
      ...{ perHour, settle: formatDuration(settle), expires: formatDuration(expires) },
      ...rightsOf(told.policy),
      grants: grants.map((row) => ({ ...row })),
      switches: [...(await switchRows(ctx))],
      unattended: [...(await unattendedOf(told.policy, ctx))],
      holds: [...holds],
      ends: [...ends],
    };
  },
  view: (output): Doc => [
    ...headOf(output),
    ...listOf(output.faults),
    {
      kind: "table",
      columns: [
        { title: "What is done can be" },
        { title: "Reaches at most" },
        { title: "From", grow: true },
      ],
      rows: output.bound.map(({ reversibility, ceiling, origin }) => [reversibility, ceiling, origin]),
    },
    ...output.remarks.map((text): Block => ({ kind: "line", tone: "warn", text })),
    ...freezeBlocks(output),
    { kind: "heading", text: "Runs by itself at each steadystate hold --apply" },
    ...listOf(output.unattended.length === 0 ? ["nothing"] : output.unattended),
    ...switchBlocks(output.switches),
    ...withdrawnBlocks(output),
    { kind: "heading", text: "Who, where, how much" },
    { kind: "fields", rows: fieldsOf(output) },
    { kind: "heading", text: "What an agent may, by the grant its server was started with" },
    { kind: "fields", rows: output.grants.map(({ grant, may }) => [grant, may]) },
    { kind: "heading", text: "Held by this program" },
    ...listOf(output.holds),
    { kind: "heading", text: "Not held by it" },
    ...listOf(output.ends),
    {
      kind: "next",
      commands: [
        { command: "steadystate actions", why: "what each vetted action may break" },
        { command: "steadystate pending", why: "what waits for a decision" },
      ],
    },
  ],
  outcome: ({ understood, stopped }) => (understood && stopped === undefined ? "done" : "tripped"),
});

const freezesOf = ({ freezes }: Posture): Output["freezes"] =>
  freezes.map(({ window: { reason, targets }, open, next }) => ({
    reason,
    targets: [...targets],
    ...present({
      until: open === undefined ? undefined : instant(open.until),
      next: next === undefined ? undefined : instant(next.from),
    }),
  }));

const rightsOf = ({ roles, fourEyes }: Policy): Pick<Output, "roles" | "fourEyes"> => {
  const { committed, operator, approver, breakglass } = roles;
  return {
    roles: { committed, operator: [...operator], approver: [...approver], breakglass: [...breakglass] },
    fourEyes: reversibilities.filter(
      (one) => fourEyes === true || (fourEyes !== false && fourEyes.includes(one)),
    ),
  };
};

const headOf = ({ understood, stopped, faults }: Output): readonly Block[] => [
  ...(stopped === undefined || faults.includes(stopped)
    ? []
    : [{ kind: "line" as const, tone: "bad" as const, text: `nothing runs, for people too: ${stopped}` }]),
  understood
    ? { kind: "heading", text: "What may run unattended" }
    : {
        kind: "line",
        tone: "bad",
        text: `the bound is not understood: nothing runs ${stopped === undefined ? "unattended" : "unattended, nor for people"}`,
      },
];

const freezeBlocks = ({ freezes }: Output): readonly Block[] => {
  const line = ({ reason, targets, until, next }: Output["freezes"][number]): Block => {
    const where = targets.length === 0 ? "every target" : targets.join(", ");
    const when = [
      ...(until === undefined ? [] : [`until ${until}`]),
      ...(next === undefined ? [] : [`next at ${next}`]),
    ].join(", ");
    return until === undefined
      ? { kind: "line", tone: "dim", text: `not now: ${where}, ${reason} (${when === "" ? "over" : when})` }
      : { kind: "line", tone: "bad", text: `frozen: ${where}, ${reason} (${when})` };
  };
  return freezes.length === 0 ? [] : [{ kind: "heading", text: "Freezes" }, ...freezes.map(line)];
};

const withdrawnBlocks = ({ withdrawn }: Output): readonly Block[] =>
  withdrawn.length === 0
    ? []
    : [
        { kind: "heading", text: "Runs unattended no more, for it did not help" },
        ...withdrawn.map(
          (row): Block => ({
            kind: "line",
            tone: "warn",
            text: `${row.remedy} at ${row.target}: ${row.withdrawn}; ${renewal(row)}`,
          }),
        ),
      ];

const fieldsOf = (told: Output) => {
  const { roles, fourEyes, perHour, settle, expires, protected: kept, auditKeyed } = told;
  const who = (ids: readonly string[]): string => (ids.length === 0 ? "nobody" : ids.join(", "));
  const anybody = "every person at the terminal (no [roles] committed)";
  return [
    [
      "Operates",
      roles.committed ? who([...roles.operator, ...roles.approver, ...roles.breakglass]) : anybody,
    ],
    ["Approves", roles.committed ? who([...roles.approver, ...roles.breakglass]) : anybody],
    ["Breaks glass", who(roles.breakglass)],
    ["Four eyes", fourEyes.length === 0 ? "not asked for" : `of what is ${fourEyes.join(", ")}`],
    ["An offer waits", expires],
    ["Audit", auditKeyed ? "chained, and keyed from outside" : "chained, not keyed"],
    ["Effects", `${perHour} an hour and target at most; each must have helped after ${settle}`],
    ["Protected targets", kept.targets.length === 0 ? "none" : kept.targets.join(", ")],
    ["Protected namespaces", kept.namespaces.join(", ")],
  ] as const;
};

const listOf = (items: readonly string[]): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: "list", items }];
