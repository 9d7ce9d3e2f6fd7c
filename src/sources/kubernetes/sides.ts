import { describeDocument } from "../../core/document.ts";
import type { Gap } from "../../core/observation.ts";
import { isMap, type Value, type ValueMap } from "../../core/value.ts";
import { SteadystateError } from "../../errors.ts";
import { at, isObject, kindOf, nameOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";
import { captureHint } from "./read.ts";

/** An object and where it stands in the document, for messages. */
export type Placed = { readonly object: ValueMap; readonly place: string };

export type Sides = {
  readonly declared: readonly Placed[];
  readonly observed: readonly Placed[];
  readonly gaps: readonly Gap[];
};

/** Both sides of a snapshot. Throws `input-invalid`, naming what the document is instead, or which object is wrong. */
export const judgeSnapshotSides = (document: unknown, path: string): Sides => {
  if (!isObject(document) || (document["declared"] === undefined && document["observed"] === undefined))
    throw invalid(path, `is not a Kubernetes snapshot: it is ${describeDocument(document)}`);
  return judgeSides(document, path, []);
};

/** Both sides as single objects. Throws `input-invalid`, naming the object that is wrong. */
export const judgeSides = (
  document: { readonly declared?: unknown; readonly observed?: unknown },
  path: string,
  found: readonly Gap[],
): Sides => {
  const gaps: Gap[] = [...found];
  const side = (name: "declared" | "observed"): readonly Placed[] => {
    const value = document[name] ?? undefined;
    if (value === undefined || !isValue(value))
      throw invalid(path, `has no ${name} side; one without objects is an empty list`);
    return objectsIn(value, { place: name, path, gaps });
  };
  const [declared, observed] = [side("declared"), side("observed")];
  // Where a reader found nothing declared it said why; otherwise emptiness must not pass for agreement.
  if (declared.length === 0 && found.length === 0)
    gaps.push({ what: "the declared side", why: "it holds no object, so nothing was compared" });
  return { declared, observed, gaps };
};

type At = { readonly place: string; readonly path: string; readonly gaps: Gap[] };

const objectsIn = (value: Value, where: At): readonly Placed[] => {
  if (typeof value === "string") return manifestsIn(value, where);
  if (Array.isArray(value)) return listed(value, where, (object) => object);
  if (!isObject(value)) throw wrong(where, `is ${describeDocument(value)}, not an object of Kubernetes`);
  const kind = kindOf(value);
  const refused = refusals.get(kind);
  if (refused !== undefined) throw wrong(where, refused);
  if (kind.endsWith("List") && ("items" in value || kind === "List")) return itemsOf(value, kind, where);
  return [judged(value, where)];
};

const listed = (
  list: readonly Value[],
  { place, ...where }: At,
  completed: (item: Value) => Value,
): readonly Placed[] =>
  list.flatMap((item, nth) => objectsIn(completed(item), { ...where, place: `${place}[${nth}]` }));

/** Manifests written as text: what a template renders is handed over like that. */
const manifestsIn = (text: string, where: At): readonly Placed[] => {
  const parsed = parseManifests(text);
  if (!parsed.ok) throw wrong(where, `is not usable YAML: ${parsed.why} (line ${parsed.line})`);
  const documents = parsed.documents.filter((one): one is Value => typeof one !== "string");
  if (documents.length < parsed.documents.length)
    throw wrong(where, "is a text, not an object of Kubernetes");
  return listed(documents, where, (object) => object);
};

/** A server leaves kind and version out of the items of a typed list. */
const itemsOf = (list: ValueMap, kind: string, where: At): readonly Placed[] => {
  const items = list["items"] ?? [];
  if (!("items" in list) || !Array.isArray(items)) throw wrong(where, `is a ${kind} without items`);
  if (textAt(list, "metadata", "continue") !== "")
    where.gaps.push({ what: where.place, why: "the list was cut off, and the server has more of it" });
  const own = kind === "List" ? undefined : { apiVersion: list["apiVersion"] ?? "", kind: kind.slice(0, -4) };
  return listed(items, where, (item) => (own !== undefined && isMap(item) ? { ...own, ...item } : item));
};

/** What kubectl and the server write in place of objects. */
const refusals: ReadonlyMap<string, string> = new Map([
  ["Status", "is an error answer of the server, not an object"],
  ["Table", "is a table for people; capture it with -o json"],
  ["PartialObjectMetadata", "holds only metadata; capture it with -o json"],
  ["PartialObjectMetadataList", "holds only metadata; capture it with -o json"],
]);

const judged = (object: ValueMap, where: At): Placed => {
  const { place } = where;
  if (kindOf(object) === "" || textAt(object, "apiVersion") === "")
    throw wrong(where, `is ${describeDocument(object)}, without apiVersion and kind`);
  if (nameOf(object) === "") throw wrong(where, `is a ${kindOf(object).slice(0, 60)} without metadata.name`);
  for (const member of ["namespace", "labels", "annotations"] as const) {
    const value = at(object, "metadata", member);
    const fits = member === "namespace" ? typeof value === "string" : isMap(value);
    if (value !== undefined && !fits) throw wrong(where, `has a metadata.${member} of a wrong type`);
  }
  return { object, place };
};

const wrong = ({ path, place }: At, clause: string): SteadystateError =>
  invalid(path, `is not a usable snapshot: ${place} ${clause}`);

export const invalid = (path: string, clause: string): SteadystateError =>
  new SteadystateError("input-invalid", `${path} ${clause}`, { hint: captureHint, details: { path } });

const isValue = (value: unknown): value is Value => value !== undefined;
