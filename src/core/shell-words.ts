export type Split =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly why: string };

/**
 * A command line as its arguments, by the quoting rules of a POSIX shell and nothing else of it: no variable, no pattern, no
 * pipe is understood, and each is passed on as it stands.
 */
export const splitWords = (text: string): Split => {
  const words: string[] = [];
  let rest = text.trimStart();
  while (rest !== "") {
    const taken = takeWord(rest);
    if (!taken.ok) return taken;
    words.push(taken.word);
    rest = taken.rest.trimStart();
  }
  return { ok: true, words };
};

type Taken =
  | { readonly ok: true; readonly word: string; readonly rest: string }
  | { readonly ok: false; readonly why: string };

const takeWord = (text: string): Taken => {
  let word = "";
  let rest = text;
  while (rest !== "" && !/^\s/.test(rest)) {
    const piece = takePiece(rest);
    if (!piece.ok) return piece;
    word += piece.word;
    rest = piece.rest;
  }
  return { ok: true, word, rest };
};

const takePiece = (text: string): Taken => {
  switch (text[0]) {
    case "'":
      return untilSingle(text.slice(1));
    case '"':
      return untilDouble(text.slice(1));
    case "\\":
      return text.length === 1
        ? { ok: false, why: "ends with a backslash that escapes nothing" }
        : { ok: true, word: text.slice(1, 2), rest: text.slice(2) };
    default: {
      const [plain = ""] = /^[^\s'"\\]+/.exec(text) ?? [];
      return { ok: true, word: plain, rest: text.slice(plain.length) };
    }
  }
};

const untilSingle = (text: string): Taken => {
  const end = text.indexOf("'");
  return end === -1
    ? { ok: false, why: "has a ' that is never closed" }
    : { ok: true, word: text.slice(0, end), rest: text.slice(end + 1) };
};

/** Between double quotes a backslash escapes itself, the quote, the dollar and the backtick only. */
const untilDouble = (text: string): Taken => {
  const inside = /^(?:[^"\\]|\\[\s\S])*/.exec(text)?.[0] ?? "";
  return text[inside.length] === '"'
    ? { ok: true, word: inside.replace(/\\(["\\$`])/g, "$1"), rest: text.slice(inside.length + 1) }
    : { ok: false, why: 'has a " that is never closed' };
};
