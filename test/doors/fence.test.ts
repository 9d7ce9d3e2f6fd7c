import { symlinkSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { expect, test } from "vitest";
import { makeKit } from "../../src/compose/index.ts";
import { agentServer } from "../../src/doors/mcp/index.ts";
import { temporaryFolder } from "../support/repo.ts";

const plan = { format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, configuration: {} };

const agentIn = async (directory: string) => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const where = { directory, silo: undefined, state: undefined, onBehalfOf: undefined };
  const { server } = agentServer(makeKit(), where, { grant: "read", label: undefined }, () => undefined);
  const client = new Client({ name: "fence", version: "1" });
  await Promise.all([server.connect(near), client.connect(far)]);
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
