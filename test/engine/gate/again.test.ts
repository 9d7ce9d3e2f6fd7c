import { describe, expect } from "vitest";
import type { Context } from "../../../src/context.ts";
import { type OfferParts, offerDigest, type RunEnd } from "../../../src/core/gate/offer.ts";
import { claimOf, recordOf } from "../../history/gate/offers.ts";
import { agent } from "../../support/context.ts";
import { gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const withKubectl = needs("kubectl");
/** Each of them looks and acts several times. */
const test = (name: string, body: () => Promise<void>): void => withKubectl(name, body, 90_000);

const config = "[bound]\nper_hour = 50\n";

type World = Awaited<ReturnType<typeof gateWorld>>;

/** What another process does in a connection of its own: it takes another offer, and that ends so. */
const otherwise = async (world: World, end: RunEnd, change: (offer: OfferParts) => Partial<OfferParts>) => {
  const { gate } = await (await world.contextFor()).history.open();
  const [waiting] = await gate.list({ states: ["offered"] });
  if (waiting === undefined) throw new Error("nothing waits");
  const parts = { ...waiting, ...change(waiting) };
  const draft = { ...parts, digest: offerDigest(parts) };
  const { offer } = await gate.offer(draft, { insist: true, record: recordOf() });
  const claimed = await gate.claim(claimOf(offer, "theirs", { intent: recordOf({ event: "intent" }) }));
  if (!claimed.ok) throw new Error(claimed.reason);
  await claimed.run.end(end, undefined, recordOf({ event: "result", outcome: end }));
};

/** Just before its claim, with everything decided and read, something else happens. */
const beforeClaim = async (ctx: Context, happens: () => Promise<void>): Promise<Context> => {
  const history = await ctx.history.open();
  const gate: typeof history.gate = {
    ...history.gate,
    claim: async (claim) => {
      await happens();
      return history.gate.claim(claim);
    },
  };
  return { ...ctx, history: { ...ctx.history, standing: async () => ({ ...history, gate }) } };
};

const byAnother = ({ action }: OfferParts) => ({ action: { ...action, name: "scale" } });
const forAnother = ({ evidence }: OfferParts) => ({
  evidence: { ...evidence, fingerprint: "a".repeat(64) },
});

describe("another offer that ended a moment before the claim", () => {
  for (const [who, end, change, said, again] of [
    ["agent", "verified", byAnother, /was put right at .*Z by scale, and no look has seen it since/, 6],
    [
      "agent",
      "applied",
      byAnother,
      /scale ran for it until .*Z \(applied\), and no look has seen it since/,
      6,
    ],
    ["agent", "failed", forAnother, /rollout-restart did exactly this at .*Z \(failed\); no look/, 6],
    ["person", "verified", forAnother, /did exactly this at .*Z and helped another finding; no look/, 0],
    ["person", "not-effective", byAnother, /scale ran for it until .*Z \(not-effective\)/, 0],
  ] as const)
    test(`${who}: nothing runs where ${change === byAnother ? "it" : "the same for another finding"} was ${end}`, async () => {
      const world = await gateWorld({ config });
      const finding = await world.found();
      const own = await world.contextFor(who === "agent" ? { actor: agent } : {});
      const held = await beforeClaim(own, () => otherwise(world, end, change));
      const late = await world.ask("fix", { finding }, held);
      expect([late.exit, late.text]).toEqual([6, expect.stringMatching(said)]);
      expect([late.text.includes("steadystate scan"), world.ran]).toEqual([true, []]);
      const rows = await (await world.ctx.history.open()).audit({ limit: 99 });
      expect(rows.map(({ event }) => event).slice(0, 3)).toEqual(["refused", "result", "intent"]);
      const known = await world.ask("fix", { finding }, own);
      expect([known.exit, known.data?.acted?.end], known.text).toEqual([
        again,
        end === "not-effective" ? "verified" : undefined,
      ]);
      if (world.ran.length > 0) world.sicken();
      await world.scan();
      const seen = await world.ask("fix", { finding }, own);
      expect([seen.exit, seen.data?.acted?.end], "a look saw it since").toEqual([0, "verified"]);
    });
});

describe("what did not help", () => {
  test("is tried again by itself only where a look saw it since; a person may at once", async () => {
    const world = await gateWorld({ config, restart: "leaks" });
    const finding = await world.found();
    const machine = await world.contextFor({ actor: agent });
    const ends: unknown[] = [];
    for (const as of [machine, machine, world.ctx]) {
      const { exit, text, data } = await world.ask("fix", { finding }, as);
      ends.push(data?.acted?.end ?? [exit, text.includes("(not-effective), and no look has seen it since")]);
    }
    await world.scan();
    ends.push((await world.ask("fix", { finding }, machine)).data.acted.end);
    expect(ends).toEqual(["not-effective", [6, true], "not-effective", "not-effective"]);
    expect(world.ran).toHaveLength(3);
  });
});
