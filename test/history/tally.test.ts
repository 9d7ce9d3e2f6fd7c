import type Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { presences } from "../../src/core/finding.ts";
import { isSuppressed } from "../../src/core/suppression.ts";
import { dispositions } from "../../src/core/triage.ts";
import type { History, Tally } from "../../src/history/history.ts";
import { makeDrift, makeIdentity, makeScope } from "../support/make.ts";
import { ana } from "./gate/offers.ts";
import { asOfVersion, itemOf, lookAt, minute, opened, rawly, start, stateFile } from "./temporary.ts";

const scopes = [makeScope(), makeScope({ source: "terraform-state" }), makeScope({ environment: "west" })];
const things = ["a", "b", "c", "d"];
const severities = ["low", "medium", "high"] as const;

const seen = fc.record({
  thing: fc.constantFrom(...things),
  severity: fc.constantFrom(...severities),
  disposition: fc.constantFrom(...dispositions),
  layer: fc.constantFrom("application", "platform"),
});
const look = fc.record({
  scope: fc.constantFrom(...scopes),
  items: fc.uniqueArray(seen, { selector: ({ thing }) => thing, maxLength: 4 }),
  whole: fc.boolean(),
});
const mute = fc.record({
  thing: fc.constantFrom(...things),
  until: fc.constantFrom(null, start, start + 1e9),
  max: fc.constantFrom(null, ...severities),
});

const driftOf = (name: string, scope: { readonly identity: string } | undefined) =>
  makeDrift({ identity: makeIdentity({ scope: scope?.identity ?? "", name }) });

/** The slow way: every finding, asked one by one. */
const counted = async (history: History, now: number): Promise<Tally> => {
  const none = () => ({ low: 0, medium: 0, high: 0, critical: 0 });
  const open = { impaired: none(), review: none(), noted: none(), platform: none() };
  const counts = { muted: 0, absent: 0, stale: 0, resolved: 0 };
  for (const finding of await history.findings({ presence: presences })) {
    if (isSuppressed(finding, now) && finding.presence !== "resolved") counts.muted += 1;
    else if (finding.presence !== "present") counts[finding.presence] += 1;
    else open[finding.layer === "platform" ? "platform" : finding.disposition][finding.severity] += 1;
  }
  return { open, ...counts };
};

/** Where the counts that the database keeps are not what a count of its rows gives. */
const keptWrong = (db: Database.Database) => {
  const kept = "select presence, layer, severity, disposition, count from tallies where count <> 0";
  const rows = `select presence, layer, severity, disposition, count(*) from findings
    group by presence, layer, severity, disposition`;
  return db
    .prepare(`select * from (${kept} except ${rows}) union all select * from (${rows} except ${kept})`)
    .all();
};

test("a store from before the counts are kept gets them, and what is closed or goes is counted from then on", async () => {
  const file = await stateFile();
  const before = await opened(file);
  await before.remember(lookAt([itemOf("a"), itemOf("b"), itemOf("c")]));
  await before.close();
  asOfVersion(file, 2);
  const history = await opened(file);
  expect(rawly(file, keptWrong)).toEqual([]);
  const [first] = await history.findings({});
  await history.resolve(first?.fingerprint ?? "", { actor: ana, at: start, note: undefined });
  expect(rawly(file, keptWrong)).toEqual([]);
  expect(await history.tally(start)).toEqual(await counted(history, start));
  expect((await history.tally(start)).resolved).toBe(1);
  await history.reopen(first?.fingerprint ?? "", { actor: ana, at: start, note: undefined });
  rawly(file, (db) => db.exec("delete from findings where name = 'b'"));
  expect(rawly(file, keptWrong)).toEqual([]);
  expect(await history.tally(start)).toEqual(await counted(history, start));
});

test.each([
  ["scopes that may see the same", scopes],
  ["scopes that cannot", [scopes[0], scopes[2]]],
])("a tally counts what the findings are, with %s", async (_name, within) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(look, { maxLength: 6 }),
      fc.array(mute, { maxLength: 3 }),
      async (looks, mutes) => {
        const file = await stateFile();
        const history = await opened(file);
        const kept = looks.filter(({ scope }) => within.includes(scope));
        for (const [nth, { scope, items, whole }] of kept.entries()) {
          const found = items.map(({ thing, ...more }) => itemOf(driftOf(thing, scope), more));
          const coverage = {
            status: whole ? "complete" : "partial",
            basis: "declared-vs-real",
            gaps: [],
            looked: 1,
          } as const;
          await history.remember(lookAt(found, { scope, coverage, finishedAt: start + nth * 20 * minute }));
        }
        const key = new Map(things.map((thing) => [thing, driftOf(thing, scopes[0]).fingerprint]));
        rawly(file, (db) => {
          for (const { thing, until, max } of mutes)
            db.prepare(
              "insert or replace into suppressions (fingerprint, kind, until, max_severity, updated_at) values (?, 'muted', ?, ?, 0)",
            ).run(key.get(thing), until, max);
        });
        expect(await history.tally(start)).toEqual(await counted(history, start));
        expect(rawly(file, keptWrong)).toEqual([]);
        await history.close();
      },
    ),
    { numRuns: 40 },
  );
});
