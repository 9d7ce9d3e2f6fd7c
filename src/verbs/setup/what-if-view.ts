import type { FateChange } from "../../core/gate/fate.ts";
import { groupedBy } from "../../core/grouped.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import type { WhatIf } from "./what-if.ts";

type Row = WhatIf["findings"][number];
type Asked = { readonly verbose: boolean };

export const whatIfBlocks = (result: WhatIf, { verbose }: Asked): Doc => {
  const { everScanned, findings, remarks } = result;
  if (!everScanned)
    return [
      { kind: "line", tone: "warn", text: "nothing was ever scanned here, so nothing is known of the past" },
      ...remarks.map(remarkLine),
      { kind: "next", commands: [{ command: "steadystate scan .", why: "look, and remember" }] },
    ];
  return [
    headLine(result),
    ...changedBlocks(findings),
    ...totals(result),
    ...(verbose || isPlain(result) ? standingBlocks(findings, isPlain(result)) : []),
    ...remarks.map(remarkLine),
    { kind: "note", text: notKnown },
    nextBlock(result, verbose),
  ];
};

/** The foresight of a look, the budget and the ledger: each of them only takes away. */
const notKnown =
  "not known: what a look at each thing, the budget of the hour and the record of each remedy would have said; each of them can only hold back more";

const remarkLine = (text: string): Block => ({ kind: "line", tone: "warn", text });

/** Nothing is proposed, so this tells what is. */
const isPlain = ({ bound, runbook }: WhatIf): boolean => bound === undefined && runbook === undefined;

const headLine = (result: WhatIf): Block => {
  const { findings, newlyUnattended, since } = result;
  if (findings.length === 0)
    return { kind: "line", text: `no finding opened or was there since ${since}: nothing to judge by` };
  if (isPlain(result))
    return {
      kind: "heading",
      text: `${plural(findings.length, "finding")} since ${since}, by what is committed`,
    };
  const changed = findings.filter(({ change }) => change !== undefined).length;
  if (changed === 0)
    return {
      kind: "line",
      tone: "good",
      text: `nothing changes for ${plural(findings.length, "finding")} since ${since}`,
    };
  return newlyUnattended > 0
    ? { kind: "line", tone: "bad", text: `${plural(newlyUnattended, "finding")} would newly run unattended` }
    : { kind: "line", tone: "good", text: "nothing would newly run unattended" };
};

const headings: Readonly<Record<FateChange, (count: string) => string>> = {
  "newly-unattended": (count) => `${count} would run unattended`,
  "no-longer-unattended": (count) => `${count} would not run unattended any more`,
  "newly-offered": (count) => `${count} would wait for a person, where nothing was offered`,
  "no-longer-offered": (count) => `${count} would be offered nothing any more`,
  otherwise: (count) => `${count} would wait for another reason or remedy`,
};

const changedBlocks = (rows: readonly Row[]): Doc =>
  [...groupedBy(rows, ({ change }) => change)].flatMap(([change, of]) =>
    change === undefined
      ? []
      : [
          { kind: "heading" as const, text: headings[change](plural(of.length, "finding")) },
          ...[...groupedBy(of, remedyOf)].flatMap(([remedy, some]) => remedyBlocks(remedy, some)),
        ],
  );

const remedyOf = ({ was, would }: Row): string => would.remedy ?? was.remedy ?? "";

/** Rows of one remedy that are listed; all of them are in `--json`. */
const most = 20;

const remedyBlocks = (remedy: string, rows: readonly Row[]): Doc => [
  { kind: "line", text: `${remedy}: ${rows.length}` },
  {
    kind: "list",
    items: [...groupedBy(rows, ({ was, would }) => `was: ${fateText(was)}; would: ${fateText(would)}`)].map(
      ([text, of]) => (of.length === rows.length ? text : `${text} (${of.length})`),
    ),
  },
  table(rows),
];

const fateText = ({ is, remedy, why }: Row["was"]): string => {
  if (is === "silent") return `silent, ${why}`;
  return is === "unattended" ? `unattended by ${remedy}` : `${remedy} waits, ${why}`;
};

const table = (rows: readonly Row[]): Block => ({
  kind: "table",
  columns: [
    { title: "severity" },
    { title: "finding", grow: true },
    { title: "opened", align: "right" },
    { title: "id" },
  ],
  rows: rows
    .slice(0, most)
    .map(({ severity, title, opened, fingerprint }) => [
      severity,
      title,
      opened === 0 ? "before" : `${opened}x`,
      fingerprint.slice(0, 12),
    ]),
  ...(rows.length > most ? { more: rows.length - most } : {}),
});

const totals = (result: WhatIf): Doc => {
  const { was, would, findings } = result;
  if (findings.length === 0) return [];
  const words = ({ unattended, waits, silent }: WhatIf["was"]): string =>
    `${unattended} unattended, ${waits} would wait, ${silent} silent`;
  return isPlain(result)
    ? [{ kind: "fields", rows: [["Today", words(was)]] }]
    : [
        {
          kind: "fields",
          rows: [
            ["Committed", words(was)],
            ["Proposed", words(would)],
          ],
        },
      ];
};

const standingBlocks = (rows: readonly Row[], isAll: boolean): Doc => {
  const same = rows.filter(({ change }) => change === undefined);
  return [...groupedBy(same, ({ would }) => would.is)].flatMap(
    ([is, of]): Doc => [
      {
        kind: "heading",
        text: `${plural(of.length, "finding")} ${isAll ? standing[is] : `stay: ${standing[is]}`}`,
      },
      ...[...groupedBy(of, ({ would }) => fateText(would))].flatMap(
        ([text, some]): Doc => [{ kind: "line", text: `${text}: ${some.length}` }, table(some)],
      ),
    ],
  );
};

const standing = {
  unattended: "would have run unattended",
  waits: "would have waited for a person",
  silent: "with nothing to offer",
} as const;

const nextBlock = (result: WhatIf, verbose: boolean): Block => {
  const { findings, bound, runbook } = result;
  const [first] = findings;
  const again = [
    "steadystate what-if",
    ...(bound === undefined ? [] : [`--bound ${shellWord(bound)}`]),
    ...(runbook === undefined ? [] : [`--runbook ${shellWord(runbook)}`]),
  ].join(" ");
  return {
    kind: "next",
    commands: [
      ...(first?.change === undefined
        ? []
        : [{ command: `steadystate show ${first.fingerprint.slice(0, 12)}`, why: "the first of them" }]),
      ...(isPlain(result)
        ? [{ command: "steadystate what-if --bound new.toml", why: "what another bound would change" }]
        : verbose
          ? []
          : [{ command: `${again} --verbose`, why: "what stays as it is too" }]),
      { command: "steadystate posture", why: "what holds now" },
    ],
  };
};
