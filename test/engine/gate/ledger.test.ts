import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { rawly } from "../../history/temporary.ts";
import { agent } from "../../support/context.ts";
import { gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const withKubectl = needs("kubectl");
/** Each of them looks and acts several times. */
const test = (name: string, body: () => Promise<void>): void => withKubectl(name, body, 90_000);

const config = "[bound]\nper_hour = 50\n[runbook]\ndistrust_after = 2\n";
const entryOf = (over: Readonly<Record<string, unknown>> = {}) => ({
  ...{ name: "restart-web", author: "ops", for: "OOMKilled" },
  solution: { kind: "action", action: "rollout-restart" },
  ...over,
});

type World = Awaited<ReturnType<typeof gateWorld>>;

/** Looks and takes what may run with nobody there. */
const unattended = async (world: World, as?: World["ctx"]) => {
  const { data, text } = await world.ask("scan", { target: "shop", checks: false, autonomy: "auto" }, as);
  return { text, settled: data?.settled?.[0] };
};

const usesIn = async (world: World) => (await world.ctx.history.open()).gate.uses({});

const eventsIn = async (world: World) =>
  (await (await world.ctx.history.open()).audit({ limit: 99 })).toReversed();

/** Restarted twice by itself, well after each restart and ill at the next look. */
const leaking = async (options: Parameters<typeof gateWorld>[0] = {}) => {
  const world = await gateWorld({ config, ...options });
  for (let round = 0; round < 2; round += 1) {
    const { settled, text } = await unattended(world);
    expect([settled?.state, settled?.acted?.end], text).toEqual(["acted", "verified"]);
    world.sicken();
  }
  return world;
};

describe("what did not help is withdrawn from what runs by itself (law L12)", () => {
  test("a leak that a restart hides for a while is stopped at N: it waits, nothing runs, and a person's yes still works", async () => {
    const world = await leaking();
    const { settled, text } = await unattended(world);
    expect([settled?.state, world.ran.length]).toEqual(["waits", 2]);
    expect(text).toContain("it did not help 2 of 2 times in the last 30d here");
    expect((await usesIn(world)).map(({ relapsed }) => typeof relapsed)).toEqual(["number", "number"]);
    const rows = await eventsIn(world);
    expect(rows.at(-1)).toMatchObject({
      event: "escalated",
      reason:
        "rollout-restart runs by itself no more at shop: it did not help 2 of 2 times in the last 30d here",
      actor: { class: "automation" },
    });
    // However often it looks, nothing runs and nothing is told again.
    await unattended(world);
    expect([world.ran.length, (await eventsIn(world)).length]).toEqual([2, rows.length]);
    const [waiting] = (await world.ask("pending")).data.offers;
    const done = await world.ask("approve", { offer: waiting.offer });
    expect([done.data.end, done.data.decision, world.ran.length], done.text).toEqual([
      "verified",
      "approved",
      3,
    ]);
  });

  test("for whoever asks: a person who takes it and an agent wait as well", async () => {
    const world = await leaking();
    const finding = await world.found();
    for (const actor of [world.ctx.actor, agent]) {
      const { data, text } = await world.ask("fix", { finding }, await world.contextFor({ actor }));
      expect([data?.state, text]).toEqual([
        "waits",
        expect.stringContaining("runs by itself no more at shop"),
      ]);
    }
    expect(world.ran).toHaveLength(2);
  });

  test("a restart that heals never loses trust, though the same comes back much later", async () => {
    const world = await gateWorld({ config });
    for (let round = 0; round < 3; round += 1) {
      const { settled } = await unattended(world);
      expect(settled?.acted?.end).toBe("verified");
      rawly(world.ctx.place.stateFile, (db) => db.exec("update offers set ended_at = ended_at - 90000000"));
      world.sicken();
    }
    expect((await usesIn(world)).map(({ relapsed }) => relapsed)).toEqual([
      ...[undefined, undefined, undefined],
    ]);
  });

  test("an entry has a record of its own, which a person who vouches for it anew wipes", async () => {
    const world = await leaking({ runbook: [entryOf()] });
    const { settled, text } = await unattended(world);
    expect([settled?.state, text]).toEqual([
      "waits",
      expect.stringContaining("the runbook entry restart-web runs by itself no more at shop"),
    ]);
    const path = join(world.folder.root, "steadystate/solutions.json");
    const saying = async (over: Readonly<Record<string, unknown>>) => {
      writeFileSync(path, JSON.stringify([entryOf(over)]));
      return world.contextFor();
    };
    const bare = { action: "rollout-restart", finding: await world.found() };
    const named = await world.ask("run", bare, await saying({ for: "Evicted" }));
    expect(named.data.state, "nor does the same go on under its own name").toBe("waits");
    const tomorrow = await saying({ vouched_by: "os:ana", vouched_at: "2999-01-01T00:00:00Z" });
    expect((await unattended(world, tomorrow)).settled?.state, "nor by a date to come").toBe("waits");
    const vouched = await saying({ vouched_by: "os:ana", vouched_at: new Date().toISOString() });
    expect((await unattended(world, vouched)).settled?.state).toBe("acted");
    expect(world.ran).toHaveLength(3);
  });

  test("show, actions, solutions and posture tell it, and how trust is given anew", async () => {
    const world = await leaking({ runbook: [entryOf()] });
    const finding = await world.found();
    const shown = await world.ask("show", { finding });
    expect(shown.data.records).toMatchObject([
      { remedy: "restart-web", kind: "entry", target: "shop", tried: 2, helped: 0, relapsed: 2, without: 0 },
      { remedy: "rollout-restart", kind: "action", target: "shop", tried: 2 },
    ]);
    expect(shown.text).toContain("restart-web at shop: tried 2, helped 0, relapsed 2");
    expect(shown.text).toContain("WITHDRAWN at shop: it did not help 2 of 2 times");
    expect(shown.text).toContain("steadystate vouch restart-web");
    const menu = await world.ask("actions", { finding });
    expect(menu.data.records).toEqual(shown.data.records);
    expect(menu.text).toContain("restart-web at shop: tried 2, helped 0, relapsed 2");
    expect(menu.text).toContain("WITHDRAWN at shop: it did not help 2 of 2 times");
    expect((await world.ask("actions")).data.records).toEqual([]);
    rawly(world.ctx.place.stateFile, (db) =>
      db.exec(
        "drop trigger offers_never_rewritten; update offers set target = 'elsewhere' where target = 'shop'",
      ),
    );
    const there = await world.ask("actions", { finding });
    expect([there.data.records, there.text.includes("tried 2")], "of another target").toEqual([[], false]);
    rawly(world.ctx.place.stateFile, (db) => db.exec("update offers set target = 'shop'"));
    for (const named of [{}, { name: "restart-web" }]) {
      const listed = await world.ask("solutions", named);
      expect(listed.data.records).toMatchObject([{ remedy: "restart-web", tried: 2, relapsed: 2 }]);
      expect(listed.text).toContain("at shop: tried 2, helped 0, relapsed 2");
      expect(listed.text).toContain("WITHDRAWN at shop");
    }
    const { data, text } = await world.ask("posture");
    expect(data.withdrawn.map(({ remedy }: { readonly remedy: string }) => remedy)).toEqual([
      "restart-web",
      "rollout-restart",
    ]);
    expect(text).toContain("restart-web at shop: it did not help 2 of 2 times");
  });

  test("a clock that goes back brings no trust back", async () => {
    const world = await leaking();
    const early = await world.contextFor({ now: () => Date.now() - 600_000 });
    expect((await unattended(world, early)).settled?.state).not.toBe("acted");
    expect(world.ran).toHaveLength(2);
  });
});

describe("a second effect on what was put right", () => {
  test("is refused until a look has seen it again, for a person and by itself, and then had", async () => {
    const world = await gateWorld({ config });
    const finding = await world.found();
    expect((await world.ask("fix", { finding })).data.acted.end).toBe("verified");
    for (const [verb, input] of [
      ["fix", { finding }],
      ["run", { action: "scale", finding, set: ["replicas=2"] }],
    ] as const) {
      const again = await world.ask(verb, input);
      expect([again.exit, again.text]).toEqual([
        6,
        expect.stringMatching(
          /was put right at 2\d{3}-.*Z by rollout-restart, and no look has seen it since/,
        ),
      ]);
      expect(again.text).toContain("steadystate scan");
    }
    world.sicken();
    await world.scan();
    expect((await world.ask("fix", { finding })).data.acted.end).toBe("verified");
    expect(world.ran).toHaveLength(2);
  });

  test("is refused for what waited meanwhile, with a row", async () => {
    const world = await gateWorld({ config });
    const finding = await world.found();
    const scaling = { action: "scale", finding, set: ["replicas=2"] };
    const { data } = await world.ask("run", scaling, await world.contextFor({ actor: agent }));
    expect((await world.ask("fix", { finding })).data.acted.end).toBe("verified");
    const late = await world.ask("approve", { offer: data.offer.offer });
    expect([late.exit, late.text]).toEqual([6, expect.stringContaining("no look has seen it since")]);
    expect((await eventsIn(world)).at(-1)).toMatchObject({ event: "refused" });
    expect(world.ran).toHaveLength(1);
  });

  test("the very same for another finding of one thing is nothing more to do", async () => {
    const world = await gateWorld({ config });
    const finding = await world.found();
    await world.ask("fix", { finding });
    rawly(world.ctx.place.stateFile, (db) =>
      db.exec(`drop trigger offers_never_rewritten; update offers set fingerprint = '${"a".repeat(64)}'`),
    );
    const other = await world.ask("fix", { finding });
    expect([other.exit, other.text]).toEqual([0, expect.stringContaining("did exactly this at")]);
    expect(world.ran).toHaveLength(1);
  });

  test("where the clock went back, a person says whether; nothing does by itself", async () => {
    const world = await gateWorld({ config });
    const finding = await world.found();
    await world.ask("fix", { finding });
    rawly(world.ctx.place.stateFile, (db) => db.exec("update offers set ended_at = ended_at + 90000000"));
    world.sicken();
    const { settled, text } = await unattended(world);
    expect([settled?.state, text]).toEqual(["hindered", expect.stringContaining("no look has seen it")]);
    expect((await world.ask("fix", { finding })).data.acted.end).toBe("verified");
  });
});
