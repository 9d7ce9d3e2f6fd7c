import { compatibleExit, SteadystateError, worstExit } from "../../errors.ts";
import { bugOf, dispatch, type Reply } from "../../verbs/dispatch.ts";
import { guess } from "../../verbs/typed.ts";
import type { VerbFacts } from "../../verbs/verb.ts";
import type { Kit, Streams, Where } from "../door.ts";
import { conversations, helpFacts } from "./conversations.ts";
import { globals, wishesOf, wishesOfBroken } from "./globals.ts";
import { late } from "./late.ts";
import { reference } from "./late-reference.ts";
import { locate, operandsOf, parseLine } from "./line.ts";
import { openOut } from "./out.ts";
import { envelope, errorText, type Sink, showError, showReply, writeDocument, writeOutputs } from "./show.ts";

/** One line of the terminal: reads it, asks one verb, shows the answer, and returns the exit status. */
export const runCli = async (argv: readonly string[], streams: Streams, kit: Kit): Promise<number> => {
  // Asked by a shell at every press of a key, so nothing else is set up for it.
  if (argv[0] === "__complete") return (await late.complete()).complete(argv.slice(1), streams, kit);
  const exit = await answered(argv, streams, kit);
  return streams.display["STEADYSTATE_EXIT_COMPAT"] === "1" ? compatibleExit(exit) : exit;
};

const answered = async (argv: readonly string[], streams: Streams, kit: Kit): Promise<number> => {
  const commands = [...conversations, ...kit.verbs];
  const found = locate(argv, [...commands, helpFacts]) ?? bareCall(argv, kit);
  const broken = wishesOfBroken(argv, streams.display);
  const sink: Sink = { out: openOut(streams, broken), wishes: broken, streams };
  try {
    if (found === undefined) {
      if (asksHelp(argv)) return await help(operandsOf(argv)[0] ?? "", kit, commands, sink);
      throw await unknownCommand(argv, commands);
    }
    const { input, given } = await parseLine(found);
    const wishes = wishesOf(given, streams.display);
    const asked: Sink = { ...sink, wishes };
    if (wishes.version) return await tell("version", `${kit.version}\n`, { version: kit.version }, asked);
    if (found.facts === helpFacts) return await help(topicOf(input), kit, commands, asked);
    if (wishes.help)
      return await help(operandsOf(argv).length === 0 ? "" : found.facts.name, kit, commands, asked);
    return await start(found.facts, input, asked, kit);
  } catch (thrown) {
    const error = thrown instanceof SteadystateError ? thrown : bugOf(thrown);
    await showError({ verb: found?.facts.name, error }, Date.now(), sink);
    return error.exit;
  }
};

const asksHelp = (argv: readonly string[]): boolean => argv.includes("--help") || argv.includes("-h");

/** Without a command the question is how this folder stands. */
const bareCall = (argv: readonly string[], kit: Kit) => {
  if (operandsOf(argv).length > 0) return undefined;
  const status = kit.verbs.find(({ name }) => name === "status");
  return { facts: status ?? helpFacts, rest: argv };
};

const start = async (facts: VerbFacts, input: Input, sink: Sink, kit: Kit): Promise<number> => {
  const { where } = sink.wishes;
  if (facts.name === "chat") return (await late.chat()).runChat(sink.streams, kit, where);
  if (facts.name === "mcp") return serveAgent(input, sink, kit);
  return runVerb(facts, input, sink, kit);
};

type Input = Readonly<Record<string, unknown>>;

const runVerb = async ({ name }: VerbFacts, input: Input, sink: Sink, kit: Kit): Promise<number> => {
  const { out, wishes } = sink;
  const notice = (text: string): void => (wishes.quiet ? undefined : out.say(text));
  const told = { notice, progress: out.doing };
  const stance = { class: "human", channel: "terminal", client: undefined, grant: "write", ...told } as const;
  const ctx = await kit.context(wishes.where, stance);
  try {
    const verb = await kit.load(name);
    const reply = await out.during(() => dispatch(verb, input, ctx));
    const now = (reply.ok ? reply.at : undefined) ?? ctx.now();
    await (reply.ok ? showReply(reply, now, sink) : showError(reply, now, sink));
    return worstExit([reply.exit, await outputsWritten(reply, now, sink, ctx)]);
  } finally {
    await ctx.close();
  }
};

/** The result is out already: what could not be written beside it is told, and counts. */
const outputsWritten = async (
  reply: Reply,
  now: number,
  { out, wishes }: Sink,
  ctx: Parameters<typeof writeOutputs>[3],
): Promise<number> => {
  try {
    await writeOutputs(reply, now, wishes, ctx);
    return 0;
  } catch (thrown) {
    const error = thrown instanceof SteadystateError ? thrown : bugOf(thrown);
    out.say(errorText(error));
    return error.exit;
  }
};

const serveAgent = async (input: Input, { wishes, streams }: Sink, kit: Kit): Promise<number> => {
  const { where } = wishes;
  const directory = where.directory ?? textOf(input["dir"]);
  const said = (name: string) => /^(1|true|yes|on)$/i.test(streams.display[name] ?? "");
  const write = input["write"] ?? said("STEADYSTATE_MCP_WRITE");
  const author = input["author"] ?? said("STEADYSTATE_MCP_AUTHOR");
  const grant = write === true ? "write" : author === true ? "author" : "read";
  const label = textOf(input["label"]) ?? labelOf({ ...where, directory });
  return (await late.mcp()).runMcp(streams, kit, { ...where, directory }, { grant, label });
};

const labelOf = ({ silo, directory }: Where): string | undefined =>
  silo ?? directory?.split(/[/\\]/).findLast((part) => part !== "" && part !== ".");

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const topicOf = ({ topic }: Input): string => (Array.isArray(topic) ? topic.join(" ") : "");

const help = async (topic: string, kit: Kit, commands: readonly VerbFacts[], sink: Sink): Promise<number> => {
  const { allHelp, familyHelp, glossaryHelp, glossaryTerms, rootHelp, verbHelp } = await late.help();
  const facts = commands.find(({ name, aliases }) => name === topic || aliases.includes(topic));
  if (facts !== undefined) return tell("help", verbHelp(facts), { command: facts }, sink);
  const family = commands.filter(({ name }) => name.startsWith(`${topic} `));
  const listed = { commands: family.length > 0 ? family : commands, options: globals };
  if (family.length > 0) return tell("help", familyHelp(topic, family), listed, sink);
  if (topic === "" || topic === "help") return tell("help", rootHelp(kit.version, commands), listed, sink);
  if (topic === "all") return tell("help", allHelp(commands), listed, sink);
  if (topic === "glossary") return tell("help", glossaryHelp(), { terms: glossaryTerms() }, sink);
  throw await unknownCommand([topic], commands);
};

const tell = async (about: string, text: string, data: Input, { out, wishes }: Sink): Promise<number> => {
  if (wishes.format === "json") await writeDocument(envelope(about, Date.now(), { data }), out.result);
  else await out.result(text);
  return 0;
};

const unknownCommand = async (
  argv: readonly string[],
  commands: readonly VerbFacts[],
): Promise<SteadystateError> => {
  const [first = "", second] = operandsOf(argv);
  const family = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (family.length > 0) {
    const typed = second === undefined ? undefined : `${first} ${second}`;
    return new SteadystateError(
      "usage",
      typed === undefined
        ? `${first} needs one more word`
        : `there is no command ${typed}${guess(typed, family)}`,
      { hint: `one of: ${family.join(", ")}` },
    );
  }
  const later = (await reference()).laterCommand([first, second]);
  if (later !== undefined) return later;
  const known = [...commands.flatMap(({ name, aliases }) => [name, ...aliases]), "help"];
  return new SteadystateError("usage", `there is no command ${first}${guess(first, known)}`, {
    hint: "steadystate --help",
  });
};
