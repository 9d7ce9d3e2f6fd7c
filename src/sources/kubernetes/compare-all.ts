import type { Masker } from "../../core/secret.ts";
import type { ValueMap } from "../../core/value.ts";
import { appliedOn } from "../../platform/kubernetes/compare/applied.ts";
import {
  compareObjects,
  ignoredBy,
  type Note,
  type Surroundings,
} from "../../platform/kubernetes/compare/compare.ts";
import { type IgnoreRule, ignored } from "../../platform/kubernetes/compare/ignore.ts";
import { directionOf, movedBy } from "../../platform/kubernetes/compare/moved.ts";
import { type Held, hold } from "../../platform/kubernetes/compare/prepare.ts";
import { groupOf, kindOf } from "../../platform/kubernetes/compare/thing.ts";
import type { Departing } from "./drift.ts";
import type { Kept } from "./kept.ts";
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
  readonly kept: Kept;
};

/** In the order of identities, so that a secret's ordinal does not depend on the order of the document. */
export const compareAll = (
  pairs: readonly Both[],
  { masker, around: where, extras, unnamed, kept }: How,
): Compared => {
  // An autoscaler that is declared and gone is told by itself; until it is back, the count that it left is its own.
  const world = pairs.flatMap(({ declared, live }) => present(live ?? declared));
  const around: Surroundings = { ...where, world };
  const counts = countsAsExtra(pairs, { extras, unnamed, kept });
  const departing: Departing[] = [];
  const notes: Note[] = [];
  for (const both of pairs) {
    if (both.declared === undefined) {
      if (both.live === undefined || !counts(both.live, both.name) || isGenerated(both.live, world)) continue;
      const rule = ignored(where.ignore, both.live, both.identity.namespace)([], undefined);
      if (rule === undefined) departing.push(extra(both, hold(both.live, masker), kept));
      else notes.push(ignoredBy(rule, ""));
      continue;
    }
    const declared = hold(both.declared, masker);
    const live = both.live === undefined ? undefined : hold(both.live, masker);
    const compared = compareObjects(declared, live, around);
    notes.push(...compared.notes);
    const { differences } = compared;
    if (differences.length === 0) continue;
    departing.push({
      both,
      declared,
      live,
      ...departed({ both, declared, live, differences }, around, kept),
    });
  }
  return { departing, notes };
};

export const present = (object: ValueMap | undefined): readonly ValueMap[] =>
  object === undefined ? [] : [object];

const countsAsExtra = (
  pairs: readonly Both[],
  { extras, unnamed, kept }: Pick<How, "extras" | "unnamed" | "kept">,
): ((live: ValueMap, name: string) => boolean) => {
  if (extras !== "owned") return () => extras === "all";
  const mine = pairs.filter(({ declared }) => declared !== undefined);
  // A rendering that declares nothing at all is no wish to have everything taken away.
  if (mine.length === 0) return () => false;
  const isOwned = ownedBy(mine.flatMap(({ declared, live }) => [...present(declared), ...present(live)]));
  return (live, name) =>
    !unnamed.includes(`${groupOf(live)}/${kindOf(live)}`) && (kept.isInForce(name) || isOwned(live));
};

/** What a deployer keeps and nobody declares any more it takes away itself when it deploys the next time. */
const extra = (both: Both, live: Held, kept: Kept): Departing => ({
  ...{ both, declared: undefined, live, differences: [] },
  ...(kept.isInForce(both.name)
    ? { direction: "not-yet-applied", action: "delete" }
    : { direction: "unmanaged", action: "none" }),
});

type Differing = Pick<Departing, "both" | "live" | "differences"> & { readonly declared: Held };

const departed = (
  { both, declared, live, differences: found }: Differing,
  around: Surroundings,
  kept: Kept,
): Pick<Departing, "direction" | "action" | "differences"> => {
  if (live === undefined) {
    const direction = kept.isNew(both.name, both.identity) ? "not-yet-applied" : "vanished";
    return { direction, action: "create", differences: found };
  }
  const stored = kept.of(both.name);
  const applied = stored.length > 0 ? stored : appliedOn(live.object);
  const moved = movedBy({ declared, live, applied, around });
  const differences = found.map((one) => ({ ...one, moved: moved(one) }));
  const direction = directionOf(new Set(differences.map((one) => one.moved)));
  return { direction, action: "update", differences };
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
