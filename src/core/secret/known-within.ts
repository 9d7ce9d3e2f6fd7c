import type { Value, ValueMap } from "../value.ts";
import { isBase64, isLong, isTreeList, isTreeMap, looksLikeJson, type Reading } from "./plain.ts";

/** Cheap: whether anything known may stand in a tree that has nothing to mask by itself; `twin` holds none. */
export const mayHoldKnown = (tools: Reading, value: unknown, twin: unknown): boolean => {
  if (typeof value === "string") return value !== twin && mayHoldKnownText(tools, value);
  if (typeof value === "number") return isLong(value) && tools.known.secretOf(String(value)) !== undefined;
  if (isTreeList(value)) return inList(tools, value, isTreeList(twin) ? twin : nothing);
  return isTreeMap(value) && inMap(tools, value, isTreeMap(twin) ? twin : undefined);
};

const nothing: readonly Value[] = [];

const inList = (tools: Reading, list: readonly Value[], twin: readonly Value[]): boolean => {
  for (let at = 0; at < list.length; at += 1) if (mayHoldKnown(tools, list[at], twin[at])) return true;
  return false;
};

const inMap = (tools: Reading, map: ValueMap, twin: ValueMap | undefined): boolean => {
  for (const key in map)
    if (tools.factsOf(key).hides || mayHoldKnown(tools, map[key], twin?.[key])) return true;
  return false;
};

/** What is written within a text, in its own way, is for the full walk to find. */
const mayHoldKnownText = (tools: Reading, text: string): boolean =>
  tools.known.occurIn(text) || isBase64(text) || (text.includes("\\") && looksLikeJson(text));
