import type { Observation } from "../../../../src/core/observation.ts";

/**
 * What an experienced operator says of a failing thing beside the drifts of the same hour.
 *
 * `likely`: the change came before the trouble, its field can make that trouble, it is on the thing itself or on something that
 * it uses, and nothing speaks against it. `co-located`: all of that could be, and something is unproven or speaks against it
 * (a time nobody knows, a good week in between, others that fail alike without it). `none`: it cannot have been.
 */
export type Claim = "likely" | "co-located" | "none";

export type Expected = {
  /** Printed identity. */
  readonly symptom: string;
  readonly claim: Claim;
  /** Printed identities of the drifts that are named as cause or as co-located, sorted. */
  readonly drifts: readonly string[];
};

export type CauseCase = {
  readonly name: string;
  /** One sentence. */
  readonly why: string;
  readonly observations: readonly Observation[];
  /** Fingerprint → first seen, milliseconds UTC, from memory. */
  readonly seenSince?: Readonly<Record<string, number>>;
  readonly expect: readonly Expected[];
  /** How many alerts the whole comes to, where everybody would count alike. */
  readonly alerts?: number;
};
