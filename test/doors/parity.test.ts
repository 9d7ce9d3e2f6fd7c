import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { makeKit } from "../../src/compose/index.ts";
import { converse, newConversation } from "../../src/doors/chat/converse.ts";
import { runCli } from "../../src/doors/cli/index.ts";
import type { Where } from "../../src/doors/door.ts";
import { connectAgent, whereIn } from "../support/agent.ts";
import { temporaryFolder } from "../support/repo.ts";
import { installSmallKubectl } from "../support/small-kubectl.ts";
import { rememberWaiting } from "../support/waiting-offer.ts";
import { type Question, table } from "./support/parity-table.ts";

type Answer = {
  readonly ok: boolean;
  readonly data: unknown;
  readonly exit: number;
  readonly message: string;
};

const kit = makeKit();

/** A copy of the demo, captured just now, already looked at once. */
const wall = async (): Promise<Where> => {
  const folder = temporaryFolder();
  cpSync(join(import.meta.dirname, "../../examples/demo"), folder.root, { recursive: true });
  folder.write({
    "steadystate/targets.json": {
      production: { source: "terraform", path: "plan.json" },
      eu: { source: "k8s-live", context: "eu" },
    },
    "overlay/kustomization.yaml": "",
  });
  vi.stubEnv("PATH", [installSmallKubectl(folder.root), process.env["PATH"] ?? ""].join(delimiter));
  // Somebody sits at the terminal, whoever runs the tests: a job approves nothing.
  vi.stubEnv("CI", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const plan = folder.at("plan.json");
  const stamped = readFileSync(plan, "utf8").replace(
    /"timestamp": "[^"]*"/,
    `"timestamp": "${new Date().toISOString()}"`,
  );
  writeFileSync(plan, stamped);
  const where = whereIn(folder.root);
  expect((await atTerminal({ verb: "scan", argv: ["plan.json"], input: {} }, where)).ok).toBe(true);
  const ctx = await kit.context(where, {
    ...{ class: "human", channel: "terminal", client: undefined, grant: "write" },
    notice: () => undefined,
  });
  await rememberWaiting(ctx);
  await ctx.close();
  return where;
};

const atTerminal = async ({ verb, argv }: Question, { directory = "." }: Where): Promise<Answer> => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const chunks: string[] = [];
  stdout.on("data", (chunk) => chunks.push(String(chunk)));
  stderr.resume();
  const exit = await runCli(
    ["-C", directory, "--json", ...verb.split(" "), ...argv],
    { stdin: new PassThrough(), stdout, stderr, display: {} },
    kit,
  );
  const { ok, data, error } = JSON.parse(chunks.join(""));
  return { ok, data, exit, message: error?.message ?? "" };
};

const typed = (text: string): string => (text.includes('"') ? `'${text}'` : text);

const inChat = async ({ verb, argv }: Question, where: Where): Promise<Answer> => {
  const stance = {
    class: "human",
    channel: "chat",
    client: undefined,
    grant: "write",
    notice: () => undefined,
  } as const;
  const first = await converse(newConversation, [verb, ...argv.map(typed)].join(" "), kit, where, stance);
  const turn =
    first.state.pending === undefined ? first : await converse(first.state, "yes", kit, where, stance);
  const said = turn.replies.at(-1);
  const reply = said?.reply;
  if (reply?.ok === true)
    return { ok: true, data: JSON.parse(JSON.stringify(reply.data)), exit: reply.exit, message: "" };
  return {
    ok: false,
    data: undefined,
    exit: said?.exit ?? -1,
    message: reply?.error.message ?? JSON.stringify(said?.doc),
  };
};

const overMcp = async ({ verb, input }: Question, where: Where): Promise<Answer> => {
  const client = await connectAgent(where, kit.verbs.find(({ name }) => name === verb)?.tier);
  try {
    await client.listTools();
    const result = await client.callTool({ name: verb.replaceAll(" ", "_"), arguments: { ...input } });
    const [text] = Array.isArray(result.content) ? result.content : [];
    return {
      ok: result.isError !== true,
      data: result.structuredContent,
      exit: result.isError === true ? 1 : 0,
      message: text?.text ?? "",
    };
  } finally {
    await client.close();
  }
};

const fingerprintIn = async (where: Where): Promise<string> => {
  const { data } = await atTerminal({ verb: "findings", argv: [], input: {} }, where);
  const { findings } = data as { findings: { fingerprint: string }[] };
  return findings[0]?.fingerprint ?? "";
};

describe("the doors agree (D34)", () => {
  test("every verb that more than the terminal offers is in the table", () => {
    const offered = kit.verbs.filter(({ doors }) => doors !== "local").map(({ name }) => name);
    expect(Object.keys(table).sort()).toEqual(offered.sort());
  });

  const local = kit.verbs.filter(({ doors }) => doors === "local");
  test.each(local.map(({ name }) => name))("%s is offered at the terminal alone", async (verb) => {
    const where = await wall();
    const question = { verb, argv: [], input: {} };
    expect((await inChat(question, where)).message).toContain("terminal only");
    expect((await overMcp(question, where)).message).toContain("there is no tool");
  });

  test.each(Object.keys(table))("%s: the same data at every door", async (verb) => {
    const shared = await wall();
    const { success, before } = table[verb]?.(await fingerprintIn(shared)) ?? {};
    const question = { verb, ...success } as Question;
    const at = async (door: (question: Question, where: Where) => Promise<Answer>): Promise<Answer> => {
      const where = before === undefined ? shared : await wall();
      for (const first of before ?? []) expect((await door(first, where)).ok).toBe(true);
      return door(question, where);
    };
    const terminal = await at(atTerminal);
    const chat = await at(inChat);
    const forAgents = kit.verbs.find(({ name }) => name === verb)?.doors === "all";
    const mcp = forAgents ? await at(overMcp) : terminal;
    if (!forAgents) expect((await at(overMcp)).message).toContain("is for a person");
    const seen = before === undefined ? stable : (data: unknown) => stable(withoutAuthor(data));
    expect(terminal.ok, terminal.message).toBe(true);
    expect(JSON.stringify(terminal.data).length).toBeGreaterThan(20);
    expect(seen(chat.data), chat.message).toEqual(seen(terminal.data));
    expect(seen(mcp.data), mcp.message).toEqual(seen(terminal.data));
    expect(chat.exit).toBe(terminal.exit);
  });

  test.each(Object.keys(table))("%s: the same refusal at every door", async (verb) => {
    const where = await wall();
    const question = { verb, ...table[verb]?.(await fingerprintIn(where)).refusal } as Question;
    const terminal = await atTerminal(question, where);
    const chat = await inChat(question, where);
    const mcp = await overMcp(question, where);
    expect([terminal.ok, chat.ok, mcp.ok]).toEqual([false, false, false]);
    expect(terminal.exit).toBeGreaterThan(1);
    expect(chat.exit).toBe(terminal.exit);
    expect(mcp.message).toContain("next: ");
    for (const { message } of [terminal, chat, mcp]) expect(message).not.toMatch(/\bat .*\.(ts|js):\d+/);
  });

  test("scan remembers at each door that asks it to, and chat asks first", async () => {
    const where = await wall();
    const question = { verb: "scan", argv: ["plan.json"], input: { path: "plan.json" } };
    const stance = {
      class: "human",
      channel: "chat",
      client: undefined,
      grant: "write",
      notice: () => undefined,
    } as const;
    const asked = await converse(newConversation, "scan plan.json", kit, where, stance);
    expect(asked.state.pending).toBeDefined();
    expect(asked.replies[0]?.reply).toBeUndefined();
    const answers = [
      await atTerminal(question, where),
      await inChat(question, where),
      await overMcp(question, where),
    ];
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    const counts = answers.map(({ data }) => (data as { counts: unknown }).counts);
    expect(counts[1]).toEqual(counts[0]);
    expect(counts[2]).toEqual(counts[0]);
  });
});

/** Who asked, and in which folder: what must differ between two walls and two doors. */
/** Apart from what is theirs who asks: as whom they wrote, and what they may decide. */
const withoutAuthor = (data: unknown): unknown =>
  JSON.parse(
    JSON.stringify(data, (key, value) =>
      ["author", "draft", "why", "vouchedBy", "vouchedAt", "yours", "asks", "decide"].includes(key)
        ? undefined
        : key === "file"
          ? basename(value)
          : value,
    ) ?? "null",
  );

/** Ages and latencies are measured anew at each door; everything else must be equal. */
const stable = (data: unknown): unknown =>
  JSON.parse(
    JSON.stringify(data, (key, value) =>
      [
        "ageSeconds",
        "oldestSeconds",
        "latencyMs",
        "age",
        "known",
        "until",
        "offeredAt",
        "expiresAt",
      ].includes(key) && typeof value !== "boolean"
        ? 0
        : value,
    ) ?? "null",
  );
