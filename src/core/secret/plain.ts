import { parseJson } from "../document.ts";
import { isOpaque, type Value, type ValueMap } from "../value.ts";
import { shortestSought } from "./forms.ts";
import type { KnownValues } from "./known-values.ts";
import { isBenignValue, isInnocuousName, type Suspicion, suspicionOf } from "./names.ts";
import { mayHoldSecret, swapSecrets } from "./shapes.ts";

/** What a map's key says, whatever stands there; told once for each name. */
export type KeyFacts = {
  readonly suspicion: Suspicion;
  /** The key holds a secret itself. */
  readonly hides: boolean;
  readonly isInnocuous: boolean;
  /** What the value is depends on a neighbour: on the name beside a bare `value`, or on the kind of a Kubernetes object. */
  readonly leans: "beside" | "kind" | undefined;
};

export type Reading = {
  /** Secrets to look for in every text. */
  readonly known: KnownValues;
  readonly suspicion: (name: string) => Suspicion;
  readonly factsOf: (key: string) => KeyFacts;
};

export const reading = (known: KnownValues): Reading => {
  const made: Reading = {
    known,
    suspicion: remembered(suspicionOf),
    factsOf: remembered((key) => factsOfKey(made, key)),
  };
  return made;
};

/** Names repeat over and over in a document. */
const remembered = <T>(ask: (name: string) => T): ((name: string) => T) => {
  const answers = new Map<string, T>();
  return (name) => {
    const told = answers.get(name);
    if (told !== undefined) return told;
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
};

const factsOfKey = (tools: Reading, key: string): KeyFacts => ({
  suspicion: tools.suspicion(key),
  hides: !isPlainSwap(tools, key),
  isInnocuous: isInnocuousName(key),
  leans: /^(?:value|default)$/i.test(key)
    ? "beside"
    : /^(?:data|stringData|binaryData)$/.test(key)
      ? "kind"
      : undefined,
});

/**
 * Whether there is nothing to mask in it. Nearly every tree of a document is so, and this tells it without a copy, a list of
 * members or an order. `marks` are the tool's own, `level` is what the names above say; `twin` is such a tree with the same
 * marks: what is equal in both is passed over.
 */
export const isPlain = (
  tools: Reading,
  value: unknown,
  marks: unknown,
  level: Suspicion,
  twin: unknown,
): boolean => {
  if (typeof value !== "object" || value === null) return isPlainLeaf(tools, value, marks, level);
  if (marks === true) return false;
  if (isTreeList(value)) return isPlainList(tools, value, marks, level, twin);
  return isTreeMap(value) && !isOpaque(value) && isPlainMap(tools, value, marks, level, twin);
};

/** The same of what has no members. */
export const isPlainLeaf = (tools: Reading, value: unknown, marks: unknown, level: Suspicion): boolean => {
  if (value === null) return true;
  if (marks === true) return false;
  if (typeof value === "string") return isPlainText(tools, value, level);
  if (typeof value === "number") return isPlainNumber(tools, value, level);
  return typeof value === "boolean";
};

const isPlainList = (
  tools: Reading,
  list: readonly Value[],
  marks: unknown,
  level: Suspicion,
  twin: unknown,
): boolean => {
  const marked = isTreeList(marks) ? marks : none;
  const other = isTreeList(twin) ? twin : none;
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    const own = other[at];
    if (item === own && typeof item !== "object") continue;
    if (!isPlain(tools, item, marked[at], level, own)) return false;
  }
  return true;
};

const none: readonly Value[] = [];

const isPlainMap = (
  tools: Reading,
  map: ValueMap,
  marks: unknown,
  level: Suspicion,
  twin: unknown,
): boolean => {
  const other = isTreeMap(twin) ? twin : undefined;
  for (const key in map) {
    const value = map[key];
    const facts = tools.factsOf(key);
    const own = facts.leans === undefined && other !== undefined ? other[key] : undefined;
    if (value === own && isLeaf(value)) continue;
    if (facts.hides) return false;
    const mark = marks === undefined ? undefined : markAt(marks, key);
    if (!isPlain(tools, value, mark, levelAt(tools, facts, map, level), own)) return false;
  }
  return true;
};

const isLeaf = (value: unknown): boolean => typeof value !== "object" && value !== undefined;

/** What the names say of a member: its own, the one beside it, and those above. */
export const levelAt = (tools: Reading, facts: KeyFacts, map: ValueMap, level: Suspicion): Suspicion => {
  if (facts.leans === "beside") {
    const beside = suspicionBeside(tools, map);
    if (beside !== "none") return beside;
  }
  if (facts.leans === "kind" && isSecretObject(map)) return "strong";
  if (facts.suspicion !== "none" || level !== "strong") return facts.suspicion;
  return facts.isInnocuous ? "none" : "strong";
};

const suspicionBeside = (tools: Reading, map: ValueMap): Suspicion => {
  const name = map["name"] ?? map["Name"] ?? map["key"] ?? map["Key"];
  return typeof name === "string" ? tools.suspicion(name) : "none";
};

const isSecretObject = (map: ValueMap): boolean => map["kind"] === "Secret" && "apiVersion" in map;

const isPlainNumber = (tools: Reading, value: number, level: Suspicion): boolean =>
  !isGuarded(value, level) && !(isLong(value) && tools.known.secretOf(String(value)) !== undefined);

/** Shorter numbers under such a name are counts and lengths. */
export const isGuarded = (value: number, level: Suspicion): boolean =>
  level === "strong" && Math.abs(value) >= 1e5;

/** Long enough that the same digits elsewhere are no coincidence. */
export const isLong = (value: number): boolean => Math.abs(value) >= 1e7;

const isPlainText = (tools: Reading, text: string, level: Suspicion): boolean => {
  if (level !== "none" && !isBenignValue(text)) return false;
  return text.length < shortestSought || (isPlainSwap(tools, text) && !hidesInBase64(tools, text));
};

/** Whether swapping would leave the text as it is; a whole text that is known is one that holds something known. */
const isPlainSwap = (tools: Reading, text: string): boolean => {
  if (text.length < shortestSought) return true;
  if (tools.known.occurIn(text)) return false;
  const document = documentIn(tools, text);
  if (document !== undefined) return isPlain(tools, document, undefined, "none", undefined);
  return !mayHoldSecret(text) || swapSecrets(text, () => "‹secret›") === text;
};

/** A document written as text, when there may be something in it to mask. */
export const documentIn = (tools: Reading, text: string): object | undefined => {
  if (!looksLikeJson(text)) return undefined;
  if (!mayHoldSecret(text) && !mayHideSecret.test(text) && !tools.known.occurIn(text)) return undefined;
  const parsed = parseJson(text);
  return parsed.ok && typeof parsed.value === "object" && parsed.value !== null ? parsed.value : undefined;
};

/** What only parsing shows: a list of `{"name": "API_TOKEN", "value": …}`, or a text written within the text. */
const mayHideSecret =
  /\\|"(?:name|key)"\s{0,8}:\s{0,8}"[^"]{0,100}(?:pass|pwd|secret|token|key|cred|auth|dsn|conn|cookie)/i;

export const looksLikeJson = (text: string): boolean =>
  mayBegin(text.charCodeAt(0)) && /^\s{0,20}[{[]/.test(text) && /[}\]]\s{0,20}$/.test(text);

/** A bracket, or any space. */
const mayBegin = (code: number): boolean => code === 0x7b || code === 0x5b || code <= 0x20 || code > 0x7e;

export const hidesInBase64 = (tools: Reading, text: string): boolean => {
  if (!isBase64(text)) return false;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(decoded) && !isPlainSwap(tools, decoded);
};

const shortestBase64 = 16;

export const isBase64 = (text: string): boolean =>
  text.length >= shortestBase64 && /^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(text);

export const markAt = (marks: unknown, key: string): unknown =>
  isTreeMap(marks) && Object.hasOwn(marks, key) ? marks[key] : undefined;

/** What came out of a JSON parser is a tree of values all the way down. */
export const isTreeList = (value: unknown): value is readonly Value[] => Array.isArray(value);
export const isTreeMap = (value: unknown): value is ValueMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);
