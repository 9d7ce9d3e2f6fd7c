import { parseJson } from "../document.ts";
import { byCodeUnit, inOrder } from "../order.ts";
import { isOpaque, type Opaque, type Value, type ValueMap } from "../value.ts";
import type { KnownValues } from "./known-values.ts";
import { mayHoldKnown } from "./known-within.ts";
import { isBenignValue, type Suspicion } from "./names.ts";
import {
  documentIn,
  hidesInBase64,
  isGuarded,
  isLong,
  isPlain,
  isPlainLeaf,
  isTreeList,
  isTreeMap,
  levelAt,
  looksLikeJson,
  markAt,
  type Reading,
  reading,
} from "./plain.ts";
import { swapSecrets } from "./shapes.ts";

export type Dealings = {
  /** Secrets to look for in every text. */
  readonly known: KnownValues;
  /** Told of each secret that is worth looking for elsewhere. */
  readonly seen: (secret: string) => void;
  readonly opaqueOf: (secret: string) => Opaque;
};

export type Walker = {
  readonly walk: (value: unknown, marks: unknown) => Value;
  /** Cheap: whether a walk would find nothing. `twin` is so with the same marks: what is equal in both is passed over. */
  readonly isPlain: (value: unknown, marks: unknown, twin?: unknown) => boolean;
  /** Cheap: whether anything known may stand in a tree that has nothing to mask by itself; `twin` holds none. */
  readonly mayHoldKnown: (value: unknown, twin?: unknown) => boolean;
  readonly swap: (text: string) => string;
};

/** One walk serves learning and masking; only what is done with a secret differs. */
export const walker = (dealings: Dealings): Walker => {
  const tools: Tools = { ...dealings, ...reading(dealings.known) };
  return {
    walk: (value, marks) => walk(tools, value, marks, "none"),
    isPlain: (value, marks, twin) => isPlain(tools, value, marks, "none", twin),
    mayHoldKnown: (value, twin) => mayHoldKnown(tools, value, twin),
    swap: (text) => swap(tools, text),
  };
};

type Tools = Dealings & Reading;

const walk = (tools: Tools, value: unknown, marks: unknown, level: Suspicion): Value => {
  if (value === null || value === undefined) return null;
  if (marks === true) return whole(tools, value);
  if (typeof value === "string") return inText(tools, value, level);
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return inNumber(tools, value, level);
  if (isTreeList(value)) return inList(tools, value, marks, level);
  return isTreeMap(value) && !isOpaque(value) ? inMap(tools, value, marks, level) : whole(tools, value);
};

const inNumber = (tools: Tools, value: number, level: Suspicion): Value => {
  if (isGuarded(value, level)) return tools.opaqueOf(String(value));
  const secret = isLong(value) ? tools.known.secretOf(String(value)) : undefined;
  return secret === undefined ? value : tools.opaqueOf(secret);
};

/** A marked value goes as one; its texts are learnt one by one. */
const whole = (tools: Tools, value: unknown): Opaque => {
  for (const text of textsIn(value)) tools.seen(text);
  return tools.opaqueOf(typeof value === "string" ? value : canonical(value));
};

const inList = (tools: Tools, list: readonly Value[], marks: unknown, level: Suspicion): Value => {
  let copy: Value[] | undefined;
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    const done = walk(tools, item, isTreeList(marks) ? marks[at] : undefined, level);
    if (done === item) continue;
    copy ??= [...list];
    copy[at] = done;
  }
  return copy ?? list;
};

/** Only what is not plain has an order: that in which its secrets are numbered. */
const inMap = (tools: Tools, map: ValueMap, marks: unknown, level: Suspicion): Value => {
  const found: string[] = [];
  for (const key in map) if (mayChange(tools, map, key, marks, level)) found.push(key);
  let changed: Map<string, Value> | undefined;
  for (const key of found.length < 2 ? found : inOrder(found)) {
    const facts = tools.factsOf(key);
    if (facts.hides) {
      swap(tools, key);
      // A name cannot be masked without losing which is which, so the whole map goes.
      return whole(tools, map);
    }
    const done = walk(tools, map[key], markAt(marks, key), levelAt(tools, facts, map, level));
    if (done === map[key]) continue;
    changed ??= new Map();
    changed.set(key, done);
  }
  if (changed === undefined) return map;
  const copy: Record<string, Value> = { ...map };
  for (const [key, value] of changed) {
    // To assign to this one name would give the copy another ancestor instead of a member.
    if (key === "__proto__") Object.defineProperty(copy, key, { ...own, value });
    else copy[key] = value;
  }
  return copy;
};

const own = { configurable: true, enumerable: true, writable: true };

/** A tree may always: to look into each before it is walked would cost its depth times its size. */
const mayChange = (tools: Tools, map: ValueMap, key: string, marks: unknown, level: Suspicion): boolean => {
  const value = map[key];
  const facts = tools.factsOf(key);
  if (facts.hides || (typeof value === "object" && value !== null)) return true;
  return !isPlainLeaf(tools, value, markAt(marks, key), levelAt(tools, facts, map, level));
};

const inText = (tools: Tools, text: string, level: Suspicion): Value => {
  if (level !== "none" && !isBenignValue(text))
    return level === "strong" ? whole(tools, text) : tools.opaqueOf(text);
  const secret = tools.known.secretOf(text);
  if (secret !== undefined) return tools.opaqueOf(secret);
  // Goes whole: a part that is known would be swapped, and the rest of what it hides left to read.
  if (!hidesInBase64(tools, text)) return swap(tools, text);
  swap(tools, Buffer.from(text, "base64").toString("utf8"));
  return tools.opaqueOf(text);
};

const swap = (tools: Tools, text: string): string => {
  const document = documentIn(tools, text);
  if (document !== undefined) {
    const done = walk(tools, document, undefined, "none");
    return done === document ? text : JSON.stringify(done);
  }
  const found = (secret: string): string => {
    tools.seen(secret);
    return tools.opaqueOf(secret).text;
  };
  // What is known goes first: a secret with odd characters would be cut in two by the shapes.
  return swapSecrets(
    tools.known.swapIn(text, (secret) => tools.opaqueOf(secret).text),
    found,
  );
};

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") {
    const parsed = looksLikeJson(value) ? parseJson(value) : undefined;
    return parsed?.ok === true ? [value, ...textsIn(parsed.value)] : [value];
  }
  if (typeof value === "number") return isLong(value) ? [String(value)] : [];
  if (typeof value !== "object" || value === null || isOpaque(value)) return [];
  return Object.values(value).flatMap(textsIn);
};

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isTreeMap(part) && !isTreeList(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => byCodeUnit(a, b)))
      : part,
  );
