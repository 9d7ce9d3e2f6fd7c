import { Readable, Writable } from "node:stream";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { SteadystateError } from "../../errors.ts";
import { bugOf, dispatch, type Reply } from "../../verbs/dispatch.ts";
import { guess } from "../../verbs/typed.ts";
import type { Tier } from "../../verbs/verb.ts";
import { manyLines, oneLine } from "../../view/escape/terminal.ts";
import { renderPlain } from "../../view/plain.ts";
import type { Kit, Stance, Streams, Where } from "../door.ts";
import { briefing } from "./briefing.ts";
import { isOffered, toolName, toolOf } from "./tools.ts";

export type Terms = {
  /** The most that an agent may do here. */
  readonly grant: Tier;
  /** Which wall this is, for the person who looks at a list of servers. */
  readonly label: string | undefined;
};

/** Serves one agent over stdio until its end of the pipe closes; stdout carries the protocol and nothing else. */
export const runMcp = async (streams: Streams, kit: Kit, where: Where, terms: Terms): Promise<number> => {
  const notice = (text: string) => void streams.stderr.write(`${manyLines(text)}\n`);
  // A folder that is not there is told on starting, where a person reads it.
  await (await kit.context(where, stanceOf(undefined, terms, notice))).close();
  const input = readable(streams.stdin);
  const { server, idle } = agentServer(kit, where, terms, notice);
  const ended = new Promise<void>((resolve) => {
    for (const event of ["end", "close", "error"]) input.once(event, () => resolve());
    streams.stdout.on("error", () => resolve());
    server.onclose = resolve;
  });
  await server.connect(new StdioServerTransport(input, writable(streams.stdout)));
  notice(`serving ${kit.version} over stdio with the ${terms.grant} grant`);
  await ended;
  await idle();
  await server.close();
  return 0;
};

/** The server for any transport; `idle` resolves when no call is under way. */
export const agentServer = (kit: Kit, where: Where, terms: Terms, notice: Stance["notice"]) => {
  const title = terms.label === undefined ? "steadystate" : `steadystate (${terms.label})`;
  const server = new Server(
    { name: "steadystate", title, version: kit.version },
    { capabilities: { tools: {} }, instructions: briefing },
  );
  const running = new Set<Promise<unknown>>();
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: await toolsOf(kit, terms.grant) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const stance = stanceOf(server.getClientVersion()?.name, terms, notice);
    const call = callTool(params.name, params.arguments ?? {}, { kit, where, stance });
    running.add(call);
    try {
      return await call;
    } finally {
      running.delete(call);
    }
  });
  const idle = async (): Promise<void> => {
    // A message that was just read becomes a call, and a call's result becomes an answer, within a turn.
    await turn();
    while (running.size > 0) {
      await Promise.allSettled(running);
      await turn();
    }
  };
  return { server, idle };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stanceOf = (client: string | undefined, { grant }: Terms, notice: Stance["notice"]): Stance => ({
  class: "agent",
  channel: "mcp",
  client,
  grant,
  notice,
});

const toolsOf = (kit: Kit, grant: Tier) =>
  Promise.all(
    kit.verbs
      .filter((facts) => isOffered(facts, grant))
      .map(async (facts) => toolOf(facts, await kit.load(facts.name), grant)),
  );

type Room = { readonly kit: Kit; readonly where: Where; readonly stance: Stance };

/** A verb that exists but was not granted goes to dispatch too, which says so; a failure is a result, never a lost call. */
const callTool = async (
  tool: string,
  input: Readonly<Record<string, unknown>>,
  { kit, where, stance }: Room,
): Promise<CallToolResult> => {
  try {
    const facts = kit.verbs.find((one) => one.doors !== "local" && toolName(one) === tool);
    if (facts === undefined) throw unknownTool(tool, kit, stance.grant);
    const ctx = await kit.context(where, stance);
    try {
      return resultOf(await dispatch(await kit.load(facts.name), input, ctx));
    } finally {
      await ctx.close();
    }
  } catch (thrown) {
    return failure(thrown instanceof SteadystateError ? thrown : bugOf(thrown));
  }
};

const unknownTool = (tool: string, { verbs }: Kit, grant: Tier): SteadystateError => {
  const known = verbs.filter((facts) => isOffered(facts, grant)).map(toolName);
  return new SteadystateError("usage", `there is no tool "${tool}"${guess(tool, known)}`, {
    hint: "call tools/list for what this server offers",
  });
};

const resultOf = (reply: Reply): CallToolResult => {
  if (!reply.ok) return failure(reply.error);
  // Members that are undefined must be absent on the wire, as the output schema says.
  const data: Record<string, unknown> = JSON.parse(JSON.stringify(reply.data));
  const isError = reply.outcome === "refused" || reply.outcome === "failed";
  return {
    ...(isError ? { isError } : {}),
    content: [{ type: "text", text: renderPlain(reply.doc()) }],
    structuredContent: data,
  };
};

const failure = ({ code, message, hint }: SteadystateError): CallToolResult => ({
  isError: true,
  content: [
    {
      type: "text",
      text: `error: ${code}: ${oneLine(message)}${hint === undefined ? "" : `\nnext: ${oneLine(hint)}`}`,
    },
  ],
});

const readable = (stream: NodeJS.ReadableStream): Readable =>
  stream instanceof Readable ? stream : new Readable().wrap(stream);

const writable = (stream: NodeJS.WritableStream): Writable =>
  stream instanceof Writable
    ? stream
    : new Writable({ write: (chunk, encoding, done) => void stream.write(chunk, encoding, () => done()) });
