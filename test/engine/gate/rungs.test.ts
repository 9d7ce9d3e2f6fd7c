import { describe, expect } from "vitest";
import { gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");
const narrow = { STEADYSTATE_BOUND: "self_healing=none" };

/** A world with one offer that waits for a person. */
const waiting = async (options: Parameters<typeof gateWorld>[0] = {}) => {
  const world = await gateWorld({ ...options, env: { ...narrow, ...options.env } });
  const finding = await world.found();
  const { data, text } = await world.ask("fix", { finding });
  if (data === undefined) throw new Error(text);
  const lastRow = async () => (await (await world.ctx.history.open()).audit({ limit: 1 }))[0];
  return { ...world, finding, offer: data.offer.offer.slice(0, 12), lastRow };
};

const refusals = ["refused", "escalated"];

/** Nothing ran, the status is that of a refusal, and a row says why. */
const demandRefused = async (
  world: Awaited<ReturnType<typeof waiting>>,
  { exit, text }: { readonly exit: number; readonly text: string },
  why: string,
): Promise<void> => {
  expect([exit, text]).toEqual([6, expect.stringContaining(why)]);
  expect(world.ran).toEqual([]);
  const row = await world.lastRow();
  expect(refusals).toContain(row?.event);
  expect(row?.reason).toContain(why);
};

describe("each rung of the gate refuses, and the refusal is a row", () => {
  test("the finding was resolved, muted, or could not be looked at", async () => {
    for (const [verb, input, why] of [
      ["resolve", {}, "is withdrawn"],
      ["mute", { for: "7d" }, "is withdrawn"],
    ] as const) {
      const world = await waiting();
      await world.ask(verb, { finding: world.finding, ...input });
      await demandRefused(world, await world.ask("approve", { offer: world.offer }), why);
    }
    const dark = await waiting();
    dark.cluster.faults.add({ answer: { kind: "status", code: 500 } });
    await dark.scan();
    await demandRefused(
      dark,
      await dark.ask("approve", { offer: dark.offer }),
      "could not be looked at lately",
    );
  });

  test("the bound moved since it was offered", async () => {
    const world = await waiting();
    const other = await world.contextFor({ env: { STEADYSTATE_BOUND: "self_healing=one" } });
    await demandRefused(world, await world.ask("approve", { offer: world.offer }, other), "the bound moved");
  });

  test("the thing is another one of the same name by now", async () => {
    const world = await waiting();
    const web = world.cluster.objects.get("Deployment", "shop", "web");
    if (web === undefined) throw new Error("there is no web");
    world.cluster.objects.put({ ...web, metadata: { ...(web["metadata"] as object), uid: "another" } });
    await demandRefused(world, await world.ask("approve", { offer: world.offer }), "the thing itself moved");
  });

  test("the thing cannot be read", async () => {
    const world = await waiting();
    world.cluster.faults.add({ answer: { kind: "status", code: 500 } });
    const { exit } = await world.ask("approve", { offer: world.offer });
    expect(exit).toBe(3);
    expect(world.ran).toEqual([]);
    expect(refusals).toContain((await world.lastRow())?.event);
  });

  test("the stop file is there", async () => {
    const world = await waiting();
    world.folder.writeRaw("steadystate/STOP", "database migration until noon\n");
    await demandRefused(
      world,
      await world.ask("approve", { offer: world.offer }),
      "database migration until noon",
    );
  });

  test("the role is not there", async () => {
    const world = await waiting({ config: '[roles]\napprover = ["slack:U1"]\n' });
    await demandRefused(
      world,
      await world.ask("approve", { offer: world.offer }),
      "has not the role approver",
    );
  });

  test("the one who asked may not be the one who approves", async () => {
    const world = await waiting({ config: "[approvals]\nfour_eyes = true\n" });
    await demandRefused(world, await world.ask("approve", { offer: world.offer }), "four_eyes");
  });

  test("automation approves nothing", async () => {
    const world = await waiting();
    const ci = { ...world.ctx.actor, class: "automation", channel: "ci", id: "ci:runner" } as const;
    const other = await world.contextFor({ actor: ci });
    await demandRefused(
      world,
      await world.ask("approve", { offer: world.offer }, other),
      "only a person approves",
    );
  });

  test("a target that is protected wants its name typed back by somebody who may", async () => {
    const config = '[bound]\nprotected_targets = ["sho*"]\n';
    const world = await waiting({ config });
    await demandRefused(
      world,
      await world.ask("approve", { offer: world.offer }),
      "has not the role breakglass",
    );
    const me = world.ctx.actor.id;
    const broken = await waiting({ config: `${config}[roles]\nbreakglass = ["${me}"]\n` });
    await demandRefused(
      broken,
      await broken.ask("approve", { offer: broken.offer }),
      "wants the name typed back",
    );
    const done = await broken.ask("approve", {
      offer: broken.offer,
      confirm: "web",
      reason: "out of memory",
    });
    expect(done.data).toMatchObject({ end: "verified", decision: "break-glass" });
  });

  test("enough was done there for this hour", async () => {
    const world = await waiting({ config: "[bound]\nper_hour = 1\n", restart: "leaks" });
    await world.ask("approve", { offer: world.offer });
    expect(world.ran).toHaveLength(1);
    await world.scan();
    const { data } = await world.ask("fix", { finding: world.finding });
    const { exit, text } = await world.ask("approve", { offer: data.offer.offer });
    expect([exit, text]).toEqual([6, expect.stringContaining("[bound] per_hour")]);
    expect(world.ran).toHaveLength(1);
  });

  test("a context of this machine is no aim", async () => {
    const world = await gateWorld();
    const kubeconfig = world.environment["KUBECONFIG"];
    const { data } = await world.ask("scan", {
      source: "k8s-live",
      probe: "kubectl",
      kubeconfig,
      checks: false,
    });
    const finding = data.alerts[0].items[0].fingerprint;
    const { exit, text } = await world.ask("fix", { finding });
    expect([exit, text]).toEqual([6, expect.stringContaining("committed targets only")]);
    expect(world.ran).toEqual([]);
  });

  test("declined is declined: exactly this is not offered again, unless somebody says so", async () => {
    const world = await waiting();
    const { data } = await world.ask("decline", { offer: world.offer, reason: "deploy at noon" });
    expect(data).toMatchObject({ action: "rollout-restart" });
    const gone = await world.ask("approve", { offer: world.offer });
    await demandRefused(world, gone, "is declined: deploy at noon");
    expect((await world.ask("decline", { offer: world.offer })).exit).toBe(6);
    const again = await world.ask("reoffer", { offer: world.offer });
    expect(again.data.offer).toMatchObject({ state: "offered", action: "rollout-restart" });
    expect((await world.ask("approve", { offer: world.offer })).data.end).toBe("verified");
  });

  test("references: a finding is no offer, an unknown one is told, a short one is refused", async () => {
    const world = await waiting();
    const asked = async (offer: string) => {
      const { exit, text } = await world.ask("approve", { offer });
      return [exit, text];
    };
    expect(await asked(world.finding)).toEqual([5, expect.stringContaining("is a finding")]);
    expect(await asked("abcdef123456")).toEqual([5, expect.stringContaining("no offer begins with")]);
    expect((await asked("ab"))[0]).toBe(2);
    expect((await world.ask("fix", { finding: "" })).exit).toBe(2);
    expect((await world.ask("fix", { finding: "infra/prod" })).text).toContain(
      "steadystate reconcile infra/prod",
    );
  });
});
