import type { Finding, Transition } from "../finding.ts";
import type { OfferState } from "../gate/offer.ts";
import { groupedBy } from "../grouped.ts";
import { byCodeUnit } from "../order.ts";

/** What happened to a finding, as memory tells it. Instants are milliseconds UTC. */
export type Happening = {
  readonly at: number;
  readonly fingerprint: string;
  readonly transition: Transition;
  /** Whose hand it was; `undefined` where a look saw it. */
  readonly by: string | undefined;
  readonly note: string | undefined;
};

/** An effect that was asked for, as the gate remembers it. */
export type Taken = {
  readonly fingerprint: string;
  /** Runbook entry that it came from, and what that meant then. */
  readonly entry: { readonly name: string; readonly digest: string } | undefined;
  readonly state: OfferState;
  /** Whether a look saw the finding again although it had been put right, in the time that counts. */
  readonly relapsed: boolean;
  /** Whether a person decided. */
  readonly approved: boolean;
  readonly at: number;
};

/** From an opening to its end. `itself`: nobody is known to have done anything about it. */
export type Episode = {
  readonly finding: Finding;
  readonly from: number;
  /** When it was not seen any more, or somebody closed it; `undefined` while it is there. */
  readonly to: number | undefined;
  readonly how: "open" | "hand" | "us" | "itself";
  readonly note: string | undefined;
};

/** Every opening of every finding, in the order of time. */
export const episodesOf = (
  findings: readonly Finding[],
  happenings: readonly Happening[],
  taken: readonly Taken[],
): readonly Episode[] => {
  const known = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const effects = groupedBy(
    taken.filter(({ state }) => ranStates.has(state)),
    ({ fingerprint }) => fingerprint,
  );
  return [...groupedBy(happenings, ({ fingerprint }) => fingerprint)]
    .flatMap(([fingerprint, own]) => {
      const finding = known.get(fingerprint);
      if (finding === undefined) return [];
      const inTime = [...own].reverse().sort((a, b) => a.at - b.at);
      return episodesIn(finding, inTime, effects.get(fingerprint) ?? []);
    })
    .sort((a, b) => a.from - b.from || byCodeUnit(a.finding.fingerprint, b.finding.fingerprint));
};

/** What may have changed something, whether or not it is known to have helped. */
const ranStates: ReadonlySet<OfferState> = new Set([
  "running",
  "verified",
  "applied",
  "not-effective",
  "failed",
  "unknown",
]);

const episodesIn = (
  finding: Finding,
  inTime: readonly Happening[],
  effects: readonly Taken[],
): readonly Episode[] =>
  spansIn(inTime).map(({ opening, absent, closing }) => {
    const from = opening?.at ?? finding.firstSeen;
    if (closing === undefined) return { finding, from, to: undefined, how: "open", note: undefined };
    const isOurs = effects.some(({ at }) => at >= from && at <= closing.at);
    const byHand = closing.by === undefined ? "itself" : "hand";
    return {
      ...{ finding, from, to: absent?.at ?? closing.at, how: isOurs ? "us" : byHand },
      note: !isOurs && isPersonal(closing.by) ? closing.note : undefined,
    };
  });

/** An opening that nobody remembers is `undefined`, and so is an end that did not come yet. */
type Span = {
  readonly opening: Happening | undefined;
  readonly absent: Happening | undefined;
  readonly closing: Happening | undefined;
};

const nothing: Span = { opening: undefined, absent: undefined, closing: undefined };

const spansIn = (inTime: readonly Happening[]): readonly Span[] => {
  const done: Span[] = [];
  let span = nothing;
  for (const one of inTime) {
    if (one.transition === "opened" || one.transition === "reopened") span = { ...nothing, opening: one };
    if (one.transition === "absent") span = { ...span, absent: one };
    if (one.transition !== "resolved") continue;
    done.push({ ...span, closing: one });
    span = nothing;
  }
  return span.opening === undefined ? done : [...done, span];
};

/** By the stable id that the door gave: agents and jobs say how things were put right, and are nobody to learn from. */
const isPersonal = (by: string | undefined): boolean =>
  by !== undefined && !/^(?:mcp|ci|steadystate):/.test(by);
