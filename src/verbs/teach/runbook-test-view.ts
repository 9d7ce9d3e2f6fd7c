import { groupedBy } from "../../core/grouped.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import type { Output, Row } from "./runbook-test.ts";

/** What is wrong first, then what nobody knows; what is as it should be is only counted. */
export const runbookTestDoc = (result: Output): Doc => [
  headOf(result),
  ...rowsOf(result),
  ...goodOf(result),
  ...result.beside.map((text): Block => ({ kind: "line", tone: "warn", text: `not compared with: ${text}` })),
  ...skippedOf(result),
  ...uncoveredOf(result),
  ...unrememberedOf(result),
  nextOf(result),
];

const namesOf = (rows: readonly Row[]): readonly string[] => [...new Set(rows.map(({ entry }) => entry))];

const inState = ({ rows }: Output, state: Row["state"]): readonly Row[] =>
  rows.filter((row) => row.state === state);

const headOf = (result: Output): Block => {
  const { rows, present } = result;
  if (!present)
    return { kind: "line", tone: "warn", text: `there is no runbook: ${result.file} is not there` };
  if (rows.length === 0) return { kind: "line", tone: "warn", text: "the runbook has no entry" };
  const stale = namesOf(inState(result, "stale")).length;
  const all = plural(namesOf(rows).length, "entry", "entries");
  return stale === 0
    ? { kind: "line", tone: "good", text: `${all}, none of them stale` }
    : { kind: "line", tone: "bad", text: `${stale} of ${all} ${stale === 1 ? "is" : "are"} stale` };
};

const rowsOf = (result: Output): Doc => {
  const stale = inState(result, "stale").map(({ entry, state, what, why }) => [entry, state, what, why]);
  const rows = [...stale, ...unsureRows(inState(result, "unsure"))];
  if (rows.length === 0) return [];
  return [
    {
      kind: "table",
      columns: [{ title: "entry" }, { title: "state" }, { title: "what" }, { title: "why", grow: true }],
      rows,
    },
  ];
};

/** What nobody knows of many entries for one reason is one row. */
const unsureRows = (rows: readonly Row[]): readonly (readonly string[])[] =>
  [...groupedBy(rows, ({ what, why }) => `${what} ${why}`).values()].flatMap((alike) => {
    const told = alike.map(({ entry, state, what, why }) => [entry, state, what, why]);
    const [, ...same] = told[0] ?? [];
    return told.length < 3 ? told : [[`${told.length} entries`, ...same]];
  });

const goodOf = (result: Output): Doc => {
  const bad = new Set(namesOf([...inState(result, "stale"), ...inState(result, "unsure")]));
  const good = namesOf(result.rows).filter((name) => !bad.has(name)).length;
  if (good === 0) return [];
  const text = `${plural(good, "entry", "entries")} ${good === 1 ? "is as it" : "are as they"} should be`;
  return [{ kind: "line", tone: "good", text }];
};

const skippedOf = (result: Output): Doc => {
  const whys = new Map<string, number>();
  for (const { what, why } of inState(result, "skipped"))
    whys.set(`${what}: ${why}`, (whys.get(`${what}: ${why}`) ?? 0) + 1);
  return [...whys].map(([text, count]) => ({
    kind: "note",
    text: count === 1 ? text : `${text} (${count} entries)`,
  }));
};

const uncoveredOf = ({ uncovered }: Output): Doc =>
  uncovered.length === 0
    ? []
    : [
        { kind: "heading", text: "found in the last 90 days, and answered by nothing" },
        {
          kind: "table",
          columns: [
            { title: "category" },
            { title: "times", align: "right" },
            { title: "severity" },
            { title: "such as", grow: true },
          ],
          rows: uncovered
            .slice(0, most)
            .map(({ category, count, severity, title }) => [category, String(count), severity, title]),
          more: Math.max(0, uncovered.length - most),
        },
      ];

/** More than anybody reads; all of them are in `--json`. */
const most = 10;

const unrememberedOf = ({ remembers }: Output): Doc =>
  remembers
    ? []
    : [
        {
          kind: "note",
          text: "nothing was ever looked at here, so which findings nothing answers is not known",
        },
      ];

type Next = { readonly command: string; readonly why: string };

/** More than three nobody types; all of them are in `--json`. */
const nextOf = (result: Output): Block => {
  const stale = commandsOf(inState(result, "stale"));
  const missing = result.uncovered.slice(0, 1).map(({ category, next }) => ({
    command: next,
    why: next.startsWith("steadystate vouch ") ? `its draft answers ${category}` : `an entry for ${category}`,
  }));
  const wrong = [...stale.slice(0, 3), ...missing];
  if (wrong.length > 0) return { kind: "next", commands: wrong };
  const unsure = commandsOf(inState(result, "unsure")).slice(0, 3);
  return { kind: "next", commands: unsure.length > 0 ? unsure : calm(result) };
};

/** One command may put several rows right. */
const commandsOf = (rows: readonly Row[]): readonly Next[] => {
  const commands = new Map<string, Next>();
  for (const { entry, what, next } of rows)
    if (next !== undefined && !commands.has(next))
      commands.set(next, { command: next, why: `${entry}: ${what}` });
  return [...commands.values()];
};

const calm = ({ rows, remembers }: Output): readonly Next[] => [
  ...(remembers ? [] : [{ command: "steadystate scan .", why: "look, and remember what is found" }]),
  ...(rows.length > 0
    ? []
    : [{ command: "steadystate help add-solution", why: "how to write an entry down" }]),
  ...(remembers && rows.length > 0
    ? [{ command: "steadystate learn", why: "what else is worth putting into it" }]
    : []),
];
