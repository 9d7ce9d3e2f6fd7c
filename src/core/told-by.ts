import type { Observation } from "./observation.ts";
import type { Item } from "./report.ts";

/** Of all items those that this look told: by the departure itself, for a source may name what it tells by another word than its own. */
export const toldBy = (
  { departures }: Pick<Observation, "departures">,
  items: readonly Item[],
): readonly Item[] => {
  const own = new Set<unknown>(departures);
  return items.filter(({ departure }) => own.has(departure));
};
