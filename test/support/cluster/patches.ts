import { isThing, type Json, same, type Thing } from "./json.ts";
import { isSet, mergeKeys, sameIdentity } from "./merge-keys.ts";
import { badRequest, Refusal } from "./status.ts";

/** RFC 7386. */
export const mergePatch = (target: Json | undefined, patch: Json): Json => {
  if (!isThing(patch)) return patch;
  const merged: Thing = isThing(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
};

/** Strategic merge with its directives `$patch`, `$setElementOrder`, `$deleteFromPrimitiveList` and `$retainKeys`. */
export const strategicMerge = (target: Json | undefined, patch: Json): Json => {
  if (!isThing(patch)) return patch;
  if (patch["$patch"] === "replace") return without(patch, "$patch");
  const merged: Thing = isThing(target) ? { ...target } : {};
  retain(merged, patch["$retainKeys"]);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith("$")) directive(merged, key, value);
    else mergeMember(merged, key, value);
  }
  for (const [key, order] of Object.entries(patch)) {
    const field = /^\$setElementOrder\/(.+)$/.exec(key)?.[1];
    if (field !== undefined && Array.isArray(order)) reorder(merged, field, order);
  }
  return merged;
};

const retain = (merged: Thing, retained: Json | undefined): void => {
  if (!Array.isArray(retained)) return;
  for (const key of Object.keys(merged)) if (!retained.includes(key)) delete merged[key];
};

const mergeMember = (merged: Thing, key: string, value: Json): void => {
  const deleted = value === null || (isThing(value) && value["$patch"] === "delete");
  if (deleted) delete merged[key];
  else if (Array.isArray(value)) merged[key] = mergeList(key, merged[key], value);
  else merged[key] = strategicMerge(merged[key], value);
};

const without = (value: Thing, key: string): Thing => {
  const { [key]: _dropped, ...rest } = value;
  return rest;
};

const directive = (merged: Thing, key: string, value: Json): void => {
  const field = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key)?.[1];
  const held = field === undefined ? undefined : merged[field];
  if (field === undefined || !Array.isArray(held) || !Array.isArray(value)) return;
  merged[field] = held.filter((entry) => !value.includes(entry));
};

const mergeList = (field: string, target: Json | undefined, patch: readonly Json[]): Json => {
  const held = Array.isArray(target) ? [...target] : [];
  if (isSet(field)) return [...held, ...patch.filter((entry) => !held.includes(entry))];
  const by = mergeKeys(field, [...held, ...patch])?.slice(0, 1);
  const replace = patch.some((entry) => isThing(entry) && entry["$patch"] === "replace");
  if (by === undefined || replace) {
    return patch.filter((entry) => !(isThing(entry) && entry["$patch"] === "replace"));
  }
  for (const entry of patch) {
    const at = held.findIndex((other) => sameIdentity(other, entry, by));
    const gone = isThing(entry) && entry["$patch"] === "delete";
    if (gone && at >= 0) held.splice(at, 1);
    else if (!gone && at >= 0) held[at] = strategicMerge(held[at], entry);
    else if (!gone) held.push(strategicMerge({}, entry));
  }
  return held;
};

const reorder = (merged: Thing, field: string, order: readonly Json[]): void => {
  const held = merged[field];
  if (!Array.isArray(held)) return;
  const by = mergeKeys(field, held)?.slice(0, 1);
  const rank = (entry: Json): number => {
    const at = order.findIndex((wanted) =>
      by === undefined || !isThing(entry) ? wanted === entry : sameIdentity(wanted, entry, by),
    );
    return at < 0 ? order.length : at;
  };
  merged[field] = [...held].sort((left, right) => rank(left) - rank(right));
};

/** RFC 6902; a `test` that fails is refused as the API server does. */
export const jsonPatch = (target: Thing, operations: Json): Thing => {
  if (!Array.isArray(operations)) throw badRequest("a JSON patch is a list of operations");
  const root: { value: Json } = { value: structuredClone(target) };
  for (const operation of operations) if (isThing(operation)) operate(root, operation);
  return isThing(root.value) ? root.value : {};
};

const operate = (root: { value: Json }, operation: Thing): void => {
  const path = pointer(String(operation["path"]));
  const from = pointer(String(operation["from"]));
  switch (operation["op"]) {
    case "add":
      place(root, path, operation["value"] ?? null, true);
      break;
    case "replace":
      read(root.value, path);
      place(root, path, operation["value"] ?? null, false);
      break;
    case "remove":
      take(root, path);
      break;
    case "move":
      place(root, path, take(root, from), true);
      break;
    case "copy":
      place(root, path, structuredClone(read(root.value, from)), true);
      break;
    case "test":
      if (!same(read(root.value, path), operation["value"])) throw unprocessable("testing value failed");
      break;
    default:
      throw badRequest(`unexpected patch operation ${String(operation["op"])}`);
  }
};

const pointer = (path: string): readonly string[] =>
  path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

const unprocessable = (why: string) =>
  new Refusal(422, "Invalid", `the server rejected our request due to an error in our request: ${why}`);

const read = (value: Json, path: readonly string[]): Json =>
  path.reduce<Json>((inner, key) => {
    const found = Array.isArray(inner) ? inner[Number(key)] : isThing(inner) ? inner[key] : undefined;
    if (found === undefined) throw unprocessable(`no value at ${path.join("/")}`);
    return found;
  }, value);

const place = (root: { value: Json }, path: readonly string[], value: Json, insert: boolean): void => {
  const key = path.at(-1);
  if (key === undefined) {
    root.value = value;
    return;
  }
  const parent = read(root.value, path.slice(0, -1));
  if (Array.isArray(parent)) {
    parent.splice(key === "-" ? parent.length : Number(key), insert ? 0 : 1, value);
  } else if (isThing(parent)) parent[key] = value;
};

const take = (root: { value: Json }, path: readonly string[]): Json => {
  const taken = read(root.value, path);
  const parent = read(root.value, path.slice(0, -1));
  const key = path.at(-1) ?? "";
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (isThing(parent)) delete parent[key];
  return taken;
};
