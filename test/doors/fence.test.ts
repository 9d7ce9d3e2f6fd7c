import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { connectAgent, whereIn } from "../support/agent.ts";
import { temporaryFolder } from "../support/repo.ts";

const plan = { format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, configuration: {} };

const agentIn = async (directory: string) => {
  const client = await connectAgent(whereIn(directory));
  return async (path: string) => {
    const { isError, content } = await client.callTool({ name: "ci", arguments: { path } });
    return { refused: isError === true, text: JSON.stringify(content) };
  };
};

test("an agent looks inside the folder that the server was started in, and nowhere else", async () => {
  const outside = temporaryFolder({ "plan.json": plan });
  const inside = temporaryFolder({ "infra/plan.json": plan });
  symlinkSync(outside.root, inside.at("way-out"));
  const ask = await agentIn(inside.root);
  expect((await ask("infra/plan.json")).refused).toBe(false);
  for (const path of [
    outside.at("plan.json"),
    "../plan.json",
    "way-out/plan.json",
    "infra/../../plan.json",
    "/etc/passwd",
  ]) {
    const { refused, text } = await ask(path);
    expect(refused, path).toBe(true);
    expect(text).not.toContain("format_version");
  }
  expect((await ask("way-out/plan.json")).text).toContain("refused");
});

test("an agent cannot bring its own checks: they say which addresses are called (D11)", async () => {
  const inside = temporaryFolder({
    "mine.json": [
      {
        name: "x",
        read: { kind: "http", url: "http://127.0.0.1:9/" },
        when: { status: 200 },
        emit: { severity: "low", title: "x" },
      },
    ],
  });
  const client = await connectAgent(whereIn(inside.root));
  const { isError, content } = await client.callTool({ name: "health", arguments: { checks: "mine.json" } });
  expect(isError).toBe(true);
  expect(JSON.stringify(content)).toContain("refused");
});

test("an agent is not told what stands outside, nor has the tool read variables from there", async () => {
  const outside = temporaryFolder({ "x.tfvars": "a = 1" });
  const inside = temporaryFolder({ "infra/main.tf": "", "plan.json": plan });
  symlinkSync(outside.at("x.tfvars"), inside.at("infra/link.tfvars"));
  const ask = await agentIn(inside.root);
  for (const path of [outside.at("x.tfvars"), outside.at("missing"), "../missing"])
    expect((await ask(path)).text, path).toContain("refused");
  const client = await connectAgent(whereIn(inside.root));
  for (const file of [outside.at("x.tfvars"), "../../x.tfvars", "link.tfvars"]) {
    const { content } = await client.callTool({
      name: "ci",
      arguments: { path: "infra", varFile: [file] },
    });
    expect(JSON.stringify(content), file).toContain("refused");
  }
});
