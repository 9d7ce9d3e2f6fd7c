import type { FieldFacts } from "../../../src/verbs/verb.ts";
import { atTerminal, callOf, goodCall, toolOf, typo } from "../call.ts";
import type { Call, Cell, Names, Row, Subject } from "../row.ts";

/** Rows about the line itself: commands, options, arguments. */
export const lineRows: readonly Row[] = [
  {
    input: "no arguments at all",
    cells: ({ facts }) =>
      facts.name === "status"
        ? [{ call: { words: [], line: "steadystate" }, wanted: { exits: [0], says: ["steadystate"] } }]
        : [],
  },
  {
    input: "unknown command / typo",
    cells: ({ facts }) => {
      const wrong = typo(facts.name);
      const tool = { name: typo(toolOf(facts)), input: {} };
      // Its first word alone is a verb too, which takes the second for a name.
      if (facts.name === "runbook test")
        return [
          {
            call: { words: wrong.split(" "), line: wrong },
            wanted: { refused: ["not-found"], names: [/steadystate runbook test/] },
          },
          { call: { tool }, wanted: { refused: ["usage"], names: [toolOf(facts)] } },
        ];
      return [
        {
          call: {
            words: wrong.split(" "),
            ...(facts.doors === "local" ? {} : { line: wrong }),
            ...(facts.doors === "all" ? { tool } : {}),
          },
          wanted: {
            refused: ["usage"],
            names: [new RegExp(`did you mean "(?:${facts.name}|${toolOf(facts)}|[a-z _-]+)"`)],
          },
        },
      ];
    },
  },
  {
    input: "a command of the terminal, in the chat",
    cells: ({ facts }) =>
      facts.doors === "local"
        ? [{ call: { line: facts.name }, wanted: { refused: ["usage"], names: [facts.name, "terminal"] } }]
        : [],
  },
  { input: "unknown option", cells: (subject) => [...farOption(subject), ...nearOption(subject)] },
  {
    input: "option after command that belongs to root (`summary --silo x`)",
    cells: (subject) => {
      const words = goodCall(subject).words ?? [];
      const rootWords = ["--quiet", "--no-color", "--state", ".steadystate/state.db"];
      return [
        {
          about: "before",
          call: atTerminal([...rootWords, ...words]),
          wanted: { asWithout: true, says: [] },
        },
        { about: "after", call: atTerminal([...words, ...rootWords]), wanted: { asWithout: true, says: [] } },
        {
          about: "misspelt",
          call: atTerminal([...words, "--quite"]),
          wanted: { refused: ["usage"], names: ['did you mean "--quiet"'] },
        },
        {
          about: "without its value",
          call: atTerminal([...words, "--state"]),
          wanted: { refused: ["usage"], names: ["--state", "value"] },
        },
        {
          about: "with a value that it does not take",
          call: atTerminal([...words, "--quiet=yes"]),
          wanted: { refused: ["usage"], names: ["--quiet takes no value"] },
        },
        {
          about: "a format that is not there",
          call: atTerminal([...words, "--format", "markdwn"]),
          wanted: { refused: ["usage"], names: [/did you mean "markdown"|exclude each other/] },
        },
      ];
    },
  },
  {
    input: "missing required argument/option",
    cells: (subject) =>
      subject.facts.fields.filter(isDemanded).map((field) => ({
        about: field.name,
        // What may be left out and comes later on the line would take its place.
        call: callOf(subject, {
          ...subject.placement.good,
          ...Object.fromEntries(
            subject.facts.fields
              .filter((one) => field.positional && one.positional && !isDemanded(one))
              .map(({ name }) => [name, undefined]),
          ),
          [field.name]: undefined,
        }),
        wanted: { refused: ["usage"], names: [field.name, "missing"] },
      })),
  },
  { input: "an argument too many", cells: surplus },
  {
    input: "unknown source",
    cells: (subject) => near(subject, ({ name }) => name === "source", ["terraform"]),
  },
  {
    input: "unknown tuning, and every other word out of a closed list",
    cells: (subject) => [
      ...subject.facts.fields.flatMap((field) =>
        field.values === undefined ? [] : wrongWord(subject, field, field.values),
      ),
      ...near(subject, ({ name, values }) => name === "failOn" && values === undefined, [
        "any",
        "low",
        "medium",
        "high",
        "critical",
        "none",
      ]),
    ],
  },
];

const isDemanded = ({ required, env, config }: FieldFacts): boolean =>
  required && env === undefined && config.length === 0;

const farOption = (subject: Subject): readonly Cell[] => {
  const { words = [], line, tool } = goodCall(subject);
  const call: Call = {
    words: [...words, "--qqqqqqqq"],
    ...(line === undefined ? {} : { line: `${line} --qqqqqqqq` }),
    ...(tool === undefined ? {} : { tool: { ...tool, input: { ...tool.input, qqqqqqqq: true } } }),
  };
  return [
    { about: "like none", call, wanted: { refused: ["usage"], names: ["qqqqqqqq", subject.facts.name] } },
  ];
};

const nearOption = (subject: Subject): readonly Cell[] => {
  const field = subject.facts.fields.find(({ positional, name }) => !positional && name.length > 4);
  if (field === undefined) return [];
  const { words = [], line, tool } = goodCall(subject);
  const flag = `${typo(field.flag)}=1`;
  const call: Call = {
    words: [...words, flag],
    ...(line === undefined ? {} : { line: `${line} ${flag}` }),
    ...(tool === undefined ? {} : { tool: { ...tool, input: { ...tool.input, [typo(field.name)]: true } } }),
  };
  return [{ about: "misspelt", call, wanted: { refused: ["usage"], names: ["did you mean", field.flag] } }];
};

function surplus(subject: Subject): readonly Cell[] {
  const places = subject.facts.fields.filter(({ positional }) => positional);
  if (places.at(-1)?.list === true) return [];
  const filled = Object.fromEntries(places.map(({ name }) => [name, subject.placement.good[name] ?? "x"]));
  const { words = [], line } = callOf(subject, { ...subject.placement.good, ...filled });
  const call: Call = {
    words: [...words, "surplus"],
    ...(line === undefined ? {} : { line: `${line} surplus` }),
  };
  return [{ call, wanted: { refused: ["usage"], names: ["surplus"] } }];
}

const near = (
  subject: Subject,
  isMeant: (field: FieldFacts) => boolean,
  values: readonly string[],
): readonly Cell[] =>
  subject.facts.fields.filter(isMeant).flatMap((field) => wrongWord(subject, field, values));

/** A misspelt word is answered with the nearest, any other with the list. */
const wrongWord = (subject: Subject, field: FieldFacts, values: readonly string[]): readonly Cell[] => {
  const [word = ""] = [...values].sort((a, b) => b.length - a.length);
  const names: Names = [...values];
  return [typo(word), "qqqqqqqq"].map((typed) => ({
    about: `${field.name} ${typed}`,
    call: callOf(subject, { ...subject.placement.good, [field.name]: field.list ? [typed] : typed }),
    wanted: { refused: ["usage"], names },
  }));
};
