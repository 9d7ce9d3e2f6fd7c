import { describe, expect } from "vitest";
import { gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");

const auto = { STEADYSTATE_REFLEX_AUTO: "reclaim-evicted" };

type World = Awaited<ReturnType<typeof gateWorld>>;

const rows = async (world: World) => {
  const history = await world.ctx.history.open();
  return (await history.audit({ limit: 100 })).toReversed();
};

const podsOf = (world: World): readonly string[] =>
  world.cluster.requests.flatMap(({ verb, path }) =>
    verb === "delete" ? [path.split("/").at(-1) ?? ""] : [],
  );

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
    expect(world.ran).toHaveLength(1);
    expect(world.ran[0]?.argv.slice(0, 5)).toEqual([
      ...["kubectl", "delete", "pods", "web-a-gone-0", "web-a-gone-1"],
    ]);
    const told = await rows(world);
    expect(told.map(({ event, outcome }) => [event, outcome])).toEqual([
      ["offered", undefined],
      ["intent", undefined],
      ["result", "verified"],
    ]);
    expect(told[1]).toMatchObject({
      decision: "within-bound",
      reason: expect.stringContaining("reclaim-evicted is at auto (STEADYSTATE_REFLEX_AUTO), 2 to touch"),
      actor: { class: "automation", id: "steadystate:hold", onBehalfOf: "os:ana" },
    });
  });
});
