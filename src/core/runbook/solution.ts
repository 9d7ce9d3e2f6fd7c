/** How bad or how reversible the author says it is; a claim, not a trusted property. */
export const grades = ["low", "medium", "high"] as const;
export type Grade = (typeof grades)[number];

/** An operator-vouched problem → fix. */
export type Solution = {
  readonly name: string;
  readonly author: string;
  /** Finding category, check name, rule id or direction, compared case-insensitively. */
  readonly for: string | undefined;
  /** Pattern (linear-time engine) searched in the title, case-insensitively. */
  readonly match: string | undefined;
  readonly problem: string | undefined;
  readonly solution: {
    readonly kind: string;
    readonly run: string | undefined;
    readonly target: string | undefined;
  };
  readonly impact: Grade;
  readonly reversibility: Grade;
  readonly added: string | undefined;
  /** A draft: shown, never run. */
  readonly proposed: boolean;
};

/** A solution that answers a finding, with the clause that says why it matched. */
export type Match = { readonly solution: Solution; readonly because: string };
