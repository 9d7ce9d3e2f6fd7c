import { isThing, type Json, list, type Thing, text, thing } from "./json.ts";
import { Refusal } from "./status.ts";

/**
 * The messages that kubectl and helm send in protobuf because their typed clients prefer it, by field number (from the
 * published generated.proto files). `*` repeats; `map` and `bytes map` are maps from string.
 */
const messages: Readonly<Record<string, Readonly<Record<number, readonly [name: string, type: string]>>>> = {
  Unknown: { 1: ["typeMeta", "TypeMeta"], 2: ["raw", "raw"] },
  TypeMeta: { 1: ["apiVersion", "string"], 2: ["kind", "string"] },
  ObjectMeta: {
    ...{
      1: ["name", "string"],
      2: ["generateName", "string"],
      3: ["namespace", "string"],
      5: ["uid", "string"],
    },
    ...{ 6: ["resourceVersion", "string"], 7: ["generation", "number"], 8: ["creationTimestamp", "Time"] },
    ...{ 11: ["labels", "map"], 12: ["annotations", "map"], 14: ["finalizers", "*string"] },
  },
  Time: { 1: ["seconds", "number"], 2: ["nanos", "number"] },
  Secret: {
    ...{ 1: ["metadata", "ObjectMeta"], 2: ["data", "bytes map"], 3: ["type", "string"] },
    ...{ 4: ["stringData", "map"], 5: ["immutable", "boolean"] },
  },
  ConfigMap: {
    ...{ 1: ["metadata", "ObjectMeta"], 2: ["data", "map"] },
    ...{ 3: ["binaryData", "bytes map"], 4: ["immutable", "boolean"] },
  },
  Namespace: { 1: ["metadata", "ObjectMeta"] },
  DeleteOptions: {
    ...{ 1: ["gracePeriodSeconds", "number"], 3: ["orphanDependents", "boolean"] },
    ...{ 4: ["propagationPolicy", "string"], 5: ["dryRun", "*string"] },
  },
  Eviction: { 1: ["metadata", "ObjectMeta"], 2: ["deleteOptions", "DeleteOptions"] },
  SelfSubjectAccessReview: { 2: ["spec", "AccessSpec"] },
  AccessSpec: {
    1: ["resourceAttributes", "ResourceAttributes"],
    2: ["nonResourceAttributes", "PathAttributes"],
  },
  ResourceAttributes: {
    ...{
      1: ["namespace", "string"],
      2: ["verb", "string"],
      3: ["group", "string"],
      4: ["version", "string"],
    },
    ...{ 5: ["resource", "string"], 6: ["subresource", "string"], 7: ["name", "string"] },
  },
  PathAttributes: { 1: ["path", "string"], 2: ["verb", "string"] },
  SelfSubjectRulesReview: { 2: ["spec", "RulesSpec"] },
  RulesSpec: { 1: ["namespace", "string"] },
  SelfSubjectReview: {},
  "map entry": { 1: ["key", "string"], 2: ["value", "string"] },
  "bytes map entry": { 1: ["key", "string"], 2: ["value", "bytes"] },
};

const magic = Buffer.from("k8s\0");

/** A `application/vnd.kubernetes.protobuf` body as the JSON that it stands for; refuses a kind that is not in the table. */
export const fromProtobuf = (body: Buffer): Thing => {
  if (!body.subarray(0, 4).equals(magic)) throw unreadable("a body without its magic number");
  const { typeMeta, raw } = decode("Unknown", body.subarray(4));
  const kind = text(typeMeta, "kind");
  if (messages[kind] === undefined) throw unreadable(`a ${kind}`);
  return { ...thing(typeMeta), ...decode(kind, Buffer.from(typeof raw === "string" ? raw : "", "base64")) };
};

const unreadable = (what: string) =>
  new Refusal(415, "UnsupportedMediaType", `this server does not read ${what} in protobuf`);

const decode = (message: string, bytes: Buffer): Thing => {
  const fields = messages[message] ?? {};
  const result: Thing = {};
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = fields[tag >> 3];
    const wire = tag & 7;
    if (wire === 0) keep(result, field, varint());
    else if (wire === 2) {
      const size = varint();
      keep(result, field, bytes.subarray(at, at + size));
      at += size;
    } else throw unreadable(`wire type ${wire}`);
  }
  return result;
};

const keep = (result: Thing, field: readonly [string, string] | undefined, value: number | Buffer): void => {
  if (field === undefined) return;
  const [name, type] = field;
  // A string that was never set travels as an empty one.
  if (type === "string" && typeof value !== "number" && value.length === 0) return;
  if (type.startsWith("*")) result[name] = [...list(result, name), read(type.slice(1), value)];
  else if (type.endsWith("map")) {
    const { key, value: inner = "" } = thing(read(`${type} entry`, value));
    const held = result[name];
    result[name] = { ...(isThing(held) ? held : {}), [String(key)]: inner };
  } else result[name] = read(type, value);
};

const read = (type: string, value: number | Buffer): Json => {
  if (typeof value === "number") return type === "boolean" ? value === 1 : value;
  switch (type) {
    case "string":
      return value.toString("utf8");
    case "bytes":
    case "raw":
      return value.toString("base64");
    case "Time":
      return timeOf(decode("Time", value));
    default:
      return decode(type, value);
  }
};

// An empty message is the zero time, which stands for none.
const timeOf = ({ seconds }: Thing): Json =>
  typeof seconds === "number" ? new Date(seconds * 1000).toISOString().replace(".000Z", "Z") : null;
