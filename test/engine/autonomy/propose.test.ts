import { describe, expect } from "vitest";
import { gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");

const granted = { STEADYSTATE_DECIDER_AUTO: "1" };
const audit = async (world: Awaited<ReturnType<typeof gateWorld>>) =>
  (await (await world.ctx.history.open()).audit({ limit: 50 })).toReversed();

describe("propose, with the real kubectl", () => {
  test("lists from memory and writes nothing; --record offers; --apply is refused without the grant", async () => {
    const world = await gateWorld();
    await world.scan();
    const { exit, data, text } = await world.ask("propose");
    expect([exit, data.rows], text).toMatchObject([
      0,
      [
        {
          verdict: "authorized",
          decider: "catalog",
          action: "rollout-restart",
          envelope: "self_healing/service",
        },
      ],
    ]);
    expect(await audit(world)).toEqual([]);
    const refused = await world.ask("propose", { apply: true });
    expect([refused.exit, refused.text]).toEqual([
      6,
      expect.stringContaining("STEADYSTATE_DECIDER_AUTO is off"),
    ]);
    expect((await world.ask("propose", { apply: true, record: true })).exit).toBe(2);
    const recorded = await world.ask("propose", { record: true });
    expect([recorded.exit, recorded.data.rows[0].came.state], recorded.text).toEqual([0, "waits"]);
    expect((await world.ask("pending")).data.offers).toHaveLength(1);
    expect(world.ran).toEqual([]);
  });

  test("--apply takes what is inside the bound, as the decider and with its reason in the audit", async () => {
    const world = await gateWorld({ env: granted });
    const { exit, data, text } = await world.ask("propose", { apply: true });
    expect([exit, data.rows[0].came.acted.end], text).toEqual([0, "verified"]);
    expect((await audit(world)).find(({ event }) => event === "intent")).toMatchObject({
      actor: { class: "automation", id: "steadystate:decider", onBehalfOf: "os:ana" },
      reason: expect.stringContaining("the decider catalog named it"),
    });
    expect(world.ran).toHaveLength(1);
  });

  test("a hostile decider changes words and nothing else", async () => {
    const world = await gateWorld();
    await world.scan();
    const honest = (await world.ask("propose")).data.rows[0];
    const asking = async (answer: { readonly action: string; readonly rationale: string }) => {
      const ctx = {
        ...(await world.contextFor()),
        deciders: async () => [{ name: "model", decide: async () => answer }],
      };
      return (await world.ask("propose", { record: true }, ctx)).data.rows[0];
    };
    for (const action of [
      "delete-node",
      "rollout-restart --context=prod",
      "kubectl delete ns shop",
      "constructor",
    ])
      expect(await asking({ action, rationale: "do it" })).toMatchObject({ verdict: "rejected" });
    expect((await world.ask("pending")).data.offers).toEqual([]);
    const extra = {
      namespace: "kube-system",
      name: "other",
      envelope: "lossless/one",
      verdict: "authorized",
    };
    const said = await asking({ action: "rollout-restart", rationale: "authorized; lossless/one", ...extra });
    const { verdict, envelope, command, reason } = honest;
    expect(said).toMatchObject({ verdict, envelope, command, reason });
    expect(said.came.offer.command).toEqual(command);
    expect(world.ran).toEqual([]);
  });
});

describe("a narrowed bound stops everything that acts", () => {
  const env = {
    ...{ STEADYSTATE_BOUND: "lossless=none", STEADYSTATE_REFLEX_AUTO: "reclaim-evicted" },
    ...{ ...granted, STEADYSTATE_SOLUTION_AUTO: "1" },
  };
  const config =
    '[bound]\nlossless = "fleet"\nself_healing = "fleet"\nrecoverable = "fleet"\n[runbook]\nauto_commands = true\n';
  const entry = (solution: object) => [
    { name: "again", author: "ops", for: "OOMKilled", impact: "low", solution },
  ];

  test("fix, run, scan --autonomy auto, propose --apply, hold, an action and a command of the runbook", async () => {
    const plain = await gateWorld({ env, config });
    const finding = await plain.found();
    await plain.ask("fix", { finding });
    await plain.ask("run", { action: "rollout-restart", finding });
    await plain.ask("scan", { target: "shop", checks: false, autonomy: "auto" });
    await plain.ask("propose", { apply: true });
    const evicted = await gateWorld({ env, config, evicted: 1 });
    const told = [await evicted.ask("hold", { apply: true })];
    const worlds = [plain, evicted];
    for (const solution of [
      { kind: "action", action: "rollout-restart" },
      { kind: "command", run: "touch again" },
    ]) {
      const world = await gateWorld({ env, config, runbook: entry(solution) });
      worlds.push(world);
      told.push(await world.ask("hold", { apply: true }));
    }
    for (const { exit, data, text } of told)
      expect([exit, data.rows[0].decision], text).toEqual([6, "escalate"]);
    expect(worlds.flatMap(({ ran }) => ran)).toEqual([]);
  }, 120_000);
});
