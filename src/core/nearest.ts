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
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (previous[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (previous[column - 1] ?? limit) + (same ? 0 : 1),
        swapped ? (older[column - 2] ?? limit) + 1 : limit,
      );
    }
    older = previous;
    previous = current;
  }
  return previous[b.length] ?? limit;
};
