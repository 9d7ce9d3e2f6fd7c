import { hostname } from "node:os";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import type { OfferDraft } from "../../../src/core/gate/offer.ts";
import type { Claimed, Run } from "../../../src/history/gate.ts";
import { asOfVersion, contentsOf, opened, rawly, stateFile } from "../temporary.ts";
import { ana, claimOf, draftOf, minute, recordOf, start } from "./offers.ts";

const gateway = async (file?: string) => {
  const clock = { now: start };
  const path = file ?? (await stateFile());
  const history = await opened(path, { now: () => clock.now });
  const { gate } = history;
  const offered = (draft: OfferDraft = draftOf(), insist = false) =>
    gate.offer(draft, { insist, record: recordOf() });
  const events = async () => (await history.audit({ limit: 99 })).map(({ event }) => event).reverse();
  const states = async () => (await gate.list({})).map(({ state }) => state);
  return { file: path, clock, history, gate, offered, events, states };
};

const runOf = (claimed: Claimed): Run => {
  if (claimed.ok) return claimed.run;
  throw new Error(`not claimed: ${claimed.reason}`);
};

describe("offering", () => {
  test("gives back what was offered, whole, with one row; the same again is no second one", async () => {
    const { gate, offered, events } = await gateway();
    const draft = draftOf();
    const first = await offered(draft);
    expect(first).toEqual({
      outcome: "new",
      superseded: [],
      offer: expect.objectContaining({ ...draft, state: "offered" }),
    });
    expect((await gate.list({}))[0]).toStrictEqual(first.offer);
    const again = await offered(draft, true);
    expect([again.outcome, again.offer.id]).toEqual(["standing", first.offer.id]);
    expect([await events(), (await gate.list({})).length]).toEqual([["requested"], 1]);
  });

  test("asked for again after ten minutes by somebody who insists it begins anew, for break-glass counts from there", async () => {
    const { gate, offered, clock } = await gateway();
    const first = await offered();
    clock.now = start + 10 * minute;
    expect((await offered(draftOf(), true)).outcome).toBe("standing");
    clock.now += 1;
    expect((await offered()).outcome).toBe("standing");
    const again = await offered({ ...draftOf(), offeredAt: clock.now }, true);
    expect([again.outcome, again.offer.offeredAt]).toEqual(["new", clock.now]);
    expect(again.superseded.map(({ id }) => id)).toEqual([first.offer.id]);
    expect((await gate.byPrefix(again.offer.digest, 5)).map(({ id }) => id)).toEqual([again.offer.id]);
  });

  test("something else for the same supersedes what waits, and nothing of another thing", async () => {
    const { offered, gate } = await gateway();
    const first = await offered();
    const other = await offered(draftOf({ finding: "a" }));
    const elsewhere = await offered(draftOf({ target: "dev" }));
    const second = await offered(draftOf({ copies: 4 }));
    expect([second.outcome, second.superseded.map(({ id, state }) => [id, state])]).toEqual([
      "new",
      [[first.offer.id, "superseded"]],
    ]);
    const waiting = await gate.list({ states: ["offered"] });
    expect(waiting.map(({ id }) => id)).toEqual([second, elsewhere, other].map(({ offer }) => offer.id));
    expect(await gate.claim(claimOf(first.offer, "r"))).toMatchObject({ ok: false, reason: "state" });
  });

  test.each([false, true])("while it runs nothing is offered for the same; insisting: %s", async (insist) => {
    const { offered, gate, states, events } = await gateway();
    const { offer } = await offered();
    runOf(await gate.claim(claimOf(offer, "r1")));
    for (const draft of [draftOf(), draftOf({ copies: 9 })]) {
      const again = await offered(draft, insist);
      expect([again.outcome, again.offer.id, again.offer.state]).toEqual(["standing", offer.id, "running"]);
    }
    expect([await states(), await events()]).toEqual([["running"], ["requested", "intent"]]);
  });

  test("what was declined comes back by its time or by who insists, and what differs at once", async () => {
    const { offered, gate, clock } = await gateway();
    const decline = (id: string, until?: number) =>
      gate.close(id, "declined", { why: "not now", until, record: recordOf({ event: "declined" }) });
    const { offer } = await offered();
    expect(await decline(offer.id, start + minute)).toBe(true);
    expect(await decline(offer.id), "once").toBe(false);
    const again = await offered();
    expect([again.outcome, again.offer]).toEqual([
      "declined",
      expect.objectContaining({
        id: offer.id,
        why: "not now",
        decidedBy: ana,
        declinedUntil: start + minute,
      }),
    ]);
    expect((await offered(draftOf({ copies: 5 }))).outcome).toBe("new");
    clock.now = start + minute;
    const back = await offered();
    expect(back.outcome).toBe("new");
    await decline(back.offer.id);
    clock.now = start + 50 * minute;
    expect((await offered()).outcome).toBe("declined");
    expect((await offered(draftOf(), true)).outcome).toBe("new");
  });

  test("a digest that is not of its parts is nobody's offer", async () => {
    const { offered, states } = await gateway();
    await expect(offered(draftOf({}, { argv: ["delete", "everything"] }))).rejects.toMatchObject({
      code: "bug",
    });
    expect(await states()).toEqual([]);
  });
});

describe("claiming", () => {
  test("is once, with the intent in the chain; ending it writes its row", async () => {
    const { gate, offered, events, history } = await gateway();
    const { offer } = await offered();
    const run = runOf(await gate.claim(claimOf(offer, "r1")));
    expect(await gate.claim(claimOf(offer, "r2"))).toMatchObject({
      reason: "state",
      offer: { state: "running", runId: "r1", decidedBy: ana, decidedAt: start },
    });
    expect(await run.end("verified", "it is gone", recordOf({ event: "result" }))).toBe(true);
    expect(await run.end("failed", "again", recordOf({ event: "result" })), "it ends once").toBe(false);
    expect((await gate.list({}))[0]).toMatchObject({ state: "verified", why: "it is gone", endedAt: start });
    expect(await events()).toEqual(["requested", "intent", "result", "result"]);
    const rows = await history.audit({ limit: 9 });
    expect(rows.map(({ runId, offerDigest }) => [runId, offerDigest]).slice(0, 3)).toEqual([
      ["r1", undefined],
      ["r1", undefined],
      ["r1", offer.digest],
    ]);
    expect(await gate.claim(claimOf(offer, "r3"))).toMatchObject({ reason: "state" });
    expect((await history.verifyAudit()).brokenAt).toBeUndefined();
  });

  test("wants the digest that was approved", async () => {
    const { gate, offered, states, events } = await gateway();
    const { offer } = await offered();
    const swapped = { ...claimOf(offer, "r"), digest: draftOf({ copies: 9 }).digest };
    expect(await gate.claim(swapped)).toMatchObject({ reason: "state" });
    expect(await gate.claim({ ...claimOf(offer, "r"), id: "none" })).toEqual({
      ok: false,
      reason: "state",
      offer: undefined,
    });
    expect([await states(), await events()]).toEqual([["offered"], ["requested"]]);
  });

  test("one at a time at a target", async () => {
    const { gate, offered, events } = await gateway();
    const first = await offered();
    const second = await offered(draftOf({ finding: "a" }));
    const elsewhere = await offered(draftOf({ target: "dev" }));
    const run = runOf(await gate.claim(claimOf(first.offer, "r1")));
    expect(await gate.claim(claimOf(second.offer, "r2"))).toMatchObject({ reason: "busy" });
    runOf(await gate.claim(claimOf(elsewhere.offer, "r3")));
    await run.end("failed", undefined, recordOf({ event: "result" }));
    runOf(await gate.claim(claimOf(second.offer, "r4")));
    expect((await events()).filter((event) => event === "intent")).toHaveLength(3);
  });

  test("no more than the budget since then at that target", async () => {
    const { gate, offered, clock } = await gateway();
    const budget = (most: number) => ({ budget: { target: "prod", since: clock.now - 60 * minute, most } });
    const { offer } = await offered(draftOf({}, { expiresAt: start + 600 * minute }));
    expect(await gate.claim(claimOf(offer, "r0", budget(0)))).toMatchObject({ reason: "budget" });
    const run = runOf(await gate.claim(claimOf(offer, "r1", budget(1))));
    await run.end("failed", undefined, recordOf({ event: "result" }));
    const next = await offered(draftOf({ finding: "a" }, { expiresAt: start + 600 * minute }));
    expect(await gate.claim(claimOf(next.offer, "r2", budget(1)))).toMatchObject({ reason: "budget" });
    clock.now = start + 61 * minute;
    runOf(await gate.claim(claimOf(next.offer, "r3", budget(1))));
  });

  test("not what expired, which is told at once and written down by tidying, once", async () => {
    const { gate, offered, states, events, clock } = await gateway();
    const { offer } = await offered();
    clock.now = offer.expiresAt;
    expect(await gate.claim(claimOf(offer, "r"))).toMatchObject({ reason: "state" });
    expect(await states()).toEqual(["expired"]);
    expect(await gate.list({ states: ["offered"] })).toEqual([]);
    expect(await gate.close(offer.id, "declined", { why: undefined, record: recordOf() })).toBe(false);
    const record = () => recordOf({ event: "refused", outcome: "expired" });
    expect((await gate.tidy(record)).map(({ id, state }) => [id, state])).toEqual([[offer.id, "expired"]]);
    expect([await gate.tidy(record), await states()]).toEqual([[], ["expired"]]);
    expect(await events()).toEqual(["requested", "refused"]);
    expect((await offered(draftOf({}, { expiresAt: clock.now + minute }))).outcome).toBe("new");
  });

  test("a failed write of the intent takes the claim back", async () => {
    const { gate, offered, states, file } = await gateway();
    const { offer } = await offered();
    const refuse = "create trigger no before insert on audit begin select raise(abort, 'no room'); end";
    rawly(file, (db) => db.exec(refuse));
    await expect(gate.claim(claimOf(offer, "r"))).rejects.toMatchObject({ code: "store-unusable" });
    expect(await states()).toEqual(["offered"]);
    rawly(file, (db) => db.exec("drop trigger no"));
    runOf(await gate.claim(claimOf(offer, "r")));
  });
});

describe("a run that nobody ends", () => {
  const planted = (file: string, facts: string): void =>
    rawly(file, (db) => {
      db.exec(`update offers set ${facts}`);
    });

  test.each([
    ["whose process is gone", `pid = 999999999, host = '${hostname()}'`],
    ["whose lease ran out on another machine", `host = 'elsewhere', lease_until = ${start}`],
    ["of a process with our number that is another", "run_id = 'not-ours'"],
  ])("%s is unknown, never runs again, and holds up nobody else", async (_name, facts) => {
    const { gate, offered, states, events, file } = await gateway();
    const { offer } = await offered();
    const run = runOf(await gate.claim(claimOf(offer, "r1")));
    planted(file, facts);
    expect((await gate.list({ states: ["unknown"] }))[0]).toMatchObject({
      id: offer.id,
      why: expect.stringContaining("without a word"),
    });
    expect((await gate.byPrefix(offer.digest.slice(0, 8), 2))[0]?.state).toBe("unknown");
    expect(await gate.claim(claimOf(offer, "r2"))).toMatchObject({
      reason: "state",
      offer: { state: "unknown" },
    });
    expect((await offered()).offer.state, "only who insists tries it again").toBe("unknown");
    const other = await offered(draftOf({ finding: "a" }));
    runOf(await gate.claim(claimOf(other.offer, "r3")));
    const record = () => recordOf({ event: "result", outcome: "unknown" });
    expect((await gate.tidy(record)).map(({ id }) => id)).toEqual([offer.id]);
    expect(await states()).toEqual(["running", "unknown"]);
    expect(await run.end("verified", undefined, recordOf({ event: "result" })), "too late").toBe(false);
    expect((await states())[1]).toBe("unknown");
    expect((await events()).filter((event) => event === "result")).toHaveLength(2);
    expect((await offered(draftOf(), true)).outcome).toBe("new");
  });

  test("one that took longer than it might is unknown, and its row is written all the same", async () => {
    const { gate, offered, states, events, clock } = await gateway();
    const { offer } = await offered();
    const run = runOf(await gate.claim(claimOf(offer, "r1", { patience: 30_000 })));
    clock.now = start + 30_000;
    expect(await run.end("verified", undefined, recordOf({ event: "result" }))).toBe(false);
    expect([await states(), await events()]).toEqual([["unknown"], ["requested", "intent", "result"]]);
  });
});

describe("a row that somebody changed", () => {
  const unguarded = (file: string, script: string): void =>
    rawly(file, (db) => {
      db.exec("drop trigger offers_never_rewritten; drop trigger offers_one_way");
      db.exec(script);
    });

  test.each([
    ["its words", `update offers set content = replace(content, '--replicas=3', '--replicas=0')`],
    ["a parameter", `update offers set content = replace(content, '"replicas":3', '"replicas":0')`],
    ["its end", "update offers set expires_at = expires_at + 1"],
    ["the target it is counted at", "update offers set target = 'dev'"],
    ["its mac", "update offers set mac = upper(mac)"],
    ["its digest and words", `update offers set digest = '${"0".repeat(64)}'`],
  ])("%s: it never runs, is told as refused, and can be offered anew", async (_name, script) => {
    const { gate, offered, file, events } = await gateway();
    await offered();
    unguarded(file, script);
    const [shown] = await gate.list({});
    expect(shown).toMatchObject({ state: "refused", why: expect.stringContaining("changed since") });
    const { id = "", digest = "" } = shown ?? {};
    const refused = { code: "store-unusable", message: expect.stringContaining("is refused") };
    await expect(gate.claim(claimOf({ id, digest }, "r"))).rejects.toMatchObject(refused);
    await expect(gate.byPrefix(digest, 2)).rejects.toMatchObject(refused);
    expect(await events()).toEqual(["requested"]);
    const anew = await offered(draftOf(), true);
    expect(anew.outcome).toBe("new");
    runOf(await gate.claim(claimOf(anew.offer, "r")));
  });

  test("nor one whose new digest fits its new words, without the key", async () => {
    const { gate, offered, file } = await gateway();
    await offered();
    const own = await gateway();
    await own.offered(draftOf({ copies: 0 }));
    const [row] = rawly(own.file, (db) =>
      db
        .prepare<[], { content: string; digest: string; mac: string }>(
          "select content, digest, mac from offers",
        )
        .all(),
    );
    rawly(file, (db) => {
      db.exec("drop trigger offers_never_rewritten");
      db.prepare("update offers set content = ?, digest = ?, mac = ?").run(
        row?.content,
        row?.digest,
        row?.mac,
      );
    });
    await expect(gate.byPrefix(row?.digest ?? "", 2)).rejects.toMatchObject({ code: "store-unusable" });
  });

  test("a damaged one is a damaged store", async () => {
    const { gate, offered, file } = await gateway();
    await offered();
    unguarded(file, "update offers set content = '{}'");
    await expect(gate.list({})).rejects.toMatchObject({ code: "store-unusable" });
  });

  test.each([
    "delete from offers",
    "update offers set content = '{}'",
    "update offers set state = 'verified'",
    "update offers set state = 'offered' where state = 'declined'",
    "insert into offers select * from offers",
  ])("the database itself refuses %s", async (script) => {
    const { gate, offered, file } = await gateway();
    const { offer } = await offered();
    await offered(draftOf({ finding: "a" }));
    await gate.close(offer.id, "declined", { why: undefined, record: recordOf() });
    expect(() => rawly(file, (db) => db.exec(script))).toThrow(/offer/);
  });
});

describe("reading", () => {
  test("lists by state and finding, newest first, and no more than asked", async () => {
    const { gate, offered } = await gateway();
    const a = await offered(draftOf({ finding: "a" }));
    const b = await offered(draftOf({ finding: "b" }));
    await gate.close(a.offer.id, "withdrawn", { why: "it is gone", record: recordOf() });
    const ids = async (filter: Parameters<typeof gate.list>[0]) =>
      (await gate.list(filter)).map(({ id }) => id);
    expect(await ids({})).toEqual([b.offer.id, a.offer.id]);
    expect(await ids({ limit: 1 })).toEqual([b.offer.id]);
    expect(await ids({ states: ["withdrawn"] })).toEqual([a.offer.id]);
    expect(await ids({ fingerprint: "b".repeat(64) })).toEqual([b.offer.id]);
    expect(await ids({ states: [] })).toEqual([]);
  });

  test("by the beginning of a digest: the newest of each", async () => {
    const { gate, offered } = await gateway();
    const first = await offered();
    await gate.close(first.offer.id, "declined", { why: undefined, record: recordOf() });
    const second = await offered(draftOf(), true);
    const found = await gate.byPrefix(second.offer.digest.slice(0, 6), 9);
    expect(found.map(({ id }) => id)).toEqual([second.offer.id]);
    expect(await gate.byPrefix("", 9)).toHaveLength(1);
    expect(await gate.byPrefix(`${second.offer.digest}0`, 9)).toEqual([]);
  });

  test("a memory that is only read tells all of it, leaves every byte, and claims nothing", async () => {
    const { gate, offered, file, history } = await gateway();
    const { offer } = await offered();
    await gate.tell([recordOf({ event: "refused" }), recordOf({ event: "escalated" })]);
    await history.close();
    const before = await contentsOf(dirname(file));
    const reader = await opened(file, { mode: "read" });
    expect(await reader.gate.list({})).toEqual([offer]);
    expect(await reader.gate.byPrefix(offer.digest, 2)).toEqual([offer]);
    await expect(reader.gate.claim(claimOf(offer, "r"))).rejects.toMatchObject({ code: "store-unusable" });
    expect(await contentsOf(dirname(file))).toEqual(before);
  });

  test("a store from before offers gets them, and loses nothing", async () => {
    const { file, history } = await gateway();
    await history.appendAudit(recordOf({ event: "vouched" }));
    await history.close();
    asOfVersion(file, 4);
    await expect(opened(file, { mode: "read" })).rejects.toMatchObject({ hint: "steadystate scan" });
    const { offered, states, events } = await gateway(file);
    await offered();
    expect([await states(), await events()]).toEqual([["offered"], ["vouched", "requested"]]);
  });
});
