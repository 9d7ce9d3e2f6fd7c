import {
  differs,
  type FieldSet,
  fieldsOf,
  fromFieldsV1,
  inWords,
  removeAt,
  toFieldsV1,
  valueAt,
} from "./fields.ts";
import { ensure, isThing, type Json, type Thing, text, things } from "./json.ts";
import { isSet, mergeKeys, sameIdentity } from "./merge-keys.ts";
import { Refusal } from "./status.ts";

/** Who writes, and how. */
export type Writer = {
  readonly manager: string;
  readonly apiVersion: string;
  readonly time: string;
  /** "" for the object itself. */
  readonly subresource: string;
  readonly builtin: boolean;
  /** The kind has its status apart, so that a write of the object does not own it. */
  readonly hasStatus: boolean;
};

type Entry = {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly time: string;
  readonly subresource: string;
  readonly fields: FieldSet;
};

const entriesOf = (object: Thing | undefined): readonly Entry[] =>
  things(object, "metadata", "managedFields").map((entry) => ({
    manager: text(entry, "manager"),
    operation: entry["operation"] === "Apply" ? "Apply" : "Update",
    apiVersion: text(entry, "apiVersion"),
    time: text(entry, "time"),
    subresource: text(entry, "subresource"),
    fields: new Set(fromFieldsV1(entry["fieldsV1"])),
  }));

const write = (object: Thing, entries: readonly Entry[]): void => {
  ensure(object, "metadata")["managedFields"] = entries
    .filter(({ fields }) => fields.size > 0)
    .map(({ manager, operation, apiVersion, time, subresource, fields }) => ({
      ...{ manager, operation, apiVersion, time, fieldsType: "FieldsV1", fieldsV1: toFieldsV1(fields) },
      ...(subresource === "" ? {} : { subresource }),
    }));
};

const isOwn = (entry: Entry, operation: Entry["operation"], { manager, subresource }: Writer): boolean =>
  entry.operation === operation && entry.manager === manager && entry.subresource === subresource;

/** Records in `after` that this writer set what differs from `before`; who owned it before does so no longer. */
export const recordUpdate = (before: Thing | undefined, after: Thing, writer: Writer): void => {
  const all = fieldsOf(after, writer.builtin, writer.subresource === "status" || !writer.hasStatus);
  const changed = new Set([...all].filter((path) => differs(path, before, after)));
  const others = entriesOf(before).map((entry) => ({
    ...entry,
    fields: new Set(
      [...entry.fields].filter((path) => !changed.has(path) && valueAt(after, path) !== undefined),
    ),
  }));
  if (changed.size === 0) {
    write(after, others);
    return;
  }
  const own = others.find((entry) => isOwn(entry, "Update", writer));
  const { manager, apiVersion, time, subresource } = writer;
  const fields = new Set([...(own?.fields ?? []), ...changed]);
  write(after, [
    ...others.filter((entry) => entry !== own),
    { manager, operation: "Update", apiVersion, time, subresource, fields },
  ]);
};

/** Server-side apply: the object that results; a field that another manager owns otherwise is a conflict unless forced. */
export const serverSideApply = (
  live: Thing | undefined,
  applied: Thing,
  writer: Writer,
  force: boolean,
): Thing => {
  const wanted = fieldsOf(applied, writer.builtin, writer.subresource === "status");
  const held = entriesOf(live);
  const own = held.find((entry) => isOwn(entry, "Apply", writer));
  const lost = (entry: Entry) =>
    [...entry.fields].filter((path) => wanted.has(path) && differs(path, live, applied));
  const others = held.filter((entry) => entry !== own);
  if (!force) refuseConflicts(others.map((entry) => ({ entry, paths: lost(entry) })));
  const merged = mergeApplied(structuredClone(live ?? {}), structuredClone(applied), "", writer.builtin);
  if (!isThing(merged)) throw new Error("an applied object is an object");
  const elsewhere = new Set(others.flatMap((entry) => [...entry.fields]));
  for (const path of own?.fields ?? []) {
    if (!wanted.has(path) && !elsewhere.has(path)) removeAt(merged, path);
  }
  const { manager, apiVersion, subresource } = writer;
  const unchanged = own !== undefined && live !== undefined && sameSet(own.fields, wanted);
  const time = unchanged ? own.time : writer.time;
  write(merged, [
    ...others.map((entry) => ({ ...entry, fields: minus(entry.fields, lost(entry)) })),
    { manager, operation: "Apply", apiVersion, time, subresource, fields: wanted },
  ]);
  return merged;
};

const minus = (fields: FieldSet, gone: readonly string[]): FieldSet =>
  new Set([...fields].filter((path) => !gone.includes(path)));

const sameSet = (left: FieldSet, right: FieldSet): boolean =>
  left.size === right.size && [...left].every((path) => right.has(path));

type Lost = { readonly entry: Entry; readonly paths: readonly string[] };

const refuseConflicts = (found: readonly Lost[]): void => {
  const lost = found.filter(({ paths }) => paths.length > 0);
  const causes = lost.flatMap(({ entry, paths }) =>
    paths.map((path) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${managerWords(entry)}`,
      field: inWords(path),
    })),
  );
  const [first] = causes;
  if (first === undefined) return;
  const many = lost
    .flatMap(({ entry, paths }) => [
      `conflicts with ${managerWords(entry)}:`,
      ...paths.map((path) => `- ${inWords(path)}`),
    ])
    .join("\n");
  const message =
    causes.length === 1
      ? `1 conflict: ${first.message}: ${first.field}`
      : `${causes.length} conflicts: ${many}`;
  throw new Refusal(409, "Conflict", `Apply failed with ${message}`, { causes });
};

const managerWords = ({ manager, subresource, operation, apiVersion }: Entry): string => {
  const part = subresource === "" ? "" : ` with subresource "${subresource}"`;
  return `"${manager}"${part}${operation === "Update" ? ` using ${apiVersion}` : ""}`;
};

const mergeApplied = (live: Json | undefined, applied: Json, field: string, builtin: boolean): Json => {
  if (isThing(applied) && isThing(live) && field !== "selector") {
    for (const [key, value] of Object.entries(applied)) {
      live[key] = mergeApplied(live[key], value, key, builtin);
    }
    return live;
  }
  if (!Array.isArray(applied) || !Array.isArray(live) || !builtin) return applied;
  if (isSet(field)) return [...live, ...applied.filter((entry) => !live.includes(entry))];
  const by = mergeKeys(field, [...live, ...applied]);
  if (by === undefined) return applied;
  const merged = [...live];
  for (const entry of applied) {
    const at = merged.findIndex((other) => sameIdentity(other, entry, by));
    if (at < 0) merged.push(entry);
    else merged[at] = mergeApplied(merged[at], entry, "", builtin);
  }
  return merged;
};
