import { describeDocument, parseJson } from "../core/document.ts";
import { SteadystateError } from "../errors.ts";
import type { Files } from "../system/files.ts";
import { jsonSpots } from "./json-spots.ts";

/** What becomes of a file; without a `document` it stays as it is, byte for byte. */
export type Amended<R, D> = { readonly result: R; readonly document?: D };

/** The whole document as it stands, with every field that we do not know. */
export type RawList = readonly unknown[];
export type RawObject = Readonly<Record<string, unknown>>;

/** Changes a committed or registry file that holds a JSON list: under its lock, read again, replaced in one step. */
export const amendList = <R>(
  path: string,
  files: Files,
  change: (document: RawList) => Amended<R, RawList>,
): Promise<R> =>
  amend(path, files, (document) => {
    if (document === undefined) return change([]);
    if (Array.isArray(document)) return change(document);
    throw untouched(path, `it must be a list, and is ${describeDocument(document)}`);
  });

/** The same for a file that holds a JSON object. */
export const amendObject = <R>(
  path: string,
  files: Files,
  change: (document: RawObject) => Amended<R, RawObject>,
): Promise<R> =>
  amend(path, files, (document) => {
    if (document === undefined) return change({});
    if (isObject(document)) return change(document);
    throw untouched(path, `it must be an object, and is ${describeDocument(document)}`);
  });

/** Members that a file is to get; none leaves it as it is, byte for byte. */
export type Extended<R> = { readonly result: R; readonly members: RawObject };

/**
 * Adds members to a file that holds a JSON object, behind the ones that it has: what stands there stays, byte for byte. Without
 * `write` the file is only read, and nothing is locked.
 */
export const extendObject = async <R>(
  path: string,
  files: Files,
  { write }: { readonly write: boolean },
  change: (document: RawObject) => Extended<R>,
): Promise<R> => {
  const work = async (): Promise<R> => {
    const text = await files.readText(path);
    const document = text === undefined ? {} : parsed(path, text);
    if (!isObject(document))
      throw untouched(path, `it must be an object, and is ${describeDocument(document)}`);
    const { result, members } = change(document);
    if (write && Object.keys(members).length > 0)
      await files.writeText(path, withMembers(text ?? "{}\n", members), 0o644);
    return result;
  };
  return write ? files.withLock(path, work) : work();
};

/** The text of an object with more members at its end, indented as it is itself. */
const withMembers = (text: string, members: RawObject): string => {
  const end = text.lastIndexOf("}");
  const before = text.slice(0, end).trimEnd();
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const [, indent = "  "] = /^[^"]*\n([ \t]+)"/.exec(text) ?? [];
  const inner = JSON.stringify(members, null, indent).slice(2, -2).replaceAll("\n", newline);
  return `${before}${before.endsWith("{") ? "" : ","}${newline}${inner}${newline}${text.slice(end)}`;
};

/** A file that cannot be parsed throws `input-invalid` and is never written. */
const amend = <R>(
  path: string,
  files: Files,
  change: (document: unknown) => Amended<R, unknown>,
): Promise<R> =>
  files.withLock(path, async () => {
    const text = await files.readText(path);
    const { result, document } = change(text === undefined ? undefined : parsed(path, text));
    if (document !== undefined) await files.writeText(path, `${JSON.stringify(document, null, 2)}\n`, 0o644);
    return result;
  });

const parsed = (path: string, text: string): unknown => {
  const read = parseJson(text);
  if (!read.ok) throw untouched(`${path}:${read.line}:${read.column}`, `it is not JSON: ${read.why}`);
  const [twice] = jsonSpots(text).doubled;
  if (twice === undefined) return read.value;
  const { spot, path: at } = twice;
  throw untouched(
    `${path}:${spot.line}:${spot.column}`,
    `${at.map(String).join(".")} stands a second time, and only one of the two would be kept`,
  );
};

export const isObject = (value: unknown): value is RawObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const untouched = (where: string, why: string): SteadystateError =>
  new SteadystateError("input-invalid", `${where} was left untouched: ${why}`, {
    hint: "mend the file by hand, then run this again; steadystate validate names every fault",
    details: { path: where },
  });
