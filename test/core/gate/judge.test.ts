import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Actor } from "../../../src/core/actor.ts";
import { type Bound, resolveBound } from "../../../src/core/bound/bound.ts";
import {
  type Ceiling,
  ceilings,
  compareCeilings,
  type Envelope,
  impacts,
  type Reversibility,
  reversibilities,
} from "../../../src/core/bound/envelope.ts";
import { type Asking, type Judged, judge } from "../../../src/core/gate/judge.ts";
import type { Policy } from "../../../src/core/gate/policy.ts";

const person = (id: string, channel: Actor["channel"] = "terminal"): Actor => ({
  ...{ class: "human", id, name: id, channel, onBehalfOf: undefined },
});
const ana = person("os:ana");
const eve = person("os:eve");
const agent: Actor = { ...person("mcp:claude", "mcp"), class: "agent" };
const robot: Actor = { ...person("ci:runner", "ci"), class: "automation" };
const boundOf = (ceilingsOf: Readonly<Partial<Record<Reversibility, Ceiling>>>): Bound =>
  resolveBound({
    committed: { ceilings: ceilingsOf, envMayWiden: false },
    variable: undefined,
    fault: undefined,
  });

const open: Policy = {
  bound: boundOf({}),
  stopped: undefined,
  freezes: [],
  protectedTarget: false,
  protectedNamespaces: ["kube-*"],
  perHour: 6,
  roles: { operator: [], approver: [], breakglass: [], committed: false },
  fourEyes: false,
  expires: 86_400_000,
  settle: 60_000,
};
const withRoles = (roles: Partial<Policy["roles"]>): Policy => ({
  ...open,
  roles: { operator: [], approver: [], breakglass: [], ...roles, committed: true },
});

const restart: Envelope = { reversibility: "self_healing", impact: "service" };
const scale: Envelope = { reversibility: "recoverable", impact: "service" };
const deleteNode: Envelope = { reversibility: "irreversible", impact: "node" };

const asking = (over: Partial<Asking>): Asking => ({
  ...{ actor: ana, deed: "approve", proposer: agent, envelope: scale, subject: "web", namespace: "shop" },
  ...{ confirmed: { name: undefined, reason: undefined }, offeredAt: 1_000_000, now: 1_060_000 },
  reference: "7f3a9c21",
  ...over,
});
const inFull = { name: "web", reason: "the disk is gone" };
const told = (judged: Judged): string => (judged.ok ? judged.decision : judged.event);
const why = (judged: Judged): string => (judged.ok ? "" : `${judged.why} | ${judged.hint}`);

/** The whole table, told a second time: each reason for a no by itself, in any order. What is left over is a yes. */
const vetoes: readonly ((asked: Asking, policy: Policy) => boolean)[] = [
  (_, { stopped }) => stopped !== undefined,
  ({ envelope }) => envelope === undefined,
  ({ deed, actor }) => deed === "approve" && actor.class !== "human",
  ({ deed, actor }, { roles }) =>
    actor.class === "human" &&
    roles.committed &&
    !roles.breakglass.includes(actor.id) &&
    !roles.approver.includes(actor.id) &&
    (deed === "approve" || !roles.operator.includes(actor.id)),
  ({ actor }, { roles }) => actor.class === "human" && !roles.committed && !/^os:/.test(actor.id),
  ({ deed, actor, proposer, envelope }, { fourEyes }) =>
    deed === "approve" &&
    actor.id === proposer.id &&
    (fourEyes === true || (Array.isArray(fourEyes) && fourEyes.includes(envelope?.reversibility))),
  (asked, policy) => asked.deed !== "approve" && (isGuarded(asked, policy) || !isInside(asked, policy)),
  (asked, policy) =>
    asked.deed === "approve" &&
    (isGuarded(asked, policy) || isGrave(asked, policy)) &&
    !(
      policy.roles.breakglass.includes(asked.actor.id) &&
      asked.confirmed.name === asked.subject &&
      /\S/.test(asked.confirmed.reason ?? "") &&
      asked.now - asked.offeredAt <= 600_000 &&
      asked.now >= asked.offeredAt
    ),
];
const isGuarded = ({ namespace }: Asking, { freezes, protectedTarget }: Policy): boolean =>
  freezes.length > 0 || protectedTarget || /^kube-/.test(namespace);
const isInside = ({ envelope }: Asking, { bound }: Policy): boolean =>
  envelope !== undefined &&
  envelope.reversibility !== "irreversible" &&
  bound.faults.length === 0 &&
  ceilings.indexOf(envelope.impact) <= ceilings.indexOf(bound.limits[envelope.reversibility].ceiling);
const isGrave = (asked: Asking, policy: Policy): boolean =>
  asked.envelope?.reversibility === "irreversible" ||
  (!isInside(asked, policy) && ["node", "fleet"].includes(asked.envelope?.impact ?? ""));

const actors = [ana, eve, agent, robot, person("slack:T1:U2", "chat")];
const deeds = ["approve", "take", "reflex"] as const;
const envelopes: readonly (Envelope | undefined)[] = [
  ...reversibilities.flatMap((reversibility) => impacts.map((impact) => ({ reversibility, impact }))),
  undefined,
];
const bounds = [
  boundOf({}),
  boundOf({ lossless: "none", self_healing: "none" }),
  boundOf({ lossless: "fleet", self_healing: "fleet", recoverable: "fleet", irreversible: "fleet" }),
  boundOf({ lossless: "one", self_healing: "one", recoverable: "one" }),
  resolveBound({ committed: undefined, variable: "junk", fault: undefined }),
];
const guards: readonly Partial<Policy>[] = [
  {},
  { freezes: [{ reason: "audit", until: 9 }] },
  { protectedTarget: true },
  { stopped: "steadystate/STOP stands there" },
];
const roleTables: readonly Policy["roles"][] = [
  open.roles,
  { operator: [], approver: [], breakglass: [], committed: true },
  { operator: ["os:ana"], approver: ["os:eve"], breakglass: [], committed: true },
  { operator: [], approver: ["os:ana", "mcp:claude"], breakglass: ["os:eve", "mcp:claude"], committed: true },
  { operator: [], approver: [], breakglass: ["os:ana", "slack:T1:U2", "ci:runner"], committed: false },
];
const confirmations: readonly Partial<Asking>[] = [
  { confirmed: inFull },
  { confirmed: { name: "Web", reason: "x" } },
  { confirmed: { name: "web", reason: "  " } },
  { confirmed: inFull, now: 1_000_000 + 600_001 },
  { confirmed: inFull, now: 999_999 },
];

type Cell = { readonly asked: Partial<Asking>; readonly policy: Partial<Policy> };
const axes: readonly (readonly Partial<Cell>[])[] = [
  actors.map((actor) => ({ asked: { actor } })),
  envelopes.map((envelope) => ({ asked: { envelope } })),
  bounds.map((bound) => ({ policy: { bound } })),
  [
    ...guards.map((policy) => ({ policy })),
    ...["kube-system", ""].map((namespace) => ({ asked: { namespace } })),
  ],
  roleTables.map((roles) => ({ policy: { roles } })),
  [
    { policy: { fourEyes: false } },
    { policy: { fourEyes: true } },
    { policy: { fourEyes: true }, asked: { proposer: ana } },
    { policy: { fourEyes: ["irreversible", "recoverable"] }, asked: { proposer: ana } },
  ],
];
const sizeOf = (all: typeof axes): number => all.reduce((size, axis) => size * axis.length, 1);

/** The cell with this number: one choice of each axis. */
const cellAt = (all: typeof axes, n: number): { readonly asked: Asking; readonly policy: Policy } => {
  let rest = n;
  let asked: Partial<Asking> = {};
  let policy = open;
  for (const axis of all) {
    const choice = axis[rest % axis.length];
    rest = Math.floor(rest / axis.length);
    asked = { ...asked, ...choice?.asked };
    policy = { ...policy, ...choice?.policy };
  }
  return { asked: asking(asked), policy };
};

describe("every cell of the table", () => {
  test.each([
    ["approve", 6 * 5 * 4 * 5 * 5 * 5 * 21],
    ["take", 6 * 5 * 4 * 5 * 5 * 21],
    ["reflex", 6 * 5 * 4 * 5 * 5 * 21],
  ] as const)("%s", (deed, size) => {
    const typed = confirmations.map((asked) => ({ asked: { ...asked, deed } }));
    const all = [...axes, deed === "approve" ? typed : typed.slice(0, 1)];
    expect(sizeOf(all)).toBe(size);
    const wrong: unknown[] = [];
    for (let n = 0; n < size; n += 1) {
      const { asked, policy } = cellAt(all, n);
      if (judge(asked, policy).ok === vetoes.some((veto) => veto(asked, policy)))
        wrong.push({ asked, policy });
    }
    expect(wrong.slice(0, 2)).toEqual([]);
  });

  it("says yes to somebody in each of the three ways", () => {
    const withGlass = withRoles({ breakglass: ["os:ana"] });
    expect(told(judge(asking({ deed: "take", envelope: restart }), open))).toBe("within-bound");
    expect(told(judge(asking({}), open))).toBe("approved");
    expect(told(judge(asking({ envelope: deleteNode, confirmed: inFull }), withGlass))).toBe("break-glass");
  });
});

const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  bound: fc
    .record({
      lossless: fc.constantFrom(...ceilings),
      self_healing: fc.constantFrom(...ceilings),
      recoverable: fc.constantFrom(...ceilings),
    })
    .map(boundOf),
  stopped: fc.constant(undefined),
  freezes: fc.constantFrom([], [{ reason: "audit", until: 9 }]),
  protectedTarget: fc.boolean(),
  protectedNamespaces: fc.subarray(["kube-*", "shop", "pay*"]),
  perHour: fc.constant(6),
  roles: fc.record({
    operator: fc.subarray(["os:ana", "os:eve", "slack:T1:U2"]),
    approver: fc.subarray(["os:ana", "os:eve", "slack:T1:U2", "mcp:claude"]),
    breakglass: fc.subarray(["os:ana", "os:eve", "slack:T1:U2", "ci:runner"]),
    committed: fc.boolean(),
  }),
  fourEyes: fc.oneof(fc.boolean(), fc.subarray([...reversibilities])),
  expires: fc.constant(86_400_000),
  settle: fc.constant(60_000),
});
const anyAsking: fc.Arbitrary<Asking> = fc.record({
  actor: fc.constantFrom(...actors),
  deed: fc.constantFrom(...deeds),
  proposer: fc.constantFrom(...actors),
  envelope: fc.constantFrom(...envelopes),
  subject: fc.constantFrom("web", "my app", ""),
  namespace: fc.constantFrom("", "shop", "kube-system", "payments"),
  confirmed: fc.record({
    name: fc.constantFrom("web", "my app", undefined),
    reason: fc.constantFrom("because", " ", undefined),
  }),
  offeredAt: fc.constant(1_000_000),
  now: fc.constantFrom(1_000_001, 1_600_000, 1_600_001),
  reference: fc.constantFrom("7f3a", undefined),
});

/** Each takes something away, and may take nothing. */
const narrowings: readonly ((policy: Policy, n: number) => Policy)[] = [
  (policy, n) => {
    const ceilingsOf = Object.fromEntries(
      reversibilities.map((name) => {
        const { ceiling } = policy.bound.limits[name];
        const lower = ceilings[n % ceilings.length] ?? "none";
        return [name, compareCeilings(lower, ceiling) < 0 ? lower : ceiling];
      }),
    );
    return { ...policy, bound: boundOf(ceilingsOf) };
  },
  (policy) => ({
    ...policy,
    bound: resolveBound({ committed: undefined, variable: undefined, fault: "broken" }),
  }),
  (policy) => ({ ...policy, freezes: [...policy.freezes, { reason: "more", until: 9 }] }),
  (policy) => ({ ...policy, protectedTarget: true }),
  (policy) => ({ ...policy, protectedNamespaces: [...policy.protectedNamespaces, "pay*", "shop"] }),
  (policy) => ({ ...policy, stopped: "x" }),
  (policy) => ({ ...policy, fourEyes: true }),
  (policy, n) => {
    const less = (ids: readonly string[]) => ids.filter((_, at) => at !== n % 3);
    const { operator, approver, breakglass, committed } = policy.roles;
    return {
      ...policy,
      roles: {
        ...{ operator: less(operator), approver: less(approver), breakglass: less(breakglass) },
        committed,
      },
    };
  },
];

test("whatever is taken away from a policy, nothing more gets through", () => {
  fc.assert(
    fc.property(
      anyAsking,
      anyPolicy,
      fc.array(fc.tuple(fc.constantFrom(...narrowings), fc.nat(20)), { minLength: 1, maxLength: 3 }),
      (asked, policy, steps) => {
        const narrower = steps.reduce((held, [narrow, n]) => narrow(held, n), policy);
        return judge(asked, policy).ok || !judge(asked, narrower).ok;
      },
    ),
    { numRuns: 20_000 },
  );
});

test("what an actor says of itself changes nothing", () => {
  const claimed = ["os:ana", "os:eve", "ana"];
  fc.assert(
    fc.property(anyAsking, anyPolicy, fc.constantFrom(...claimed), (asked, policy, onBehalfOf) => {
      const labelled = { ...asked, actor: { ...asked.actor, onBehalfOf, name: onBehalfOf } };
      expect(judge(labelled, policy)).toEqual(judge(asked, policy));
    }),
  );
});

describe("who", () => {
  it("an agent or a job never approves, whatever role it was given by mistake", () => {
    const generous = withRoles({
      approver: ["mcp:claude", "ci:runner"],
      breakglass: ["mcp:claude", "ci:runner"],
    });
    for (const actor of [agent, robot])
      for (const envelope of [restart, scale, deleteNode])
        expect(told(judge(asking({ actor, envelope, confirmed: inFull }), generous))).toBe("refused");
  });

  it.each(["os:Ana", "os:ana ", "os:an", "ana", "slack:os:ana", "os:ana\u200b"])(
    "an id counts as it stands, never nearly: %j",
    (id) => {
      expect(judge(asking({ actor: person(id) }), withRoles({ approver: ["os:ana"] })).ok).toBe(false);
    },
  );

  it("without [roles] only people at the terminal act; a signed sender of a chat needs to be named", () => {
    const sender = person("slack:T1:U2", "chat");
    expect(why(judge(asking({ actor: sender }), open))).toContain("no [roles] are committed");
    expect(judge(asking({ actor: sender }), withRoles({ approver: ["slack:T1:U2"] })).ok).toBe(true);
  });

  it("four eyes: who asked does not approve, and it counts for the ones that are named", () => {
    const asked = asking({ proposer: ana });
    expect(judge(asked, open).ok).toBe(true);
    expect(told(judge(asked, { ...open, fourEyes: true }))).toBe("escalated");
    expect(told(judge(asked, { ...open, fourEyes: ["recoverable"] }))).toBe("escalated");
    expect(judge(asked, { ...open, fourEyes: ["irreversible"] }).ok).toBe(true);
    expect(judge({ ...asked, actor: eve }, { ...open, fourEyes: true }).ok).toBe(true);
  });
});

test("a bound that no file can give opens nothing all the same", () => {
  const wide = { ceiling: "fleet", origin: "config.toml" } as const;
  const limits = { lossless: wide, self_healing: wide, recoverable: wide, irreversible: wide };
  const bound: Bound = { ...open.bound, limits };
  for (const deed of ["take", "reflex"] as const) {
    const mild = asking({ deed, actor: agent, envelope: restart });
    expect(judge(mild, { ...open, bound }).ok).toBe(true);
    expect(judge({ ...mild, envelope: deleteNode }, { ...open, bound }).ok).toBe(false);
    expect(judge(mild, { ...open, bound: { ...bound, faults: ["torn"] } }).ok).toBe(false);
  }
});

it("one star protects what lives in no namespace too", () => {
  const guarded = { ...open, protectedNamespaces: ["*"] };
  expect(why(judge(asking({ deed: "take", namespace: "" }), guarded))).toContain("every namespace");
});

describe("break-glass", () => {
  const policy = withRoles({ breakglass: ["os:ana"], approver: ["os:eve"] });
  const asked = asking({ envelope: deleteNode, confirmed: inFull });

  test.each([
    ["the role", { actor: eve }, "has not the role breakglass"],
    ["the name", { confirmed: { ...inFull, name: undefined } }, "the name typed back"],
    ["the exact name", { confirmed: { ...inFull, name: "web " } }, "the name typed back"],
    ["a name at all", { subject: "", confirmed: { ...inFull, name: "" } }, "the name typed back"],
    ["a reason", { confirmed: { ...inFull, reason: undefined } }, "wants a reason"],
    ["a reason that says something", { confirmed: { ...inFull, reason: " \t" } }, "wants a reason"],
    ["ten minutes", { now: 1_600_001 }, "last 10 minutes | steadystate reoffer 7f3a9c21"],
    ["a clock that did not go back", { now: 999_999 }, "last 10 minutes"],
    ["a clock at all", { now: Number.NaN }, "last 10 minutes"],
  ] as const)("wants %s", (_, over, because) => {
    expect(judge(asked, policy)).toEqual({ ok: true, decision: "break-glass" });
    expect(why(judge({ ...asked, ...over }, policy))).toContain(because);
  });

  test.each([
    ["a freeze", { freezes: [{ reason: "quarter end", until: 9 }] }, "a freeze holds: quarter end"],
    ["a protected target", { protectedTarget: true }, "protected_targets"],
    ["a protected namespace", { protectedNamespaces: ["SH*"] }, "the namespace shop is protected"],
  ] as const)("is what %s wants, of the mildest effect too; nobody else gets through", (_, over, because) => {
    const mild = asking({ envelope: { reversibility: "lossless", impact: "one" }, confirmed: inFull });
    const guarded = { ...policy, ...over };
    expect(told(judge(mild, guarded))).toBe("break-glass");
    for (const deed of ["take", "reflex"] as const)
      for (const actor of [ana, agent, robot])
        expect(why(judge({ ...mild, deed, actor }, guarded))).toContain(because);
    expect(told(judge({ ...mild, actor: eve }, guarded))).toBe("escalated");
  });
});

describe("what to do next is a command that can be pasted", () => {
  test.each([
    ["web", "--confirm=web --reason='…'"],
    ["my app", "--confirm='my app' --reason='…'"],
    ["it's; rm -rf /", "--confirm='it'\\''s; rm -rf /' --reason='…'"],
    ["--all", "--confirm=--all --reason='…'"],
    ["$(id)", "--confirm='$(id)' --reason='…'"],
  ])("%j", (subject, flags) => {
    const judged = judge(
      asking({ envelope: deleteNode, subject, deed: "take" }),
      withRoles({ breakglass: ["os:ana"] }),
    );
    expect(why(judged)).toContain(`| steadystate approve 7f3a9c21 ${flags}`);
    const typed = asking({ envelope: deleteNode, subject, confirmed: { name: subject, reason: "gone" } });
    expect(told(judge(typed, withRoles({ breakglass: ["os:ana"] })))).toBe("break-glass");
  });

  it("of what wants a plain yes, and of what does not wait yet", () => {
    expect(why(judge(asking({ deed: "take" }), open))).toMatch(
      /outside the bound \| steadystate approve 7f3a9c21$/,
    );
    expect(why(judge(asking({ deed: "take", reference: undefined }), open))).toContain("steadystate pending");
  });
});
