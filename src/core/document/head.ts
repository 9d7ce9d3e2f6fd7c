import { parseJson } from "../document.ts";

/** What the beginning of a JSON document holds, as a value; `undefined` where it does not begin like one. */
export const headOfJson = (text: string): unknown => {
  const read = parseJson(mended(text));
  return read.ok ? read.value : undefined;
};

/** Deeper than this no value is read anyway. */
const deepest = 500;

/** Cut after the last value that is whole, with everything closed that is still open there: behind that cut nothing opens or ends. */
const mended = (text: string): string => {
  const open: string[] = [];
  let cut = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (open.length > deepest) return "";
    const letter = text[at];
    if (letter === '"') at = endOfString(text, at);
    else if (letter === ",") cut = at;
    else if (letter === "{") {
      open.push("}");
      cut = at + 1;
    } else if (letter === "[") {
      open.push("]");
      cut = at + 1;
    } else if (letter === "}" || letter === "]") {
      open.pop();
      cut = at + 1;
    }
  }
  return text.slice(0, cut) + open.toReversed().join("");
};

const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
};

/**
 * The keys on the outside of the first document of a YAML text, enough to tell its shape: a value on the same line as a text,
 * any other as an empty object, and of `items` the kind of the first. `undefined` where there is none.
 */
export const topOfYaml = (text: string): Readonly<Record<string, unknown>> | undefined => {
  const top = new Map<string, unknown>();
  const item = new Map<string, string>();
  for (const line of firstDocument(text)) {
    const [, , key, value = ""] = /^(["']?)([A-Za-z_$][\w.$/-]*)\1:(?:[ \t]+(.*))?$/.exec(line) ?? [];
    if (key !== undefined) top.set(key, scalar(value));
    else noteItem(line, [...top.keys()].at(-1), item);
  }
  if (top.size === 0) return undefined;
  if (item.size > 0) top.set("items", [Object.fromEntries(item)]);
  return Object.fromEntries(top);
};

const firstDocument = (text: string): readonly string[] => {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:#|$)/.test(line) && !line.startsWith("%"));
  const start = lines[0]?.startsWith("---") === true ? 1 : 0;
  const end = lines.findIndex((line, at) => at > start && /^(?:---|\.\.\.)/.test(line));
  return lines.slice(start, end < 0 ? undefined : end);
};

const noteItem = (line: string, under: string | undefined, item: Map<string, string>): void => {
  if (under !== "items") return;
  const [, key = "", value = ""] = /^(?:- | {2}(?:- | {2})?)(apiVersion|kind):[ \t]+(\S+)/.exec(line) ?? [];
  if (key !== "" && !item.has(key)) item.set(key, value.replaceAll(/["']/g, ""));
};

const scalar = (value: string): unknown => {
  const plain = value.replace(/(?:^|[ \t])#.*$/, "").trim();
  if (plain === "" || /^[[{|>&*]/.test(plain)) return {};
  return plain.replace(/^(["'])(.*)\1$/, "$2");
};
