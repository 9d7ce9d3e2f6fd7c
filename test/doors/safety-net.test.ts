import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, test } from "vitest";
import { makeKit } from "../../src/compose/index.ts";
import { converse, newConversation } from "../../src/doors/chat/converse.ts";
import { runCli } from "../../src/doors/cli/index.ts";
import type { Kit, Stance } from "../../src/doors/door.ts";
import { agentServer } from "../../src/doors/mcp/index.ts";
import { whereIn } from "../support/agent.ts";
import { bad, check, minute, start, wall } from "../support/check-wall.ts";
import { contextIn } from "../support/context.ts";
import { capture } from "./support/kit.ts";

const entry = {
  ...{ name: "restart-mailer", author: "ana", for: "mailer", proposed: true },
  solution: { kind: "command", run: "true --unit={workload}" },
};

/** A failing check, a draft that answers it, and everything else that lets a command of the runbook run by itself. */
const draftWall = async () => {
  const made = await wall([check("mailer")], {
    "steadystate/solutions.json": [entry],
    "steadystate/config.toml":
      '[bound]\nself_healing = "tenant"\nrecoverable = "tenant"\n[runbook]\nauto_commands = true\n',
  });
  made.world.at = (Date.now() - start) / minute;
  made.world.answers.set("mailer", bad);
  await made.scan();
  const { data } = await made.ask("findings");
  const finding = String(Object(data)["findings"][0].fingerprint).slice(0, 12);
  const { root } = made.folder;
  const acted: unknown[] = [];
  /** The doors' own kit with that variable. */
  const kitWith = (value: string, more: Readonly<Record<string, string>> = {}): Kit => {
    const env = { PATH: process.env["PATH"] ?? "", STEADYSTATE_SOLUTION_AUTO: "1", ...more };
    const real = makeKit({ ...env, STEADYSTATE_NO_SAFETY_NET: value });
    return {
      ...real,
      context: async (where, stance) => ({
        ...(await real.context(where, stance)),
        act: async (request) => {
          acted.push(request);
          throw new Error("an effect was let loose");
        },
      }),
    };
  };
  const offers = async () =>
    ((await (await (await contextIn(root)).history.look())?.gate.list({})) ?? []).map(
      ({ entry: from, state, offeredBy }) => [from?.name, state, offeredBy.class],
    );
  return { root, finding, acted, kitWith, offers };
};
type World = Awaited<ReturnType<typeof draftWall>>;

const typed = async (kit: Kit, root: string, ...argv: readonly string[]): Promise<string> => {
  const { streams, stdout, stderr } = capture();
  const exit = await runCli(["-C", root, ...argv], streams, kit);
  await new Promise((resolve) => setImmediate(resolve));
  return `${exit}: ${stdout()}${stderr()}`.replace(/\s+/g, " ");
};

const terminal = ({ root, kitWith }: World, value: string, line: readonly string[]) =>
  typed(kitWith(value), root, ...line);

const job = ({ root, kitWith }: World, value: string, line: readonly string[]) =>
  typed(kitWith(value, { CI: "true" }), root, ...line);

const chat = async ({ root, kitWith }: World, value: string, line: readonly string[]): Promise<string> => {
  const [kit, where] = [kitWith(value), whereIn(root)];
  const ana: Stance = {
    class: "human",
    channel: "chat",
    client: undefined,
    grant: "write",
    notice: () => {},
  };
  const first = await converse(newConversation, line.join(" "), kit, where, ana);
  const second = await converse(first.state, "yes", kit, where, ana);
  return JSON.stringify([first, second]);
};

const agent = async ({ root, kitWith }: World, value: string, line: readonly string[]): Promise<string> => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const { server } = agentServer(
    kitWith(value),
    whereIn(root),
    { grant: "write", label: undefined },
    () => {},
  );
  const client = new Client({ name: "os:ana", version: "1" });
  await Promise.all([server.connect(near), client.connect(far)]);
  const [name = "", ...words] = line;
  const input = name === "run" ? { action: words[0], finding: words[1] } : { finding: words[0] };
  const { content } = CallToolResultSchema.parse(await client.callTool({ name, arguments: input }));
  await client.close();
  return JSON.stringify(content);
};

/** Everything that says neither yes nor no is off. */
const off = ["", "0", "off", "no", "false", "2", "enabled", "y", "on please", "1,1", "true1"];
const on = ["1", "true", "yes", "on", " ON "];
const running = ({ finding }: World) => ["run", entry.name, finding];

describe("a lifted safety net", () => {
  test.each([
    ["at the terminal", terminal],
    ["in chat", chat],
  ] as const)(
    "%s offers a draft to a person, who still says yes; only where it says so plainly",
    async (_door, ask) => {
      const world = await draftWall();
      for (const value of off) {
        expect(await ask(world, value, running(world)), value).toContain("is a draft");
        expect(await ask(world, value, ["actions", world.finding])).not.toContain("From the runbook");
      }
      expect(await world.offers()).toEqual([]);
      for (const value of on) {
        expect(await ask(world, value, ["actions", world.finding]), value).toContain("From the runbook");
        expect(await ask(world, value, running(world))).toContain("is a draft: nobody has vouched it yet");
        expect(await world.offers(), value).toEqual([[entry.name, "offered", "human"]]);
      }
      expect(world.acted).toEqual([]);
    },
    60_000,
  );

  test.each([
    ["an agent", agent],
    ["a job", job],
  ] as const)(
    "is none for %s, whatever the variable says",
    async (_door, ask) => {
      const world = await draftWall();
      for (const value of [...on, ...off.slice(0, 3)])
        for (const line of [running(world), ["fix", world.finding], ["actions", world.finding]]) {
          const said = await ask(world, value, line);
          expect(said, value).toMatch(line[0] === "run" ? /is a draft/ : /draft|nobody has vouched/);
          expect(said).not.toContain("From the runbook");
        }
      expect(await world.offers()).toEqual([]);
      expect(world.acted).toEqual([]);
    },
    60_000,
  );

  test("is none for what a job or a person lets run by itself", async () => {
    const world = await draftWall();
    for (const ask of [job, terminal])
      for (const value of ["1", "0"]) {
        const said = await ask(world, value, ["scan", "plan.json", "--autonomy", "auto"]);
        expect(said).toContain("mailer does not answer");
      }
    expect((await world.offers()).filter(([name]) => name === entry.name)).toEqual([]);
    expect(world.acted).toEqual([]);
  }, 60_000);
});
