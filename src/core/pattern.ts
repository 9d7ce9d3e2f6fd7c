import { RE2JS } from "re2js";

/** A pattern that a person wrote, ready to search with; or the clause that says why it cannot be used. */
export type Pattern =
  | { readonly ok: true; readonly test: (text: string) => boolean }
  | { readonly ok: false; readonly why: string };

/** Characters of a pattern at most; longer ones are generated, not written. */
const longest = 1000;

/** Linear time, whatever the text: a pattern from a file or an agent never meets the backtracking engine. */
export const compilePattern = (
  text: string,
  { caseInsensitive = false }: { readonly caseInsensitive?: boolean } = {},
): Pattern => {
  if (text.length > longest) return { ok: false, why: `the pattern is longer than ${longest} characters` };
  try {
    const compiled = RE2JS.compile(text, caseInsensitive ? RE2JS.CASE_INSENSITIVE : 0);
    return { ok: true, test: (searched) => compiled.test(searched) };
  } catch (refused) {
    return { ok: false, why: reasonOf(text, refused) };
  }
};

const reasonOf = (text: string, refused: unknown): string => {
  const construct = unofferedIn(text);
  if (construct !== undefined) return `${construct} is not offered by the linear-time engine`;
  if (!(refused instanceof Error) || !refused.name.startsWith("RE2JS"))
    return "the pattern is too deeply nested";
  return refused.message.replace(/^error parsing regexp: /, "");
};

/** The first construct that only a backtracking engine has, in the words of the person who wrote it. */
const unofferedIn = (text: string): string | undefined => {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") {
      const escaped = text.slice(at, at + 2);
      if (/^\\[1-9k]$/.test(escaped)) return `the back-reference ${escaped}`;
      if (escaped === "\\Z") return "the anchor \\Z (use $ or \\z)";
      at += 1;
      continue;
    }
    const group = groups.find(([opening]) => text.startsWith(opening, at));
    if (group !== undefined) return `the ${group[1]} ${group[0]}`;
  }
  return undefined;
};

const groups = [
  ["(?=", "lookahead"],
  ["(?!", "lookahead"],
  ["(?<=", "lookbehind"],
  ["(?<!", "lookbehind"],
  ["(?>", "atomic group"],
  ["(?P=", "back-reference"],
] as const;
