import { byCodeUnit } from "../../order.ts";
import { isMap, isOpaque, type Value, type ValueMap } from "../../value.ts";
import type { Answer, Exposure } from "../rule.ts";
import { unknown, worst } from "./answers.ts";
import { blocks, type Readable } from "./attributes.ts";

/** Judges each statement of a policy; what cannot be read as a policy is in doubt. `attribute` names where it stands. */
export const judgePolicy = (
  value: Value | undefined,
  attribute: string,
  judge: (statement: ValueMap) => Exposure,
): Exposure => {
  const { known, unreadable } = statementsOf(value);
  return worst([...known.map(judge), ...(unreadable ? [unknown(`cannot read ${attribute}`)] : [])]);
};

/** Effect is Allow; a statement without one is taken at its worst. */
export const allows = (statement: ValueMap): Answer => {
  const effect = element(statement, "Effect");
  if (effect === undefined || effect === null) return "yes";
  if (typeof effect !== "string") return "unknown";
  return effect.trim().toLowerCase() === "allow" ? "yes" : "no";
};

/** An element by name, whatever its case. */
export const element = (map: ValueMap, name: string): Value | undefined => {
  if (Object.hasOwn(map, name)) return map[name];
  const wanted = name.toLowerCase();
  const [key] = Object.keys(map)
    .filter((candidate) => candidate.length === wanted.length && candidate.toLowerCase() === wanted)
    .sort(byCodeUnit);
  return key === undefined ? undefined : map[key];
};

/** Does a pattern consist of wildcards only, so that it matches anything? */
export const matchesAll = (pattern: string): boolean =>
  pattern.includes("*") && /^[*?]+$/u.test(pattern.trim());

const statementsOf = (value: Value | undefined): Readable<ValueMap> => {
  if (value === undefined || value === null || value === "") return { known: [], unreadable: false };
  if (isOpaque(value)) return { known: [], unreadable: true };
  const document = typeof value === "string" ? parsed(value) : value;
  if (!isMap(document)) return { known: [], unreadable: true };
  return blocks(element(document, "Statement"));
};

const parsed = (text: string): Value | undefined => {
  try {
    const document: Value = JSON.parse(text);
    return document;
  } catch {
    return undefined;
  }
};
