import { describe, expect } from "vitest";
import { gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");

/** `web` is to have three copies, which never come up. */
const scaled = async (bound: string) => {
  const world = await gateWorld({ config: `[bound]\n${bound}\n` });
  const finding = await world.found();
  const asked = await world.ask("run", { action: "scale", finding, set: ["replicas=3"] });
  const copies = () => {
    const spec = world.cluster.objects.get("Deployment", "shop", "web")?.["spec"];
    return /"replicas":(\d+)/.exec(JSON.stringify(spec))?.[1];
  };
  return { ...world, asked, copies };
};

describe("an effect that did not help is taken back by its inverse", () => {
  test("at once where the inverse is inside the bound, as an effect of its own", async () => {
    const world = await scaled('recoverable = "service"');
    expect(world.asked.data.acted).toMatchObject({
      end: "not-effective",
      takenBack: { end: expect.any(String) },
    });
    expect(world.ran.map(({ argv }) => argv.find((word) => word.startsWith("--replicas")))).toEqual([
      "--replicas=3",
      "--replicas=1",
    ]);
    expect(world.copies()).toBe("1");
    expect([world.asked.exit, world.asked.text]).toEqual([7, expect.stringContaining("it was taken back")]);
    const rows = (await (await world.ctx.history.open()).audit({ limit: 20 })).toReversed();
    expect(rows.map(({ event }) => event)).toEqual([
      "offered",
      "intent",
      "result",
      "offered",
      "intent",
      "result",
    ]);
    expect(rows[4]?.actor).toMatchObject({ class: "automation", onBehalfOf: world.ctx.actor.id });
  });

  test("where it is not, it is offered, and a person takes it back", async () => {
    const world = await scaled('recoverable = "none"');
    expect(world.asked.data.state).toBe("waits");
    const done = await world.ask("approve", { offer: world.asked.data.offer.offer });
    expect(done.data).toMatchObject({ end: "not-effective", takenBack: { offer: expect.any(String) } });
    expect(done.text).toContain("taking it back waits for a person");
    expect(world.copies()).toBe("3");
    const back = await world.ask("approve", { offer: done.data.takenBack.offer });
    expect(back.data).toMatchObject({ action: "scale", decision: "approved" });
    expect(world.copies()).toBe("1");
  });

  test("what a person says beside the finding is checked: another thing, an unknown name, one given twice", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    for (const [set, exit, why] of [
      [["name=other"], 6, "name comes from the finding"],
      [["namespace=kube-system"], 6, "namespace comes from the finding"],
      [["replcas=3"], 2, "did you mean replicas?"],
      [["replicas=3", "replicas=4"], 2, "given twice"],
      [["replicas"], 2, "is no name=value"],
      [["replicas=--all"], 6, "replicas"],
      [["replicas=3 --all"], 6, "replicas"],
      [[], 6, "replicas"],
    ] as const) {
      const { exit: status, text } = await world.ask("run", { action: "scale", finding, set });
      expect([set, status, text]).toEqual([set, exit, expect.stringContaining(why)]);
    }
    expect(world.ran).toEqual([]);
  });
});
