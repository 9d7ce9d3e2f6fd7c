import { printIdentity } from "../core/identity.ts";
import type { Item } from "../core/report.ts";
import { compareSeverity } from "../core/severity.ts";
import { causeLines } from "./cause.ts";
import type { Block, Doc } from "./doc.ts";
import {
  diffLines,
  evidenceFields,
  fixBlocks,
  flagLines,
  placeLine,
  type Reading,
  statePhrase,
  unsaid,
} from "./parts.ts";
import { type AlertRow, diffRows, type FixRow, type ItemRow, present, referenceRows } from "./rows.ts";
import { ago, instant } from "./words.ts";

/** What memory and the runbook add to an item. Instants are milliseconds UTC. */
export type Extras = {
  readonly fixes?: readonly FixRow[] | undefined;
  readonly recollection?:
    | { readonly state: "new" | "recurring" | "reopened"; readonly firstSeen: number }
    | undefined;
  /** Gives the time since it was first seen. */
  readonly now?: number | undefined;
};

export const itemRow = (item: Item, { fixes = [], recollection, now }: Extras = {}): ItemRow => {
  const { departure, title, severity, layer, disposition, flags } = item;
  const { fingerprint, identity, provenance } = departure;
  return {
    fingerprint,
    title,
    label: printIdentity(identity),
    type: departure.type,
    severity,
    layer,
    disposition,
    source: provenance.source,
    ...factsOf(departure),
    flags: flags.map(({ rule, title, because, stance, severity, hint, references }) => ({
      ...{ rule, title, because, stance, severity, hint },
      references: referenceRows(references),
    })),
    ...(provenance.file === undefined ? nothing : present({ file: provenance.file, line: provenance.line })),
    fixes: [...fixes],
    ...(recollection === undefined
      ? {}
      : {
          memory: recollection.state,
          firstSeen: instant(recollection.firstSeen),
          ...(now === undefined ? {} : { known: ago(now - recollection.firstSeen) }),
        }),
  };
};

/** An alert as it reads: why, then its one item, or what its items share and the first of them. */
export const alertBlocks = (alert: AlertRow, reading: Reading = {}): Doc => {
  const [first, ...others] = alert.items;
  const body =
    first === undefined ? [] : others.length === 0 ? itemLines(first, reading) : groupLines(alert, reading);
  const tag = alert.tag ?? tagOf(alert.items);
  const why: Doc = isSaid(alert) ? [] : [{ kind: "line", text: alert.why }];
  return [
    {
      kind: "alert",
      severity: alert.severity,
      ...(tag === undefined ? {} : { tag }),
      title: alert.title,
      body: [...why, ...causeLines(alert), ...body],
    },
  ];
};

/** Whether title, state or flags of its one item say already why it matters. */
const isSaid = ({ title, why, items: [first, ...others] }: AlertRow): boolean => {
  if (why === "") return true;
  if (first === undefined || others.length > 0) return false;
  if (first.direction === "not-yet-applied") return true;
  return (
    title.includes(why.replace(/\.$/, "")) || first.flags.some((flag) => why.startsWith(`${flag.title}:`))
  );
};

/** Everything of one item, under its title; what is open comes first, as Markdown folds the rest away. */
const itemLines = (item: ItemRow, reading: Reading = {}): Doc => {
  const { state, flags, fixes, own } = partsOf({ ...item, evidence: unsaid(item) }, reading);
  const exposed = item.flags.some(({ stance }) => stance === "exposed-now" || stance === "will-be-exposed");
  const told = exposed ? [...flags, ...state, ...own] : [...state, ...own, ...flags];
  return [...told, ...fixes, placeLine(item, reading)];
};

const factsOf = (departure: Item["departure"]) => {
  switch (departure.type) {
    case "drift": {
      const { direction, action, reason, movedFrom, markers, stateful, diff, diffCut } = departure;
      return {
        category: direction,
        direction,
        action,
        ...(reason === undefined && movedFrom === undefined ? nothing : present({ reason, movedFrom })),
        markers: [...markers],
        stateful,
        diff: diffRows(diff),
        diffCut,
        evidence: {},
      };
    }
    case "policy":
      return { ...noDrift, category: departure.rule, detail: departure.detail, evidence: {} };
    case "symptom":
      return {
        ...noDrift,
        category: departure.category,
        detail: departure.detail,
        ...present({ workload: departure.workload }),
        evidence: { ...departure.evidence },
      };
  }
};

const nothing = {};

const noDrift = { markers: [], stateful: false, diff: [], diffCut: 0 };

const partsOf = (item: ItemRow, reading: Reading) => ({
  state: [statePhrase(item)],
  flags: flagLines(item.flags),
  fixes: fixBlocks(item.fixes),
  own: [...diffLines(item.diff, item.diffCut, reading), ...evidenceFields(item.evidence, reading)],
});

const shownItems = 5;

const groupLines = ({ items }: AlertRow, reading: Reading): Doc => {
  const worstFirst = [...items].sort((a, b) => compareSeverity(b.severity, a.severity));
  const parts = worstFirst.map((item) => ({ item, ...partsOf(item, reading) }));
  const state = shared(parts.map((part) => part.state));
  const flags = shared(parts.map((part) => part.flags));
  const fixes = shared(parts.map((part) => part.fixes));
  const shown = reading.verbose === true ? parts : parts.slice(0, shownItems);
  const more = parts.length - shown.length;
  return [
    ...(state ?? []),
    ...(flags ?? []),
    ...(fixes ?? []),
    ...shown.map(({ item, ...part }): Block => {
      const apart = [
        ...(state === undefined ? part.state : []),
        ...part.own,
        ...(flags === undefined ? part.flags : []),
        ...(fixes === undefined ? part.fixes : []),
      ];
      return {
        kind: "alert",
        severity: item.severity,
        title: item.label,
        body: [...apart, placeLine(item, reading)],
      };
    }),
    ...(more > 0 ? [{ kind: "line" as const, tone: "dim" as const, text: `and ${more} more` }] : []),
  ];
};

/** The blocks that every item has alike; `undefined` where they differ. */
const shared = (all: readonly Doc[]): Doc | undefined => {
  const [first = [], ...rest] = all;
  const text = JSON.stringify(first);
  return rest.every((blocks) => JSON.stringify(blocks) === text) ? first : undefined;
};

const tagOf = (items: readonly ItemRow[]): string | undefined => {
  const count = (state: ItemRow["memory"]) => items.filter(({ memory }) => memory === state).length;
  const named = (n: number, word: string) => (n === items.length ? word : `${n} ${word}`);
  const reopened = count("reopened");
  if (reopened > 0) return named(reopened, "REOPENED");
  const fresh = count("new");
  if (fresh > 0) return named(fresh, "NEW");
  const oldest = items.reduce<ItemRow | undefined>(
    (old, item) =>
      item.firstSeen !== undefined && (old?.firstSeen === undefined || item.firstSeen < old.firstSeen)
        ? item
        : old,
    undefined,
  );
  if (oldest?.firstSeen === undefined) return undefined;
  return oldest.known === undefined ? `since ${oldest.firstSeen.slice(0, 10)}` : `seen ${oldest.known}`;
};
