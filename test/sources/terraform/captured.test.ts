import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Observation } from "../../../src/core/observation.ts";
import { SteadystateError } from "../../../src/errors.ts";
import { terraform } from "../../../src/sources/terraform/index.ts";
import { makeFiles } from "../../../src/system/files.ts";
import type { Hands } from "../../../src/system/hands.ts";
import { temporaryFolder } from "../../support/repo.ts";
import { requestFor } from "../../support/request.ts";
import { frame } from "./frame.ts";

/** A captured document needs no tool: nothing may be run or asked. */
const hands: Hands = {
  files: makeFiles(),
  run: () => Promise.reject(new Error("a captured document runs nothing")),
  http: () => Promise.reject(new Error("a captured document asks nobody")),
  env: { get: () => undefined },
};

const look = async (content: string | Uint8Array): Promise<Observation> => {
  const { at } = temporaryFolder();
  writeFileSync(at("plan.json"), content);
  const reading = await terraform.read(requestFor(at("plan.json"), "file"), hands);
  return terraform.parse(reading, frame());
};
const refusal = async (content: string | Uint8Array): Promise<SteadystateError> => {
  const failure: unknown = await look(content).catch((error: unknown) => error);
  if (failure instanceof SteadystateError) return failure;
  throw new Error(`expected a SteadystateError, got ${JSON.stringify(failure)}`);
};
const plan = (parts: object) => JSON.stringify({ format_version: "1.2", planned_values: {}, ...parts });

describe("what is no plan is refused, by its name, with the way to a plan", () => {
  const state = { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: {} } };
  const event = '{"@level":"info","@message":"Terraform 1.11.4","type":"version"}\n';
  const text = "Terraform used the selected providers to generate the following execution plan.";
  test.each<[string, string | Uint8Array, string]>([
    ["an empty object", "{}", "it is an empty object"],
    ["an empty list", "[]", "it is an empty list"],
    ["a text", '"text"', "it is a text"],
    ["a number", "42", "it is a number"],
    ["null", "null", "it is null"],
    ["a state", JSON.stringify(state), "it is a Terraform state"],
    ["a state file", '{"version":4,"serial":1,"lineage":"x","resources":[]}', "it is a Terraform state file"],
    ["a list with a plan", `[${plan({})}]`, "it is a list of 1 item"],
    [
      "another tool's",
      '{"apiVersion":"argoproj.io/v1alpha1","kind":"Application"}',
      "it is an Argo CD Application",
    ],
    ["Ansible's", '{"plays":[],"stats":{}}', "it is Ansible play results"],
    ["an event stream", event + event, "it is a terraform plan -json event stream"],
    ["one event", event, "it is one event of a terraform plan -json event stream"],
    ["the screen", text, "it is the plan as printed for people"],
    ["the plan file", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), "it is a binary plan file"],
    ["a binary", Buffer.from([0, 1, 2, 255, 254]), "it is binary"],
    ["neither list in it", '{"resource_changes":null,"resource_drift":null}', "is not a Terraform plan"],
    ["nothing planned", '{"format_version":"1.2","planned_values":null}', "is not a Terraform plan"],
    ["an empty file", "", "it is empty (line 1, column 1)"],
    ["a truncated one", plan({}).slice(0, -1), "ends in the middle"],
    ["a broken one", '{\n  "format_version": 1.2.3\n}', "(line 2, column 24)"],
    ["a deep one", `{"resource_changes":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, "nested deeper"],
    ["a newer format", plan({ format_version: "2.0" }), 'plan format "2.0"'],
    ["an odd format", plan({ format_version: 7 }), "plan format 7"],
    ["rows that are no list", plan({ resource_changes: {} }), "resource_changes: expected array"],
    [
      "a row that is none",
      plan({ resource_changes: [{ change: { actions: [] } }, 3] }),
      "resource_changes[1]: expected object",
    ],
    ["a row without a change", plan({ resource_drift: [{}] }), "resource_drift[0].change: is missing"],
    [
      "actions that are none",
      plan({ resource_changes: [{ change: { actions: "create" } }] }),
      "resource_changes[0].change.actions: expected array",
    ],
    [
      "a side that is a text",
      plan({ resource_changes: [{ change: { actions: ["update"], before: "x" } }] }),
      "resource_changes[0].change.before: expected an object",
    ],
    [
      "an address that is a number",
      plan({ resource_changes: [{ address: 3, change: { actions: [] } }] }),
      "resource_changes[0].address: expected string",
    ],
    ["an errored that is a text", plan({ errored: "yes" }), "errored: expected boolean"],
    [
      "a check without a status",
      plan({ checks: [{ address: { to_display: "x" } }] }),
      "checks[0].status: is missing",
    ],
  ])("%s", async (_name, content, told) => {
    const error = await refusal(content);
    expect(error.code).toBe("input-invalid");
    expect(error.exit).toBe(2);
    expect(error.message).toContain(told);
    expect(error.hint).toMatch(/terraform (plan|show)|Terraform or OpenTofu/);
  });

  test("a file that is not there", async () => {
    const { at } = temporaryFolder();
    const asked = terraform.read(requestFor(at("gone.json"), "file"), hands);
    await expect(asked).rejects.toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining("gone.json"),
    });
  });
});

describe("what is a plan is taken", () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plan({}), "utf16le")]);
  test.each<[string, string | Uint8Array, Observation["coverage"]["status"]]>([
    ["an empty project", plan({}), "complete"],
    ["of the first format", plan({ format_version: "0.2" }), "complete"],
    ["in UTF-16", utf16, "complete"],
    ["with a mark", `\ufeff${plan({})}`, "complete"],
    [
      "with nulls for what is absent",
      plan({ resource_changes: null, resource_drift: null, checks: null }),
      "complete",
    ],
    ["errored", plan({ errored: true }), "failed"],
    ["incomplete", plan({ complete: false }), "partial"],
  ])("%s", async (_name, content, status) => {
    const seen = await look(content);
    expect(seen.coverage.status).toBe(status);
    expect(seen.coverage.gaps.length > 0).toBe(status !== "complete");
  });
});
