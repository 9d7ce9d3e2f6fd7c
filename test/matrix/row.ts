import type { ErrorCode } from "../../src/errors.ts";
import type { VerbFacts } from "../../src/verbs/verb.ts";
import type { Repo } from "../support/repo.ts";
import type { Placement } from "./placed.ts";

export type Input = Readonly<Record<string, unknown>>;

/** One call as the caller of each door puts it; a door that it is not written for cannot say it. */
export type Call = {
  /** All words of the terminal. */
  readonly words?: readonly string[] | undefined;
  /** A typed line of the chat. */
  readonly line?: string | undefined;
  /** A tool and its arguments, for an agent. */
  readonly tool?: { readonly name: string; readonly input: Input } | undefined;
};

export type Names = readonly (string | RegExp)[];

export type Wanted =
  /** Refused with one of these codes; the answer names each of these, and a next step stands beside it. */
  | { readonly refused: readonly ErrorCode[]; readonly names: Names }
  /** Answered with one of these statuses; result and notices say each of these. */
  | { readonly exits: readonly number[]; readonly says: Names }
  /** Ends as the same verb does in the same world without the fault; result and notices say each of these. */
  | { readonly asWithout: true; readonly says: Names }
  /** Whatever the verb makes of it, short of a fault of ours. */
  | { readonly noBug: true };

/** One square of the matrix: a world, a call in it, and what has to come of it. */
export type Cell = {
  /** What tells it from the other cells of its row and verb. */
  readonly about?: string;
  /** Brings the fault into the good world. */
  readonly world?: (folder: Repo) => void;
  /** The plan of that world is looked at once before the call. */
  readonly remembered?: true;
  readonly env?: Readonly<Record<string, string>>;
  /** A refusal that the memory keeps, as a scope that could not be seen. */
  readonly leavesDark?: boolean;
  readonly call: Call;
  readonly wanted: Wanted;
};

export type Subject = { readonly facts: VerbFacts; readonly placement: Placement };

/** One row of the table in the specification. */
export type Row = {
  /** The input, in the words of the specification. */
  readonly input: string;
  /** The cells of one verb; none where the row does not concern it. */
  readonly cells: (subject: Subject) => readonly Cell[];
};

/** A row of which nothing can be asked before one of these verbs is there; the completeness test sees it arrive. */
export type LaterRow = {
  readonly input: string;
  readonly verbs: readonly string[];
  readonly wanted: string;
};
