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
  const told = [...inState(result, "stale"), ...inState(result, "unsure")];
  if (told.length === 0) return [];
  return [
    {
      kind: "table",
      columns: [{ title: "entry" }, { title: "state" }, { title: "what" }, { title: "why", grow: true }],
      rows: told.map(({ entry, state, what, why }) => [entry, state, what, why]),
    },
  ];
};

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
          rows: uncovered.map(({ category, count, severity, title }) => [
            category,
            String(count),
            severity,
            title,
          ]),
        },
      ];

const nextOf = (result: Output): Block => {
  const [missing] = result.uncovered;
  const commands = new Map<string, string>();
  for (const { entry, what, next } of inState(result, "stale"))
    if (next !== undefined && !commands.has(next)) commands.set(next, `${entry}: ${what}`);
  const own = [...commands].slice(0, 3).map(([command, why]) => ({ command, why }));
  return {
    kind: "next",
    commands:
      own.length > 0
        ? own
        : missing === undefined
          ? [{ command: "steadystate findings", why: "what there is to answer" }]
          : [
              {
                command: `steadystate show ${missing.fingerprint.slice(0, 12)}`,
                why: `what an entry for ${missing.category} should answer`,
              },
            ],
  };
};
