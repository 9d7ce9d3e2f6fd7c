import { z } from "zod";
import { nearest } from "../core/nearest.ts";
import type { KeyPath } from "./spots.ts";

/** What is wrong with which part of a file that a person wrote. No value of the file is quoted: it may be a secret. */
export type Problem = {
  readonly path: KeyPath;
  /** Whether to point at the name or at what it holds. */
  readonly part: "key" | "value";
  /** A clause that goes on behind the name of the part. */
  readonly why: string;
};

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses with a schema; problems come in the order of the schema, unknown names with the nearest known one. */
export const checked = <S extends z.ZodType>(schema: S, input: unknown): Checked<z.output<S>> => {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const document: unknown = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return {
    ok: false,
    problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, knownAt(document, issue.path))),
  };
};

const problemsOf = (issue: z.core.$ZodIssue, known: readonly string[]): readonly Problem[] => {
  const { path } = issue;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        part: "key",
        why: `is not known${hint(key, known)}`,
      }));
    case "invalid_type":
      return [{ path, part: "value", why: wrongType(issue.expected, issue.input) }];
    case "invalid_value": {
      const values = issue.values.map(String);
      if (issue.input === undefined)
        return [{ path, part: "value", why: `is missing (one of ${values.join(", ")})` }];
      const typed = typeof issue.input === "string" ? hint(issue.input, values) : "";
      return [
        {
          path,
          part: "value",
          why: `must be ${values.length > 1 ? "one of " : ""}${values.join(", ")}${typed}`,
        },
      ];
    }
    default:
      return [{ path, part: "value", why: issue.message }];
  }
};

const hint = (typed: string, known: readonly string[]): string => {
  const close = nearest(typed, known);
  return close === undefined ? "" : `, did you mean ${close}?`;
};

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const wrongType = (expected: string, input: unknown): string => {
  if (input === undefined) return "is missing";
  const wanted = typeNames[expected] ?? expected;
  return `must be ${wanted}, not ${expected === "int" && typeof input === "number" ? "a fraction" : foundName(input)}`;
};

const foundName = (input: unknown): string => {
  if (input === null) return "null";
  if (Array.isArray(input)) return "a list";
  if (input instanceof Date) return "a date";
  return typeNames[typeof input] ?? typeof input;
};

/** The names that a schema knows at a path, from its JSON Schema. */
const knownAt = (document: unknown, path: KeyPath): readonly string[] => {
  let at = document;
  for (const step of path)
    at = typeof step === "number" ? part(at, "items") : part(part(at, "properties"), String(step));
  const properties = part(at, "properties");
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
};

const part = (of: unknown, name: string): unknown =>
  typeof of === "object" && of !== null ? new Map(Object.entries(of)).get(name) : undefined;
