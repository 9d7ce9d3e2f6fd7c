import { jsonFault } from "./document/json-fault.ts";
import { knownShape, sourceOfShape } from "./document/known-shapes.ts";

export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

/** Bytes as text: UTF-8 or UTF-16, with a byte order mark or where the zero bytes make it plain. */
export const decodeText = (bytes: Uint8Array): DecodedText => {
  const { encoding, skip } = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(skip));
    return text.includes("\0") ? binary : { ok: true, text };
  } catch (error) {
    // TextDecoder throws a TypeError for a byte sequence that is not text in this encoding, and for nothing else.
    if (error instanceof TypeError) return binary;
    throw error;
  }
};

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  /** `line` and `column` count from 1; `why` quotes nothing of the document. */
  | { readonly ok: false; readonly why: string; readonly line: number; readonly column: number };

/** No document of any tool comes near this, and every walk over one may recurse. */
const depthLimit = 500;

/** Strict JSON. A document that is nested beyond use is refused, so that no later walk can run out of stack. */
export const parseJson = (text: string): ParsedJson => {
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(value)
      ? { ok: false, why: `nested deeper than ${depthLimit} levels`, line: 1, column: 1 }
      : { ok: true, value };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return { ok: false, ...jsonFault(text) };
    throw error;
  }
};

/** What a document looks like, as the object of "expected a plan, found …". */
export const describeDocument = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return knownShape(value) ?? describeList(value);
  switch (typeof value) {
    case "string":
      return "a text";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "object":
      return knownShape(value) ?? describeKeys(Object.keys(value));
    default:
      return "nothing";
  }
};

/** What to do with a document of another tool; empty where no source reads it. */
export const readerHint = (value: unknown): string => {
  const source = sourceOfShape(value);
  return source === undefined ? "" : `it looks like one for --source ${source}`;
};

const binary: DecodedText = { ok: false, why: "it is binary, or in an encoding other than UTF-8 and UTF-16" };

const encodingOf = (bytes: Uint8Array): { readonly encoding: string; readonly skip: number } => {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", skip: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", skip: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", skip: 2 };
  if (a !== 0 && b === 0 && (c === undefined || (c !== 0 && d === 0)))
    return { encoding: "utf-16le", skip: 0 };
  if (a === 0 && b !== undefined && b !== 0 && (c === undefined || (c === 0 && d !== 0)))
    return { encoding: "utf-16be", skip: 0 };
  return { encoding: "utf-8", skip: 0 };
};

/** Whether it is nested beyond use. Recursion ends at the limit itself, and needs no list of what is still to be visited. */
export const isTooDeep = (value: unknown): boolean => isTree(value) && goesTooDeep(value, 0);

/** Most values are no trees, and no call is made for them: this looks at a document whole. */
const goesTooDeep = (tree: Tree, depth: number): boolean => {
  if (depth > depthLimit) return true;
  if (isList(tree)) {
    for (const child of tree) if (isTree(child) && goesTooDeep(child, depth + 1)) return true;
    return false;
  }
  for (const key in tree) {
    const child = tree[key];
    if (isTree(child) && goesTooDeep(child, depth + 1)) return true;
  }
  return false;
};

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const describeList = (list: readonly unknown[]): string => {
  if (list.length === 0) return "an empty list";
  return list.length === 1 ? "a list of 1 item" : `a list of ${list.length} items`;
};

const describeKeys = (keys: readonly string[]): string => {
  if (keys.length === 0) return "an empty object";
  const shown = keys.slice(0, 5).map((key) => key.slice(0, 40));
  return `an object with ${shown.join(", ")}${keys.length > shown.length ? ", …" : ""}`;
};
