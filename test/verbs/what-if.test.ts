import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { type Ceiling, ceilings, reversibilities } from "../../src/core/bound/envelope.ts";
import type { Departure } from "../../src/core/departure.ts";
import { sidesOf } from "../../src/engine/proposal.ts";
import { consequencesOf } from "../../src/engine/what-if.ts";
import { askIn } from "../support/ask.ts";
import { agent, contextIn } from "../support/context.ts";
import { day, drifted, failing, seenAt } from "../support/remembered.ts";
import { temporaryFolder } from "../support/repo.ts";

/** A Thursday. */
const now = Date.parse("2026-11-26T12:00:00Z");

type Files = Readonly<Record<string, unknown>>;

/** A wall with these files, whose memory saw each of these `days` ago and nothing besides. */
const wall = async (
  files: Files,
  seen: readonly (readonly [days: number, departures: readonly Departure[]])[],
  how: { readonly env?: Readonly<Record<string, string>>; readonly actor?: Context["actor"] } = {},
) => {
  const folder = temporaryFolder(files);
  const ctx = await contextIn(folder.root, { now: () => now, env: how.env ?? {} });
  for (const [days, departures] of seen) await seenAt(ctx, now - days * day, departures);
  const asker = how.actor === undefined ? ctx : { ...ctx, actor: how.actor };
  return { folder, ctx, ask: (input: Files = {}) => askIn(asker, "what-if", input) };
};

const killed = failing("OOMKilled", "web");
const looping = failing("CrashLoopBackOff", "api");
const narrow = '[bound]\nself_healing = "one"\n';
const wide = '[bound]\nself_healing = "service"\nrecoverable = "service"\n';
const bounce = {
  ...{ name: "bounce", author: "ops", for: "CrashLoopBackOff" },
  solution: { kind: "command", run: "bounce {workload}" },
  ...{ impact: "low", reversibility: "high" },
};
const settings = (text: string): Files => ({ "steadystate/config.toml": text });

type Row = { title: string; change?: string; was: object; would: object; opened: number };

describe("what-if", () => {
  it("says what a wider bound lets run that waited, with its remedy, and gates it", async () => {
    const { ask } = await wall({ ...settings(narrow), "new.toml": wide }, [[2, [killed, looping]]]);
    const { data, text, exit } = await ask({ bound: "new.toml" });
    expect(exit).toBe(0);
    expect(data).toMatchObject({
      ...{ newlyUnattended: 1, was: { unattended: 0, waits: 1, silent: 1 } },
      would: { unattended: 1, waits: 0, silent: 1 },
    });
    expect(data.findings[0]).toMatchObject({
      ...{ title: "web: OOMKilled", opened: 1, change: "newly-unattended", target: "eu" },
      was: { is: "waits", remedy: "rollout-restart", why: "self_healing/service is outside the bound" },
      would: { is: "unattended", remedy: "rollout-restart" },
    });
    expect(text).toContain("1 finding would newly run unattended");
    expect(text).toContain("each of them can only hold back more");
    expect(text).not.toContain("api: CrashLoopBackOff");
    expect((await ask({ bound: "new.toml", verbose: true })).text).toContain("api: CrashLoopBackOff");
    expect((await ask({ bound: "new.toml", failOn: "unattended" })).exit).toBe(1);
  });

  it("a narrower one is told the other way round, and trips nothing", async () => {
    const { ask } = await wall({ "new.toml": narrow }, [[2, [killed]]]);
    const { data, text, exit } = await ask({ bound: "new.toml", failOn: "unattended" });
    expect([exit, data.findings[0].change]).toEqual([0, "no-longer-unattended"]);
    expect(text).toContain("nothing would newly run unattended");
  });

  it("without a file it tells what is committed", async () => {
    const { ask } = await wall({}, [[2, [killed, looping]]]);
    const { data, text } = await ask();
    expect(data.was).toEqual({ unattended: 1, waits: 0, silent: 1 });
    expect(text).toContain("1 finding would have run unattended");
    expect(text).toContain("nothing is offered for CrashLoopBackOff");
  });

  it("a new runbook entry is offered where nothing was, and runs alone only as D32 lets it", async () => {
    const seen = [[2, [looping]]] as const;
    const files = { "new.json": [bounce], "new.toml": "[runbook]\nauto_commands = true\n" };
    const asked = { runbook: "new.json", bound: "new.toml" };
    const { ask } = await wall(files, seen);
    expect((await ask({ runbook: "new.json" })).data.findings[0]).toMatchObject({
      ...{ change: "newly-offered", was: { is: "silent" } },
      would: { is: "waits", remedy: "bounce", why: expect.stringContaining("auto_commands") },
    });
    expect((await ask(asked)).data.findings[0].would.why).toContain("STEADYSTATE_SOLUTION_AUTO is off");
    const switched = await wall(files, seen, { env: { STEADYSTATE_SOLUTION_AUTO: "1" } });
    expect((await switched.ask(asked)).data.findings[0]).toMatchObject({
      ...{ change: "newly-unattended", would: { is: "unattended", remedy: "bounce" } },
    });
  });

  it("an entry that keeps its name and runs something else is newly unattended", async () => {
    const { ask } = await wall(
      {
        ...settings("[runbook]\nauto_commands = true\n"),
        "steadystate/solutions.json": [bounce],
        "new.json": [{ ...bounce, solution: { kind: "command", run: "bounce --hard {workload}" } }],
      },
      [[2, [looping]]],
      { env: { STEADYSTATE_SOLUTION_AUTO: "1" } },
    );
    const { data, exit } = await ask({ runbook: "new.json", failOn: "unattended" });
    expect([exit, data.findings[0].change]).toEqual([1, "newly-unattended"]);
  });

  it("what its words speak of is protected from it, as at the gate", async () => {
    const run = "kubectl rollout restart deployment/{workload} --namespace=kube-system";
    const { ask } = await wall(
      {
        "new.toml": "[runbook]\nauto_commands = true\n",
        "new.json": [{ ...bounce, solution: { kind: "command", run } }],
      },
      [[2, [looping]]],
      { env: { STEADYSTATE_SOLUTION_AUTO: "1" } },
    );
    expect((await ask({ runbook: "new.json", bound: "new.toml" })).data.findings[0].would).toMatchObject({
      ...{ is: "waits", why: "the namespace kube-system is protected" },
    });
  });

  it("a draft is silent, whatever is switched on for people", async () => {
    const { ask } = await wall({ "new.json": [{ ...bounce, proposed: true }] }, [[2, [looping]]], {
      env: { STEADYSTATE_NO_SAFETY_NET: "1" },
    });
    expect((await ask({ runbook: "new.json" })).data.findings[0]).toMatchObject({
      would: { is: "silent", why: "bounce: nobody has vouched it yet" },
    });
  });

  it("protected names and freezes hold, a freeze at the time when the finding opened", async () => {
    const frozen = (days: string) =>
      `[[freeze]]\ndays = ["${days}"]\nfrom = "00:00"\nto = "24:00"\nreason = "quiet day"\n`;
    const { ask } = await wall(
      {
        "tuesday.toml": frozen("tue"),
        "thursday.toml": frozen("thu"),
        "namespace.toml": '[bound]\nprotected_namespaces = ["shop"]\n',
        "target.toml": '[bound]\nprotected_targets = ["e*"]\n',
      },
      [[2, [killed]]],
    );
    const would = async (bound: string) => (await ask({ bound })).data.findings[0].would;
    expect(await would("tuesday.toml")).toMatchObject({ is: "waits", why: "a freeze holds: quiet day" });
    expect(await would("thursday.toml")).toMatchObject({ is: "unattended" });
    expect((await would("namespace.toml")).why).toBe("the namespace shop is protected");
    expect((await would("target.toml")).why).toContain("protected_targets");
  });

  it("what a plan ends is irreversible, whatever the bound says", async () => {
    const { ask } = await wall({ "new.toml": wide }, [
      [1, [drifted("a", "update"), drifted("b", "replace")]],
    ]);
    const { data } = await ask({ bound: "new.toml" });
    const fates = data.findings.map(({ title, would }: Row) => [title, would]);
    expect(fates).toContainEqual(["a drifted", { is: "unattended", remedy: "terraform-apply" }]);
    expect(fates).toContainEqual([
      "b drifted",
      { is: "waits", remedy: "terraform-apply", why: "irreversible/service cannot be taken back" },
    ]);
  });

  it("what was seen through a context of a machine is aimed at by nothing", async () => {
    const { ask } = await wall({}, [[1, [failing("OOMKilled", "web", { scope: "cluster=laptop" })]]]);
    expect((await ask()).data.findings[0].was.why).toContain("committed targets only");
  });

  it("counts each finding once, with its openings in that time, gone ones too", async () => {
    const { ask } = await wall({}, [
      [40, [failing("OOMKilled", "old"), failing("OOMKilled", "kept")]],
      [35, [failing("OOMKilled", "kept")]],
      [9, [killed, failing("OOMKilled", "kept")]],
      [8, [failing("OOMKilled", "kept")]],
      [7, [killed, failing("OOMKilled", "kept")]],
      [6, [failing("OOMKilled", "kept")]],
    ]);
    const { data } = await ask();
    expect(data.findings.map(({ title, opened }: Row) => [title, opened])).toEqual([
      ["kept: OOMKilled", 0],
      ["web: OOMKilled", 2],
    ]);
    expect((await ask({ since: "2026-10-01" })).data.findings).toHaveLength(3);
  });

  it("says what it left out and what it did not understand", async () => {
    const { ask, folder } = await wall(
      { "new.toml": '[terraform]\nbin = "tofu"\n[bound]\nself_healing = "one"\nrecoverable = "tenant"\n' },
      [[2, [killed]]],
      { env: { STEADYSTATE_BOUND: "lossless=one" } },
    );
    folder.write({ "steadystate/STOP": "incident" });
    const { data } = await ask({ bound: "new.toml" });
    expect(data.remarks).toEqual([
      "of new.toml only [bound] [freeze] [roles] [approvals] [runbook] count here",
      expect.stringContaining("recoverable=tenant (config.toml) counts as one"),
      "everything is stopped now, which is left out here: steadystate/STOP says: incident",
      "STEADYSTATE_BOUND is set here, and counts on both sides",
    ]);
    const broken = await wall({ "new.toml": wide }, [[2, [killed]]], { env: { STEADYSTATE_BOUND: "x" } });
    const told = await broken.ask({ bound: "new.toml", failOn: "unattended" });
    expect([told.exit, told.data.would.unattended]).toEqual([0, 0]);
    expect(told.text).toContain("nothing runs unattended: STEADYSTATE_BOUND: x is no");
  });

  it("knows nothing of an empty memory, and a gate cannot tell", async () => {
    const { ask, folder } = await wall({ "new.toml": wide }, []);
    const { exit, text, data } = await ask({ bound: "new.toml" });
    expect([exit, data.everScanned]).toEqual([0, false]);
    expect(text).toContain("nothing was ever scanned here");
    expect((await ask({ bound: "new.toml", failOn: "unattended" })).exit).toBe(3);
    expect(readdirSync(folder.root)).toEqual(["new.toml"]);
  });
});

describe("what-if takes no half file", () => {
  test.each([
    ["a bound that is not there", { bound: "none.toml" }, /there is no file none\.toml/],
    ["a runbook that is not there", { runbook: "none.json" }, /there is no file .*none\.json/],
    ["no TOML", { bound: "broken.toml" }, /broken\.toml:1:\d+: .*is not TOML/],
    ["a mistake", { bound: "mistake.toml" }, /mistake\.toml:2:\d+: \[bound\] self_healing/],
    ["no JSON", { runbook: "broken.json" }, /broken\.json:1:\d+.*not JSON/],
    ["a wrong entry", { runbook: "mistake.json" }, /mistake\.json:\d+:\d+ 0 "bounce": /],
  ])("%s", async (_, input, told) => {
    const { ask } = await wall(
      {
        "broken.toml": "[bound",
        "mistake.toml": '[bound]\nself_healing = "noen"\n',
        "broken.json": "[{",
        "mistake.json": [{ ...bounce, target: "eu" }],
      },
      [[2, [killed]]],
    );
    const { exit, text } = await ask(input);
    expect([exit, text]).toEqual([2, expect.stringMatching(told)]);
  });

  test.each([
    ["config.toml", "[bound", { runbook: "good.json" }],
    ["solutions.json", "[{", { bound: "good.toml" }],
  ])("nor a committed one: %s", async (name, content, input) => {
    const { ask } = await wall({ [`steadystate/${name}`]: content, "good.json": [], "good.toml": wide }, [
      [2, [killed]],
    ]);
    expect(await ask(input)).toMatchObject({ exit: 2, text: expect.stringContaining(name) });
  });

  it("an agent asks about what is committed only", async () => {
    const { ask } = await wall({ "new.toml": wide, "new.json": [] }, [[2, [killed]]], { actor: agent });
    for (const input of [{ bound: "new.toml" }, { runbook: "new.json" }])
      expect(await ask(input)).toMatchObject({ exit: 6, text: expect.stringContaining("committed only") });
    expect((await ask()).data.was.unattended).toBe(1);
  });
});

describe("whatever is proposed", () => {
  const Bound = fc.record({
    ceilings: fc.record(
      Object.fromEntries(
        reversibilities.map((name) => [
          name,
          fc.constantFrom(...ceilings, "service" as const, "tenant" as const, "fleet" as const),
        ]),
      ),
    ),
    namespaces: fc.subarray(["shop", "pay", "sh*"], { maxLength: 1 }),
    targets: fc.subarray(["eu", "us", "u*"], { maxLength: 1 }),
    frozen: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
    words: fc.boolean(),
  });

  const textOf = ({ ceilings: own, namespaces, targets, frozen, words }: Parts): string =>
    [
      "[bound]",
      ...Object.entries(own).map(([name, ceiling]) => `${name} = "${ceiling}"`),
      `protected_namespaces = ${JSON.stringify(namespaces)}`,
      `protected_targets = ${JSON.stringify(targets)}`,
      `[runbook]\nauto_commands = ${words}`,
      ...(frozen ? ['[[freeze]]\ndays = ["tue"]\nfrom = "00:00"\nto = "24:00"\nreason = "quiet"'] : []),
      "",
    ].join("\n");
  type Parts = {
    readonly ceilings: Readonly<Record<string, Ceiling>>;
    readonly namespaces: readonly string[];
    readonly targets: readonly string[];
    readonly frozen: boolean;
    readonly words: boolean;
  };
  const lower = (one: Ceiling, other: Ceiling): Ceiling =>
    ceilings[Math.min(...[one, other].map((name) => ceilings.indexOf(name)))] ?? "none";
  /** As wide as both at most. */
  const narrowed = (one: Parts, other: Parts): Parts => ({
    ceilings: Object.fromEntries(
      Object.entries(one.ceilings).map(([name, ceiling]) => [
        name,
        lower(ceiling, other.ceilings[name] ?? "none"),
      ]),
    ),
    namespaces: [...one.namespaces, ...other.namespaces],
    targets: [...one.targets, ...other.targets],
    frozen: one.frozen || other.frozen,
    words: one.words && other.words,
  });

  const findings: readonly Departure[] = [
    ...["OOMKilled", "CrashLoopBackOff", "Evicted", "NotReady", "Unschedulable"].flatMap((category) => [
      failing(category, "web"),
      failing(category, "till", { namespace: "pay" }),
      failing(category, "dns", { namespace: "kube-system" }),
    ]),
    drifted("a", "update"),
    drifted("b", "replace"),
  ];

  test("the same on both sides changes nothing, and what narrows lets nothing newly run", async () => {
    const { ctx, folder } = await wall({ "steadystate/solutions.json": [bounce] }, [[2, findings]], {
      env: { STEADYSTATE_SOLUTION_AUTO: "1" },
    });
    const history = await ctx.history.open();
    let ran = 0;
    const changesOf = async (before: Parts, after: Parts) => {
      folder.write({ "before.toml": textOf(before), "after.toml": textOf(after) });
      const config = () => ctx.configAt("before.toml");
      const sides = await sidesOf({ bound: "after.toml", runbook: undefined }, { ...ctx, config });
      const { rows } = await consequencesOf(sides, now - 30 * day, history);
      ran += rows.filter(({ was }) => was.is === "unattended").length;
      return rows.map(({ change }) => change);
    };
    await fc.assert(
      fc.asyncProperty(Bound, Bound, async (one, other) => {
        expect(new Set(await changesOf(one, one))).toEqual(new Set([undefined]));
        expect(await changesOf(one, narrowed(one, other))).not.toContain("newly-unattended");
      }),
      { numRuns: 60 },
    );
    // A world in which nothing ever ran would hold anything.
    expect(ran).toBeGreaterThan(100);
  }, 60_000);
});
