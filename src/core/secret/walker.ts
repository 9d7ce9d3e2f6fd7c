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
  /** `twin` was walked with the same marks and came out unchanged: what is equal in both is passed over. */
  readonly walk: (value: unknown, marks: unknown, twin?: unknown) => Value;
  /** Cheap: whether anything known may stand in a tree that has nothing to mask by itself; `twin` holds none. */
  readonly mayHoldKnown: (value: unknown, twin?: unknown) => boolean;
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
    walk: (value, marks, twin) => walk(tools, value, { marks, level: "none", twin }),
    mayHoldKnown: (value, twin) => mayHoldKnown(tools, value, twin),
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

/** What is known of a place: the tool's marks, what the names above it say, and its equal in a tree that was clean. */
type At = { readonly marks: unknown; readonly level: Suspicion; readonly twin: unknown };

const walk = (tools: Tools, value: unknown, at: At): Value => {
  if (value === null || value === undefined) return null;
  if (at.marks === true) return whole(tools, value);
  if (typeof value === "string") return inText(tools, value, at.level);
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return inNumber(tools, value, at.level);
  if (isTreeList(value)) return inList(tools, value, at);
  return isTreeMap(value) && !isOpaque(value) ? inMap(tools, value, at) : whole(tools, value);
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

const inList = (tools: Tools, list: readonly Value[], { marks, level, twin }: At): Value => {
  let copy: Value[] | undefined;
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    const own = isTreeList(twin) ? twin[at] : undefined;
    if (item === own && typeof item !== "object") continue;
    const mark = Array.isArray(marks) ? marks[at] : undefined;
    const done = walk(tools, item, { marks: mark, level, twin: own });
    if (done === item) continue;
    copy ??= [...list];
    copy[at] = done;
  }
  return copy ?? list;
};

const inMap = (tools: Tools, map: ValueMap, { marks, level, twin }: At): Value => {
  const keys = inOrder(Object.keys(map));
  const alike = isTreeMap(twin) && saysTheSame(map, keys, twin) ? twin : undefined;
  const around: Around = { level, beside: suspicionBeside(tools, map), isSecret: isSecretObject(map) };
  let changed: Map<string, Value> | undefined;
  for (const key of keys) {
    const value = map[key];
    const own = alike?.[key];
    if (value === own && value !== undefined && typeof value !== "object") continue;
    // A name cannot be masked without losing which is which, so the whole map goes.
    if (tools.hides(key)) return whole(tools, map);
    const at = { marks: markAt(marks, key), level: levelOf(tools, key, around), twin: own };
    const done = walk(tools, value, at);
    if (done === value) continue;
    changed ??= new Map();
    changed.set(key, done);
  }
  if (changed === undefined) return map;
  const masked = changed;
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, masked.get(key) ?? value]));
};

/** Whether two maps have the same names, and say the same of their own members. */
const saysTheSame = (map: ValueMap, keys: readonly string[], twin: ValueMap): boolean => {
  let more = keys.length;
  for (const key in twin) {
    if (!Object.hasOwn(map, key)) return false;
    more -= 1;
  }
  return more === 0 && tellers.every((name) => map[name] === twin[name]);
};

/** What a map says of its members. */
type Around = {
  readonly level: Suspicion;
  /** Of the name that stands beside a bare `value`. */
  readonly beside: Suspicion;
  readonly isSecret: boolean;
};

/** Members that say something of their neighbours. */
const tellers = ["name", "Name", "key", "Key", "kind"] as const;

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
    const done = walk(tools, document, outermost);
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

const outermost: At = { marks: undefined, level: "none", twin: undefined };

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

const mayHoldKnown = (tools: Tools, value: unknown, twin: unknown): boolean => {
  if (typeof value === "string") return value !== twin && mayHoldKnownText(tools, value);
  if (typeof value === "number") return isLong(value) && tools.known.secretOf(String(value)) !== undefined;
  if (typeof value !== "object" || value === null) return false;
  if (isTreeList(value)) {
    const other = isTreeList(twin) ? twin : nothing;
    return value.some((item, at) => mayHoldKnown(tools, item, other[at]));
  }
  if (!isTreeMap(value)) return false;
  const other = isTreeMap(twin) ? twin : undefined;
  for (const key in value) if (tools.hides(key) || mayHoldKnown(tools, value[key], other?.[key])) return true;
  return false;
};

/** What is written within a text, in its own way, is for the full walk to find. */
const mayHoldKnownText = (tools: Tools, text: string): boolean =>
  tools.known.occurIn(text) || isBase64(text) || (text.includes("\\") && looksLikeJson(text));

const nothing: readonly Value[] = [];

const markAt = (marks: unknown, key: string): unknown =>
  isTreeMap(marks) && Object.hasOwn(marks, key) ? marks[key] : undefined;

/** What came out of a JSON parser is a tree of values all the way down. */
const isTreeList = (value: unknown): value is readonly Value[] => Array.isArray(value);
const isTreeMap = (value: unknown): value is ValueMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);
