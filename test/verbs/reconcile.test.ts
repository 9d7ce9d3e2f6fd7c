import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, vi } from "vitest";
import type { RunRequest } from "../../src/system/run.ts";
import { agent } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import type { World } from "../support/terraform-provider/provider.ts";
import { type TerraformWorld, terraformWorld } from "../support/terraform-world.ts";

const test = needs("terraform");

const firewall = (name: string) => `
resource "world_firewall" "${name}" {
  name    = "${name}"
  open_to = ["10.0.0.0/8"]
}
`;
const database = (engine: string) => `
resource "world_database" "main" {
  name      = "orders"
  engine    = "${engine}"
  admin_key = "CANARY-7f3a"
}
`;
const opened =
  (name: string) =>
  (world: World): World => ({
    ...world,
    [`world_firewall-${name}`]: { ...world[`world_firewall-${name}`], open_to: ["0.0.0.0/0"] },
  });
/** Lets what can be taken back run unattended. */
const wide = '[bound]\nrecoverable = "service"\n';

const isGone = (pid: number): boolean => {
  try {
    // A zombie waits for its new parent only; it runs nothing any more.
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (error) {
    return error instanceof Error;
  }
};
const keptIn = ({ project }: TerraformWorld): readonly string[] =>
  existsSync(project.at(".steadystate/plans")) ? readdirSync(project.at(".steadystate/plans")) : [];
const told = (data: { readonly items: readonly { readonly subject: string; readonly state: string }[] }) =>
  data.items.map(({ subject, state }) => [subject, state]);
const audited = async ({ ctx }: TerraformWorld) =>
  (await (await ctx.history.open()).audit({ limit: 100 }))
    .toReversed()
    .map(({ event, outcome }) => [event, outcome]);

describe("reconcile", () => {
  test("without --apply it shows, and nothing is offered, kept or run", async () => {
    const world = await terraformWorld(firewall("web"), wide);
    world.project.tamper(opened("web"));
    const { exit, data, text } = await world.ask("reconcile", { path: "." });
    expect([exit, told(data)]).toEqual([0, [["world_firewall.web", "previewed"]]]);
    expect(text).toContain("world_firewall.web [recoverable/service]: would be done at once");
    expect(text).toContain("open_to[0]: 0.0.0.0/0 → 10.0.0.0/8");
    expect(text).toContain("steadystate reconcile . --apply");
    expect([world.ran, keptIn(world), await audited(world)]).toEqual([[], [], []]);
    expect((await world.ask("pending")).data.offers).toEqual([]);
  });

  test("with it, what is inside the bound is put right, and the finding is gone", async () => {
    const world = await terraformWorld(firewall("web") + firewall("db"), wide);
    world.project.tamper((real) => opened("db")(opened("web")(real)));
    const { exit, data, text } = await world.ask("reconcile", { path: ".", apply: true });
    expect([exit, told(data)], text).toEqual([
      0,
      [
        ["world_firewall.db", "acted"],
        ["world_firewall.web", "acted"],
      ],
    ]);
    expect(text).toContain("world_firewall.web: put right, and the finding is gone");
    expect(world.reality()["world_firewall-web"]).toMatchObject({ open_to: ["10.0.0.0/8"] });
    expect(world.reality()["world_firewall-db"]).toMatchObject({ open_to: ["10.0.0.0/8"] });
    expect(await audited(world)).toEqual([
      ...[
        ["offered", undefined],
        ["intent", undefined],
        ["result", "verified"],
      ],
      ...[
        ["offered", undefined],
        ["intent", undefined],
        ["result", "verified"],
      ],
    ]);
    expect(world.ran.map(({ argv }) => [argv[0], ...argv.slice(2, -1)])).toEqual(
      Array(2).fill(["terraform", "apply", "-input=false", "-no-color", "-lock-timeout=30s"]),
    );
    expect(keptIn(world)).toEqual([]);
  });

  test("by default nothing is inside the bound: it waits, is approved by its digest, and runs as reviewed", async () => {
    const world = await terraformWorld(firewall("web"));
    world.project.tamper(opened("web"));
    const first = await world.ask("reconcile", { path: ".", apply: true });
    expect([first.exit, told(first.data)], first.text).toEqual([6, [["world_firewall.web", "waits"]]]);
    const offer: string = first.data.items[0].offer.offer;
    expect([world.ran, keptIn(world).length]).toEqual([[], 1]);
    // Asked again nothing moved, so it is the same offer, and the same plan.
    const second = await world.ask("reconcile", { path: ".", apply: true });
    expect(second.data.items[0].offer.offer).toBe(offer);
    await world.ask("reconcile", { path: "." });
    expect(keptIn(world)).toHaveLength(1);
    const approved = await world.ask("approve", { offer });
    expect([approved.exit, approved.data.acted?.end ?? approved.data.end], approved.text).toEqual([
      0,
      "verified",
    ]);
    expect(world.reality()["world_firewall-web"]).toMatchObject({ open_to: ["10.0.0.0/8"] });
    expect(keptIn(world)).toEqual([]);
  });

  test("what was declined is left alone until it is another, and is nobody's failure", async () => {
    const world = await terraformWorld(firewall("web"));
    world.project.tamper(opened("web"));
    const { data } = await world.ask("reconcile", { path: ".", apply: true });
    await world.ask("decline", { offer: data.items[0].offer.offer });
    expect(keptIn(world)).toEqual([]);
    const again = await world.ask("reconcile", { path: ".", apply: true });
    expect([again.exit, told(again.data), keptIn(world)], again.text).toEqual([
      0,
      [["world_firewall.web", "declined"]],
      [],
    ]);
    world.project.tamper((real) => ({
      ...real,
      "world_firewall-web": { ...real["world_firewall-web"], open_to: ["::/0"] },
    }));
    const other = await world.ask("reconcile", { path: ".", apply: true });
    expect([other.exit, told(other.data)]).toEqual([6, [["world_firewall.web", "waits"]]]);
  });

  test("what moved between the review and the run voids it, and nothing runs", async () => {
    const world = await terraformWorld(firewall("web"));
    world.project.tamper(opened("web"));
    const { data } = await world.ask("reconcile", { path: ".", apply: true });
    const offer: string = data.items[0].offer.offer;
    world.declare(firewall("web").replace("10.0.0.0/8", "192.168.0.0/16"));
    const { exit, text } = await world.ask("approve", { offer });
    expect([exit, text]).toEqual([6, expect.stringContaining("the thing itself moved")]);
    expect(world.ran).toEqual([]);
  });

  test("a replacement of what holds data never runs unattended, whatever the bound says", async () => {
    const world = await terraformWorld(database("pg") + firewall("web"), wide);
    world.declare(database("mysql") + firewall("web"));
    world.project.tamper(opened("web"));
    const { exit, data, text } = await world.ask("reconcile", { path: ".", apply: true });
    expect([exit, told(data)], text).toEqual([
      6,
      [
        ["world_firewall.web", "acted"],
        ["world_database.main", "waits"],
      ],
    ]);
    expect(text).toContain("destroys world_database.main and creates it anew, and what it holds is lost");
    expect(world.ran).toHaveLength(1);
    expect(JSON.stringify(data) + text + JSON.stringify(await audited(world))).not.toContain("CANARY");
  });

  test("what hangs on another drift, or needs none, is said; the rest goes on", async () => {
    const service =
      '\nresource "world_service" "app" {\n  name = "app"\n  note = world_firewall.web.name\n}\n';
    const held = firewall("held").replace("\n}", "\n  lifecycle { ignore_changes = [open_to] }\n}");
    const world = await terraformWorld(firewall("web") + service + held);
    world.project.tamper((real) => {
      const { "world_service-app": _gone, ...rest } = opened("held")(opened("web")(real));
      return rest;
    });
    const { data, text } = await world.ask("reconcile", { path: "." });
    expect(told(data).toSorted()).toEqual([
      ["world_firewall.held", "unfit"],
      ["world_firewall.web", "previewed"],
      ["world_service.app", "hindered"],
    ]);
    expect(text).toContain("the plan would change more than this: world_firewall.web (update)");
    expect(text).toContain("the code does not mind the change");
  });

  test("one of several by its address, and an address where nothing drifted", async () => {
    const world = await terraformWorld(firewall("web") + firewall("db"), wide);
    world.project.tamper((real) => opened("db")(opened("web")(real)));
    const { data } = await world.ask("reconcile", { path: ".", only: ["world_firewall.db"], apply: true });
    expect(told(data)).toEqual([["world_firewall.db", "acted"]]);
    const { exit, text } = await world.ask("reconcile", {
      path: ".",
      only: ["world_firewall.x"],
      apply: true,
    });
    expect([exit, text]).toEqual([5, expect.stringContaining("nothing drifted at world_firewall.x")]);
  });

  test("an agent takes what is inside the bound, and nobody is told that all is well where nothing drifted", async () => {
    const world = await terraformWorld(firewall("web"), wide);
    expect((await world.ask("reconcile", { path: "." })).text).toContain("terraform shows no drift");
    world.project.tamper(opened("web"));
    const mcp = await world.contextFor({ actor: agent });
    const { data } = await world.ask("reconcile", { path: ".", apply: true }, mcp);
    expect(data.items[0].acted).toMatchObject({ end: "verified", decision: "within-bound" });
  });

  test("with variables that only a file gives, before and after", async () => {
    const world = await terraformWorld(firewall("web"), wide);
    world.declare(
      `variable "range" { type = string }\n${firewall("web").replace('"10.0.0.0/8"', "var.range")}`,
    );
    world.project.write({ "prod.tfvars": 'range = "10.0.0.0/8"\n' });
    world.project.tamper(opened("web"));
    const { exit, data, text } = await world.ask("reconcile", {
      path: ".",
      varFile: ["prod.tfvars"],
      apply: true,
    });
    expect([exit, data.items[0].acted?.end], text).toEqual([0, "verified"]);
    expect((await world.ask("reconcile", { path: ".", varFile: ["-chdir=/"] })).exit).not.toBe(0);
  });

  test("a secret that moved is put back and stands nowhere: not on the screen, not in the memory", async () => {
    const world = await terraformWorld(database("pg"), wide);
    world.project.tamper((real) => ({
      ...real,
      "world_database-orders": { ...real["world_database-orders"], admin_key: "CANARY-hand" },
    }));
    const dry = await world.ask("reconcile", { path: "." });
    const { exit, data, text } = await world.ask("reconcile", { path: ".", apply: true });
    expect([exit, data.items[0].acted.end], text).toEqual([0, "verified"]);
    expect(world.reality()["world_database-orders"]).toMatchObject({ admin_key: "CANARY-7f3a" });
    const files = readdirSync(world.project.at(".steadystate"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    expect(files.length).toBeGreaterThan(1);
    for (const kept of [...files, dry.text, text, JSON.stringify([dry.data, data])])
      for (const form of ["CANARY", Buffer.from("CANARY-hand").toString("base64").slice(0, 12)])
        expect(kept).not.toContain(form);
  });

  test("an apply that is cut off takes its whole group along, is unknown, and is not run again", async () => {
    const world = await terraformWorld(firewall("web"), wide);
    world.project.tamper(opened("web"));
    world.project.write({
      tool: '#!/bin/sh\ncase "$*" in *" apply "*) sleep 300 & echo $! > "$PWD/child"; wait ;; esac\nexec terraform "$@"\n',
    });
    chmodSync(world.project.at("tool"), 0o755);
    const { root } = world.project;
    const lends = `env = ${JSON.stringify(Object.keys(world.project.lent))}`;
    world.project.write({
      "steadystate/config.toml": `[terraform]\nbin = "${root}/tool"\n${lends}\n${wide}`,
    });
    const ctx = await world.contextFor();
    const hasty = { ...ctx, act: (request: RunRequest) => ctx.act({ ...request, timeout: 700 }) };
    const { exit, data } = await world.ask("reconcile", { path: ".", apply: true }, hasty);
    expect([exit, data.items[0].acted.end]).toEqual([7, "unknown"]);
    const child = Number(readFileSync(world.project.at("child"), "utf8"));
    await vi.waitFor(() => expect(isGone(child)).toBe(true), 5000);
    expect(keptIn(world)).toEqual([]);
    expect(await audited(world)).toEqual([
      ["offered", undefined],
      ["intent", undefined],
      ["result", "unknown"],
    ]);
    expect(world.reality()["world_firewall-web"]).toMatchObject({ open_to: ["0.0.0.0/0"] });
  });
});
