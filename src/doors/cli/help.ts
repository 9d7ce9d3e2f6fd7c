import { placeholder, usageOf } from "../../verbs/typed.ts";
import {
  type Effect,
  type FieldFacts,
  type Room,
  rooms,
  type Tier,
  type VerbFacts,
} from "../../verbs/verb.ts";
import { wrapped } from "../../view/width.ts";
import { globals } from "./globals.ts";
import { glossary } from "./glossary.ts";

const width = 80;
const screenful = 40;

/** One screen: with a line per command while they fit, with names only from then on. */
export const rootHelp = (version: string, commands: readonly VerbFacts[]): string => {
  const roomy = [...groupsOf(commands)].flatMap(([room, verbs]) => [
    "",
    rooms[room],
    ...verbs.map(summaryLine),
  ]);
  const tight = [...groupsOf(commands)].flatMap(([room, verbs]) => [rooms[room], ...names(verbs)]);
  const [head, tail] = [rootHead(version), rootTail()];
  const fits = head.length + roomy.length + tail.length <= screenful;
  return page([...head, ...(fits ? roomy : ["", ...tight]), ...tail]);
};

/** Every command with its options, by group. */
export const allHelp = (commands: readonly VerbFacts[]): string =>
  page(
    [...groupsOf(commands)].flatMap(([room, verbs]) => [
      rooms[room],
      ...verbs.flatMap((facts) => [
        `  ${usageOf(facts)}`,
        ...indented(facts.summary, 6),
        ...facts.fields.filter(({ positional }) => !positional).flatMap((field) => optionLines(field, 6)),
      ]),
      "",
    ]),
  );

/** The commands of one family: `silo`. */
export const familyHelp = (family: string, commands: readonly VerbFacts[]): string =>
  page([
    `${family} is one of:`,
    ...commands.map(summaryLine),
    "",
    `More: steadystate help ${commands[0]?.name ?? family}`,
  ]);

/** The words by what they mean. */
export const glossaryTerms = (): Readonly<Record<string, string>> => Object.fromEntries(glossary);

export const glossaryHelp = (): string =>
  page(glossary.flatMap(([word, meaning]) => [word, ...indented(meaning, 4)]));

export const verbHelp = (facts: VerbFacts): string => {
  const own = facts.fields.filter(({ positional }) => !positional);
  const places = facts.fields.filter(({ positional }) => positional);
  return page([
    ...hanging("Usage: ", `steadystate ${usageOf(facts)}${own.length === 0 ? "" : " [options]"}`),
    "",
    ...wrapped(`${facts.summary}.`, width),
    ...(facts.aliases.length === 0 ? [] : [`Also called: ${facts.aliases.join(", ")}`]),
    ...section(
      "More",
      facts.details.map((line) => (line === "" ? "" : `  ${line}`)),
    ),
    ...section(
      "Arguments",
      places.flatMap((field) => entry(placeholder(field), remarks(field), 2)),
    ),
    ...section(
      "Options",
      own.flatMap((field) => optionLines(field, 2)),
    ),
    ...section("Options of every command", globals.flatMap(globalLines)),
    ...section("Reads and writes", hanging("  ", touches(facts))),
    ...section(
      "Exit statuses",
      statuses.flatMap(([status, meaning]) => entry(status, meaning, 2, 7)),
    ),
    ...section(
      "Examples",
      facts.examples.map((example) => `  steadystate ${example}`),
    ),
  ]);
};

const rootHead = (version: string): readonly string[] => [
  `steadystate ${version}: is it working, what drifted, and what may be fixed`,
  "",
  "Usage: steadystate [command] [options]    (no command: how this folder stands)",
];

const rootTail = (): readonly string[] => [
  "",
  ...hanging("Options: ", globals.map(({ flags }) => flags.replaceAll(" ", "\u00a0")).join("  ")),
  "",
  "More: steadystate help <command>  |  help all  |  help glossary",
];

const groupsOf = (commands: readonly VerbFacts[]): ReadonlyMap<Room, readonly VerbFacts[]> =>
  new Map(
    roomNames
      .map((room) => [room, commands.filter((facts) => facts.room === room)] as const)
      .filter(([, verbs]) => verbs.length > 0),
  );

const isRoom = (name: string): name is Room => name in rooms;
const roomNames: readonly Room[] = Object.keys(rooms).filter(isRoom);

const summaryLine = ({ name, summary }: VerbFacts): string =>
  `  ${name.padEnd(15)}  ${summary}`.slice(0, width);

/** `silo add`, `silo rm` become `silo (add rm)`. */
const names = (verbs: readonly VerbFacts[]): readonly string[] => {
  const families = new Map<string, readonly string[]>();
  for (const { name } of verbs) {
    const [first = name, ...rest] = name.split(" ");
    families.set(first, [...(families.get(first) ?? []), ...rest]);
  }
  const shown = [...families].map(([name, subs]) =>
    subs.length === 0 ? name : `${name} (${subs.join(" ")})`,
  );
  return indented(shown.map((name) => name.replaceAll(" ", "\u00a0")).join(" "), 2);
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", `${title}:`, ...lines];

const optionLines = (field: FieldFacts, indent: number): readonly string[] => {
  const flag = isOn(field) ? field.flag.replace("--", "--[no-]") : field.flag;
  const value = field.type === "boolean" ? "" : field.type === "number" ? " <n>" : " <value>";
  return entry(
    `${field.short === undefined ? "" : `-${field.short}, `}${flag}${value}`,
    remarks(field),
    indent,
  );
};

const globalLines = (option: (typeof globals)[number]): readonly string[] =>
  entry(option.flags, "env" in option ? `${option.help} (env ${option.env})` : option.help, 2);

/** What it is, then in brackets what it may be and where else it is taken from. */
const remarks = (field: FieldFacts): string => {
  const facts = [
    field.values === undefined ? undefined : `one of: ${field.values.join(", ")}`,
    field.list && !field.positional ? "repeatable" : undefined,
    field.required && !field.positional ? "required" : undefined,
    isOn(field) ? "default: on" : undefined,
    isTold(field.default) ? `default: ${String(field.default)}` : undefined,
    field.env === undefined ? undefined : `env ${field.env}`,
    ...field.config.map((key) => `config [${key.replace(".", "] ")}`),
  ].filter((fact) => fact !== undefined);
  const told = facts.filter((fact) => !field.description.includes(fact));
  return told.length === 0 ? field.description : `${field.description} (${told.join("; ")})`.trim();
};

const isTold = (value: unknown): boolean =>
  (typeof value === "string" && value !== "") || typeof value === "number";

const isOn = ({ type, list, default: usual }: FieldFacts): boolean =>
  type === "boolean" && !list && usual === true;

const tierLines: Readonly<Record<Tier, string>> = {
  read: "Agents may ask for it with the read grant.",
  author: "Agents need the author grant.",
  write: "Agents need the write grant.",
};
const effectLines: Readonly<Record<Effect, string>> = {
  none: "By default it only reads and changes nothing.",
  state: "It writes to steadystate's own memory.",
  send: "It sends something to others.",
  infra: "It changes infrastructure, inside the committed bound.",
};

const touches = ({ tier, effect, doors }: VerbFacts): string => {
  const who = {
    all: tierLines[tier],
    local: "Not offered to agents.",
    human: "Only for people, never for agents.",
  };
  return `${effectLines[effect]} ${who[doors]}`;
};

const statuses = [
  ["0", "done, nothing tripped"],
  ["1", "a gate tripped"],
  ["2", "asked wrongly: option, argument, file or setting"],
  ["3", "could not look: a tool or a place was out of reach, or the answer is UNKNOWN"],
  ["4", "the store cannot be read or written"],
  ["5", "no such thing, or more than one"],
  ["6", "refused: policy, grant or credential"],
  ["7", "tried and failed"],
  ["70", "a fault of steadystate itself"],
  ["130", "interrupted"],
] as const;

/** A term and its meaning beside it, or under it where the term is long. */
const entry = (term: string, meaning: string, indent: number, column = 26): readonly string[] => {
  const lead = `${" ".repeat(indent)}${term}`;
  const [first = "", ...rest] = wrapped(meaning, width - column);
  const more = rest.map((line) => `${" ".repeat(column)}${line}`);
  return lead.length + 2 <= column
    ? [`${lead.padEnd(column)}${first}`, ...more]
    : [lead, `${" ".repeat(column)}${first}`, ...more];
};

const indented = (text: string, indent: number): readonly string[] =>
  wrapped(text, width - indent).map((line) => " ".repeat(indent) + line);

const hanging = (lead: string, text: string): readonly string[] =>
  wrapped(text, width - lead.length).map((line, at) => (at === 0 ? lead : " ".repeat(lead.length)) + line);

/** Spaces that must not break were written as no-break spaces. */
const page = (lines: readonly string[]): string =>
  `${lines
    .map((line) => line.replaceAll("\u00a0", " ").trimEnd())
    .join("\n")
    .trimEnd()}\n`;
