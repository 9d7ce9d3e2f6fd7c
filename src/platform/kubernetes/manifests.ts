import { CST, type Document, isMap, isScalar, Lexer, parseAllDocuments, visit } from "yaml";
import { isTooDeep } from "../../core/document.ts";

export type ParsedManifests =
  | { readonly ok: true; readonly documents: readonly unknown[] }
  /** `line` and `column` count from 1; `why` quotes nothing of the document. */
  | { readonly ok: false; readonly why: string; readonly line: number; readonly column: number };

/** Characters at most: a reader of YAML needs many times the size of its text. */
const longest = 64 * 1024 * 1024;
/** Aliases that one document may resolve before it counts as a bomb. */
const aliasLimit = 100;

/**
 * The documents of a YAML stream, empty ones left out. YAML 1.2 without tags of its own; a key that stands twice, a tag that is
 * not known and an alias bomb are errors. Octal modes and `yes` are read as kubectl reads them.
 */
export const parseManifests = (text: string): ParsedManifests => {
  if (text.length > longest) return failed("it is larger than 64 MiB, give it as JSON");
  if (isTooDeepToRead(text)) return failed("it is nested too deeply");
  try {
    const parsed = parseAllDocuments(text, options);
    return Array.isArray(parsed) ? valuesOf(parsed) : { ok: true, documents: [] };
  } catch (error) {
    if (error instanceof ReferenceError) return failed("its aliases refer to one another too often");
    if (error instanceof RangeError) return failed("it is nested too deeply");
    throw error;
  }
};

const valuesOf = (parsed: readonly Document.Parsed[]): ParsedManifests => {
  const documents: unknown[] = [];
  for (const document of parsed) {
    const fault = [...document.errors, ...document.warnings][0];
    if (fault !== undefined) {
      const { line = 1, col: column = 1 } = fault.linePos?.[0] ?? {};
      return { ok: false, why: faultOf(fault.code), line, column };
    }
    readAsKubectl(document);
    const value: unknown = document.toJS({ maxAliasCount: aliasLimit });
    if (isTooDeep(value)) return failed("it is nested too deeply");
    if (value !== null && value !== undefined) documents.push(value);
  }
  return { ok: true, documents };
};

/** Levels of brackets, dashes in one line, or columns of indentation; people write a tenth of it. */
const levelLimit = 500;

/** Asked of the words of the text alone: the reader recurses, and near the end of the stack it ends the whole process. */
const isTooDeepToRead = (text: string): boolean => {
  let [brackets, dashes, indentation] = [0, 0, 0];
  let before = "newline";
  for (const word of new Lexer().lex(text)) {
    const type = CST.tokenType(word) ?? "";
    brackets = Math.max(0, brackets + (bracketTypes.get(type) ?? 0));
    if (type === "newline") dashes = 0;
    if (type === "seq-item-ind" || type === "explicit-key-ind") dashes += 1;
    if (type === "space" && before === "newline") indentation = word.length;
    if (Math.max(brackets, dashes, indentation) > levelLimit) return true;
    before = type;
  }
  return false;
};

const bracketTypes: ReadonlyMap<string, number> = new Map([
  ["flow-seq-start", 1],
  ["flow-map-start", 1],
  ["flow-seq-end", -1],
  ["flow-map-end", -1],
]);

const options = {
  version: "1.2",
  schema: "core",
  uniqueKeys: true,
  merge: true,
  stringKeys: true,
  prettyErrors: true,
  logLevel: "silent",
} as const;

const failed = (why: string): ParsedManifests => ({ ok: false, why, line: 1, column: 1 });

const faultOf = (code: string): string => faults.get(code) ?? "it is not YAML";

const faults: ReadonlyMap<string, string> = new Map([
  ["DUPLICATE_KEY", "a key stands twice in one map"],
  ["TAG_RESOLVE_FAILED", "it has a tag that is not known"],
  ["BAD_INDENT", "a line is indented wrongly"],
  ["TAB_AS_INDENT", "a line is indented with a tab"],
  ["NON_STRING_KEY", "a key is no text"],
  ["BAD_ALIAS", "an alias has no anchor"],
  ["MISSING_CHAR", "a quote, a bracket or a comma is missing"],
]);

/** kubectl reads an older YAML: a mode `0644` is octal, and `yes` and `off` are switches. */
const readAsKubectl = (document: Document.Parsed): void => {
  visit(document, {
    Pair: (_key, { value }) => {
      if (isMap(value) || !isScalar(value) || value.type !== "PLAIN" || value.source === undefined) return;
      if (/^0[0-7]+$/.test(value.source)) value.value = Number.parseInt(value.source, 8);
      else if (/^(?:yes|Yes|YES|on|On|ON)$/.test(value.source)) value.value = true;
      else if (/^(?:no|No|NO|off|Off|OFF)$/.test(value.source)) value.value = false;
    },
  });
};
