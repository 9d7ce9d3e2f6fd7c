import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { type Actor, reverterId } from "../../../src/core/actor.ts";
import { type OfferDraft, offerDigest, type RunEnd } from "../../../src/core/gate/offer.ts";
import type { Look } from "../../../src/history/history.ts";
import { makeDrift, makeIdentity, makeScope } from "../../support/make.ts";
import { asOfVersion, itemOf, lookAt, opened, rawly, stateFile } from "../temporary.ts";
import { ana, claimOf, draftOf, minute, recordOf, start } from "./offers.ts";

const hour = 60 * minute;
const item = itemOf(makeDrift({ identity: makeIdentity({ name: "web" }) }));
const { fingerprint } = item.departure;
const path = "/repo/plan.json";

type Wanted = { readonly entry?: string; readonly offeredBy?: Actor; readonly target?: string };

/** An offer of an effect on `web`, seen by terraform in the folder that the looks are of. */
const draft = ({ entry, offeredBy = ana, target }: Wanted = {}, at = start): OfferDraft => {
  const base = draftOf();
  const parts = {
    ...base,
    ...(entry === undefined ? {} : { entry: { name: entry, digest: "e".repeat(64) } }),
    target: { target, source: "terraform", path, environment: undefined },
    evidence: { ...base.evidence, fingerprint },
  };
  return { ...parts, digest: offerDigest(parts), offeredBy, offeredAt: at, expiresAt: at + 60 * minute };
};

const remembering = async (relapse?: number, file?: string) => {
  const clock = { now: start };
  const own = file ?? (await stateFile());
  const history = await opened(own, {
    now: () => clock.now,
    ...(relapse === undefined ? {} : { relapse: async () => relapse }),
  });
  const { gate } = history;
  let runs = 0;
  const began = async (wanted: Wanted = {}) => {
    const { offer } = await gate.offer(draft(wanted, clock.now), { insist: true, record: recordOf() });
    runs += 1;
    const claimed = await gate.claim(claimOf(offer, `r${runs}`));
    if (!claimed.ok) throw new Error(claimed.reason);
    return claimed.run;
  };
  const ran = async (end: RunEnd, wanted: Wanted = {}) => {
    const run = await began(wanted);
    clock.now += 1000;
    await run.end(end, undefined, recordOf({ event: "result", outcome: end }));
  };
  /** A look that begins at that instant and takes a second. */
  const look = (at: number, fields: Partial<Look> = {}) =>
    history.remember(
      lookAt([item], { startedAt: at, observedAt: at + 1000, finishedAt: at + 1000, ...fields }),
    );
  const relapsed = async () => (await gate.uses({})).map(({ relapsed: when }) => when);
  return { file: own, clock, history, gate, began, ran, look, relapsed };
};

describe("uses", () => {
  test("tell what ran and what runs, newest first, and nothing that only waited", async () => {
    const { gate, ran, began, clock } = await remembering();
    await ran("verified", { entry: "restart-web", target: "shop" });
    await ran("failed");
    clock.now += minute;
    await began({ offeredBy: { ...ana, class: "automation", id: reverterId } });
    await gate.offer(draft({ target: "dev" }, clock.now), { insist: false, record: recordOf() });
    const all = await gate.uses({});
    expect(all).toEqual([
      {
        ...{ entry: undefined, action: "scale", argv: draft().argv, target: path, fingerprint },
        ...{ began: start + 2000 + minute, end: undefined, ended: undefined, relapsed: undefined },
        takesBack: true,
      },
      expect.objectContaining({ end: "failed", began: start + 1000, takesBack: false }),
      expect.objectContaining({
        entry: "restart-web",
        target: "shop",
        end: "verified",
        ended: start + 1000,
      }),
    ]);
    const counts = async (filter: Parameters<typeof gate.uses>[0]) => (await gate.uses(filter)).length;
    expect([
      await counts({ entry: "restart-web" }),
      await counts({ entry: "restart" }),
      await counts({ action: "scale", target: path }),
      await counts({ target: "dev" }),
      await counts({ fingerprint }),
      await counts({ fingerprint: "f" }),
      await counts({ since: start }),
      await counts({ since: start - 1, entry: undefined }),
    ]).toEqual([1, 0, 2, 0, 3, 0, 2, 3]);
  });

  test("what a process that is gone left is unknown, whether or not somebody wrote it down", async () => {
    const { gate, began, file } = await remembering();
    await began();
    rawly(file, (db) => db.exec(`update offers set pid = 999999999, host = '${hostname()}'`));
    expect(await gate.uses({})).toEqual([expect.objectContaining({ end: "unknown", ended: undefined })]);
    await gate.tidy(() => recordOf({ event: "result" }));
    expect(await gate.uses({})).toEqual([expect.objectContaining({ end: "unknown", ended: start })]);
  });
});

describe("a relapse", () => {
  const ended = start + 1000;

  test("is told with the look that saw it again, once", async () => {
    const { ran, look, relapsed } = await remembering();
    await ran("verified");
    await look(ended + 1);
    await look(ended + hour);
    expect(await relapsed()).toEqual([ended + 1001]);
  });

  test.each<readonly [string, number, Partial<Look>]>([
    ["that began before it ended", ended - 1, {}],
    ["that began as it ended", ended, {}],
    ["of a document from before it ended", ended + hour, { observedAt: ended - 1 }],
    ["long afterwards", ended + 24 * hour, {}],
    ["that does not show it", ended + hour, { items: [] }],
    [
      "that failed",
      ended + hour,
      { coverage: { status: "failed", basis: "declared-vs-real", gaps: [], looked: 0 } },
    ],
    ["of another file", ended + hour, { scope: makeScope({ realPath: "/repo/other.json" }) }],
    ["by another source", ended + hour, { scope: makeScope({ source: "terraform-state" }) }],
  ])("is not told by a look %s", async (_name, at, fields) => {
    const { ran, look, relapsed } = await remembering();
    await ran("verified");
    await look(at, fields);
    expect(await relapsed()).toEqual([undefined]);
  });

  test("is told by a look that was not complete and saw it", async () => {
    const { ran, look, relapsed } = await remembering();
    await ran("verified");
    const gaps = [{ what: "secrets", why: "not permitted" }];
    await look(ended + hour, { coverage: { status: "partial", basis: "declared-vs-real", gaps, looked: 1 } });
    expect(await relapsed()).toEqual([ended + hour + 1000]);
  });

  test.each(["applied", "not-effective", "failed", "unknown"] as const)(
    "is none of what ended %s: nothing had been put right",
    async (end) => {
      const { ran, look, relapsed } = await remembering();
      await ran(end);
      await look(ended + 1);
      expect(await relapsed()).toEqual([undefined]);
    },
  );

  test("counts in the time that the team says", async () => {
    const { ran, look, relapsed } = await remembering(hour);
    await ran("verified");
    await look(ended + hour - 1000);
    expect(await relapsed()).toEqual([ended + hour]);
    const later = await remembering(hour);
    await later.ran("verified");
    await later.look(ended + hour);
    expect(await later.relapsed()).toEqual([undefined]);
  });

  test("is undone with its look where that cannot be written", async () => {
    const { ran, look, relapsed, file } = await remembering();
    await ran("verified");
    const refuse = "create trigger no before update on offers begin select raise(abort, 'no room'); end";
    rawly(file, (db) => db.exec(refuse));
    await expect(look(ended + hour)).rejects.toMatchObject({ code: "store-unusable" });
    rawly(file, (db) => db.exec("drop trigger no"));
    expect(await relapsed()).toEqual([undefined]);
    expect(rawly(file, (db) => db.prepare("select count(*) as n from scans").get())).toEqual({ n: 0 });
  });
});

describe("the database itself refuses", () => {
  test.each([
    ["another entry", "update offers set entry = 'other'"],
    ["a relapse of what waits", "update offers set relapsed_at = 1 where state = 'offered'"],
    ["a second relapse", "update offers set relapsed_at = 2 where relapsed_at is not null"],
    ["a relapse taken back", "update offers set relapsed_at = null where relapsed_at is not null"],
  ])("%s", async (_name, script) => {
    const { ran, look, gate, file, clock } = await remembering();
    await ran("verified", { entry: "restart-web" });
    await look(start + hour);
    await gate.offer(draft({ target: "dev" }, clock.now), { insist: false, record: recordOf() });
    expect(() => rawly(file, (db) => db.exec(script))).toThrow(/offer|relapse/);
  });

  test("and a row whose entry was changed all the same never runs", async () => {
    const { gate, file, clock } = await remembering();
    const how = { insist: false, record: recordOf() };
    const { offer } = await gate.offer(draft({ entry: "restart-web" }, clock.now), how);
    rawly(file, (db) => db.exec("drop trigger offers_never_rewritten; update offers set entry = null"));
    await expect(gate.claim(claimOf(offer, "r"))).rejects.toMatchObject({ code: "store-unusable" });
  });
});

test("a store from before keeps its offers, which still run, and knows of what entry each was", async () => {
  const before = await remembering();
  await before.ran("verified", { entry: "restart-web" });
  const how = { insist: false, record: recordOf() };
  const waiting = await before.gate.offer(draft({ entry: "restart-web", target: "shop" }, start), how);
  const plain = await before.gate.offer(draft({ target: "dev" }, start), how);
  await before.history.close();
  asOfVersion(before.file, 6);
  const after = await remembering(undefined, before.file);
  for (const { offer } of [waiting, plain])
    expect(await after.gate.claim(claimOf(offer, offer.id))).toMatchObject({ ok: true });
  await after.look(start + hour);
  expect((await after.gate.uses({})).map(({ entry, target, relapsed }) => [entry, target, relapsed])).toEqual(
    [
      [undefined, "dev", undefined],
      ["restart-web", "shop", undefined],
      ["restart-web", path, start + hour + 1000],
    ],
  );
});
