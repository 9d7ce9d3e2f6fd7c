import { describeDocument, readerHint } from "../../core/document.ts";
import type { Gap } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import { isList, isMap, type Value, type ValueMap } from "../../core/value.ts";
import { SteadystateError } from "../../errors.ts";
import { groupOf, isObject, kindOf, nameOf, namespaceOf, textAt } from "../kubernetes/compare/thing.ts";

/** An object and where it stands in the document, for messages. */
export type Placed = { readonly kind: string; readonly object: ValueMap; readonly place: string };

/** Whose documents are read. */
export type Tool = {
  /** As in "is not …". */
  readonly called: string;
  readonly group: string;
  /** Kinds that are judged. */
  readonly kinds: readonly string[];
  /** The kind of an object that names none: what the tool's own API and commands print. */
  readonly kindOfBare: (object: ValueMap) => string | undefined;
  /** How a document is made; it only reads. */
  readonly captureHint: string;
};

export type Collected = {
  readonly objects: readonly Placed[];
  readonly gaps: readonly Gap[];
  readonly remarks: readonly string[];
};

/**
 * The objects of a document: one, a list of the server, an array, or the documents of a stream. In the order of their names.
 * Throws `input-invalid` for another tool's document, for one without any object to judge, and where one object is said twice
 * differently.
 */
export const collect = (document: unknown, path: string, tool: Tool): Collected => {
  const found: Found = { objects: [], ignored: new Map(), gaps: [] };
  if (isValue(document)) walk(document, "", { path, tool, found });
  const ignored = [...found.ignored].sort(([a], [b]) => byCodeUnit(a, b));
  const aside = ignored.map(([kind, count]) => `${count} ${kind}`).join(", ");
  if (found.objects.length === 0) {
    const what = aside === "" ? `it is ${describeDocument(document)}` : `it holds only ${aside}`;
    throw invalid(path, `holds no ${tool.called}: ${what}`, tool);
  }
  const { objects, twins } = once(found.objects, path, tool);
  const remarks = [
    ...(aside === "" ? [] : [`not looked at, as they say nothing of what runs: ${aside}`]),
    ...(twins === 0 ? [] : [`${twins} object(s) stand in the document more than once, each time the same`]),
  ];
  return { objects, gaps: found.gaps, remarks };
};

const invalid = (path: string, clause: string, tool: Tool, document?: unknown): SteadystateError => {
  const reader = readerHint(document);
  return new SteadystateError("input-invalid", `${path} ${clause}`, {
    hint: reader === "" ? tool.captureHint : reader,
    details: { path },
  });
};

type Found = {
  readonly objects: Placed[];
  readonly ignored: Map<string, number>;
  readonly gaps: Gap[];
};
type How = { readonly path: string; readonly tool: Tool; readonly found: Found };

const walk = (value: Value, place: string, how: How): void => {
  if (isList(value)) {
    for (const [nth, item] of value.entries()) walk(item, `${place}[${nth}]`, how);
    return;
  }
  if (!isObject(value)) throw stranger(value, place, how);
  const kind = kindOf(value);
  if (Array.isArray(value["items"]) && (kind === "" || kind.endsWith("List"))) walkItems(value, place, how);
  else take(value, place, how);
};

/** A server leaves kind and version out of the items of a typed list. */
const walkItems = (list: ValueMap, place: string, how: How): void => {
  const kind = kindOf(list);
  const where = place === "" ? "items" : `${place}.items`;
  if (textAt(list, "metadata", "continue") !== "")
    how.found.gaps.push({ what: where, why: "the list was cut off, and the server has more of it" });
  const own = ["", "List"].includes(kind)
    ? {}
    : { apiVersion: list["apiVersion"] ?? "", kind: kind.slice(0, -4) };
  const items = list["items"];
  if (!isList(items)) return;
  for (const [nth, item] of items.entries())
    walk(isMap(item) ? { ...own, ...item } : item, `${where}[${nth}]`, how);
};

const take = (object: ValueMap, place: string, how: How): void => {
  const { tool, found } = how;
  const bare = kindOf(object) === "" && textAt(object, "apiVersion") === "";
  const kind = bare ? tool.kindOfBare(object) : kindOf(object);
  if (kind === undefined || (!bare && groupOf(object) !== tool.group)) throw stranger(object, place, how);
  if (!tool.kinds.includes(kind)) {
    const shown = /^[A-Za-z]{1,60}$/.test(kind) ? kind : "object of an unknown kind";
    found.ignored.set(shown, (found.ignored.get(shown) ?? 0) + 1);
    return;
  }
  if (nameOf(object) === "") throw invalid(how.path, `${has(place)} a ${kind} without metadata.name`, tool);
  found.objects.push({ kind, object, place });
};

const has = (place: string): string => (place === "" ? "is" : `is not usable: ${place} is`);

const stranger = (value: Value, place: string, { path, tool }: How): SteadystateError =>
  invalid(
    path,
    `is not ${/^[AEIOU]/.test(tool.called) ? "an" : "a"} ${tool.called}: ${place === "" ? "it" : place} is ${describeDocument(value)}`,
    tool,
    value,
  );

type Once = { readonly objects: readonly Placed[]; readonly twins: number };

const once = (all: readonly Placed[], path: string, tool: Tool): Once => {
  const known = new Map<string, Placed & { readonly text: string }>();
  let twins = 0;
  for (const placed of all) {
    const text = JSON.stringify(placed.object);
    const name = JSON.stringify([
      placed.kind,
      namespaceOf(placed.object),
      nameOf(placed.object),
      seat(placed),
    ]);
    const before = known.get(name);
    if (before === undefined) known.set(name, { ...placed, text });
    else if (before.text === text) twins += 1;
    else
      throw invalid(
        path,
        `is not usable: ${placed.kind} ${nameOf(placed.object)} stands in it twice, and differently: ${before.place} and ${placed.place}`,
        tool,
      );
  }
  const sorted = [...known].sort(([a], [b]) => byCodeUnit(a, b));
  return { objects: sorted.map(([, { kind, object, place }]) => ({ kind, object, place })), twins };
};

/** The same name on two clusters is two objects where a document was put together from several. */
const seat = ({ object }: Placed): string =>
  `${textAt(object, "spec", "destination", "name")} ${textAt(object, "spec", "destination", "server")}`;

const isValue = (value: unknown): value is Value => value !== undefined;
