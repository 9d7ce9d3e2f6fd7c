import { PassThrough } from "node:stream";
import { type Conversation, converse, newConversation } from "../../src/doors/chat/converse.ts";
import { runCli } from "../../src/doors/cli/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { connectAgent, whereIn } from "../support/agent.ts";
import { kit } from "./kit.ts";
import type { Call } from "./row.ts";

export const doors = ["terminal", "terminal --json", "chat", "mcp"] as const;
export type Door = (typeof doors)[number];

/** What came of a call at one door. */
export type Heard = {
  readonly ok: boolean;
  /** `undefined` over MCP, which has no status. */
  readonly exit: number | undefined;
  /** `undefined` where the door refuses before a verb is asked, which is `usage`. */
  readonly code: string | undefined;
  readonly stdout: string;
  /** Notices; errors too at the terminal. */
  readonly stderr: string;
};

/** Asks at one door; `undefined` where the call is not written for it. */
export const ask = (door: Door, { words, line, tool }: Call, root: string): Promise<Heard> | undefined => {
  switch (door) {
    case "terminal":
      return words && atTerminal(words, root);
    case "terminal --json":
      return words && withJson(words, root);
    case "chat":
      return line === undefined ? undefined : inChat(line, root);
    case "mcp":
      return tool && overMcp(tool, root);
  }
};

const atTerminal = async (words: readonly string[], root: string): Promise<Heard> => {
  const [out, err] = [collected(), collected()];
  const display = { LANG: "C.UTF-8", ...process.env };
  const placed = words.some((word) => word === "-C" || word === "--silo");
  const argv = placed ? words : ["-C", root, ...words];
  const exit = await runCli(
    argv,
    { stdin: new PassThrough().end(), stdout: out.stream, stderr: err.stream, display },
    kit,
  );
  await new Promise((resolve) => setImmediate(resolve));
  const [stdout, stderr] = [out.text(), err.text()];
  return { ok: !/^error: /m.test(stderr), exit, code: undefined, stdout, stderr };
};

const withJson = async (words: readonly string[], root: string): Promise<Heard> => {
  const heard = await atTerminal(["--json", ...words], root);
  const { ok, code } = read(heard.stdout);
  return { ...heard, ok, code };
};

const read = (stdout: string): { readonly ok: boolean; readonly code: string | undefined } => {
  try {
    const document = JSON.parse(stdout);
    return { ok: document?.ok !== false, code: document?.error?.code };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, code: "not one JSON document" };
    throw error;
  }
};

const collected = () => {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
};

const inChat = async (line: string, root: string): Promise<Heard> => {
  const notices: string[] = [];
  const notice = (text: string) => void notices.push(text);
  const stance = { class: "human", channel: "chat", client: undefined, grant: "write", notice } as const;
  const say = (state: Conversation, text: string) => converse(state, text, kit, whereIn(root), stance);
  const first = await say(newConversation, line);
  const { replies } = first.state.pending === undefined ? first : await say(first.state, "yes");
  const last = replies.at(-1);
  const reply = last?.reply;
  return {
    ok: reply?.ok === true,
    exit: last?.exit,
    code: reply?.ok === false ? reply.error.code : undefined,
    stdout: replies.map(({ doc }) => renderPlain(doc)).join("\n"),
    stderr: notices.join("\n"),
  };
};

const overMcp = async ({ name, input }: NonNullable<Call["tool"]>, root: string): Promise<Heard> => {
  const client = await connectAgent(whereIn(root), "write");
  try {
    const { isError, content } = await client.callTool({ name, arguments: { ...input } });
    const [part] = Array.isArray(content) ? content : [];
    const stdout = String(part?.text ?? "");
    const code = isError === true ? /^error: ([a-z-]+): /.exec(stdout)?.[1] : undefined;
    return { ok: isError !== true, exit: undefined, code, stdout, stderr: "" };
  } finally {
    await client.close();
  }
};
