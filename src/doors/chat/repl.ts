import { createInterface, type Interface } from "node:readline";
import { worstExit } from "../../errors.ts";
import { manyLines } from "../../view/escape/terminal.ts";
import { renderTerminal } from "../../view/terminal.ts";
import type { Kit, Stance, Streams, Where } from "../door.ts";
import { ended, screenOf } from "../screen.ts";
import { type Conversation, converse, newConversation, type Said, type Turn } from "./converse.ts";

/** The chat at a terminal, or over a pipe: one line, one answer, until `exit`, the end of input or Ctrl-C. */
export const runChat = async (streams: Streams, kit: Kit, where: Where): Promise<number> => {
  const watched = streams.stdout.isTTY === true;
  const notice = (text: string) => void streams.stderr.write(`${manyLines(text)}\n`);
  const stance: Stance = { class: "human", channel: "chat", client: undefined, grant: "write", notice };
  // A folder that is not there is told before the first question.
  await (await kit.context(where, stance)).close();
  const { lines, left } = openLines(streams, watched);
  if (watched) streams.stdout.write("Ask about this folder: help lists the commands, exit leaves.\n");
  const exits = await talk(lines, left, streams, (state, line) => converse(state, line, kit, where, stance));
  lines.close();
  if (left.interrupted) streams.stdout.write("\n");
  // Whoever watches has seen each answer; a script sees only how it ended.
  return left.interrupted ? 130 : watched ? 0 : worstExit(exits);
};

/** How the lines came to their end, where they did. */
type Left = { interrupted: boolean; closed: boolean };

const openLines = ({ stdin, stdout }: Streams, watched: boolean) => {
  const lines = createInterface({
    input: stdin,
    ...(watched ? { output: stdout } : {}),
    terminal: watched,
    prompt: "steadystate> ",
  });
  const left: Left = { interrupted: false, closed: false };
  lines.on("close", () => {
    left.closed = true;
  });
  lines.on("SIGINT", () => {
    left.interrupted = true;
    lines.close();
  });
  stdout.on("error", () => lines.close());
  return { lines, left };
};

const talk = async (
  lines: Interface,
  left: Readonly<Left>,
  streams: Streams,
  ask: (state: Conversation, line: string) => Promise<Turn>,
): Promise<readonly number[]> => {
  const exits = new Set<number>();
  let state = newConversation;
  const prompt = () => {
    if (streams.stdout.isTTY === true && !left.closed) lines.prompt();
  };
  prompt();
  for await (const line of lines) {
    if (/^\s*(?:exit|quit)\s*$/i.test(line) || left.interrupted) break;
    if (line.trim() !== "" || state.pending !== undefined) {
      const turn = await ask(state, line);
      state = turn.state;
      for (const said of turn.replies) {
        exits.add(said.exit);
        streams.stdout.write(rendered(said, streams));
      }
    }
    prompt();
  }
  return [...exits];
};

const rendered = ({ doc }: Said, streams: Streams): string => ended(renderTerminal(doc, screenOf(streams)));
