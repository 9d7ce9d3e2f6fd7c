import { hash } from "node:crypto";
import { categoryOf, type Departure, type Drift, type FieldDiff } from "./departure.ts";
import type { Finding } from "./finding.ts";
import { printIdentity } from "./identity.ts";
import { byCodeUnit } from "./order.ts";
import type { Item } from "./report.ts";
import { isList, isMap, isOpaque, isSecret, type Value } from "./value.ts";

/** What memory keeps of an item; the rest of a finding is its life. */
export type Facts = Omit<
  Finding,
  "resolutionScope" | "presence" | "suppression" | "firstSeen" | "lastObserved" | "staleSince" | "resolvedAt"
>;

/** Seals of the secrets that differ, by path: the real side's and the declared side's, `null` where there is none. */
export type Seals = Readonly<Record<string, readonly [string | null, string | null]>>;

export const factsOf = ({ departure, ...item }: Item, source: string): Facts => ({
  fingerprint: departure.fingerprint,
  legacy: departure.legacy,
  type: departure.type,
  identity: departure.identity,
  label: printIdentity(departure.identity),
  source,
  title: item.title,
  severity: item.severity,
  layer: item.layer,
  disposition: item.disposition,
  category: categoryOf(departure),
  direction: departure.type === "drift" ? departure.direction : undefined,
  action: departure.type === "drift" ? departure.action : undefined,
  workload: departure.type === "symptom" ? departure.workload : undefined,
  flags:
    item.flags.length === 0
      ? none
      : item.flags.map(({ rule, stance, because, hint }) => ({ rule, stance, because, hint })),
  evidence: evidenceOf(departure),
  diff: departure.type === "drift" ? departure.diff : none,
  file: departure.provenance.file,
  line: departure.provenance.line,
});

const none: readonly never[] = [];
const nothing: Readonly<Record<string, string>> = {};

const evidenceOf = (departure: Departure): Readonly<Record<string, string>> => {
  switch (departure.type) {
    case "drift":
      if (isBare(departure)) return nothing;
      return {
        ...(departure.reason === undefined ? {} : { reason: departure.reason }),
        ...(departure.movedFrom === undefined ? {} : { "moved from": departure.movedFrom }),
        ...(departure.markers.length === 0 ? {} : { markers: departure.markers.join(", ") }),
        ...(departure.diffCut === 0 ? {} : { "more attributes": String(departure.diffCut) }),
      };
    case "policy":
      return { detail: departure.detail };
    case "symptom":
      return departure.detail === ""
        ? departure.evidence
        : { detail: departure.detail, ...departure.evidence };
  }
};

/** Nearly every drift of a large look. */
const isBare = ({ reason, movedFrom, markers, diffCut }: Drift): boolean =>
  reason === undefined && movedFrom === undefined && markers.length === 0 && diffCut === 0;

/**
 * Key of what a finding *is*: another key is a change worth telling. Readings of a symptom (counts, log lines, a churning
 * reason) are not part of it, nor is the ordinal of a secret, which shifts with its neighbours; its seal is.
 */
export const contentOf = ({ departure, flags }: Item, seals: Seals): string => {
  const hits =
    flags.length === 0 ? none : flags.map(({ rule, stance }) => `${rule} ${stance}`).sort(byCodeUnit);
  return keyOf(withoutOrdinals(JSON.stringify([substanceOf(departure), hits, seals])));
};

const substanceOf = (departure: Departure): unknown => {
  switch (departure.type) {
    case "drift":
      return [
        departure.direction,
        departure.action,
        departure.reason,
        departure.markers,
        departure.diff.map(substanceOfRow),
        cutSidesOf(departure),
      ];
    case "policy":
      return [departure.title, departure.detail];
    case "symptom":
      return [departure.workload];
  }
};

/** Rows that were cut from the diff can change too, and only the whole sides still hold them. */
const cutSidesOf = (departure: Departure): unknown =>
  departure.type === "drift" && isCut(departure) ? [departure.reality, departure.desired] : [];

const isCut = (departure: Departure): boolean => departure.type === "drift" && departure.diffCut > 0;

const substanceOfRow = ({ path, before, after, secret, unknown, forcesReplacement }: FieldDiff): unknown =>
  secret
    ? [path, before !== undefined, after !== undefined, unknown, forcesReplacement]
    : [path, before, after, unknown, forcesReplacement];

const withoutOrdinals = (text: string): string =>
  text.includes("‹secret ") ? text.replace(/‹secret \d+›/g, "‹secret›") : text;

const noSeals: Seals = {};

export const sealsOf = (departure: Departure): Seals => {
  if (departure.type !== "drift") return noSeals;
  if (departure.diffCut === 0 && !departure.diff.some(({ secret }) => secret)) return noSeals;
  const real = new Map<string, string>();
  const declared = new Map<string, string>();
  collectSeals(departure.reality, "", real);
  collectSeals(departure.desired, "", declared);
  if (real.size === 0 && declared.size === 0) return noSeals;
  const paths = [...new Set([...real.keys(), ...declared.keys()])].sort(byCodeUnit);
  return Object.fromEntries(
    paths
      .filter((path) => real.get(path) !== declared.get(path))
      .map((path) => [path, [real.get(path) ?? null, declared.get(path) ?? null]] as const),
  );
};

const collectSeals = (value: Value | undefined, path: string, into: Map<string, string>): void => {
  if (isOpaque(value)) {
    if (isSecret(value) && value.seal !== undefined) into.set(path, value.seal);
  } else if (isList(value)) {
    for (const [index, entry] of value.entries()) collectSeals(entry, `${path}/${index}`, into);
  } else if (isMap(value)) {
    for (const [key, field] of Object.entries(value))
      if (typeof field === "object") collectSeals(field, `${path}/${key}`, into);
  }
};

/** Key of everything that is stored, given the facts as JSON: equal keys need no rewriting, and mean equal content. */
export const digestOf = ({ departure }: Item, factsText: string, seals: Seals): string => {
  const rest = seals === noSeals && !isCut(departure) ? "" : JSON.stringify([seals, cutSidesOf(departure)]);
  return keyOf(`${factsText}\n${rest}`);
};

const keyOf = (text: string): string => hash("sha256", text, "base64url");
