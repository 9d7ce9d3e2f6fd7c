import { expect, test } from "vitest";
import type { Use } from "../../../src/core/runbook/ledger.ts";
import { opened, stateFile } from "../temporary.ts";
import { claimOf, draftOf, recordOf, start } from "./offers.ts";

const offering = async (file: string) => {
  const history = await opened(file);
  const { gate } = history;
  const offered = async (wish: Parameters<typeof draftOf>[0]) =>
    (await gate.offer(draftOf(wish), { insist: false, record: recordOf() })).offer;
  return { history, gate, offered };
};

test("a claim is asked with what another connection ended a moment before, and a no leaves everything", async () => {
  const file = await stateFile();
  const [one, other] = [await offering(file), await offering(file)];
  const mine = await one.offered({ finding: "f" });
  const theirs = await other.offered({ finding: "a" });
  const heard: unknown[] = [];
  const unless = (target: string, since: number) => ({
    again: {
      ...{ target, since },
      why: (uses: readonly Use[]) => {
        heard.push(uses.map(({ fingerprint, end }) => [fingerprint[0], end]));
        return uses.some(({ end }) => end === "applied") ? "it was done" : undefined;
      },
    },
  });
  const begun = await other.gate.claim(claimOf(theirs, "r1"));
  const early = claimOf(mine, "r2", unless("prod", start - 1));
  expect(await one.gate.claim(early)).toMatchObject({ reason: "busy" });
  if (begun.ok) await begun.run.end("applied", undefined, recordOf({ event: "result" }));
  expect(await one.gate.claim(early)).toEqual({ ok: false, reason: "again", why: "it was done" });
  expect(heard).toEqual([[["a", "applied"]]]);
  expect((await one.gate.list({})).map(({ state }) => state)).toEqual(["applied", "offered"]);
  const rows = await one.history.audit({ limit: 9 });
  expect(rows.map(({ event }) => event).toReversed()).toEqual(["requested", "requested", "intent", "result"]);
  const elsewhere = await one.offered({ finding: "b", target: "dev" });
  expect(await one.gate.claim(claimOf(elsewhere, "r3", unless("dev", start - 1)))).toMatchObject({
    ok: true,
  });
  expect(await one.gate.claim(claimOf(mine, "r4", unless("prod", start)))).toMatchObject({ ok: true });
  expect(heard.slice(1)).toEqual([[], []]);
});
