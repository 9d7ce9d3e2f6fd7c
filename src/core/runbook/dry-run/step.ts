/**
 * One start of a tool that changes nothing by the tool's own promise. Where it fails: `cluster` means that the complaint says
 * whether the words are wrong, `words` that they are, `unsure` that it may be for want of something else.
 */
export type DryStep = {
  readonly words: readonly string[];
  readonly failing: "cluster" | "words" | "unsure";
  /** Variable that names a folder of its own for what the tool keeps while it runs: a home that cannot be written is no fault of the words. */
  readonly scratch?: string;
};

/** `none`: no dry run of these words surely changes nothing. `idle`: the words themselves are a dry run, and never act. */
export type DryRun =
  | { readonly is: "steps"; readonly steps: readonly DryStep[]; readonly as: string }
  | { readonly is: "none"; readonly why: string }
  | { readonly is: "idle"; readonly why: string };

/** The words behind a program, filled. */
export type DryRunOf = (words: readonly string[], program: string) => DryRun;

export const none = (why: string): DryRun => ({ is: "none", why });

export const steps = (as: string, ...all: readonly DryStep[]): DryRun => ({ is: "steps", steps: all, as });
