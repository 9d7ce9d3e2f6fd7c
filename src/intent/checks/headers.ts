import { z } from "zod";
import { referencesIn, withoutReferences } from "../../core/checks/headers.ts";
import { suspicionOf } from "../../core/secret/names.ts";
import { redactText } from "../../core/secret.ts";
import { isWithheld } from "../../system/env.ts";

/** What the client itself has to say, or would change where a request goes. */
const reserved = new Set(
  "connection content-length expect keep-alive proxy-authorization proxy-connection te trailer transfer-encoding upgrade".split(
    " ",
  ),
);

/** Names and texts of request headers. Secrets stand in variables, never in the file. */
export const Headers = z.record(z.string(), z.string()).superRefine((headers, context) => {
  for (const [name, text] of Object.entries(headers)) {
    const why = faultOf(name, text);
    if (why !== undefined) context.addIssue({ code: "custom", path: [name], message: why });
  }
});

const faultOf = (name: string, text: string): string | undefined => {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return "is no name of a header";
  if (reserved.has(name.toLowerCase())) return "is a header that a check may not set";
  const references = referencesIn(text);
  if (references === undefined) return `has a $\{ that names no variable, as ${example("SHOP_TOKEN")} does`;
  const own = references.find(isWithheld);
  if (own !== undefined) return `names ${own}, which is steadystate's own and is never sent`;
  if (!/^[\t\x20-\x7e]*$/.test(text)) return "must be printable ASCII on one line";
  return holdsSecret(name, text, references.length > 0)
    ? `holds a secret in plain text: put it in a variable and write ${example("NAME_OF_IT")}`
    : undefined;
};

/** `Bearer ${TOKEN}` holds none; `Bearer abc` and `X-Api-Key: abc` do. */
const holdsSecret = (name: string, text: string, refers: boolean): boolean => {
  const literal = withoutReferences(text);
  if (redactText(`${name}: ${literal}`) !== `${name}: ${literal}` && !refers) return true;
  if (redactText(literal) !== literal || /[A-Za-z0-9+/_=-]{24}/.test(literal)) return true;
  return suspicionOf(name) === "strong" && !refers && literal.trim() !== "";
};

const example = (name: string): string => `$\{${name}}`;
