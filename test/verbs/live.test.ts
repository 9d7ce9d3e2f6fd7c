import { existsSync, readdirSync } from "node:fs";
import { describe, expect } from "vitest";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { appliedProject, type Project, terraformProject } from "../support/terraform.ts";

const withTerraform = needs("terraform");

const main = `
resource "world_database" "main" {
  name      = "orders"
  engine    = "pg"
  admin_key = "CANARY-9d1c"
}
resource "world_firewall" "web" {
  name    = "web"
  open_to = ["10.0.0.0/8"]
}
check "engine" {
  assert {
    condition     = world_database.main.engine == "pg"
    error_message = "the engine is not what the application speaks"
  }
}
`;

const contextOf = (project: Project) => contextIn(project.root, { hands: project.hands });
const ask = async (name: keyof typeof verbs, input: Readonly<Record<string, unknown>>, project: Project) => {
  const reply = await dispatch(await verbs[name](), input, await contextOf(project));
  return {
    exit: reply.exit,
    text: reply.ok ? renderPlain(reply.doc()) : `${reply.error.message} | ${reply.error.hint}`,
  };
};

describe("the main job over a real terraform and a reality of ours", () => {
  withTerraform("gate, scan and health follow what really happened", async () => {
    const project = await appliedProject({ "main.tf": main }, { folder: "infra of shop" });
    const path = "infra of shop";
    const before = readdirSync(project.folder).sort();
    expect((await ask("ci", { path }, project)).exit).toBe(0);
    expect((await ask("scan", { path }, project)).text).toContain("declared and real agree");
    expect((await ask("health", {}, project)).text).toContain("WORKING");

    project.tamper(({ "world_database-orders": _deleted, ...world }) => world);
    const gate = await ask("ci", { path }, project);
    expect(gate.exit).toBe(1);
    expect(gate.text).toContain("world_database.main is gone in reality");
    await ask("scan", { path }, project);
    const state = await ask("ci", { path, source: "terraform-state" }, project);
    expect(state.exit, "the recorded state knows nothing of it").toBe(0);
    expect(state.text).toContain("reality was not looked at");
    expect(gate.text + state.text).not.toContain("CANARY");
    expect(readdirSync(project.folder).sort()).toEqual(before);
  });

  withTerraform("a failing check is DEGRADED, and drift alone is not", async () => {
    const project = await appliedProject({ "main.tf": main });
    project.tamper((world) => ({
      ...world,
      "world_firewall-web": { ...world["world_firewall-web"], open_to: ["0.0.0.0/0"] },
    }));
    await ask("scan", { path: "." }, project);
    const drifted = await ask("health", {}, project);
    expect(drifted.text).toContain("WORKING");
    project.write({ "main.tf": `${(await sourceOf(project)).replace('== "pg"', '== "mysql"')}` });
    await ask("scan", { path: "." }, project);
    const failing = await ask("health", {}, project);
    expect([failing.exit, failing.text.includes("DEGRADED")]).toEqual([1, true]);
    expect(failing.text).toContain("the engine is not what the application speaks");
  });

  withTerraform("what cannot be planned is 3, names the next command, and turns health UNKNOWN", async () => {
    // A module that is not installed yet; a provider alone needs no init when it is attached.
    const project = await terraformProject({
      "main.tf": `${main}\nmodule "empty" { source = "./empty" }\n`,
      "empty/main.tf": 'variable "unused" { default = 1 }\n',
    });
    const raw = await ask("scan", { path: "." }, project);
    expect(raw.exit).toBe(3);
    expect(raw.text).toMatch(/init/);
    expect((await ask("health", {}, project)).text).toContain("UNKNOWN");

    await project.terraform("init", "-no-color", "-input=false");
    project.write({
      "main.tf": `${await sourceOf(project)}\nresource "world_firewall" "broken" {\n  name = nonsense(1)\n}\n`,
    });
    const broken = await ask("ci", { path: "." }, project);
    expect(broken.exit).toBe(3);
    expect(broken.text).toMatch(/main\.tf:\d+/);
    expect(broken.text).toContain("nonsense");

    project.write({ "steadystate/config.toml": '[terraform]\nbin = "no-such-terraform"\n' });
    const missing = await ask("ci", { path: "." }, project);
    expect(missing.exit).toBe(3);
    expect(missing.text).toContain("no-such-terraform");
    expect(existsSync(project.at(".steadystate.tfplan"))).toBe(false);
  });
});

const sourceOf = async (project: Project): Promise<string> =>
  (await project.hands.files.readText(project.at("main.tf"))) ?? "";
