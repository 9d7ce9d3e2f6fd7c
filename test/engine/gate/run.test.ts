import { describe, expect } from "vitest";
import { SteadystateError } from "../../../src/errors.ts";
import { agent } from "../../support/context.ts";
import { gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");

const rows = async (world: Awaited<ReturnType<typeof gateWorld>>) => {
  const history = await world.ctx.history.open();
  return (await history.audit({ limit: 100 })).toReversed();
};

describe("an effect through the gate, with the real kubectl", () => {
  test("inside the bound it runs at once, and counts as a help once the finding is gone", async () => {
    const world = await gateWorld({ restart: "heals" });
    const finding = await world.found();
    const { exit, data, text } = await world.ask("fix", { finding });
    expect(data.acted).toMatchObject({
      end: "verified",
      decision: "within-bound",
      action: "rollout-restart",
      exitCode: 0,
    });
    expect(exit).toBe(0);
    expect(text).toContain("it helped: rollout-restart");
    expect(world.ran).toHaveLength(1);
    const [ran] = world.ran;
    expect(ran?.argv).toEqual(
      expect.arrayContaining(["kubectl", "rollout", "restart", "deployment/web", "--namespace=shop"]),
    );
    expect(ran?.argv.filter((word) => word.startsWith("--context"))).toHaveLength(1);
    expect(ran?.argv.filter((word) => word.startsWith("--kubeconfig"))).toHaveLength(1);
    expect(JSON.stringify(world.cluster.objects.get("Deployment", "shop", "web"))).toContain("restartedAt");
    expect((await rows(world)).map(({ event, outcome }) => [event, outcome])).toEqual([
      ["offered", undefined],
      ["intent", undefined],
      ["result", "verified"],
    ]);
  });

  test("the intent is in the audit before anything runs, and without it nothing does", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    const seen: unknown[] = [];
    const watching = await world.contextFor();
    await world.ask(
      "fix",
      { finding },
      {
        ...watching,
        act: async (request) => {
          seen.push((await rows(world)).map(({ event }) => event));
          return watching.act(request);
        },
      },
    );
    expect(seen).toEqual([["offered", "intent"]]);

    const second = await gateWorld();
    const other = await second.found();
    const ctx = await second.contextFor();
    const full = new SteadystateError("store-unusable", "the disk is full");
    const history = await ctx.history.open();
    const gate = { ...history.gate, claim: () => Promise.reject(full) };
    const broken = { ...ctx, history: { ...ctx.history, standing: async () => ({ ...history, gate }) } };
    expect((await second.ask("fix", { finding: other }, broken)).exit).toBe(4);
    expect(second.ran).toEqual([]);
  });

  test("an end that cannot be written down is told as what it was, and as no refusal", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    const ctx = await world.contextFor();
    const history = await ctx.history.open();
    const full = new SteadystateError("store-unusable", "the disk is full");
    const gate: typeof history.gate = {
      ...history.gate,
      claim: async (claim) => {
        const claimed = await history.gate.claim(claim);
        return claimed.ok ? { ok: true, run: { ...claimed.run, end: () => Promise.reject(full) } } : claimed;
      },
    };
    const broken = { ...ctx, history: { ...ctx.history, standing: async () => ({ ...history, gate }) } };
    const { exit, text } = await world.ask("fix", { finding }, broken);
    expect([exit, text]).toEqual([
      4,
      expect.stringContaining("rollout-restart ran (verified), and that could"),
    ]);
    expect(world.ran).toHaveLength(1);
    expect((await rows(world)).map(({ event }) => event)).toEqual(["offered", "intent"]);
  });

  test("what is left behind of an effect does not hide what it came to", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    const ctx = await world.contextFor();
    const stuck = new SteadystateError("input-invalid", "it may not be removed");
    const executors = async () =>
      (await ctx.executors()).map((one) => ({ ...one, forget: () => Promise.reject(stuck) }));
    const { exit, data } = await world.ask("fix", { finding }, { ...ctx, executors });
    expect([exit, data.acted.end]).toEqual([0, "verified"]);
    expect(ctx.heard.join()).toContain("what was kept for it is still there: it may not be removed");
  });

  test("a leak that a restart does not stop is a failure, and says so with status 7", async () => {
    const world = await gateWorld({ restart: "leaks" });
    const { exit, data, text } = await world.ask("fix", { finding: await world.found() });
    expect(data.acted).toMatchObject({ end: "not-effective", exitCode: 0 });
    expect([exit, text]).toEqual([7, expect.stringContaining("it did not help")]);
    expect((await rows(world)).at(-1)).toMatchObject({ event: "result", outcome: "not-effective" });
  });

  test("a command that fails is a failure with what it said", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    const ctx = await world.contextFor();
    const act: typeof ctx.act = (request) =>
      ctx.act({ ...request, argv: [...request.argv, "--no-such-flag"] });
    const { exit, data } = await world.ask("fix", { finding }, { ...ctx, act });
    expect(data.acted).toMatchObject({ end: "failed", output: expect.stringContaining("unknown flag") });
    expect(exit).toBe(7);
  });

  test("one that is cut off is unknown, and is never run again", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    const ctx = await world.contextFor();
    const cut = new SteadystateError("source-failed", "kubectl did not end in time", {
      details: { ended: "deadline" },
    });
    const act = async () => Promise.reject(cut);
    const { exit, data } = await world.ask("fix", { finding }, { ...ctx, act });
    expect([exit, data.acted.end]).toEqual([7, "unknown"]);
    const again = await world.ask("approve", { offer: data.acted.offer });
    expect([again.exit, again.text]).toEqual([6, expect.stringContaining("is unknown")]);
    expect(world.ran).toEqual([]);
  });

  test("what looks at it may break: the effect is told as applied, never as verified", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    // Every wait is a long one.
    let now = 0;
    const pause = async () => {
      now += 600_000;
    };
    const ctx = await world.contextFor({ timing: { elapsed: () => now, pause } });
    const act: typeof ctx.act = async (request) => {
      const result = await ctx.act(request);
      world.cluster.faults.add({ answer: { kind: "status", code: 500 } });
      return result;
    };
    const { exit, data } = await world.ask("fix", { finding }, { ...ctx, act });
    expect(data.acted.end).toBe("applied");
    expect(exit).toBe(3);
  });

  test("the child sees neither secrets nor standard input", async () => {
    const world = await gateWorld({ env: { GITHUB_TOKEN: "ghp_canary", AWS_SECRET_ACCESS_KEY: "canary" } });
    const finding = await world.found();
    const ctx = await world.contextFor();
    let said = "";
    const act: typeof ctx.act = async (request) => {
      const child =
        "process.stdin.on('data', () => console.log('heard')); process.stdin.on('end', () => console.log(JSON.stringify(process.env)))";
      const result = await ctx.act({
        ...request,
        argv: [process.execPath, "-e", `${child}; process.stdin.resume()`],
      });
      said = result.stdout;
      return result;
    };
    await world.ask("fix", { finding }, { ...ctx, act });
    const seen = Object.keys(JSON.parse(said)).filter((name) => !name.startsWith("KUBE"));
    expect(seen.toSorted()).toEqual(expect.arrayContaining(["HOME", "PATH"]));
    expect(seen.filter((name) => !["HOME", "PATH", "LANG"].includes(name))).toEqual([]);
    expect(said).not.toContain("canary");
  });

  test("outside the bound it waits: a person approves exactly this, once", async () => {
    const world = await gateWorld({ env: { STEADYSTATE_BOUND: "self_healing=none" } });
    const { exit, data, text } = await world.ask("fix", { finding: await world.found() });
    expect(data).toMatchObject({
      state: "waits",
      offer: { envelope: "self_healing/service", subject: "web" },
    });
    expect([exit, text]).toEqual([6, expect.stringContaining("self_healing/service is outside the bound")]);
    expect(world.ran).toEqual([]);
    expect((await rows(world)).map(({ event }) => event)).toEqual(["offered", "escalated"]);
    const { data: waiting } = await world.ask("pending");
    expect(waiting.offers).toMatchObject([{ offer: data.offer.offer, state: "offered", yours: true }]);
    const digest = data.offer.offer.slice(0, 12);
    const done = await world.ask("approve", { offer: digest });
    expect(done.data).toMatchObject({ end: "verified", decision: "approved" });
    expect(world.ran).toHaveLength(1);
    const again = await world.ask("approve", { offer: digest });
    expect([again.exit, again.text]).toEqual([6, expect.stringContaining("is verified")]);
    expect(world.ran).toHaveLength(1);
    expect((await rows(world)).find(({ event }) => event === "intent")).toMatchObject({
      approver: world.ctx.actor.id,
      decision: "approved",
    });
  });

  test("an agent acts inside the bound, and beyond it only asks", async () => {
    const inside = await gateWorld({ actor: agent });
    expect((await inside.ask("fix", { finding: await inside.found() })).data.acted.end).toBe("verified");
    const beyond = await gateWorld({ actor: agent, env: { STEADYSTATE_BOUND: "lossless=none" } });
    const { exit, data } = await beyond.ask("fix", { finding: await beyond.found() });
    expect([exit, data.state]).toEqual([6, "waits"]);
    for (const verb of ["approve", "decline", "reoffer"] as const)
      expect((await beyond.ask(verb, { offer: data.offer.offer })).text).toContain("is for a person");
    expect(beyond.ran).toEqual([]);
  });

  test("a dry run writes nothing down and runs nothing", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    const { exit, data, text } = await world.ask("fix", { finding, dryRun: true });
    expect([exit, data.state]).toEqual([0, "previewed"]);
    expect(text).toContain("Nothing was done");
    expect((await world.ask("pending", { all: true })).data.offers).toEqual([]);
    expect(world.ran).toEqual([]);
  });
});
