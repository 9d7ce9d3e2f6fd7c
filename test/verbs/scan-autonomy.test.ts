import { describe, expect } from "vitest";
import { gateWorld } from "../support/gate-world.ts";
import { needs } from "../support/needs.ts";
import type { World } from "../support/terraform-provider/provider.ts";
import { terraformWorld } from "../support/terraform-world.ts";

const withTerraform = needs("terraform");
const withKubectl = needs("kubectl");

const main = `
resource "world_firewall" "web" {
  name    = "web"
  open_to = ["10.0.0.0/8"]
}
resource "world_database" "main" {
  name   = "orders"
  engine = "pg"
}
`;
const opened = (world: World): World => ({
  ...world,
  "world_firewall-web": { ...world["world_firewall-web"], open_to: ["0.0.0.0/0"] },
});
const drifted = async (config = '[bound]\nrecoverable = "service"\n') => {
  const world = await terraformWorld(main, config);
  world.declare(main.replace('"pg"', '"mysql"'));
  world.project.tamper(opened);
  return world;
};
type Settled = readonly { readonly subject: string; readonly state: string }[];
const told = (settled: Settled) => settled.map(({ subject, state }) => [subject, state]);

describe("scan --autonomy", () => {
  withTerraform("observes without being asked, and then nothing is offered", async () => {
    const world = await drifted();
    const { data } = await world.ask("scan", { path: "." });
    expect([data.autonomy, data.settled]).toEqual(["observe", []]);
    expect((await world.ask("pending")).data.offers).toEqual([]);
  });

  withTerraform("suggest offers what alerts, runs nothing, and fails nobody's scan", async () => {
    const world = await drifted();
    const { exit, data, text } = await world.ask("scan", { path: ".", autonomy: "suggest", failOn: "none" });
    expect([exit, told(data.settled)], text).toEqual([
      0,
      [
        ["world_firewall.web", "waits"],
        ["world_database.main", "waits"],
      ],
    ]);
    expect(world.ran).toEqual([]);
    expect(text).toContain("2 offers waiting");
    expect((await world.ask("pending")).data.offers).toHaveLength(2);
    await world.ask("scan", { path: ".", autonomy: "suggest" });
    expect((await world.ask("pending")).data.offers).toHaveLength(2);
  });

  withTerraform("auto takes what is inside the bound, as automation, and no replacement", async () => {
    const world = await drifted();
    const { exit, data, text } = await world.ask("scan", { path: ".", autonomy: "auto", failOn: "none" });
    expect([exit, told(data.settled)], text).toEqual([
      0,
      [
        ["world_firewall.web", "acted"],
        ["world_database.main", "waits"],
      ],
    ]);
    expect(world.reality()["world_firewall-web"]).toMatchObject({ open_to: ["10.0.0.0/8"] });
    const rows = await (await world.ctx.history.open()).audit({ limit: 50 });
    const intent = rows.find(({ event }) => event === "intent");
    expect(intent?.actor).toMatchObject({
      class: "automation",
      id: "steadystate:auto",
      onBehalfOf: "os:ana",
    });
    expect(world.ran).toHaveLength(1);
  });

  withTerraform("auto under the default bound takes nothing", async () => {
    const world = await drifted("");
    const { data } = await world.ask("scan", { path: ".", autonomy: "auto" });
    expect(new Set(data.settled.map(({ state }: Settled[number]) => state))).toEqual(new Set(["waits"]));
    expect(world.ran).toEqual([]);
    const rows = async () => (await (await world.ctx.history.open()).audit({ limit: 50 })).length;
    const before = await rows();
    await world.ask("scan", { path: ".", autonomy: "auto" });
    expect(await rows()).toBe(before);
  });

  withTerraform("neither works on what is not remembered", async () => {
    const world = await terraformWorld(main);
    for (const autonomy of ["suggest", "auto"]) {
      const { exit, text } = await world.ask("scan", { path: ".", autonomy, stateless: true });
      expect([exit, text]).toEqual([2, expect.stringContaining("works on what is remembered")]);
    }
  });

  withKubectl("auto cures a symptom whose action is inside the bound", async () => {
    const world = await gateWorld();
    const { data } = await world.ask("scan", { target: "shop", checks: false, autonomy: "auto" });
    expect(data.settled[0]).toMatchObject({
      state: "acted",
      acted: { end: "verified", action: "rollout-restart" },
    });
    expect(world.ran).toHaveLength(1);
  });
});
