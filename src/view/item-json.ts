import type { Drift, FieldDiff } from "../core/departure.ts";
import { printIdentity } from "../core/identity.ts";
import type { Item } from "../core/report.ts";
import type { Flag, Reference } from "../core/rules/rule.ts";
import { type Extras, itemRow } from "./alert.ts";
import { referenceRows } from "./rows.ts";
import { ago, instant } from "./words.ts";

/**
 * What `JSON.stringify` says of {@link itemRow}, without the row: a large look has tens of thousands of plain drifts, and to
 * make a row of each takes longer than to say it.
 */
export const itemJson = (item: Item, extras: Extras = {}): string => {
  const { departure } = item;
  const { fixes = [] } = extras;
  return departure.type === "drift" && fixes.length === 0 && isPlain(departure)
    ? driftJson(item, departure, extras)
    : JSON.stringify(itemRow(item, extras));
};

/** Without what only few drifts have; the row knows where that stands. */
const isPlain = ({ reason, movedFrom, markers, provenance }: Drift): boolean =>
  reason === undefined && movedFrom === undefined && markers.length === 0 && provenance.file === undefined;

const driftJson = (
  { title, severity, layer, disposition, flags }: Item,
  { fingerprint, identity, provenance, direction, action, stateful, diff, diffCut }: Drift,
  { recollection, now }: Extras,
): string => {
  let text = `{"fingerprint":${quoted(fingerprint)},"title":${quoted(title)},"label":${quoted(printIdentity(identity))},"type":"drift","severity":"${severity}","layer":"${layer}","disposition":"${disposition}","source":${quoted(provenance.source)},"category":"${direction}","direction":"${direction}","action":"${action}","markers":[],"stateful":${stateful},"diff":`;
  text += `${listed(diff, diffJson)},"diffCut":${diffCut},"evidence":{},"flags":${listed(flags, flagJson)},"fixes":[]`;
  if (recollection !== undefined) {
    const { state, firstSeen } = recollection;
    text += `,"memory":"${state}","firstSeen":${quoted(instant(firstSeen))}`;
    if (now !== undefined) text += `,"known":${quoted(ago(now - firstSeen))}`;
  }
  return `${text}}`;
};

const listed = <T>(list: readonly T[], json: (one: T) => string): string => {
  let text = "[";
  for (const one of list) text += text === "[" ? json(one) : `,${json(one)}`;
  return `${text}]`;
};

const diffJson = ({ path, before, after, secret, unknown, forcesReplacement }: FieldDiff): string => {
  const real = before === undefined ? "" : `,"before":${quoted(before)}`;
  const declared = after === undefined ? "" : `,"after":${quoted(after)}`;
  return `{"path":${quoted(path)}${real}${declared},"secret":${secret},"unknown":${unknown},"forcesReplacement":${forcesReplacement}}`;
};

const flagJson = ({ rule, title, because, stance, severity, hint, references }: Flag): string =>
  `{"rule":${quoted(rule)},"title":${quoted(title)},"because":${quoted(because)},"stance":"${stance}","severity":"${severity}","hint":${quoted(hint)},"references":${referencesJson(references)}}`;

/** Those of one rule are said once. */
const referencesJson = (references: readonly Reference[]): string => {
  const known = said.get(references);
  if (known !== undefined) return known;
  const text = JSON.stringify(referenceRows(references));
  said.set(references, text);
  return text;
};

const said = new WeakMap<readonly Reference[], string>();

const quoted = (text: string): string => (needsNoEscape.test(text) ? `"${text}"` : JSON.stringify(text));

const needsNoEscape = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
