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

/** The same question at every door, as each door's caller would put it. */
type Question = {
  readonly verb: string;
  readonly argv: readonly string[];
  readonly input: Readonly<Record<string, unknown>>;
};
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
  onTestFinished(() => void vi.unstubAllEnvs());
  const plan = folder.at("plan.json");
  const stamped = readFileSync(plan, "utf8").replace(
    /"timestamp": "[^"]*"/,
    `"timestamp": "${new Date().toISOString()}"`,
  );
  writeFileSync(plan, stamped);
  const where = whereIn(folder.root);
  expect((await atTerminal({ verb: "scan", argv: ["plan.json"], input: {} }, where)).ok).toBe(true);
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

const declared = JSON.stringify({
  name: "till",
  read: { kind: "http", url: "http://127.0.0.1:9/" },
  emit: { severity: "high", title: "the till does not answer" },
});

/** One success with data and one refusal for every verb; a verb that is missing here fails the test below. */
const table: Readonly<
  Record<
    string,
    (fingerprint: string) => {
      success: Omit<Question, "verb">;
      refusal: Omit<Question, "verb">;
      /** What it changes belongs to who asked: a wall for each door, after this was asked there. */
      before?: readonly Question[];
    }
  >
> = {
  status: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  health: () => ({
    success: { argv: ["web"], input: { workload: "web" } },
    refusal: { argv: ["--max-age", "soon"], input: { maxAge: "soon" } },
  }),
  summary: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  findings: () => ({
    success: { argv: ["bucket"], input: { keyword: "bucket" } },
    refusal: { argv: ["--severity", "awful"], input: { severity: "awful" } },
  }),
  show: (fingerprint) => ({
    success: { argv: [fingerprint.slice(0, 12)], input: { finding: fingerprint.slice(0, 12) } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
  }),
  smoke: () => ({
    success: { argv: ["web"], input: { workload: "web" } },
    refusal: { argv: ["--checks", "missing.json"], input: { checks: "missing.json" } },
  }),
  probe: () => ({
    success: { argv: ["production", "--stateless"], input: { target: "production", stateless: true } },
    refusal: { argv: ["prodction", "--stateless"], input: { target: "prodction", stateless: true } },
  }),
  verify: () => ({
    success: {
      argv: ["overlay", "--target", "eu", "--stateless"],
      input: { declared: "overlay", target: "eu", stateless: true },
    },
    refusal: { argv: ["steadystate", "--target", "eu"], input: { declared: "steadystate", target: "eu" } },
  }),
  checks: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--checks", "missing.json"], input: { checks: "missing.json" } },
  }),
  "add-check": () => ({
    success: { argv: [declared], input: { check: declared } },
    refusal: { argv: ["{"], input: { check: "{" } },
    before: [],
  }),
  "remove-check": () => ({
    success: { argv: ["till"], input: { name: "till" } },
    refusal: { argv: ["storefrnt"], input: { name: "storefrnt" } },
    before: [{ verb: "add-check", argv: [declared], input: { check: declared } }],
  }),
  scan: () => ({
    success: { argv: ["plan.json", "--stateless"], input: { path: "plan.json", stateless: true } },
    refusal: { argv: ["missing.json", "--stateless"], input: { path: "missing.json", stateless: true } },
  }),
  sweep: () => ({
    success: { argv: ["--stateless", "--at-once", "2"], input: { stateless: true, atOnce: 2 } },
    refusal: { argv: ["prodution"], input: { names: ["prodution"] } },
  }),
  ci: () => ({
    success: {
      argv: ["plan.json", "--fail-on", "none", "--on-unknown", "pass"],
      input: { path: "plan.json", failOn: "none", onUnknown: "pass" },
    },
    refusal: { argv: ["steadystate/checks.json"], input: { path: "steadystate/checks.json" } },
  }),
  history: () => ({
    success: { argv: ["--limit", "5"], input: { limit: 5 } },
    refusal: { argv: ["--limit", "-1"], input: { limit: -1 } },
  }),
  mute: (fingerprint) => ({
    success: { argv: [fingerprint, "--for", "3d"], input: { finding: fingerprint, for: "3d" } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [],
  }),
  unmute: (fingerprint) => ({
    success: { argv: [fingerprint], input: { finding: fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [
      { verb: "mute", argv: [fingerprint, "--for", "3d"], input: { finding: fingerprint, for: "3d" } },
    ],
  }),
  snooze: (fingerprint) => ({
    success: { argv: [fingerprint, "3d"], input: { finding: fingerprint, for: "3d" } },
    refusal: { argv: [fingerprint, "0d"], input: { finding: fingerprint, for: "0d" } },
    before: [],
  }),
  "commit-mutes": () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
    before: [],
  }),
  resolve: (fingerprint) => ({
    success: { argv: [fingerprint], input: { finding: fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [],
  }),
  reopen: (fingerprint) => ({
    success: { argv: [fingerprint], input: { finding: fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [{ verb: "resolve", argv: [fingerprint], input: { finding: fingerprint } }],
  }),
  tools: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  catalog: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  commands: () => ({
    success: { argv: ["--source", "terraform"], input: { source: "terraform" } },
    refusal: { argv: ["--source", "teraform"], input: { source: "teraform" } },
  }),
  discover: () => ({
    success: { argv: ["--no-reachable"], input: { reachable: false } },
    refusal: { argv: ["--dry-run"], input: { dryRun: true } },
  }),
  targets: () => ({
    success: { argv: ["--check"], input: { check: true } },
    refusal: { argv: ["prodution"], input: { names: ["prodution"] } },
  }),
  actions: (fingerprint) => ({
    success: { argv: [fingerprint], input: { finding: fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
  }),
  posture: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  doctor: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  validate: () => ({
    success: { argv: ["checks.json"], input: { files: ["checks.json"] } },
    refusal: { argv: ["cheks.json"], input: { files: ["cheks.json"] } },
  }),
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
const withoutAuthor = (data: unknown): unknown =>
  JSON.parse(
    JSON.stringify(data, (key, value) =>
      ["author", "draft"].includes(key) ? undefined : key === "file" ? basename(value) : value,
    ) ?? "null",
  );

/** Ages and latencies are measured anew at each door; everything else must be equal. */
const stable = (data: unknown): unknown =>
  JSON.parse(
    JSON.stringify(data, (key, value) =>
      ["ageSeconds", "oldestSeconds", "latencyMs", "age", "known", "until"].includes(key) &&
      typeof value !== "boolean"
        ? 0
        : value,
    ) ?? "null",
  );
