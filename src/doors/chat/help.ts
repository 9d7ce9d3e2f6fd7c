import { guess, placeholder, usageOf } from "../../verbs/typed.ts";
import { type FieldFacts, rooms, type VerbFacts } from "../../verbs/verb.ts";
import type { Doc } from "../../view/doc.ts";

/** The commands that a conversation takes, or one of them in full. */
export const helpDoc = (verbs: readonly VerbFacts[], topic?: string): Doc => {
  const offered = verbs.filter(({ doors }) => doors !== "local");
  if (topic === undefined || topic === "") return listDoc(offered);
  const name = topic.toLowerCase();
  const facts = offered.find((one) => one.name === name || one.aliases.includes(name));
  if (facts !== undefined) return verbDoc(facts);
  return [
    {
      kind: "line",
      text: `there is no command "${topic}" here${guess(
        name,
        offered.map((one) => one.name),
      )}`,
    },
  ];
};

const listDoc = (verbs: readonly VerbFacts[]): Doc => [
  ...Object.entries(rooms).flatMap(([room, title]): Doc => {
    const rows = verbs
      .filter((facts) => facts.room === room)
      .map((facts): readonly [string, string] => [usageOf(facts), facts.summary]);
    return rows.length === 0
      ? []
      : [
          { kind: "heading", text: title },
          { kind: "fields", rows },
        ];
  }),
  { kind: "note", text: "help <command> tells more; a command stands at the beginning of its line" },
];

const verbDoc = (facts: VerbFacts): Doc => [
  { kind: "line", text: usageOf(facts) },
  { kind: "line", text: `${facts.summary}.` },
  ...(facts.fields.length === 0 ? [] : [{ kind: "fields" as const, rows: facts.fields.map(fieldRow) }]),
  { kind: "note", text: `for example: ${facts.examples.join(" | ")}` },
  ...(facts.effect === "none" ? [] : [{ kind: "note" as const, text: "it asks for a yes before it runs" }]),
];

const fieldRow = (field: FieldFacts): readonly [string, string] => [
  field.positional ? placeholder(field) : field.flag,
  field.values === undefined ? field.description : `${field.description} (${field.values.join(", ")})`,
];
