import type { ValueMap } from "../../../../../src/core/value.ts";

export const statement = (elements: ValueMap): ValueMap => ({ Effect: "Allow", ...elements });

/** A policy as a plan carries it: JSON text. */
export const policy = (...statements: readonly ValueMap[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
