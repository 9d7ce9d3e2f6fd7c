import { z } from "zod";
import { checksSource } from "../../core/checks/names.ts";
import { printIdentity } from "../../core/identity.ts";
import { bases } from "../../core/observation.ts";
import { isProbe, servingKind } from "../../core/probes.ts";
import type { Alert, Item, Report } from "../../core/report.ts";
import { severities } from "../../core/severity.ts";
import type { Muted } from "../../engine/quiet.ts";
import type { Runbook } from "../../engine/runbook.ts";
import type { Recollection, Remembered } from "../../history/history.ts";
import { alertBlocks, type Extras, itemRow } from "../../view/alert.ts";
import { causeRow } from "../../view/cause.ts";
import type { Doc, Tone } from "../../view/doc.ts";
import { itemJson } from "../../view/item-json.ts";
import { ownJson, type Put } from "../../view/json.ts";
import { wishDetails } from "../../view/phrases.ts";
import {
  type AlertRow,
  type CheckRow,
  fixRow,
  present,
  SuppressionRow,
  suppressionRow,
} from "../../view/rows.ts";
import { instant, plural } from "../../view/words.ts";

export const GapRow = z.strictObject({
  what: z.string().describe("what could not be seen"),
  why: z.string().describe("why, in one clause"),
});

/** What one look covered. */
export const LookRow = z.strictObject({
  source: z.string(),
  path: z.string().describe("folder relative to the repository, or the captured file as given"),
  scope: z
    .string()
    .describe("what the findings are named by: environment, workspace, folder; empty for the plain default"),
  environment: z.string().optional(),
  workspace: z.string().optional(),
  status: z.enum(["complete", "partial", "failed"]),
  basis: z.enum(bases).describe("declared-vs-recorded means that reality was not looked at"),
  looked: z.number().int().describe("things accounted for, differing or not"),
  gaps: z.array(GapRow),
  assertions: z.strictObject({ passed: z.number(), failed: z.number(), unknown: z.number() }),
  informational: z
    .record(z.string(), z.number())
    .describe("told, but not drift: moves, imports, output changes"),
  warnings: z.array(z.string()),
});
export type LookRow = z.infer<typeof LookRow>;

/** Whether it was looked at beside the source. */
export const isBeside = (source: string): boolean => source === checksSource || isProbe(source);

/** What was asked for comes first, what was looked at beside it last. */
export const lookRows = (report: Report): LookRow[] =>
  [
    ...report.looks.filter(({ scope }) => !isBeside(scope.source)),
    ...report.looks.filter(({ scope }) => isProbe(scope.source)),
    ...report.looks.filter(({ scope }) => scope.source === checksSource),
  ].map(({ scope, coverage, assertions, informational, warnings }) => ({
    source: scope.source,
    path: scope.path,
    scope: scope.identity,
    ...present({ environment: scope.environment, workspace: scope.workspace }),
    status: coverage.status,
    basis: coverage.basis,
    looked: coverage.looked,
    gaps: coverage.gaps.map(({ what, why }) => ({ what, why })),
    assertions: { ...assertions },
    informational: { ...informational },
    warnings: [...warnings],
  }));

/** What was looked at, what was not, and what one must not conclude from it. */
export const lookBlocks = (looks: readonly LookRow[]): Doc =>
  looks.flatMap((look) => [
    { kind: "note", text: lookLine(look) },
    ...(look.basis === "declared-vs-recorded"
      ? [
          {
            kind: "line" as const,
            tone: "warn" as const,
            text: "reality was not looked at: this is about what was recorded of it",
          },
        ]
      : []),
    ...look.gaps.map(({ what, why }) => ({
      kind: "line" as const,
      tone: "warn" as const,
      text: `not seen: ${what}: ${why}`,
    })),
  ]);

const lookLine = ({ source, path, scope, looked, status, assertions, informational }: LookRow): string => {
  const named = scope === "" ? "" : ` (${scope})`;
  const { passed, failed, unknown } = assertions;
  const total = passed + failed + unknown;
  const kind = servingKind(source);
  const asserted =
    total === 0
      ? ""
      : kind !== undefined
        ? `; ${passed} of ${plural(total, kind)} ${passed === 1 ? "serves" : "serve"}`
        : `; ${passed} of ${plural(total, "assertion")} passed`;
  const told = Object.entries(informational)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => informationPhrase(name, count));
  return `looked at ${path} with ${source}${named}: ${plural(looked, source === checksSource ? "check" : "resource")}, ${status}${asserted}${told.length === 0 ? "" : `; not drift: ${told.join(", ")}`}`;
};

/** The counted words are plural in JSON; of one of them the first noun loses its ending. */
const informationPhrase = (name: string, count: number): string => {
  const words = name === "equivalent" ? "equivalent changes" : name === "outputs" ? "output changes" : name;
  return `${count} ${count === 1 ? words.replace(/s(?= |$)/, "") : words}`;
};

/** What somebody wishes not to hear of, and who that is. */
export const MutedRow = z.strictObject({
  fingerprint: z.string(),
  title: z.string(),
  label: z.string(),
  severity: z.enum(severities),
  suppression: SuppressionRow,
});
export type MutedRow = z.infer<typeof MutedRow>;

export const mutedRows = (muted: readonly Muted[]): MutedRow[] =>
  muted.map(({ item: { departure, title, severity }, suppression }) => ({
    fingerprint: departure.fingerprint,
    title,
    label: printIdentity(departure.identity),
    severity,
    suppression: suppressionRow(suppression, true),
  }));

/** A flag that a committed waiver took away. */
export const WaivedRow = z.strictObject({
  fingerprint: z.string(),
  label: z.string(),
  rule: z.string(),
  resource: z.string().describe("the pattern of the waiver"),
  reason: z.string(),
  owner: z.string(),
  until: z.string().describe("UTC"),
});
export type WaivedRow = z.infer<typeof WaivedRow>;

export const waivedRows = (report: Pick<Report, "waived">): WaivedRow[] =>
  report.waived.map(({ departure, rule, waiver: { resource, reason, owner, expires } }) => ({
    fingerprint: departure.fingerprint,
    label: printIdentity(departure.identity),
    rule,
    resource,
    reason,
    owner,
    until: instant(expires),
  }));

/** Findings of which a waiver took something away. */
export const waivedCount = ({ waived }: Pick<Report, "waived">): number =>
  new Set(waived.map(({ departure }) => departure.fingerprint)).size;

export const waivedBlocks = (rows: readonly WaivedRow[]): Doc => [
  ...rows.slice(0, 10).map(({ label, rule, owner, until, reason }) => ({
    kind: "note" as const,
    text: `waived: ${rule} of ${label} by ${owner} until ${until}: ${reason}`,
  })),
  ...(rows.length > 10 ? [{ kind: "note" as const, text: `and ${rows.length - 10} more: --json` }] : []),
];

/** `; 2 muted; 1 waived`, or nothing. */
export const asidePhrase = ({ muted, waived }: { readonly muted: number; readonly waived: number }): string =>
  `${muted === 0 ? "" : `; ${muted} muted`}${waived === 0 ? "" : `; ${waived} waived`}`;

/** What a remembered look knows of its items; `now` in milliseconds UTC gives their ages. */
export const memoryOf = (remembered: Remembered | undefined, now: number): Memory | undefined =>
  remembered === undefined ? undefined : { recollections: remembered.recollections, now };

export type Memory = { readonly recollections: ReadonlyMap<string, Recollection>; readonly now: number };

/**
 * Alerts as rows, each item with its documented fixes and, where memory knows it, since when it is there. The rows of the items
 * are made when they are asked for, so that a large look is not held twice.
 */
export const alertRows = (alerts: readonly Alert[], runbook: Runbook, memory?: Memory): AlertRow[] =>
  alerts.map((alert) => {
    const { title, severity, why, items, causes } = alert;
    const row: AlertRow = {
      title,
      severity,
      why,
      get items() {
        return items.map((item) => rowOf(item, runbook, memory));
      },
      ...(causes === undefined ? {} : { causes: causes.map(causeRow) }),
    };
    // Not to be counted: whoever compares or copies rows has to do with their members alone.
    return Object.defineProperty(row, ownJson, {
      value: (put: Put) => putAlert(alert, runbook, memory, put),
    });
  });

const putAlert = (
  { title, severity, why, items, causes }: Alert,
  runbook: Runbook,
  memory: Memory | undefined,
  put: Put,
): void => {
  put(`{"title":${JSON.stringify(title)},"severity":"${severity}","why":${JSON.stringify(why)},"items":[`);
  for (let nth = 0; nth < items.length; nth += 1) {
    const item = items[nth];
    if (item === undefined) continue;
    if (nth > 0) put(",");
    put(itemJson(item, extrasOf(item, runbook, memory)));
  }
  put(causes === undefined ? "]}" : `],"causes":${JSON.stringify(causes.map(causeRow))}}`);
};

export const rowOf = (item: Item, runbook: Runbook, memory: Memory | undefined) =>
  itemRow(item, extrasOf(item, runbook, memory));

const extrasOf = (item: Item, runbook: Runbook, memory: Memory | undefined): Extras => ({
  fixes: runbook.forItem(item).map(fixRow),
  recollection: memory?.recollections.get(item.departure.fingerprint),
  now: memory?.now,
});

/** The worst alerts, and how many more there are; the screen is not the place for thousands. */
export const alertsBlocks = (
  alerts: readonly AlertRow[],
  { verbose, most }: { readonly verbose: boolean; readonly most: number },
): Doc => [
  ...alerts.slice(0, most).flatMap((alert) => alertBlocks(alert, { verbose })),
  ...(alerts.length > most
    ? [
        {
          kind: "note" as const,
          text: `and ${plural(alerts.length - most, "more alert")}: --json has them all`,
        },
      ]
    : []),
];

export const checkBlocks = (checks: readonly CheckRow[]): Doc =>
  checks.map(({ name, target, status, reason }) => ({
    kind: "line" as const,
    tone: checkTones[status],
    text: `check ${name}: ${checkPhrase(status, reason)} (${target})`,
  }));

const checkTones = {
  fail: "bad",
  impaired: "bad",
  pending: "warn",
  unable: "warn",
  noted: "good",
  pass: "good",
} as const satisfies Readonly<Record<CheckRow["status"], Tone>>;

const checkPhrase = (status: CheckRow["status"], reason: string): string => {
  if (status === "pass") return "answers as demanded";
  if (status === "noted") return `answers as demanded; ${reason}`;
  return status === "unable" ? `could not ask: ${reason}` : reason;
};

/** What is held back is named all the same, with who wished it. */
export const mutedBlocks = (rows: readonly MutedRow[]): Doc => [
  ...rows.slice(0, 10).map(({ severity, title, suppression }) => ({
    kind: "note" as const,
    text: `${suppression.kind}: [${severity}] ${title}${wishDetails(suppression)}`,
  })),
  ...(rows.length > 10 ? [{ kind: "note" as const, text: `and ${rows.length - 10} more: --json` }] : []),
];
