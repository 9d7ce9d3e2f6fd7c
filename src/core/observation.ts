import type { Departure } from "./departure.ts";
import type { Serving } from "./serving.ts";

/**
 * Where a look was taken. `identity` is hashed into fingerprints; `resolution` is identity + source + real path, and only a
 * complete look at exactly that scope may resolve its findings.
 */
export type Scope = {
  readonly identity: string;
  readonly resolution: string;
  readonly source: string;
  /** As shown to people: the folder relative to the repository, or the captured file's name. */
  readonly path: string;
  readonly environment: string | undefined;
  readonly workspace: string | undefined;
};

/** What one side of the comparison was: `recorded` means reality was not looked at; `unverified` a hand-made document. */
export const bases = ["declared-vs-real", "declared-vs-recorded", "unverified"] as const;
export type Basis = (typeof bases)[number];

/** Something that could not be seen, and why, in one clause. */
export type Gap = { readonly what: string; readonly why: string };

export type Coverage = {
  readonly status: "complete" | "partial" | "failed";
  readonly basis: Basis;
  readonly gaps: readonly Gap[];
  /** How many things the reader accounted for, differing or not. */
  readonly looked: number;
};

/** Outcome of the health assertions that the document itself carries (Terraform `check` blocks). */
export type Assertions = { readonly passed: number; readonly failed: number; readonly unknown: number };

/** What one look at one scope saw. */
export type Observation = {
  readonly scope: Scope;
  readonly coverage: Coverage;
  readonly departures: readonly Departure[];
  readonly assertions: Assertions;
  /** Of a probe: the application workloads that its assertions count. */
  readonly serving?: readonly Serving[];
  /** When reality was looked at, milliseconds UTC; a captured document says so itself, where it does. */
  readonly observedAt: number | undefined;
  /** Counted and told, but not drift: moves, imports, output changes, reads. */
  readonly informational: Readonly<Record<string, number>>;
  /** One sentence each, for the person who ran it. */
  readonly warnings: readonly string[];
  /**
   * Categories of malfunction that this look could not have shown, where it would have shown every other: what is known of them
   * neither goes nor stays. Left out, a complete look would have shown everything.
   */
  readonly blindTo?: readonly string[] | undefined;
};
