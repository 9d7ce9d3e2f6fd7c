import type { Parameters } from "../gate/offer.ts";
import type { Template } from "./template.ts";

/** How bad or how reversible the author says it is; a claim that can make an envelope graver, never milder. */
export const grades = ["low", "medium", "high"] as const;
export type Grade = (typeof grades)[number];

/** `action` is one of the vetted catalog; the others are words of the team's own (decisions D32). */
export const solutionKinds = ["action", "command", "playbook", "reboot", "workflow"] as const;
export type SolutionKind = (typeof solutionKinds)[number];
export type OpenKind = Exclude<SolutionKind, "action">;

/** What an entry does. Without `words` it is shown to people and never offered. */
export type Remedy =
  | {
      readonly kind: "action";
      /** Name of the catalog's action. */
      readonly action: string;
      /** What it is given beside what the finding tells. */
      readonly parameters: Parameters;
    }
  | {
      readonly kind: OpenKind;
      /** As it was written. */
      readonly run: string | undefined;
      /** Split once, when the file was read, and filled word by word. */
      readonly words: Template | undefined;
      /** The thing that it is done to, for people. */
      readonly target: string | undefined;
    };

/** A documented problem → fix, written by somebody and vouched by somebody. */
export type Solution = {
  readonly name: string;
  readonly author: string;
  /** Finding category, check name, rule id or direction, compared case-insensitively. */
  readonly for: string | undefined;
  /** Pattern (linear-time engine) searched in the title, case-insensitively. */
  readonly match: string | undefined;
  readonly problem: string | undefined;
  readonly solution: Remedy;
  readonly impact: Grade | undefined;
  readonly reversibility: Grade | undefined;
  /** Targets that it is for; none: all. */
  readonly targets: readonly string[];
  /** Environments that it is for; none: all. */
  readonly environments: readonly string[];
  /** Names of variables that it gets beside PATH, HOME, LANG and what the target lends (decisions D31). */
  readonly env: readonly string[];
  /** ISO 8601 day. */
  readonly added: string | undefined;
  /** Written as a draft, which `standingOf` may find it to be for other reasons too. */
  readonly proposed: boolean;
  readonly vouched: Vouching | undefined;
};

/** Who stands for exactly this content. `at` is milliseconds UTC, where it was written down. */
export type Vouching = {
  readonly by: string;
  readonly at: number | undefined;
  /** `undefined` in files that were written by hand or by the reference. */
  readonly digest: string | undefined;
};

/** A solution that answers a finding, with the clause that says why it matched. */
export type Match = {
  readonly solution: Solution;
  readonly because: string;
  /** Nobody stands for it as it is: it is shown, and offered to nobody. */
  readonly draft: boolean;
};
