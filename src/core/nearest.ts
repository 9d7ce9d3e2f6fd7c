/** The known name that a typo most likely meant: at most two edits away (one for names under four letters). */
export const nearest = (typed: string, known: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let bestDistance = typed.length < 4 ? 2 : 3;
  for (const name of known) {
    const distance = name.startsWith(typed) && typed.length >= 3 ? 1 : edits(typed, name, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
};

/** Edit distance with adjacent swaps, given up once it reaches `limit`. */
const edits = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let older: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = nextRow({ a, b, row, older, previous, limit });
    older = previous;
    previous = next;
  }
  return previous[b.length] ?? limit;
};

type Row = {
  readonly a: string;
  readonly b: string;
  readonly row: number;
  readonly older: readonly number[];
  readonly previous: readonly number[];
  readonly limit: number;
};

const nextRow = ({ a, b, row, older, previous, limit }: Row): readonly number[] => {
  const current = [row];
  const at = (line: readonly number[], column: number): number => line[column] ?? limit;
  for (let column = 1; column <= b.length; column += 1) {
    const same = a[row - 1] === b[column - 1];
    const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    current[column] = Math.min(
      at(previous, column) + 1,
      at(current, column - 1) + 1,
      at(previous, column - 1) + (same ? 0 : 1),
      swapped ? at(older, column - 2) + 1 : limit,
    );
  }
  return current;
};
