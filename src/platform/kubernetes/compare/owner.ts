import { parseJson } from "../../../core/document.ts";
import { byCodeUnit } from "../../../core/order.ts";
import { isMap, type Value, type ValueMap } from "../../../core/value.ts";
import type { Path, Step } from "./path.ts";
import { listAt, mapAt, textAt } from "./thing.ts";

/** Who last set a field of a live object, and since when, as the server wrote it down. */
export type Owner = {
  readonly manager: string;
  readonly since: string;
  /** `Apply` holds what was applied whole; anything else holds what was changed last. */
  readonly operation: string;
  /** Through which part of the object it was set, such as `scale`; empty for the object itself. */
  readonly through: string;
};

/** One entry of what the server wrote down, with the places that it names. */
export type Ownership = { readonly owner: Owner; readonly fields: ValueMap };

/** Everybody who set something, but for those who only tell a state. */
export const ownershipsOf = (live: ValueMap): readonly Ownership[] =>
  listAt(live, "metadata", "managedFields").flatMap((entry): Ownership[] => {
    const [manager, through] = [textAt(entry, "manager"), textAt(entry, "subresource")];
    if (manager === "" || through === "status") return [];
    const [since, operation] = [textAt(entry, "time"), textAt(entry, "operation")];
    return [{ owner: { manager, since, operation, through }, fields: mapAt(entry, "fieldsV1") }];
  });

/** Everybody who owns the place or a part of it, the latest first. */
export const ownersOf = (live: ValueMap, path: Path): readonly Owner[] =>
  ownershipsOf(live)
    .filter(({ fields }) => owns(fields, path))
    .map(({ owner }) => owner)
    .sort((a, b) => byCodeUnit(b.since, a.since) || byCodeUnit(a.manager, b.manager));

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
