/** How many columns inert text takes on a terminal: wide characters two, combining marks none. */
export const columns = (text: string): number => {
  if (ascii.test(text)) return text.length;
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
};

/** The text, or its beginning and an ellipsis, in at most `max` columns. */
export const cut = (text: string, max: number, ellipsis = "..."): string => {
  if (columns(text) <= max) return text;
  let room = max - columns(ellipsis);
  let kept = "";
  for (const character of text) {
    room -= columnsOf(character);
    if (room < 0) break;
    kept += character;
  }
  return kept + ellipsis.slice(0, max);
};

export const padded = (text: string, to: number, align: "left" | "right" = "left"): string => {
  const space = " ".repeat(Math.max(0, to - columns(text)));
  return align === "right" ? space + text : text + space;
};

/** A space at which no line is broken; it is an ordinary space in what {@link wrapped} gives back. */
export const noBreak = "\u00a0";

/**
 * Lines of at most `width` columns (the first of at most `first`), broken at spaces and between wide characters; a longer
 * word is left whole.
 */
export const wrapped = (text: string, width: number, first = width): readonly string[] =>
  (columns(text) <= first ? [text] : brokenAt(text, width, first)).map((line) =>
    line.replaceAll(noBreak, " "),
  );

/** As {@link wrapped}, in at most `most` lines, with a longer word broken and what is over cut. */
export const folded = (
  text: string,
  width: number,
  { most, ellipsis }: { readonly most: number; readonly ellipsis: string },
): readonly string[] => {
  if (columns(text) <= width) return [text];
  const words = text.split(/ +/).filter((word) => word !== "");
  const lines = wrapped(words.flatMap((word) => chopped(word, width)).join(" "), width);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(" "), width, ellipsis)];
};

const chopped = (word: string, width: number): readonly string[] => {
  if (columns(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && columns(piece + character) > width) {
      const stop = 1 + Math.max(...[".", "/", "_", "-"].map((mark) => piece.lastIndexOf(mark)));
      const end = stop > piece.length / 2 ? stop : piece.length;
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
    }
    piece += character;
  }
  return [...pieces, piece];
};

const brokenAt = (text: string, width: number, first: number): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const { piece, space } of piecesOf(text)) {
    const size = columns(piece);
    const gap = space && used > 0 ? 1 : 0;
    const limit = lines.length === 0 ? first : width;
    if (used + gap + size > limit && (used > 0 || limit < width)) {
      lines.push(line);
      line = piece;
      used = size;
    } else {
      line += (gap === 1 ? " " : "") + piece;
      used += gap + size;
    }
  }
  return [...lines, line];
};

/** Words, cut further where a wide character allows a break; `space` says whether a space stood before. */
const piecesOf = (text: string): readonly { readonly piece: string; readonly space: boolean }[] =>
  text
    .split(/ +/)
    .filter((word) => word !== "")
    .flatMap((word) =>
      (ascii.test(word) ? [word] : word.split(afterWide)).map((piece, index) => ({
        piece,
        space: index === 0,
      })),
    );

const columnsOf = (character: string): number => (mark.test(character) ? 0 : wide.test(character) ? 2 : 1);

const ascii = /^[ -~]*$/;
const mark = /^\p{Mark}$/u;
const wideClass =
  "\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6\\u{1f200}-\\u{1f2ff}\\u{1f900}-\\u{1f9ff}\\u{20000}-\\u{3fffd}\\p{Emoji_Presentation}";
const wide = new RegExp(`^[${wideClass}]$`, "u");
const afterWide = new RegExp(`(?<=[${wideClass}])(?!\\p{Mark})`, "u");
