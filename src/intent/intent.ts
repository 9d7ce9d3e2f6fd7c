/** One entry of a committed file that cannot be used, and where. */
export type Fault = {
  readonly path: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** Index in the list, and the entry's name where it has one. */
  readonly entry: string | undefined;
  /** What is wrong with which field, in one clause. */
  readonly why: string;
};

/** What a committed file holds: the good entries, and every fault by name. */
export type Loaded<T> = {
  readonly path: string;
  readonly present: boolean;
  readonly entries: readonly T[];
  readonly faults: readonly Fault[];
};
