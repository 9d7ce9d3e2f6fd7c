import type { Bound } from "../bound/bound.ts";
import type { Reversibility } from "../bound/envelope.ts";

/** A window in which nothing runs but by break-glass; instants are milliseconds UTC. */
export type Freeze = { readonly reason: string; readonly until: number };

/** Everything that the team committed about effects, as one snapshot: read once per operation and given to each of its steps. */
export type Policy = {
  readonly bound: Bound;
  /** Why nothing runs at all: the stop file, or a file of the policy that cannot be understood. */
  readonly stopped: string | undefined;
  /** Freeze windows that are open now for this target. */
  readonly freezes: readonly Freeze[];
  /** Whether the target is one that only a person touches, with its name typed back. */
  readonly protectedTarget: boolean;
  /** Patterns of namespaces that only a person touches. */
  readonly protectedNamespaces: readonly string[];
  /** Effects that may begin per target and hour. */
  readonly perHour: number;
  readonly roles: Roles;
  readonly fourEyes: boolean | readonly Reversibility[];
  /** Milliseconds that an offer holds. */
  readonly expires: number;
  /** Milliseconds after which a symptom must be gone for an effect to count as a help. */
  readonly settle: number;
};

/** Stable ids by role. `undefined` where no `[roles]` are committed: then every person at the terminal operates and approves. */
export type Roles = {
  readonly operator: readonly string[];
  readonly approver: readonly string[];
  readonly breakglass: readonly string[];
  readonly committed: boolean;
};
