/** What is asked of every entry, in this order. */
export const aspects = [
  "usable",
  "vouched",
  "answers",
  "scope",
  "target",
  "tool",
  "permission",
  "dry-run",
  "matched",
  "shadow",
] as const;
export type Aspect = (typeof aspects)[number];

/**
 * `stale`: it is known to be wrong. `unsure`: nobody here can know. `skipped`: it was not asked for, or does not come to it.
 * Worst first.
 */
export const trialStates = ["stale", "unsure", "skipped", "ok"] as const;
export type TrialState = (typeof trialStates)[number];

/** What came of one question; `dark` where something would have answered and could not be reached. */
export type Judged = {
  readonly state: TrialState;
  readonly why: string;
  /** The exact next command. */
  readonly next?: string | undefined;
  readonly dark?: boolean | undefined;
};

export const fine = (why: string): Judged => ({ state: "ok", why });
export const wrong = (why: string, next?: string): Judged => ({ state: "stale", why, next });
export const open = (why: string, next?: string): Judged => ({ state: "unsure", why, next });
export const left = (why: string, next?: string): Judged => ({ state: "skipped", why, next });

/** The worst of several answers to one question; the first of those. */
export const worstOf = (answers: readonly Judged[], otherwise: Judged): Judged =>
  trialStates.flatMap((state) => answers.filter((one) => one.state === state))[0] ?? otherwise;
