import { dig, type Json, type Thing, text, thing } from "./json.ts";
import { badRequest } from "./status.ts";

/** Whether an object matches both selectors of a list request; refuses what it cannot read. */
export const selects = (query: URLSearchParams): ((object: Thing) => boolean) => {
  const labels = labelTests(query.get("labelSelector") ?? "");
  const fields = fieldTests(query.get("fieldSelector") ?? "");
  return (object) => {
    const own = thing(object, "metadata", "labels");
    return labels.every((holds) => holds(own)) && fields.every((holds) => holds(object));
  };
};

type Test = (subject: Thing) => boolean;

const labelTests = (selector: string): readonly Test[] =>
  requirements(selector).map((requirement) => {
    const set = /^([^\s!=,()]+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
    if (set !== null) {
      const [, key = "", operator, inside = ""] = set;
      const values = inside.split(",").map((value) => value.trim());
      return (labels) =>
        values.includes(text(labels, key)) === (operator === "in") && holdsKey(labels, key, operator);
    }
    const equal = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/.exec(requirement);
    if (equal !== null) {
      const [, key = "", operator, value = ""] = equal;
      return (labels) => (labels[key] === value) === (operator !== "!=");
    }
    const present = /^(!?)\s*([^\s!=,()]+)$/.exec(requirement);
    if (present === null) throw badRequest(`unable to parse requirement: ${requirement}`);
    const [, negated, key = ""] = present;
    return (labels) => (labels[key] !== undefined) === (negated === "");
  });

// `notin` matches an object without the label, `in` never does.
const holdsKey = (labels: Thing, key: string, operator: string | undefined): boolean =>
  operator === "notin" || labels[key] !== undefined;

/** Split at commas outside parentheses. */
const requirements = (selector: string): readonly string[] =>
  selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const fieldTests = (selector: string): readonly Test[] =>
  requirements(selector).map((requirement) => {
    const [, path = "", operator, value = ""] = /^([^!=]+)(==|=|!=)(.*)$/.exec(requirement) ?? [];
    if (operator === undefined)
      throw badRequest(`invalid selector: '${requirement}'; can't understand '${requirement}'`);
    return (object) => (fieldText(dig(object, ...path.split("."))) === value) === (operator !== "!=");
  });

const fieldText = (value: Json | undefined): string =>
  value === undefined || value === null || typeof value === "object" ? "" : String(value);
