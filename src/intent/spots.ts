/** A place in a file; line and column count from 1, columns in UTF-16 units. */
export type Spot = { readonly line: number; readonly column: number };
export type KeyPath = readonly PropertyKey[];

/** Where the parts of a file stand. What is not there itself is found at the part that should hold it. */
export type Spots = {
  /** Of the name that a value goes by; of the value itself in a list. */
  readonly key: (path: KeyPath) => Spot;
  readonly value: (path: KeyPath) => Spot;
};

export type Marks = {
  /** Keeps the first place that a path was seen at. */
  readonly mark: (path: KeyPath, key: number, value: number) => void;
  readonly spots: Spots;
  /** Of an offset in the text. */
  readonly spotAt: (offset: number) => Spot;
};

/** Collects offsets while a text is walked, and answers with lines and columns. */
export const marksIn = (text: string): Marks => {
  const found = new Map<string, { readonly key: number; readonly value: number }>();
  const nearestTo = (path: KeyPath, part: "key" | "value"): Spot => {
    const offsets = found.get(nameOf(path));
    if (offsets !== undefined) return spotAt(text, offsets[part]);
    return path.length === 0 ? spotAt(text, 0) : nearestTo(path.slice(0, -1), "key");
  };
  return {
    mark: (path, key, value) => {
      const name = nameOf(path);
      if (!found.has(name)) found.set(name, { key, value });
    },
    spotAt: (offset) => spotAt(text, offset),
    spots: { key: (path) => nearestTo(path, "key"), value: (path) => nearestTo(path, "value") },
  };
};

const nameOf = (path: KeyPath): string => JSON.stringify(path.map(String));

const spotAt = (text: string, offset: number): Spot => {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
};

/** The offset behind a quoted text that opens at `from`; `escapes` where a backslash hides the next character. */
export const behindQuoted = (text: string, from: number, quote: string, escapes: boolean): number => {
  let at = from + quote.length;
  while (at < text.length && !text.startsWith(quote, at)) at += escapes && text[at] === "\\" ? 2 : 1;
  return at + quote.length;
};

/** The offset of the first character from `from` on that `skipped` does not match. */
export const behindRun = (text: string, from: number, skipped: RegExp): number => {
  let at = from;
  while (at < text.length && skipped.test(text[at] ?? "")) at += 1;
  return at;
};
