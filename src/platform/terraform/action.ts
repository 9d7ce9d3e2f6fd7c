import type { Action } from "../../core/departure.ts";
import type { Row } from "./schema.ts";

/** The planned action; `undefined` for words that nobody knows yet, and for a row without a word. */
export const actionOf = (change: Row | undefined): Action | undefined => {
  if (change?.change.actions.length === 0) return undefined;
  const all = change?.change.actions ?? [];
  const first = all[0];
  if (first !== undefined && all.length === 1) return alone.get(first);
  const words = new Set(all.filter((word) => !idle.has(word)));
  const only = (...allowed: readonly string[]) =>
    words.size === allowed.length && allowed.every((word) => words.has(word));
  if (words.size === 0) return "none";
  if (only("create")) return "create";
  if (only("update")) return "update";
  if (only("delete")) return "delete";
  if (only("create", "delete")) return "replace";
  return only("forget") || only("create", "forget") ? "forget" : undefined;
};

/** Nearly every row has one word, and there are tens of thousands of rows. */
const alone: ReadonlyMap<string, Action> = new Map([
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
  ["forget", "forget"],
  ["no-op", "none"],
  ["read", "none"],
  ["open", "none"],
]);

const idle: ReadonlySet<string> = new Set(["no-op", "read", "open"]);

/** Whether the words change nothing. */
export const isIdle = (actions: readonly string[]): boolean => actions.every((word) => idle.has(word));
