export type JsonFault = { readonly why: string; readonly line: number; readonly column: number };

/**
 * Where and why a text is not JSON. The engine's own message says neither on every Node version, and it quotes the document,
 * which may hold secrets.
 */
export const jsonFault = (text: string): JsonFault => {
  const { at, why } = scan(text);
  const before = text.slice(0, at);
  return { why, line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
};

type Stop = { readonly at: number; readonly why: string };

/** What may come next: a value, a member's name, or what follows a value; `first` allows the closing bracket as well. */
type Expectation = "value" | "first-value" | "name" | "first-name" | "after";

const space = /[ \t\n\r]*/y;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const colon = /[ \t\n\r]*:/y;

const scan = (text: string): Stop => {
  const open: ("{" | "[")[] = [];
  let expected: Expectation = "value";
  let at = endOf(space, text, 0) ?? 0;
  if (at === text.length) return { at, why: "it is empty" };
  while (at < text.length) {
    if (open.length === 0 && expected === "after")
      return { at, why: "there is text after the end of the document" };
    const step = take(text, at, expected, open);
    if (typeof step === "string") return { at, why: step };
    expected = step.next;
    at = endOf(space, text, step.at) ?? step.at;
  }
  return {
    at,
    why: open.length === 0 ? "it cannot be read" : "it ends in the middle: a bracket is not closed",
  };
};

type Step = { readonly at: number; readonly next: Expectation };

/** One token, or why there is none. */
const take = (text: string, at: number, expected: Expectation, open: ("{" | "[")[]): Step | string => {
  const char = text[at] ?? "";
  if (expected === "after") return takeAfter(char, at, open);
  if (closes(char, expected, open)) {
    open.pop();
    return { at: at + 1, next: "after" };
  }
  if (expected === "name" || expected === "first-name") {
    const named = endOfText(text, at);
    const end = named === undefined ? undefined : endOf(colon, text, named);
    return end === undefined ? "a quoted name and a colon are expected here" : { at: end, next: "value" };
  }
  if (char === "{" || char === "[") {
    open.push(char);
    return { at: at + 1, next: char === "{" ? "first-name" : "first-value" };
  }
  const end = char === '"' ? endOfText(text, at) : endOf(literal, text, at);
  return end === undefined ? whyNoValue(char) : { at: end, next: "after" };
};

const takeAfter = (char: string, at: number, open: ("{" | "[")[]): Step | string => {
  const inside = open.at(-1);
  if (char === ",") return { at: at + 1, next: inside === "{" ? "name" : "value" };
  if (char !== (inside === "{" ? "}" : "]")) return "a comma or a closing bracket is expected here";
  open.pop();
  return { at: at + 1, next: "after" };
};

const closes = (char: string, expected: Expectation, open: readonly string[]): boolean =>
  (expected === "first-name" && char === "}") ||
  (expected === "first-value" && char === "]" && open.length > 0);

const whyNoValue = (char: string): string =>
  char === '"'
    ? "a text is not closed, or holds a character that must be escaped"
    : "a value is expected here";

const endOf = (pattern: RegExp, text: string, at: number): number | undefined => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
};

/** By hand: one expression over a text of many megabytes would run out of stack. */
const endOfText = (text: string, at: number): number | undefined => {
  if (text[at] !== '"') return undefined;
  for (let next = at + 1; next < text.length; next += 1) {
    const code = text.charCodeAt(next);
    if (code === 0x22) return next + 1;
    if (code < 0x20) return undefined;
    if (code !== 0x5c) continue;
    const end = endOf(escaped, text, next);
    if (end === undefined) return undefined;
    next = end - 1;
  }
  return undefined;
};
