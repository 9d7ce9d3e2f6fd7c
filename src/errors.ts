/** Every code, and the exit status it stands for (statuses: CONTRIBUTING.md, "Exit statuses"). */
export const errorCodes = {
  usage: 2,
  "input-invalid": 2,
  "config-invalid": 2,
  "source-failed": 3,
  "tool-missing": 3,
  "not-initialised": 3,
  "nothing-to-look-at": 3,
  // Another run looks at the same scope: this one saw nothing, so it can neither pass nor blame an action.
  busy: 3,
  "store-unusable": 4,
  "not-found": 5,
  ambiguous: 5,
  refused: 6,
  "not-granted": 6,
  "action-failed": 7,
  interrupted: 130,
  bug: 70,
} as const;
export type ErrorCode = keyof typeof errorCodes;

/**
 * How a verb that ran to its end came out: a tripped gate is 1, a scope that could not be seen is 3, what waits for somebody else
 * is 6, and what was tried and did not help is 7.
 */
export const outcomes = { done: 0, tripped: 1, blind: 3, refused: 6, failed: 7 } as const;
export type Outcome = keyof typeof outcomes;

export type ErrorFacts = {
  /** The exact next command or step. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** JSON-able facts for machines: path, line, column, argv, exit status… Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/** The only error that reaches a person. `message` is one lower-case clause that names the thing. */
export class SteadystateError extends Error {
  override readonly name = "SteadystateError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, { hint, cause, details = {} }: ErrorFacts = {}) {
    super(shortened(message), cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
    this.details = details;
  }

  get exit(): number {
    return errorCodes[this.code];
  }
}

/** An argument may be of any length; a sentence for people may not. */
const shortened = (message: string): string =>
  message.length <= 2000 ? message : `${message.slice(0, 1500)} … ${message.slice(-400)}`;

/** When several hold at once the first of these wins. */
const exitPrecedence = [130, 70, 2, 4, 5, 6, 7, 1, 3, 0] as const;

export const worstExit = (exits: readonly number[]): number =>
  exitPrecedence.find((exit) => exits.includes(exit)) ?? 0;

/** `STEADYSTATE_EXIT_COMPAT=1`: the reference knew only 0, 1 and 2. */
export const compatibleExit = (exit: number): number => (exit >= 3 && exit <= 7 ? 1 : exit);
