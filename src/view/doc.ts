import type { Severity } from "../core/severity.ts";
import type { Verdict } from "../core/verdict.ts";

/** How a piece of text is meant; renderers choose colour or marks, so that colour is never the only cue. */
export type Tone = "good" | "bad" | "warn" | "dim" | "plain";

export type Column = {
  readonly title: string;
  readonly align?: "left" | "right" /** Gets what width is left. */;
  readonly grow?: boolean;
};

export type Block =
  /** The answer, first thing on the screen. */
  | { readonly kind: "verdict"; readonly verdict: Verdict; readonly text: string }
  /** A gate's answer: PASS, FAIL or CANNOT TELL. */
  | { readonly kind: "gate"; readonly gate: "pass" | "fail" | "cannot-tell"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "line"; readonly text: string; readonly tone?: Tone }
  /** Label and value, one a row. */
  | { readonly kind: "fields"; readonly rows: readonly (readonly [string, string])[] }
  | {
      readonly kind: "table";
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
      /** Rows that were not included, told under the table. */
      readonly more?: number;
    }
  /** One problem: severity, title, and indented lines under it. */
  | {
      readonly kind: "alert";
      readonly severity: Severity;
      readonly tag?: string;
      readonly title: string;
      readonly body: Doc;
    }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "note"; readonly text: string }
  /** The exact next commands, with why. */
  | {
      readonly kind: "next";
      readonly commands: readonly { readonly command: string; readonly why: string }[];
    };

/** A result in the small vocabulary that every door can show. All text is raw: each renderer escapes for its own sink. */
export type Doc = readonly Block[];
