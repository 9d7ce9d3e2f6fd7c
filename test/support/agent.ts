import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { makeKit } from "../../src/compose/index.ts";
import type { Where } from "../../src/doors/door.ts";
import { agentServer } from "../../src/doors/mcp/index.ts";
import type { Tier } from "../../src/verbs/verb.ts";

export const whereIn = (directory: string): Where => ({
  directory,
  silo: undefined,
  state: undefined,
  onBehalfOf: undefined,
});

/** A real MCP client, connected in memory to the server that an agent with this grant is given. */
export const connectAgent = async (where: Where, grant: Tier = "read"): Promise<Client> => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const { server } = agentServer(makeKit(), where, { grant, label: undefined }, () => undefined);
  const client = new Client({ name: "test", version: "1" });
  await Promise.all([server.connect(near), client.connect(far)]);
  return client;
};
