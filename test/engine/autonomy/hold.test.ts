import { describe, expect } from "vitest";
import { automation } from "../../../src/core/actor.ts";
import { carry } from "../../../src/engine/autonomy/carry.ts";
import { foresee } from "../../../src/engine/autonomy/foresee.ts";
import { openDesk } from "../../../src/engine/gate/desk.ts";
import { SteadystateError } from "../../../src/errors.ts";
import { makeRun } from "../../../src/system/run.ts";
import { agent } from "../../support/context.ts";
import { gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");
/** It looks and acts several times. */
const slow = (name: string, body: () => Promise<void>): void => test(name, body, 90_000);

const auto = { STEADYSTATE_REFLEX_AUTO: "reclaim-evicted" };

/** An open command for the same findings, as free as the switches can make it. */
const competing = {
  ...{ name: "purge", author: "ops", for: "Evicted", vouched_by: "ana" },
  solution: { kind: "command", run: "touch purged" },
  impact: "low",
};
const free = { STEADYSTATE_SOLUTION_AUTO: "1" };
const wide =
  '[bound]\nlossless = "fleet"\nself_healing = "fleet"\nrecoverable = "fleet"\n[runbook]\nauto_commands = true\n';

type World = Awaited<ReturnType<typeof gateWorld>>;

const rows = async (world: World) => {
  const history = await world.ctx.history.open();
  return (await history.audit({ limit: 100 })).toReversed();
};

const events = async (world: World) => (await rows(world)).map(({ event, outcome }) => [event, outcome]);

describe("hold --apply, with the real kubectl", () => {
  test("reclaims an evicted pod unattended where its reflex is at auto, and says why in the audit", async () => {
    const world = await gateWorld({ evicted: 2, env: auto });
    const { exit, data, text } = await world.ask("hold", { apply: true });
    expect(data.rows, text).toMatchObject([
      {
        ...{ decision: "act", by: "reclaim-evicted", category: "Evicted", envelope: "lossless/tenant" },
        came: { state: "acted", acted: { end: "verified", decision: "within-bound" } },
      },
    ]);
    expect(exit, text).toBe(0);
    expect(world.ran.map(({ argv }) => argv.slice(0, 5))).toEqual([
      ["kubectl", "delete", "pods", "web-a-gone-0", "web-a-gone-1"],
    ]);
    expect(await events(world)).toEqual([
      ["offered", undefined],
      ["intent", undefined],
      ["result", "verified"],
    ]);
    expect((await rows(world))[1]).toMatchObject({
      decision: "within-bound",
      reason: expect.stringContaining("reclaim-evicted is at auto (STEADYSTATE_REFLEX_AUTO), 2 to touch"),
      actor: { class: "automation", id: "steadystate:hold", onBehalfOf: "os:ana" },
    });
  });

  test("only offers it where its reflex is at propose, once however often it ticks", async () => {
    const world = await gateWorld({ evicted: 1 });
    const first = await world.ask("hold", { apply: true });
    expect([first.exit, first.data.rows[0]], first.text).toMatchObject([
      6,
      { decision: "propose", came: { state: "waits", offer: { action: "reclaim-evicted-pods" } } },
    ]);
    await world.ask("hold", { apply: true });
    expect(await events(world)).toEqual([["offered", undefined]]);
    expect(world.ran).toEqual([]);
  });

  test("with a competing solution for the same finding runs only the cleanup", async () => {
    const world = await gateWorld({
      ...{ evicted: 1, config: wide, runbook: [competing], env: { ...auto, ...free } },
    });
    // The competing entry waits as an offer of its own, and would be free to run by itself.
    await world.scan();
    const [found] = (await world.ask("findings")).data.findings;
    const offered = await world.ask("scan", { target: "shop", checks: false, autonomy: "suggest" });
    expect(offered.data.settled, offered.text).toMatchObject([{ offer: { entry: "purge" } }]);
    const { data, text } = await world.ask("hold", { apply: true });
    expect(data.rows, text).toMatchObject([
      {
        finding: found.fingerprint,
        by: "reclaim-evicted",
        came: { acted: { action: "reclaim-evicted-pods" } },
      },
    ]);
    expect(world.ran.map(({ argv }) => argv.slice(0, 3))).toEqual([["kubectl", "delete", "pods"]]);
  });

  test("a person is told of what no reflex answers, and nothing runs; a stop file stops what would", async () => {
    const world = await gateWorld({ env: auto });
    const told = await world.ask("hold", { apply: true });
    expect([told.exit, told.data.rows[0].decision], told.text).toEqual([6, "escalate"]);
    expect(told.text).toContain("a person may take rollout-restart");
    await world.ask("hold", { apply: true });
    expect(await rows(world)).toMatchObject([
      { event: "escalated", actor: { id: "steadystate:hold" }, reason: expect.stringContaining("no reflex") },
    ]);

    const second = await gateWorld({ evicted: 1, env: auto });
    second.folder.write({ "steadystate/STOP": "the night of the move" });
    const stopped = await second.ask("hold", { apply: true });
    expect([stopped.exit, stopped.data.rows[0].reason], stopped.text).toEqual([
      6,
      expect.stringContaining("the night of the move"),
    ]);
    expect([...world.ran, ...second.ran]).toEqual([]);
  });

  test("what became another thing since it was decided upon waits, although it could run by itself", async () => {
    const world = await gateWorld({ evicted: 1, env: auto });
    await world.scan();
    const history = await openDesk(world.ctx);
    const [finding] = await history.findings({});
    if (finding === undefined) throw new Error("nothing was found");
    const wish = { finding: finding.fingerprint, action: "reclaim-evicted-pods" };
    const as = { ...world.ctx, actor: automation("hold", world.ctx.actor) };
    const foreseen = await foresee(wish, finding, { reads: true, history, ctx: as });
    if (foreseen.is !== "judged") throw new Error(foreseen.why);
    const another = { ...foreseen, digest: "0".repeat(64) };
    const decided = { finding, wish, because: "decided upon", does: "act" } as const;
    const came = await carry({ ...decided, foreseen: another }, history, as);
    expect(came).toMatchObject({ is: "taken", taken: { kind: "waits", judged: { ok: true } } });
    expect(world.ran).toEqual([]);
    expect((await rows(world)).at(-1)).toMatchObject({
      event: "escalated",
      reason: expect.stringContaining("is not what would run now"),
    });
    const told = async () => (await rows(world)).filter(({ event }) => event === "escalated").length;
    const before = await told();
    const error = new SteadystateError("source-failed", "it cannot be read");
    const hindered = { is: "hindered", why: error.message, error } as const;
    for (let tick = 0; tick < 3; tick += 1)
      expect(await carry({ ...decided, foreseen: hindered }, history, as)).toMatchObject({
        is: "hindered",
        error,
      });
    expect(await told(), "however often it is asked, it is told once").toBe(before + 1);
  });

  test("a plan knows what the words of an entry speak of, as the gate does when they run", async () => {
    const run = "kubectl rollout restart deployment/{workload} --namespace=kube-system";
    const reaching = {
      ...{ name: "bounce", author: "ops", for: "OOMKilled", impact: "low", reversibility: "high" },
      solution: { kind: "command", run },
    };
    const world = await gateWorld({ config: wide, runbook: [reaching], env: free });
    await world.scan();
    const planned = await world.ask("hold");
    expect(planned.data.rows, planned.text).toMatchObject([
      { decision: "escalate", reason: "the namespace kube-system is protected" },
    ]);
    expect((await world.ask("hold", { apply: true })).data.rows[0].decision).toBe("escalate");
    expect(world.ran).toEqual([]);
  });

  test("a crash loop is a person's: it is escalated, and nothing runs", async () => {
    const world = await gateWorld({ fails: "CrashLoopBackOff", env: auto });
    const { exit, data, text } = await world.ask("hold", { apply: true });
    expect(data.rows, text).toMatchObject([{ decision: "escalate", category: "CrashLoopBackOff" }]);
    expect(exit).toBe(6);
    expect(world.ran).toEqual([]);
    expect(await rows(world)).toMatchObject([{ event: "escalated", actor: { id: "steadystate:hold" } }]);
  });

  slow("a leak that a restart of the runbook hides is put right N times, then a person's", async () => {
    const world = await gateWorld({
      config: "[bound]\nper_hour = 50\n[runbook]\ndistrust_after = 2\n",
      runbook: [
        {
          ...{ name: "restart-web", author: "ops", for: "OOMKilled" },
          solution: { kind: "action", action: "rollout-restart" },
        },
      ],
    });
    for (let round = 0; round < 2; round += 1) {
      const tick = await world.ask("hold", { apply: true });
      expect(tick.data.rows, tick.text).toMatchObject([
        { decision: "act", by: "restart-web", came: { acted: { end: "verified" } } },
      ]);
      world.sicken();
    }
    const third = await world.ask("hold", { apply: true });
    expect([third.exit, third.data.rows[0].decision, world.ran.length], third.text).toEqual([
      6,
      "escalate",
      2,
    ]);
    expect(third.text.replace(/\s+/g, " ")).toContain("did not help 2 of 2 times");
  });

  test("a name that is no reflex promotes nothing, and is told", async () => {
    const world = await gateWorld({ evicted: 1, env: { STEADYSTATE_REFLEX_AUTO: "reclaim-evictd" } });
    const { data, text } = await world.ask("hold", { apply: true });
    expect(data.rows[0].decision).toBe("propose");
    expect(text).toContain("did you mean reclaim-evicted?");
    expect(world.ctx.heard.join()).toContain("which is no reflex");
  });

  test("what could not be seen is left alone, told, and status 3", async () => {
    const world = await gateWorld({ evicted: 1, env: auto });
    await world.scan();
    world.cluster.faults.add({ answer: { kind: "status", code: 500 } });
    const { exit, data, text } = await world.ask("hold", { apply: true });
    expect([exit, data.rows, data.left.length], text).toEqual([3, [], 1]);
    expect(text).toContain("UNKNOWN shop");
    expect(world.ran).toEqual([]);
  });

  test("two at once: one acts", async () => {
    const world = await gateWorld({ evicted: 1, env: auto });
    const others = await Promise.all([world.contextFor(), world.contextFor()]);
    await Promise.all(others.map((ctx) => world.ask("hold", { apply: true }, ctx)));
    expect(world.ran).toHaveLength(1);
    expect((await rows(world)).filter(({ event }) => event === "intent")).toHaveLength(1);
  });

  test("without it nothing is spawned, sent or written", async () => {
    const world = await gateWorld({ evicted: 1, env: auto });
    await world.scan();
    const before = world.cluster.requests.length;
    const spawned: unknown[] = [];
    const real = makeRun(world.environment);
    const run = (request: Parameters<typeof real>[0]) => {
      spawned.push(request);
      return real(request);
    };
    const { exit, data, text } = await world.ask("hold", {}, await world.contextFor({ hands: { run } }));
    expect([exit, data.applied, data.rows[0]], text).toMatchObject([
      0,
      false,
      { decision: "act", by: "reclaim-evicted", envelope: "lossless/tenant" },
    ]);
    expect(text).toContain("A plan, from memory as of");
    expect([spawned, world.cluster.requests.length]).toEqual([[], before]);
    expect([await rows(world), (await world.ask("pending", { all: true })).data.offers]).toEqual([[], []]);
  });

  test("an agent that ticks stays one: words of the runbook wait for a person", async () => {
    const runbook = [{ ...competing, for: "OOMKilled" }];
    const env = { ...auto, ...free };
    const world = await gateWorld({ config: wide, runbook, env });
    const asked = await world.ask("hold", { apply: true }, await world.contextFor({ actor: agent }));
    expect(asked.data.rows[0], asked.text).toMatchObject({
      decision: "escalate",
      reason: expect.stringContaining("an agent only ever offers"),
    });
    expect(world.ran).toEqual([]);
    // A person's tick may: everything that D32 asks for is there.
    const own = await world.ask("hold", { apply: true });
    expect(own.data.rows[0], own.text).toMatchObject({ decision: "act", by: "purge" });
    expect(world.ran.map(({ argv }) => argv)).toEqual([[expect.stringMatching(/(^|\/)touch$/), "purged"]]);
  });
});
