/** One word of a typed line. */
export type Token = {
  readonly text: string;
  /** It is a value whatever it looks like. */
  readonly quoted: boolean;
};

/**
 * Words. A quote opens at the beginning of a word or after `=`, elsewhere it is a letter (`don't`); in double quotes `\"` and
 * `\\` stand for themselves. `undefined` where a quote is not closed at the end of a word.
 */
export const tokensOf = (line: string): readonly Token[] | undefined => {
  const tokens = [...line.matchAll(word)].map(tokenOf);
  return tokens.every((token) => token !== undefined) ? tokens : undefined;
};

const word = /([^\s"']*=)?(?:"((?:[^"\\]|\\.)*)"|'([^']*)')(?!\S)|\S+/gs;

const tokenOf = ([all, name = "", double, single]: RegExpMatchArray): Token | undefined => {
  if (double !== undefined) return { text: name + double.replace(/\\(["\\])/g, "$1"), quoted: name === "" };
  if (single !== undefined) return { text: name + single, quoted: name === "" };
  return /^(?:[^\s"']*=)?["']/.test(all) ? undefined : { text: all, quoted: false };
};
