import type { Drift } from "../../core/departure.ts";
import { parseJson } from "../../core/document.ts";
import type { Masker } from "../../core/secret.ts";
import type { ValueMap } from "../../core/value.ts";
import {
  compareObjects,
  ignoredBy,
  type Note,
  type Surroundings,
} from "../../platform/kubernetes/compare/compare.ts";
import { type IgnoreRule, ignored } from "../../platform/kubernetes/compare/ignore.ts";
import { type Held, hold, unmasked } from "../../platform/kubernetes/compare/prepare.ts";
import { groupOf, isObject, kindOf, nameOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import type { Departing } from "./drift.ts";
import type { Extras } from "./live-document.ts";
import type { Both } from "./pairs.ts";
import { isGenerated, ownedBy } from "./unmanaged.ts";

type Compared = { readonly departing: readonly Departing[]; readonly notes: readonly Note[] };

type How = {
  readonly masker: Masker;
  readonly around: Omit<Surroundings, "world">;
  readonly extras: Extras;
  /** Kinds of which a live object that nobody declares tells nothing. */
  readonly unnamed: readonly string[];
};

/** In the order of identities, so that a secret's ordinal does not depend on the order of the document. */
export const compareAll = (
  pairs: readonly Both[],
  { masker, around: where, extras, unnamed }: How,
): Compared => {
  // An autoscaler that is declared and gone is told by itself; until it is back, the count that it left is its own.
  const world = pairs.flatMap(({ declared, live }) => present(live ?? declared));
  const around: Surroundings = { ...where, world };
  const counts = countsAsExtra(pairs, { extras, unnamed });
  const departing: Departing[] = [];
  const notes: Note[] = [];
  for (const both of pairs) {
    if (both.declared === undefined) {
      if (both.live === undefined || !counts(both.live) || isGenerated(both.live, world)) continue;
      const rule = ignored(where.ignore, both.live, both.identity.namespace)([], undefined);
      if (rule === undefined) departing.push({ ...extra(both, both.live, masker) });
      else notes.push(ignoredBy(rule, ""));
      continue;
    }
    const declared = hold(both.declared, masker);
    const live = both.live === undefined ? undefined : hold(both.live, masker);
    const compared = compareObjects(declared, live, around);
    notes.push(...compared.notes);
    const { differences } = compared;
    if (differences.length === 0) continue;
    const direction = live === undefined ? "vanished" : directionOf(differences, live, around);
    departing.push({ both, declared, live, direction, differences });
  }
  return { departing, notes };
};

export const present = (object: ValueMap | undefined): readonly ValueMap[] =>
  object === undefined ? [] : [object];

const countsAsExtra = (
  pairs: readonly Both[],
  { extras, unnamed }: Pick<How, "extras" | "unnamed">,
): ((live: ValueMap) => boolean) => {
  if (extras !== "owned") return () => extras === "all";
  const mine = pairs.filter(({ declared }) => declared !== undefined);
  const isOwned = ownedBy(mine.flatMap(({ declared, live }) => [...present(declared), ...present(live)]));
  return (live) => !unnamed.includes(`${groupOf(live)}/${kindOf(live)}`) && isOwned(live);
};

const extra = (both: Both, live: ValueMap, masker: Masker): Departing => ({
  ...{ both, declared: undefined, direction: "unmanaged", differences: [] },
  live: hold(live, masker),
});

/** What was applied last tells which side moved; without it, reality is taken to have moved. */
const directionOf = (
  differences: Departing["differences"],
  live: Held,
  around: Surroundings,
): Drift["direction"] => {
  const applied = lastApplied(live.object);
  if (applied === undefined) return "changed-in-reality";
  const moved = new Set(compareObjects(unmasked(applied), live, around).differences.map(({ path }) => path));
  const inReality = differences.filter(({ path }) => moved.has(path)).length;
  if (inReality === differences.length) return "changed-in-reality";
  return inReality === 0 ? "not-yet-applied" : "both";
};

/** What `kubectl apply` wrote down of the manifest that it was given; `undefined` where it did not, or of another thing. */
export const lastApplied = (live: ValueMap): ValueMap | undefined => {
  const text = textAt(live, "metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");
  const parsed = text === "" ? undefined : parseJson(text);
  if (parsed?.ok !== true || !isObject(parsed.value)) return undefined;
  const applied = parsed.value;
  return kindOf(applied) === kindOf(live) && nameOf(applied) === nameOf(live) ? applied : undefined;
};

/** The rules are those of the configuration. */
export const countNotes = (
  notes: readonly Note[],
  rules: readonly IgnoreRule[],
): Readonly<Record<string, number>> => {
  const count = (what: Note["what"]): number => notes.filter((note) => note.what === what).length;
  const used = new Set(notes.map(({ rule }) => rule));
  const counts = {
    "co-owned fields": count("co-owned"),
    "undeclared parts": count("undeclared"),
    "differences ignored by config.toml": count("ignored"),
    "ignore rules without effect here": rules.filter((rule) => !used.has(rule)).length,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
};
