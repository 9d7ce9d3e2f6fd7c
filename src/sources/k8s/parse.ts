import type { Drift } from "../../core/departure.ts";
import { parseJson } from "../../core/document.ts";
import type { Observation } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import { type Masker, makeMasker } from "../../core/secret.ts";
import { isMap, type Value, type ValueMap } from "../../core/value.ts";
import { compareObjects, type Note, type Surroundings } from "../../platform/kubernetes/compare/compare.ts";
import { type Held, hold, learn, unmasked } from "../../platform/kubernetes/compare/prepare.ts";
import { kindOf, nameOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { lodgingOf } from "../../platform/kubernetes/identity.ts";
import type { Frame, Reading } from "../source.ts";
import { type Departing, driftOf } from "./drift.ts";
import { type Both, pairUp } from "./pairs.ts";
import { judgeSides } from "./sides.ts";
import { isGenerated, ownedBy } from "./unmanaged.ts";

/** Judges a snapshot: what is declared against what was observed. */
export const parseSnapshot = (reading: Reading, { scope, seal }: Frame): Observation => {
  const sides = judgeSides(reading.document, reading.path);
  const [declared, observed] = [
    sides.declared.map(({ object }) => object),
    sides.observed.map(({ object }) => object),
  ];
  const lodging = lodgingOf(observed, declared);
  const { pairs, warnings } = pairUp(sides, lodging, { scope: scope.identity, path: reading.path });
  const masker = makeMasker(seal);
  for (const { declared: own, live } of pairs)
    for (const object of [...present(own), ...present(live)]) learn(object, masker);
  const { departing, notes } = compareAll(pairs, { masker, namespace: lodging.namespace });
  return {
    scope,
    coverage: {
      status: sides.gaps.length === 0 ? "complete" : "partial",
      basis: "declared-vs-real",
      gaps: sides.gaps,
      looked: declared.length,
    },
    departures: departing.map((one): Drift => driftOf(one, masker)),
    assertions: { passed: 0, failed: 0, unknown: 0 },
    observedAt: undefined,
    informational: countNotes(notes),
    warnings: [...reading.warnings, ...warnings, ...uncaptured(pairs)],
  };
};

type Compared = { readonly departing: readonly Departing[]; readonly notes: readonly Note[] };

/** In the order of identities, so that a secret's ordinal does not depend on the order of the document. */
const compareAll = (
  pairs: readonly Both[],
  { masker, namespace }: { readonly masker: Masker; readonly namespace: string },
): Compared => {
  // An autoscaler that is declared and gone is told by itself; until it is back, the count that it left is its own.
  const world = pairs.flatMap(({ declared, live }) => present(live ?? declared));
  const around: Surroundings = { world, namespace, ignore: [] };
  const mine = pairs
    .filter(({ declared }) => declared !== undefined)
    .flatMap(({ declared, live }) => [...present(declared), ...present(live)]);
  const isOwned = ownedBy(mine);
  const departing: Departing[] = [];
  const notes: Note[] = [];
  for (const both of pairs) {
    if (both.declared === undefined) {
      if (both.live !== undefined && isOwned(both.live) && !isGenerated(both.live, world))
        departing.push({ ...extra(both, both.live, masker) });
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

const present = (object: ValueMap | undefined): readonly ValueMap[] => (object === undefined ? [] : [object]);

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

const lastApplied = (live: ValueMap): ValueMap | undefined => {
  const text = textAt(live, "metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");
  const parsed = text === "" ? undefined : parseJson(text);
  if (parsed?.ok !== true || !isTree(parsed.value) || !isMap(parsed.value)) return undefined;
  const applied = parsed.value;
  return kindOf(applied) === kindOf(live) && nameOf(applied) === nameOf(live) ? applied : undefined;
};

const countNotes = (notes: readonly Note[]): Readonly<Record<string, number>> => {
  const count = (what: Note["what"]): number => notes.filter((note) => note.what === what).length;
  const counts = { "co-owned fields": count("co-owned"), "undeclared parts": count("undeclared") };
  return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
};

/** A kind of which nothing was observed may not have been captured at all; that it is gone is told all the same. */
const uncaptured = (pairs: readonly Both[]): readonly string[] => {
  const seen = new Set(pairs.flatMap(({ live, identity }) => (live === undefined ? [] : [identity.kind])));
  const gone = pairs.filter(({ live, identity }) => live === undefined && !seen.has(identity.kind));
  const kinds = [...new Set(gone.map(({ identity }) => identity.kind))].sort(byCodeUnit);
  return kinds.map(
    (kind) =>
      `the observed side holds no ${kind} at all: capture every kind that is declared, or what is declared of it counts as gone`,
  );
};

/** What came out of a JSON parser is a tree of values all the way down. */
const isTree = (value: unknown): value is Value => value !== undefined;
