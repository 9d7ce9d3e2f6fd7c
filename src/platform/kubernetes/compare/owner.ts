import { parseJson } from "../../../core/document.ts";
import { byCodeUnit } from "../../../core/order.ts";
import { isMap, type Value, type ValueMap } from "../../../core/value.ts";
import type { Path, Step } from "./path.ts";
import { listAt, mapAt, textAt } from "./thing.ts";

/** Who last set a field of a live object, and since when, as the server wrote it down. */
export type Owner = { readonly manager: string; readonly since: string };

/** Of several that own the place, the latest. `undefined` where the server says nothing of it. */
export const ownerOf = (live: ValueMap, path: Path): Owner | undefined => {
  const owners = listAt(live, "metadata", "managedFields")
    .filter((entry) => textAt(entry, "subresource") !== "status" && owns(mapAt(entry, "fieldsV1"), path))
    .map((entry) => ({ manager: textAt(entry, "manager"), since: textAt(entry, "time") }))
    .filter(({ manager }) => manager !== "");
  return owners.sort((a, b) => byCodeUnit(b.since, a.since) || byCodeUnit(a.manager, b.manager))[0];
};

/** A node without members owns everything below it. */
const owns = (fields: ValueMap, path: Path): boolean => {
  let node: Value | undefined = fields;
  for (const [nth, step] of path.entries()) {
    if (!isMap(node)) return false;
    const next: Value | undefined = childOf(node, step);
    if (next === undefined) return nth > 0 && Object.keys(node).length === 0;
    node = next;
  }
  return isMap(node);
};

const childOf = (node: ValueMap, step: Step): Value | undefined => {
  if (step.is === "key") return node[`f:${step.key}`];
  if (step.is === "index") return node[`i:${step.at}`];
  const found = Object.keys(node).find((key) => key.startsWith("k:") && isEntry(key.slice(2), step.keys));
  return found === undefined ? undefined : node[found];
};

const isEntry = (text: string, keys: readonly (readonly [string, Value])[]): boolean => {
  const parsed = parseJson(text);
  if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) return false;
  const written = new Map(Object.entries(parsed.value).map(([key, value]) => [key, String(value)]));
  return keys.every(([key, value]) => (written.get(key) ?? String(value)) === String(value));
};
