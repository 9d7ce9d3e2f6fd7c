import { misfortunes } from "./talking-cluster.ts";

/** Calls of one shape are made by one line of code: the first of them meets every misfortune, the others those that differ most. */
export const cellsOf = (calls: readonly string[]) =>
  calls.flatMap((call, nth) => {
    const isFirst = calls.findIndex((other) => shapeOf(other) === shapeOf(call)) === nth;
    return Object.entries(misfortunes)
      .filter(([name]) => isFirst || telling.includes(name))
      .map(([name, go]) => [call, name, go] as const);
  });

const shapeOf = (call: string): string => {
  const path = / --raw (\S+)/.exec(call)?.[1]?.split("?")[0];
  return path === undefined ? call : `raw ${path.split("/").length > 4 ? "list" : path.split("/").length}`;
};
const telling = ["it is refused", "it says an empty object", "it is cut off"];
