import { parseJson } from "../document.ts";
import { byCodeUnit, inOrder } from "../order.ts";
import { isOpaque, type Opaque, type Value, type ValueMap } from "../value.ts";
import type { KnownValues } from "./known-values.ts";
import { isBenignValue, isInnocuousName, type Suspicion, suspicionOf } from "./names.ts";
import { mayHoldSecret, swapSecrets } from "./shapes.ts";

export type Dealings = {
  /** Secrets to look for in every text. */
  readonly known: KnownValues;
  /** Told of each secret that is worth looking for elsewhere. */
  readonly seen: (secret: string) => void;
  readonly opaqueOf: (secret: string) => Opaque;
};

export type Walker = {
  readonly walk: (value: unknown, marks: unknown) => Value;
  /** Cheap: whether anything known may stand in a tree that has nothing to mask by itself. */
  readonly mayHoldKnown: (value: unknown) => boolean;
  readonly swap: (text: string) => string;
};

/** One walk serves learning and masking; only what is done with a secret differs. */
export const walker = (dealings: Dealings): Walker => {
  const tools: Tools = {
    ...dealings,
    suspicion: remembered(suspicionOf),
    hides: remembered((key) => swap(tools, key) !== key),
  };
  return {
    walk: (value, marks) => walk(tools, value, marks, "none"),
    mayHoldKnown: (value) => mayHoldKnown(tools, value),
    swap: (text) => swap(tools, text),
  };
};

type Tools = Dealings & {
  readonly suspicion: (name: string) => Suspicion;
  /** Whether a map's key holds a secret itself. */
  readonly hides: (key: string) => boolean;
};

/** Names repeat over and over in a document. */
const remembered = <T>(ask: (name: string) => T): ((name: string) => T) => {
  const answers = new Map<string, T>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
};

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
  // Shorter numbers under such a name are counts and lengths.
  if (level === "strong" && Math.abs(value) >= 1e5) return tools.opaqueOf(String(value));
  const secret = isLong(value) ? tools.known.secretOf(String(value)) : undefined;
  return secret === undefined ? value : tools.opaqueOf(secret);
};

/** Long enough that the same digits elsewhere are no coincidence. */
const isLong = (value: number): boolean => Math.abs(value) >= 1e7;

/** A marked value goes as one; its texts are learnt one by one. */
const whole = (tools: Tools, value: unknown): Opaque => {
  for (const text of textsIn(value)) tools.seen(text);
  return tools.opaqueOf(typeof value === "string" ? value : canonical(value));
};

const inList = (tools: Tools, list: readonly Value[], marks: unknown, level: Suspicion): Value => {
  let copy: Value[] | undefined;
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    const done = walk(tools, item, Array.isArray(marks) ? marks[at] : undefined, level);
    if (done === item) continue;
    copy ??= [...list];
    copy[at] = done;
  }
  return copy ?? list;
};

const inMap = (tools: Tools, map: ValueMap, marks: unknown, level: Suspicion): Value => {
  const keys = inOrder(Object.keys(map));
  const around: Around = { level, beside: suspicionBeside(tools, map), isSecret: isSecretObject(map) };
  let changed: Map<string, Value> | undefined;
  for (const key of keys) {
    // A name cannot be masked without losing which is which, so the whole map goes.
    if (tools.hides(key)) return whole(tools, map);
    const value = map[key];
    const done = walk(tools, value, markAt(marks, key), levelOf(tools, key, around));
    if (done === value) continue;
    changed ??= new Map();
    changed.set(key, done);
  }
  if (changed === undefined) return map;
  const masked = changed;
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, masked.get(key) ?? value]));
};

/** What a map says of its members. */
type Around = {
  readonly level: Suspicion;
  /** Of the name that stands beside a bare `value`. */
  readonly beside: Suspicion;
  readonly isSecret: boolean;
};

const suspicionBeside = (tools: Tools, map: ValueMap): Suspicion => {
  const name = map["name"] ?? map["Name"] ?? map["key"] ?? map["Key"];
  return typeof name === "string" ? tools.suspicion(name) : "none";
};

const isSecretObject = (map: ValueMap): boolean => map["kind"] === "Secret" && "apiVersion" in map;

const levelOf = (tools: Tools, key: string, { level, beside, isSecret }: Around): Suspicion => {
  if (beside !== "none" && /^(?:value|default)$/i.test(key)) return beside;
  if (isSecret && /^(?:data|stringData|binaryData)$/.test(key)) return "strong";
  const own = tools.suspicion(key);
  if (own !== "none" || level !== "strong") return own;
  return isInnocuousName(key) ? "none" : "strong";
};

const inText = (tools: Tools, text: string, level: Suspicion): Value => {
  if (level !== "none" && !isBenignValue(text))
    return level === "strong" ? whole(tools, text) : tools.opaqueOf(text);
  const secret = tools.known.secretOf(text);
  if (secret !== undefined) return tools.opaqueOf(secret);
  // Goes whole: a part that is known would be swapped, and the rest of what it hides left to read.
  return hidesInBase64(tools, text) ? tools.opaqueOf(text) : swap(tools, text);
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

/** A document written as text, when there may be something in it to mask. */
const documentIn = (tools: Tools, text: string): object | undefined => {
  if (!looksLikeJson(text)) return undefined;
  if (!mayHoldSecret(text) && !mayHideSecret.test(text) && !tools.known.occurIn(text)) return undefined;
  const parsed = parseJson(text);
  return parsed.ok && typeof parsed.value === "object" && parsed.value !== null ? parsed.value : undefined;
};

/** What only parsing shows: a list of `{"name": "API_TOKEN", "value": …}`, or a text written within the text. */
const mayHideSecret =
  /\\|"(?:name|key)"\s{0,8}:\s{0,8}"[^"]{0,100}(?:pass|pwd|secret|token|key|cred|auth|dsn|conn|cookie)/i;

const looksLikeJson = (text: string): boolean => /^\s{0,20}[{[]/.test(text) && /[}\]]\s{0,20}$/.test(text);

const hidesInBase64 = (tools: Tools, text: string): boolean => {
  if (!isBase64(text)) return false;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(decoded) && swap(tools, decoded) !== decoded;
};

const isBase64 = (text: string): boolean => text.length >= 16 && /^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(text);

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

const mayHoldKnown = (tools: Tools, value: unknown): boolean => {
  if (typeof value === "string") {
    // What is written within a text, in its own way, is for the full walk to find.
    return tools.known.occurIn(value) || isBase64(value) || (value.includes("\\") && looksLikeJson(value));
  }
  if (typeof value === "number") return isLong(value) && tools.known.secretOf(String(value)) !== undefined;
  if (typeof value !== "object" || value === null) return false;
  if (isTreeList(value)) return value.some((item) => mayHoldKnown(tools, item));
  if (!isTreeMap(value)) return false;
  const map = value;
  return Object.keys(map).some((key) => tools.hides(key) || mayHoldKnown(tools, map[key]));
};

const markAt = (marks: unknown, key: string): unknown =>
  isTreeMap(marks) && Object.hasOwn(marks, key) ? marks[key] : undefined;

/** What came out of a JSON parser is a tree of values all the way down. */
const isTreeList = (value: unknown): value is readonly Value[] => Array.isArray(value);
const isTreeMap = (value: unknown): value is ValueMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);
