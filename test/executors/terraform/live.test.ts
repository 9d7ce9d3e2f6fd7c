import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { needs } from "../../support/needs.ts";
import { appliedProject, type Project, required } from "../../support/terraform.ts";
import { apply, executor, foreseen, reachTo, refusal, wanted } from "./reach.ts";

const withTerraform = needs("terraform");

const firewall = (open: string) => `
resource "world_firewall" "web" {
  name    = "web"
  open_to = ["${open}"]
}
`;
const database = (engine: string) => `
resource "world_database" "main" {
  name      = "orders"
  engine    = "${engine}"
  admin_key = "CANARY-7f3a"
}
`;

type Real = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const realityOf = (project: Project): Real => JSON.parse(readFileSync(project.at("world.json"), "utf8"));
const opened = (world: Real): Real => ({
  ...world,
  "world_firewall-web": { ...world["world_firewall-web"], open_to: ["0.0.0.0/0"] },
});
const keptIn = (project: Project): readonly string[] => {
  try {
    return readdirSync(project.at(".steadystate/plans"));
  } catch {
    return [];
  }
};

describe("what a hand changed, put back by exactly the reviewed plan", () => {
  withTerraform("is applied, has arrived, and what was kept is gone", async () => {
    const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") + database("pg") });
    project.tamper(opened);
    const reach = reachTo(project);
    const seen = await foreseen("world_firewall.web", reach);
    expect(seen.told).toEqual([
      "updates world_firewall.web in place",
      "open_to[0]: 0.0.0.0/0 → 10.0.0.0/8",
      "to take it back by hand: write the values of before into the code, and apply that",
    ]);
    expect(seen.envelope).toBeUndefined();
    const [name = ""] = keptIn(project);
    expect(keptIn(project)).toEqual([
      expect.stringMatching(`^[0-9a-f]{64}-${seen.parameters["plan"]}[.]tfplan$`),
    ]);
    expect(statSync(project.at(`.steadystate/plans/${name}`)).mode & 0o777).toBe(0o600);
    expect(statSync(project.at(".steadystate/plans")).mode & 0o777).toBe(0o700);

    const again = await foreseen("world_firewall.web", reach, String(seen.parameters["plan"]));
    expect(again.facts).toEqual(seen.facts);
    const ran = await apply(again, reach, project.root);
    expect([ran.exit, ran.stderr]).toEqual([0, ""]);
    expect(realityOf(project)["world_firewall-web"]).toMatchObject({ open_to: ["10.0.0.0/8"] });
    expect(await executor.settle(wanted("world_firewall.web"), again, reach, 30)).toEqual({
      state: "arrived",
      why: "a new plan has nothing to do to world_firewall.web",
    });
    await executor.forget?.(seen.parameters, reach);
    expect(keptIn(project)).toEqual([]);
  });

  withTerraform("a look that says the same keeps no second plan", async () => {
    const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") });
    project.tamper(opened);
    const reach = reachTo(project);
    const [one, other] = [
      await foreseen("world_firewall.web", reach),
      await foreseen("world_firewall.web", reach),
    ];
    expect(other).toEqual(one);
    expect(keptIn(project)).toHaveLength(1);
  });

  withTerraform("reality moved on: the facts are others", async () => {
    const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") });
    project.tamper(opened);
    const reach = reachTo(project);
    const seen = await foreseen("world_firewall.web", reach);
    project.tamper((world) => ({
      ...world,
      "world_firewall-web": { ...world["world_firewall-web"], open_to: ["::/0"] },
    }));
    const now = await foreseen("world_firewall.web", reach, String(seen.parameters["plan"]));
    expect(now.facts["change"]).not.toBe(seen.facts["change"]);
    expect(now.facts["state"]).toBe(seen.facts["state"]);
  });

  withTerraform(
    "the code moved on: the facts are others, and the kept plan is still the reviewed one",
    async () => {
      const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") });
      project.tamper(opened);
      const reach = reachTo(project);
      const seen = await foreseen("world_firewall.web", reach);
      writeFileSync(`${project.folder}/main.tf`, required + firewall("192.168.0.0/16"));
      const now = await foreseen("world_firewall.web", reach, String(seen.parameters["plan"]));
      expect(now.facts["change"]).not.toBe(seen.facts["change"]);
    },
  );

  withTerraform(
    "another apply moved the state: the facts are others, and terraform itself refuses the plan",
    async () => {
      const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") + database("pg") });
      project.tamper(opened);
      const reach = reachTo(project);
      const seen = await foreseen("world_firewall.web", reach);
      writeFileSync(
        `${project.folder}/main.tf`,
        `${required}${firewall("10.0.0.0/8")}${database("pg")}resource "world_service" "new" { name = "new" }\n`,
      );
      await project.terraform("apply", "-no-color", "-auto-approve", "-target=world_service.new");
      const now = await foreseen("world_firewall.web", reach, String(seen.parameters["plan"]));
      expect(now.facts["change"]).toBe(seen.facts["change"]);
      expect(now.facts["state"]).not.toBe(seen.facts["state"]);
      const ran = await apply(seen, reach, project.root);
      expect(ran.exit).not.toBe(0);
      expect(ran.stderr).toContain("Saved plan is stale");
      expect(realityOf(project)["world_firewall-web"]).toMatchObject({ open_to: ["0.0.0.0/0"] });
    },
  );

  withTerraform("a secret that is another is another change, and is shown nowhere", async () => {
    const project = await appliedProject({ "main.tf": database("pg") });
    project.tamper((world) => ({
      ...world,
      "world_database-orders": { ...world["world_database-orders"], admin_key: "CANARY-hand1" },
    }));
    const reach = reachTo(project);
    const seen = await foreseen("world_database.main", reach);
    expect(JSON.stringify(seen)).not.toContain("CANARY");
    expect(seen.told.join("\n")).toContain("admin_key: ‹secret");
    project.tamper((world) => ({
      ...world,
      "world_database-orders": { ...world["world_database-orders"], admin_key: "CANARY-hand2" },
    }));
    const now = await foreseen("world_database.main", reach, String(seen.parameters["plan"]));
    expect(now.told).toEqual(seen.told);
    expect(now.facts["change"]).not.toBe(seen.facts["change"]);
  });
});

describe("what is graver than it looks, or is no repair", () => {
  withTerraform("a replacement cannot be taken back, and says what is lost", async () => {
    const project = await appliedProject({ "main.tf": database("pg") });
    writeFileSync(`${project.folder}/main.tf`, required + database("mysql"));
    const seen = await foreseen("world_database.main", reachTo(project));
    expect(seen.envelope).toEqual({ reversibility: "irreversible", impact: "service" });
    expect(seen.told).toEqual([
      "destroys world_database.main and creates it anew, and what it holds is lost",
      "engine: pg → mysql (forces a replacement)",
      "it cannot be taken back",
    ]);
  });

  withTerraform("what the code does not declare any more would be destroyed", async () => {
    const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") + database("pg") });
    writeFileSync(`${project.folder}/main.tf`, required + firewall("10.0.0.0/8"));
    const seen = await foreseen("world_database.main", reachTo(project));
    expect(seen.envelope).toEqual({ reversibility: "irreversible", impact: "service" });
    expect(seen.told[0]).toBe("destroys world_database.main, and what it holds is lost");
  });

  withTerraform("what it depends on would change too: not for this one", async () => {
    const project = await appliedProject({
      "main.tf": `${firewall("10.0.0.0/8")}
resource "world_service" "app" {
  name = "app"
  note = world_firewall.web.name
}
`,
    });
    project.tamper((world) => {
      const { "world_service-app": _gone, ...rest } = opened(world);
      return rest;
    });
    const reach = reachTo(project);
    expect(await refusal("world_service.app", reach)).toBe(
      "unfit: the plan would change more than this: world_firewall.web (update)",
    );
    expect(keptIn(project)).toEqual([]);
    expect((await foreseen("world_firewall.web", reach)).told[0]).toBe("updates world_firewall.web in place");
  });

  withTerraform("changed in reality where the code does not mind: nothing to do", async () => {
    const project = await appliedProject({
      "main.tf": firewall("10.0.0.0/8").replace("\n}", "\n  lifecycle { ignore_changes = [open_to] }\n}"),
    });
    project.tamper(opened);
    expect(await executor.foresee(wanted("world_firewall.web"), reachTo(project))).toEqual({
      ok: true,
      value: {
        noop: "world_firewall.web was changed in reality, and the code does not mind: a plan has nothing to do",
      },
    });
    expect(keptIn(project)).toEqual([]);
  });

  withTerraform("a plan that was taken away, or written over, is none", async () => {
    const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") });
    project.tamper(opened);
    const reach = reachTo(project);
    const { parameters } = await foreseen("world_firewall.web", reach);
    const plan = String(parameters["plan"]);
    const [name = ""] = keptIn(project);
    writeFileSync(project.at(`.steadystate/plans/${name}`), "another");
    const gone = "unfit: the plan that was reviewed is not kept any more, so it cannot be applied";
    expect(await refusal("world_firewall.web", reach, plan)).toBe(gone);
    await executor.forget?.(parameters, reach);
    expect(await refusal("world_firewall.web", reach, plan)).toBe(gone);
  });

  withTerraform("another workspace is chosen by now: not there", async () => {
    const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") });
    project.tamper(opened);
    const reach = reachTo(project);
    const seen = await foreseen("world_firewall.web", reach);
    await project.terraform("workspace", "new", "staging");
    expect(await refusal("world_firewall.web", reach, String(seen.parameters["plan"]))).toBe(
      "unfit: it was seen in the workspace default, and staging is chosen",
    );
    const { argv, env } = executor.aim(["terraform", "apply", "x.tfplan"], seen, reach);
    expect(argv.slice(0, 3)).toEqual(["terraform", `-chdir=${project.folder}`, "apply"]);
    expect(env).toEqual({
      ...project.lent,
      ...{ CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_WORKSPACE: "default" },
    });
  });

  withTerraform("a folder that was never initialised, a broken one and a captured plan say so", async () => {
    const project = await appliedProject({ "main.tf": firewall("10.0.0.0/8") });
    project.write({ "plan.json": {}, "broken/main.tf": "resource {", "fresh/main.tf": required });
    const at = (folder: string) => ({ ...reachTo(project), folder: project.at(folder) });
    expect(await refusal("world_firewall.web", at("plan.json"))).toMatch(/captured plan/);
    expect(await refusal("world_firewall.web", at("broken"))).toMatch(/^failed: /);
    expect(await refusal("a.b; rm", at("fresh"))).toMatch(/no address/);
  });
});
