const tails = new Map<string, Promise<unknown>>();

/**
 * One operation at a time on each file within this process. SQLite waits for a lock by blocking the thread, so a second
 * connection here would block the very transaction that it waits for.
 */
export const inTurn = <T>(file: string, work: () => Promise<T>): Promise<T> => {
  const turn = (tails.get(file) ?? Promise.resolve()).then(work);
  const tail: Promise<void> = turn.then(
    () => leave(file, tail),
    () => leave(file, tail),
  );
  tails.set(file, tail);
  return turn;
};

const leave = (file: string, tail: Promise<unknown>): void => {
  if (tails.get(file) === tail) tails.delete(file);
};
