import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect } from "vitest";
import type { Drift } from "../../../src/core/departure.ts";
import { printIdentity } from "../../../src/core/identity.ts";
import type { Observation } from "../../../src/core/observation.ts";
import { SteadystateError } from "../../../src/errors.ts";
import type { Source, SourceRequest } from "../../../src/sources/source.ts";
import { terraform } from "../../../src/sources/terraform/index.ts";
import { terraformState } from "../../../src/sources/terraform-state.ts";
import { needs } from "../../support/needs.ts";
import { requestFor } from "../../support/request.ts";
import { appliedProject, type Project, required, terraformProject } from "../../support/terraform.ts";
import { frame } from "./frame.ts";

const withTerraform = needs("terraform");

const request = (path: string, more: Partial<SourceRequest["settings"]["terraform"]> = {}): SourceRequest =>
  requestFor(path, "folder", { terraform: more });
const look = async (source: Source, project: Project, more = {}): Promise<Observation> =>
  source.parse(await source.read(request(project.folder, more), project.hands), frame());
const drifts = ({ departures }: Observation): readonly Drift[] =>
  departures.flatMap((departure) => (departure.type === "drift" ? [departure] : []));
const told = (observation: Observation) =>
  drifts(observation).map(({ identity, direction, action }) => [printIdentity(identity), direction, action]);
const refusal = async (asked: Promise<unknown>): Promise<SteadystateError> => {
  const failure: unknown = await asked.catch((error: unknown) => error);
  if (failure instanceof SteadystateError) return failure;
  throw new Error(`expected a SteadystateError, got ${String(failure)}`);
};

const wall = `
resource "world_database" "main" {
  name      = "orders"
  engine    = "pg"
  admin_key = "CANARY-7f3a"
  note      = "connects with CANARY-7f3a"
}
resource "world_firewall" "web" {
  name    = "web"
  open_to = ["10.0.0.0/8"]
}
resource "world_firewall" "held" {
  name    = "held"
  open_to = ["10.0.0.0/8"]
  lifecycle { ignore_changes = [open_to] }
}
`;
const opened = (id: string) => (world: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => ({
  ...world,
  [id]: { ...world[id], open_to: ["0.0.0.0/0"] },
});

describe("a live plan over real terraform", () => {
  withTerraform("nothing changed: nothing departs, and it was looked at", async () => {
    const project = await appliedProject({ "main.tf": wall });
    const seen = await look(terraform, project);
    expect(seen.departures).toEqual([]);
    expect(seen.coverage).toEqual({ status: "complete", basis: "declared-vs-real", gaps: [], looked: 3 });
    expect(seen.observedAt).toBeGreaterThan(0);
  });

  withTerraform("deleted by hand, opened by hand, and opened where code does not mind", async () => {
    const project = await appliedProject({ "main.tf": wall });
    project.tamper(({ "world_database-orders": _deleted, ...world }) =>
      opened("world_firewall-held")(opened("world_firewall-web")(world)),
    );
    const seen = await look(terraform, project);
    expect(told(seen)).toEqual([
      ["world_database.main", "vanished", "create"],
      ["world_firewall.held", "changed-in-reality", "none"],
      ["world_firewall.web", "changed-in-reality", "update"],
    ]);
    const [database, held, web] = drifts(seen);
    expect(database).toMatchObject({ stateful: true, reality: undefined, desired: { name: "orders" } });
    for (const firewall of [held, web]) {
      expect(firewall).toMatchObject({
        reality: { open_to: ["0.0.0.0/0"] },
        desired: { open_to: ["10.0.0.0/8"] },
        diff: [{ path: "open_to[0]", before: "0.0.0.0/0", after: "10.0.0.0/8" }],
      });
    }
    expect(seen.coverage.looked).toBe(3);
    expect(JSON.stringify(seen)).not.toContain("CANARY");
    expect(JSON.stringify(seen)).toContain("connects with ‹secret 1›");
  });

  withTerraform("the recorded side alone sees none of that, and says on what it rests", async () => {
    const project = await appliedProject({ "main.tf": wall });
    project.tamper(() => ({}));
    const seen = await look(terraformState, project);
    expect(seen.departures).toEqual([]);
    expect(seen.coverage.basis).toBe("declared-vs-recorded");
    project.write({ "main.tf": required + wall.replace('open_to = ["10.0.0.0/8"]', "open_to = []") });
    expect(told(await look(terraformState, project))).toEqual([
      ["world_firewall.web", "not-yet-applied", "update"],
    ]);
  });

  withTerraform("edited, replaced, removed and added in code; code and reality both", async () => {
    const project = await appliedProject({
      "main.tf": `${wall}
resource "world_service" "old" { name = "old" }
resource "world_service" "both" {
  name = "both"
  size = 1
}`,
    });
    project.tamper((world) => ({
      ...world,
      "world_service-both": { ...world["world_service-both"], note: "by hand" },
    }));
    project.write({
      "main.tf": `${required}${wall.replace('engine    = "pg"', 'engine    = "mysql"')}
resource "world_service" "new" { name = "new" }
resource "world_service" "both" {
  name = "both"
  size = 2
}`,
    });
    const seen = await look(terraform, project);
    expect(told(seen)).toEqual([
      ["world_database.main", "not-yet-applied", "replace"],
      ["world_service.both", "both", "update"],
      ["world_service.new", "not-yet-applied", "create"],
      ["world_service.old", "not-yet-applied", "delete"],
    ]);
    expect(drifts(seen)[0]?.diff).toEqual([
      {
        path: "engine",
        before: "pg",
        after: "mysql",
        secret: false,
        unknown: false,
        forcesReplacement: true,
      },
    ]);
    expect(drifts(seen)[0]?.reason).toBe("replace_because_cannot_update");
    expect(drifts(seen)[3]?.reason).toBe("delete_because_no_resource_config");
  });

  withTerraform("a failing check block is a symptom, and what it prints is masked", async () => {
    const project = await appliedProject({
      "main.tf": `${wall}
check "health" {
  assert {
    condition     = world_firewall.held.open_to[0] == "10.0.0.0/8"
    error_message = "held is open to \${world_firewall.held.open_to[0]}"
  }
}
check "fine" {
  assert {
    condition     = world_database.main.name == "orders"
    error_message = "never"
  }
}`,
    });
    project.tamper(opened("world_firewall-held"));
    const seen = await look(terraform, project);
    expect(seen.assertions).toEqual({ passed: 1, failed: 1, unknown: 0 });
    expect(seen.departures.find(({ type }) => type === "symptom")).toMatchObject({
      category: "CheckFailed",
      family: "CheckFailed",
      severity: "medium",
      workload: "health",
      title: "check.health failed: held is open to 0.0.0.0/0",
    });
  });
});

describe("what a look leaves behind", () => {
  withTerraform(
    "no file in the folder and none elsewhere, also for odd names, variables and workspaces",
    async () => {
      const project = await appliedProject(
        {
          "main.tf":
            'variable "size" { type = number }\nresource "world_service" "a" {\n name = "a"\n size = var.size\n}\n',
          "terraform.tfvars": "size = 1\n",
          "some vars.tfvars": "size = 2\n",
        },
        { folder: "in fra/ü 'x'" },
      );
      await project.terraform("workspace", "new", "blue");
      await project.terraform("apply", "-no-color", "-input=false", "-auto-approve");
      const listing = () => readdirSync(project.folder, { recursive: true }).map(String).sort();
      const before = listing();
      const planFiles: string[] = [];
      const run: typeof project.hands.run = async (asked) => {
        const done = await project.hands.run(asked);
        const file = asked.argv.find((word) => word.startsWith("-out="))?.slice("-out=".length);
        if (file !== undefined && existsSync(file)) planFiles.push(file);
        return done;
      };
      expect(told(await look(terraform, { ...project, hands: { ...project.hands, run } }))).toEqual([]);
      expect(
        planFiles.map((file) => [
          file.startsWith(project.folder),
          existsSync(file),
          existsSync(dirname(file)),
        ]),
      ).toEqual([[false, false, false]]);
      expect(told(await look(terraform, project, { varFiles: ["some vars.tfvars"] }))).toEqual([
        ["world_service.a", "not-yet-applied", "update"],
      ]);
      expect(listing()).toEqual(before);
      expect(await terraform.workspace(request(project.folder), project.hands)).toBe("blue");
    },
  );

  withTerraform("TF_WORKSPACE decides, and TF_CLI_ARGS is withheld and told", async () => {
    const project = await appliedProject(
      { "main.tf": 'resource "world_service" "a" { name = "a" }\n' },
      { environment: { TF_CLI_ARGS_plan: "-destroy" } },
    );
    const seen = await look(terraform, project);
    expect(seen.departures).toEqual([]);
    expect(seen.warnings).toEqual([expect.stringContaining("TF_CLI_ARGS_plan is set")]);
    const env = { get: (name: string) => (name === "TF_WORKSPACE" ? "green" : undefined) };
    expect(await terraform.workspace(request(project.folder), { ...project.hands, env })).toBe("green");
    expect(await terraform.workspace(request(project.folder), project.hands)).toBeUndefined();
  });
});

describe("a look that cannot be taken", () => {
  withTerraform("a broken configuration: its place and its words, without its values", async () => {
    const project = await appliedProject({ "main.tf": 'resource "world_service" "a" {\n  name = "a"\n}\n' });
    project.write({
      "broken.tf":
        'variable "x" {\n  default = "CANARY"\n}\nresource "world_service" "b" {\n  name = "b"\n  size = var.x\n  colour = "CANARY"\n}\n',
    });
    const error = await refusal(look(terraform, project));
    expect(error).toMatchObject({
      code: "source-failed",
      message: expect.stringMatching(
        /^terraform plan failed: Unsupported argument at broken\.tf:7: An argument named "colour"/,
      ),
      details: {
        file: "broken.tf",
        line: 7,
        exit: 1,
        argv: expect.arrayContaining(["plan"]),
        durationMs: expect.any(Number),
      },
    });
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toMatch(/CANARY|[╷│╵]/);
  });

  withTerraform("a required variable without a value", async () => {
    const project = await appliedProject({ "main.tf": 'resource "world_service" "a" { name = "a" }\n' });
    project.write({ "var.tf": 'variable "must" {}\n' });
    expect(await refusal(look(terraform, project))).toMatchObject({
      code: "source-failed",
      message: expect.stringContaining("No value for required variable at var.tf:1"),
    });
  });

  withTerraform("a folder that was never initialised, and one whose module is not there", async () => {
    const fresh = await terraformProject(
      { "main.tf": 'terraform {\n  backend "local" {}\n}\n' },
      { folder: "a b" },
    );
    expect(await refusal(look(terraform, fresh))).toMatchObject({
      code: "not-initialised",
      hint: `terraform -chdir='${fresh.folder}' init`,
    });
    const project = await appliedProject({ "main.tf": 'resource "world_service" "a" { name = "a" }\n' });
    project.write({ "module.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": "" });
    expect(await refusal(look(terraform, project))).toMatchObject({
      code: "not-initialised",
      message: expect.stringContaining("Module not installed"),
    });
    expect(existsSync(`${project.folder}/.terraform/modules`)).toBe(false);
  });

  withTerraform("a folder without Terraform files, a missing binary, a deadline", async () => {
    const project = await terraformProject({ "readme.md": "x" });
    expect(await refusal(look(terraform, project))).toMatchObject({ code: "nothing-to-look-at" });
    project.write({ "a.tfstack.hcl": "" });
    expect(await refusal(look(terraform, project))).toMatchObject({
      code: "nothing-to-look-at",
      message: expect.stringContaining("a.tfstack.hcl is not covered"),
    });
    project.write({ "main.tf": "" });
    expect(await refusal(look(terraform, project, { bin: "no-such-tofu" }))).toMatchObject({
      code: "tool-missing",
      message: "no-such-tofu is not on PATH",
    });
    expect(await refusal(look(terraform, project, { timeout: 1 }))).toMatchObject({
      code: "source-failed",
      message: expect.stringContaining("terraform plan did not end within"),
    });
  });
});
