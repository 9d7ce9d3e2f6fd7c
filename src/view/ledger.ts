import { z } from "zod";
import type { TargetLedger } from "../core/runbook/ledger.ts";
import type { Block, Doc } from "./doc.ts";
import { present } from "./rows.ts";
import { instant } from "./words.ts";

const Count = z.number().int();

export const LedgerRow = z.strictObject({
  remedy: z.string().describe("the runbook entry, or the vetted action"),
  kind: z.enum(["entry", "action"]).describe("an action answers for the entries that took it too"),
  target: z.string().describe("name of the target, or the folder"),
  tried: Count,
  helped: Count.describe("the finding went away and stayed away"),
  relapsed: Count.describe("it went away, and was seen again soon"),
  without: Count.describe("it stayed, the attempt failed, or nobody knows what it did"),
  last: z.string().optional().describe("UTC, when it was tried last"),
  withdrawn: z.string().optional().describe("why it runs by itself no more there, and waits for a yes"),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

export const ledgerRow = ({ remedy, target, ledger, withdrawn }: TargetLedger): LedgerRow => {
  const { tried, helped, relapsed, without, last } = ledger;
  return {
    ...("entry" in remedy
      ? { remedy: remedy.entry, kind: "entry" as const }
      : { remedy: remedy.action, kind: "action" as const }),
    ...{ target, tried, helped, relapsed, without },
    ...present({ last: last === undefined ? undefined : instant(last), withdrawn }),
  };
};

/** `tried 5, helped 3, relapsed 1, without effect 1`; what is none is left out after the first two. */
const ledgerPhrase = ({ tried, helped, relapsed, without }: LedgerRow): string =>
  [
    ...[`tried ${tried}`, `helped ${helped}`],
    ...(relapsed === 0 ? [] : [`relapsed ${relapsed}`]),
    ...(without === 0 ? [] : [`without effect ${without}`]),
  ].join(", ");

/** What came of each at each target, and where its autonomy is withdrawn how it is given anew; nothing where none was tried. */
export const ledgerBlocks = (rows: readonly LedgerRow[]): Doc =>
  rows.length === 0
    ? []
    : [
        { kind: "heading", text: "What came of it so far" },
        ...rows.flatMap((row): readonly Block[] => [
          { kind: "line", text: `${row.remedy} at ${row.target}: ${ledgerPhrase(row)}${lastOf(row)}` },
          ...withdrawnBlocks(row),
        ]),
      ];

/** The same of one remedy as lines beside what else is told of it. */
export const ledgerLines = (rows: readonly LedgerRow[]): readonly string[] =>
  rows.flatMap((row) => [
    `at ${row.target}: ${ledgerPhrase(row)}${lastOf(row)}`,
    ...(row.withdrawn === undefined
      ? []
      : [`WITHDRAWN at ${row.target}: ${row.withdrawn}; it waits for a yes; ${renewal(row)}`]),
  ]);

const lastOf = ({ last }: LedgerRow): string => (last === undefined ? "" : `, last ${last}`);

const withdrawnBlocks = (row: LedgerRow): readonly Block[] =>
  row.withdrawn === undefined
    ? []
    : [
        { kind: "line", tone: "bad", text: `WITHDRAWN at ${row.target}: ${row.withdrawn}` },
        { kind: "line", text: `  it waits for a yes; ${renewal(row)}` },
      ];

/** How trust is given anew: a person stands for an entry; for an action by itself nobody can. */
export const renewal = ({ remedy, kind }: Pick<LedgerRow, "remedy" | "kind">): string =>
  kind === "entry"
    ? `a person who mended it gives its trust anew: steadystate vouch ${remedy}`
    : "its trust comes back with time, or by a vouched entry of the runbook";
