/**
 * The end of one audit chain at one instant, kept where whoever changes the store does not reach: against it a dropped tail and a
 * chain that was made anew are found.
 */
export type Anchor = {
  /** Which store it is of. */
  readonly store: string;
  /** Sequence number of the last row then; 0 for an empty chain. */
  readonly seq: number;
  readonly hash: string;
  readonly rows: number;
  /** ISO 8601 UTC. */
  readonly at: string;
};

/** One line of JSON, without its end. */
export const printAnchor = ({ store, seq, hash, rows, at }: Anchor): string =>
  JSON.stringify({ store, seq, hash, rows, at });

export type Anchors = {
  readonly anchors: readonly Anchor[];
  /** Number of the first line that is no anchor; nothing of such a text is to be trusted. */
  readonly strangeLine: number | undefined;
};

/** Reads lines of JSON; empty ones are skipped. */
export const parseAnchors = (text: string): Anchors => {
  const anchors: Anchor[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const anchor = anchorOf(line);
    if (anchor === undefined) return { anchors, strangeLine: index + 1 };
    anchors.push(anchor);
  }
  return { anchors, strangeLine: undefined };
};

const anchorOf = (line: string): Anchor | undefined => {
  const members = new Map(Object.entries(parsed(line)));
  const [store, seq, hash, rows, at] = ["store", "seq", "hash", "rows", "at"].map((name) =>
    members.get(name),
  );
  if (typeof store !== "string" || typeof hash !== "string" || typeof at !== "string") return undefined;
  if (!isCount(seq) || !isCount(rows) || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  return { store, seq, hash, rows, at };
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const parsed = (line: string): object => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
};

/** What anchors say of a chain as it is now. */
export type AnchorVerdict = {
  /** Anchors of this store, and of others. */
  readonly own: number;
  readonly others: number;
  /** The chain agrees with its anchors up to this row. */
  readonly agreesUntil: number;
  /** The first row that was anchored and is another now, or is gone. */
  readonly brokenAt: number | undefined;
  /** `cut`: the chain ends before it; `replaced`: it has another hash; `foreign`: no anchor is of this store at all. */
  readonly how: "cut" | "replaced" | "foreign" | undefined;
};

export const judgeAnchors = (
  anchors: readonly Anchor[],
  { store, seq: last }: { readonly store: string; readonly seq: number },
  hashOf: (seq: number) => string | undefined,
): AnchorVerdict => {
  const own = anchors.filter((anchor) => anchor.store === store).sort((a, b) => a.seq - b.seq);
  const facts = { own: own.length, others: anchors.length - own.length };
  if (own.length === 0) return { ...facts, agreesUntil: 0, brokenAt: 1, how: "foreign" };
  const broken = own.find(({ seq, hash }) => hashOf(seq) !== hash);
  const held = own.filter(({ seq }) => broken === undefined || seq < broken.seq);
  const agreesUntil = held.at(-1)?.seq ?? 0;
  if (broken === undefined) return { ...facts, agreesUntil, brokenAt: undefined, how: undefined };
  return broken.seq > last
    ? { ...facts, agreesUntil, brokenAt: last + 1, how: "cut" }
    : { ...facts, agreesUntil, brokenAt: broken.seq, how: "replaced" };
};
