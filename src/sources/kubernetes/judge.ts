import type { Drift } from "../../core/departure.ts";
import type { Coverage, Observation } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import { makeMasker } from "../../core/secret.ts";
import type { IgnoreRule } from "../../platform/kubernetes/compare/ignore.ts";
import { learn } from "../../platform/kubernetes/compare/prepare.ts";
import { type Lodging, lodgingOf } from "../../platform/kubernetes/identity.ts";
import type { Frame, Reading } from "../source.ts";
import { compareAll, countNotes, present } from "./compare-all.ts";
import { driftOf } from "./drift.ts";
import { keptBy } from "./kept.ts";
import { type Extras, isAmong, liveDocumentIn, type Stored, type Unseen } from "./live-document.ts";
import { type Both, pairUp } from "./pairs.ts";
import { invalid, judgeSides, judgeSnapshotSides, type Sides } from "./sides.ts";

/** Judges a snapshot: what is declared against what was observed. */
export const parseSnapshot = (reading: Reading, frame: Frame): Observation => {
  const sides = judgeSnapshotSides(reading.document, reading.path);
  const judged = judge(sides, {
    lodging: guessed(sides),
    ...{ unseen: [], leave: [], extras: "owned", unnamed: [], exact: false, called: "" },
    stored: undefined,
    ...{ path: reading.path, frame },
  });
  const { status } = judged.coverage;
  return {
    ...judged.observation,
    coverage: { ...judged.coverage, status: status === "failed" ? "partial" : status },
    warnings: [...reading.warnings, ...judged.observation.warnings, ...uncaptured(judged.pairs)],
  };
};

/** Judges what a look at a cluster brought back. Throws `input-invalid` for what is declared and no object of Kubernetes. */
export const parseLive = (reading: Reading, frame: Frame): Observation => {
  const document = liveDocumentIn(reading.document);
  if (document === undefined) throw invalid(reading.path, "is not what a look at a cluster brings back");
  const sides = judgeSides(document, reading.path, document.gaps);
  const known = guessed(sides);
  const lodging: Lodging = {
    namespace: document.namespace,
    isClusterWide: (group, kind) => {
      const inside = document.namespaced[`${group}/${kind}`];
      return inside === undefined ? known.isClusterWide(group, kind) : !inside;
    },
  };
  const { unseen, leave, extras, unnamed, informational, exact = false, called = "", stored } = document;
  const leaning = { unseen, leave, extras, unnamed, exact, called, stored };
  const judged = judge(sides, { lodging, ...leaning, path: reading.path, frame });
  return {
    ...judged.observation,
    coverage: judged.coverage,
    informational: { ...judged.observation.informational, ...informational },
    warnings: [...reading.warnings, ...judged.observation.warnings],
  };
};

const guessed = ({ declared, observed }: Sides): Lodging =>
  lodgingOf(
    observed.map(({ object }) => object),
    declared.map(({ object }) => object),
  );

type How = {
  readonly lodging: Lodging;
  readonly unseen: readonly Unseen[];
  readonly leave: readonly IgnoreRule[];
  readonly extras: Extras;
  readonly unnamed: readonly string[];
  readonly exact: boolean;
  readonly called: string;
  readonly stored: Stored | undefined;
  readonly path: string;
  readonly frame: Frame;
};

const judge = (
  sides: Sides,
  { lodging, unseen, leave, extras, unnamed, exact, called, stored, path, frame }: How,
) => {
  const { scope, seal, ignore } = frame;
  const paired = pairUp(sides, lodging, { scope: scope.identity, path });
  const pairs = unseen.length === 0 ? paired.pairs : paired.pairs.filter((both) => !isUnseen(both, unseen));
  const masker = makeMasker(seal);
  for (const { declared, live } of pairs)
    for (const object of [...present(declared), ...present(live)]) learn(object, masker);
  const kept = keptBy(stored, lodging, scope.identity);
  const around = { namespace: lodging.namespace, ignore, leave, exact };
  const { departing, notes } = compareAll(pairs, { masker, around, extras, unnamed, kept });
  const looked = pairs.filter(({ declared }) => declared !== undefined).length;
  const status = sides.gaps.length === 0 ? "complete" : looked === 0 ? "failed" : "partial";
  const coverage: Coverage = { status, basis: "declared-vs-real", gaps: sides.gaps, looked };
  const observation: Observation = {
    ...{ scope, coverage, observedAt: undefined },
    departures: departing.map((one): Drift => driftOf(one, masker, called)),
    assertions: { passed: 0, failed: 0, unknown: 0 },
    informational: countNotes(notes, ignore),
    warnings: paired.warnings,
  };
  return { observation, coverage, pairs };
};

const isUnseen = ({ declared, identity }: Both, unseen: readonly Unseen[]): boolean =>
  declared !== undefined && isAmong(unseen, identity);

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
