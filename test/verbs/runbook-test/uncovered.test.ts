import { describe, expect, it, test } from "vitest";
import type { Departure } from "../../../src/core/departure.ts";
import type { Severity } from "../../../src/core/severity.ts";
import { askIn } from "../../support/ask.ts";
import { agent, contextIn } from "../../support/context.ts";
import { makeDrift, makeIdentity, makeScope } from "../../support/make.ts";
import { day, failing } from "../../support/remembered.ts";
import { temporaryFolder } from "../../support/repo.ts";
import { ann } from "../../support/runbook-wall.ts";
import { askTyped } from "../../support/typed.ts";

const now = Date.parse("2026-11-26T12:00:00Z");
const scope = makeScope({
  source: "kubectl",
  target: "eu",
  environment: "eu",
  realPath: "/",
  shownPath: "eu",
});

/** What one complete look saw; `days` ago. */
type Look = {
  readonly days: number;
  readonly seen: readonly (readonly [Departure, Severity])[];
};

const entry = (name: string, category: string, more: object = {}) => ({
  ...{ name, author: "ops", for: category, solution: { kind: "reboot", target: "the console" } },
  ...more,
});

const wall = async (looks: readonly Look[], entries: readonly object[] = [], files = {}) => {
  const folder = temporaryFolder({ "steadystate/solutions.json": entries, ...files });
  const clock = { now };
  const ctx = await contextIn(folder.root, { now: () => clock.now, actor: ann });
  const history = await ctx.history.open();
  for (const { days, seen } of looks) {
    const at = now - days * day;
    await history.remember({
      scope,
      coverage: { status: "complete", basis: "declared-vs-real", gaps: [], looked: 1 },
      assertions: { passed: 0, failed: 0, unknown: 0 },
      ...{ startedAt: at, finishedAt: at, observedAt: at, grace: 0 },
      items: seen.map(([departure, severity]) => ({
        ...{ departure, severity, flags: [], layer: "application", disposition: "impaired" },
        title: departure.type === "symptom" ? departure.title : `${departure.identity.name} drifted`,
      })),
    });
  }
  return { ctx, clock, ask: (input = {}) => askIn(ctx, "runbook test", input) };
};

const high = (departure: Departure) => [departure, "high"] as const;

type Row = {
  readonly category: string;
  readonly count: number;
  readonly severity: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly next: string;
};
const counted = (rows: readonly Row[]) => rows.map(({ category, count }) => `${category} ${count}`);

describe("what nothing answers", () => {
  it("is medium and worse", async () => {
    const seen = (["low", "medium", "high", "critical"] as const).map(
      (severity) => [failing(`Is-${severity}`, "web"), severity] as const,
    );
    const { ask } = await wall([{ days: 1, seen }]);
    const { data, exit } = await ask();
    expect(counted(data.uncovered)).toEqual(["Is-critical 1", "Is-high 1", "Is-medium 1"]);
    expect(exit).toBe(0);
    expect((await ask({ failOn: "uncovered" })).exit).toBe(1);
  });

  it("is not what somebody muted or snoozed, as long as that holds", async () => {
    const [muted, snoozed] = [failing("Muted", "web"), failing("Snoozed", "web")];
    const { ctx, clock, ask } = await wall([
      { days: 1, seen: [muted, snoozed, failing("Loud", "web")].map(high) },
    ]);
    expect((await askIn(ctx, "mute", { finding: muted.fingerprint, for: "7d" })).exit).toBe(0);
    expect((await askIn(ctx, "snooze", { finding: snoozed.fingerprint, for: "2d" })).exit).toBe(0);
    expect(counted((await ask()).data.uncovered)).toEqual(["Loud 1"]);
    clock.now += 3 * day;
    expect(counted((await ask()).data.uncovered)).toEqual(["Loud 1", "Snoozed 1"]);
  });

  it("is not what an action of the catalog or a vouched entry answers; a draft answers nothing", async () => {
    const seen = ["OOMKilled", "Drafted", "Changed", "Vouched", "Nobody"].map((one) =>
      high(failing(one, "web")),
    );
    const { ask } = await wall(
      [{ days: 1, seen }],
      [
        entry("drafted", "Drafted", { proposed: true }),
        entry("changed", "Changed", { vouched_by: "os:bob", vouched_digest: "0".repeat(64) }),
        entry("vouched", "Vouched"),
      ],
    );
    const { data } = await ask({ failOn: "never" });
    expect(counted(data.uncovered)).toEqual(["Changed 1", "Drafted 1", "Nobody 1"]);
    expect(data.uncovered.map(({ next }: Row) => next)).toEqual([
      "steadystate vouch changed",
      "steadystate vouch drafted",
      expect.stringMatching(/^steadystate add-solution '/),
    ]);
  });

  it("is not what was last seen more than 90 days ago; what is gone since counts all the same", async () => {
    const { ask } = await wall([
      { days: 91, seen: [high(failing("Older", "web"))] },
      { days: 89, seen: [high(failing("Gone", "web"))] },
      { days: 1, seen: [] },
    ]);
    expect(counted((await ask()).data.uncovered)).toEqual(["Gone 1"]);
  });

  it("is grouped by category, most first, and each is told by its worst", async () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => failing("Often", name));
    const twins = ["x", "y"].map((name) => failing("Rare", name));
    if (a === undefined || b === undefined || c === undefined) throw new Error("three are made");
    const { ask } = await wall([
      {
        days: 1,
        seen: [
          high(failing("Zebra", "web")),
          ...twins.map(high),
          [a, "medium"],
          [b, "critical"],
          [c, "high"],
          high(failing("Apple", "web")),
        ],
      },
    ]);
    const { data } = await ask();
    expect(counted(data.uncovered)).toEqual(["Often 3", "Rare 2", "Apple 1", "Zebra 1"]);
    expect(data.uncovered[0]).toMatchObject({
      ...{ severity: "critical", fingerprint: b.fingerprint, title: "b: Often" },
    });
    // Of two that are as bad the one with the smaller id, whatever order memory has.
    const [least] = twins.map(({ fingerprint }) => fingerprint).toSorted();
    expect(data.uncovered[1]).toMatchObject({ severity: "high", fingerprint: least });
  });

  it("is nothing where one entry is asked about", async () => {
    const { ask } = await wall([{ days: 1, seen: [high(failing("Loud", "web"))] }], [entry("one", "Other")]);
    expect((await ask({ entry: "one" })).data.uncovered).toEqual([]);
  });

  it("is not known where nothing was ever looked at, and is then no good answer", async () => {
    const { ask } = await wall([], [entry("one", "NotReady")]);
    const { data, exit, text } = await ask({ failOn: "uncovered" });
    expect([exit, data.remembers, data.tripped, data.uncovered]).toEqual([3, false, false, []]);
    expect(text).toContain("nothing was ever looked at here, so which findings nothing answers is not known");
    expect((await ask()).exit).toBe(0);
    expect((await ask({ failOn: "uncovered", entry: "one" })).exit).toBe(0);
  });
});

describe("the command for it", () => {
  it("writes an entry that answers it, and that is stale until somebody says what is done", async () => {
    const categories = ["NotX", "not-x", 'it\'s $HOME; `x` "y"', "Loud"];
    const { ctx, ask } = await wall(
      [{ days: 1, seen: categories.map((one) => high(failing(one, "web"))) }],
      // The name of an entry is taken, whether or not it can be used.
      [entry("loud-fix", "Other"), { ...entry("loud-fix-2", "Other"), nonsense: true }],
    );
    const before = await ask({ failOn: "never" });
    const rows: readonly Row[] = before.data.uncovered;
    expect(rows.map(({ category }) => category)).toEqual(categories.toSorted());
    for (const { next } of rows)
      expect(await askTyped(next, ctx)).toMatchObject({ exit: 0, data: { done: "added" } });
    const { data, exit } = await ask();
    expect(data.uncovered).toEqual([]);
    const stale = data.rows.filter((row: { state: string; why: string }) =>
      row.why.startsWith("nobody has said"),
    );
    expect(stale.map(({ entry: name, what, state }: Record<string, string>) => [name, what, state])).toEqual([
      ["loud-fix-3", "usable", "stale"],
      ["not-x-fix", "usable", "stale"],
      ["it-s-home-x-y-fix", "usable", "stale"],
      ["not-x-fix-2", "usable", "stale"],
    ]);
    expect(exit).toBe(1);
  });

  it("leaves a draft where an agent gives it, which somebody has to vouch", async () => {
    const { ctx, ask } = await wall([{ days: 1, seen: [high(failing("Loud", "web"))] }]);
    const [{ next }] = (await ask()).data.uncovered;
    expect((await askTyped(next, { ...ctx, actor: agent })).exit).toBe(0);
    expect((await ask()).data.uncovered).toMatchObject([
      { category: "Loud", next: "steadystate vouch loud-fix" },
    ]);
    const shown = await askTyped("steadystate vouch loud-fix", ctx);
    await askIn(ctx, "vouch", { name: "loud-fix", digest: shown.data.entry.digest });
    expect((await ask()).data.uncovered).toEqual([]);
  });

  it("has what people keep doing about it", async () => {
    const both = [failing("Loud", "web"), failing("Loud", "api", { namespace: "pay" })];
    const { ctx, clock, ask } = await wall([{ days: 3, seen: both.map(high) }]);
    for (const [at, how] of ["helm test web -n shop", "helm test api -n pay"].entries()) {
      clock.now = now - (2 - at) * day;
      expect((await askIn(ctx, "resolve", { finding: both[at]?.fingerprint, how })).exit).toBe(0);
    }
    clock.now = now;
    const [{ next }] = (await ask()).data.uncovered;
    expect(next).toContain('"run":"helm test {workload} -n {namespace}"');
    expect((await askTyped(next, ctx)).data).toMatchObject({ done: "added", entry: { name: "loud-fix" } });
    expect((await ask()).data.uncovered).toEqual([]);
  });

  test.each([
    ["of one kind at once", ["aws_s3_bucket", "aws_s3_bucket"], 1],
    ["of several one after the other", ["aws_s3_bucket", "aws_instance", "aws_vpc"], 3],
  ])("answers drifts %s", async (_, kinds, rounds) => {
    const seen = kinds.map((kind, at) =>
      high(makeDrift({ identity: makeIdentity({ scope: scope.identity, kind, name: `n${at}` }) })),
    );
    const { ctx, ask } = await wall([{ days: 1, seen }]);
    for (let round = 0; round < rounds; round += 1) {
      const [row] = (await ask()).data.uncovered;
      expect(row).toMatchObject({ category: "not-yet-applied", count: rounds === 1 ? 2 : rounds - round });
      expect((await askTyped(row.next, ctx)).exit).toBe(0);
    }
    expect((await ask()).data.uncovered).toEqual([]);
  });

  it("stands at the end of what a person reads, and no list floods it", async () => {
    const seen = Array.from({ length: 14 }, (_, at) => high(failing(`Loud${at + 10}`, "web")));
    const { ask } = await wall([{ days: 1, seen }]);
    const { data, text } = await ask();
    const last = text.slice(text.indexOf("Next:"));
    expect(last).toContain(data.uncovered[0].next);
    expect(last.match(/steadystate /g)).toHaveLength(1);
    expect(text).toContain("and 4 more");
    expect(data.uncovered).toHaveLength(14);
  });
});
