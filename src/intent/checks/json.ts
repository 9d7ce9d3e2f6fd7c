import { z } from "zod";
import { type JsonDemand, type JsonTest, parseJsonPath } from "../../core/checks/json-path.ts";
import { Pattern, SeverityName, Text } from "./common.ts";

const tests = ["equals", "matches", "exists", "at_least", "at_most"] as const;

/** A place in the body and exactly one demand on it. */
export const JsonEntry = z
  .strictObject({
    path: Text.refine((text) => parseJsonPath(text) !== undefined, {
      error: 'must be a path such as status, checks[0].state or data["any name"]',
    }),
    equals: z
      .union([z.string(), z.number(), z.boolean(), z.null()], { error: "must be a single value" })
      .optional(),
    matches: Pattern.optional(),
    exists: z.boolean().optional(),
    at_least: z.number().optional(),
    at_most: z.number().optional(),
    severity: SeverityName,
  })
  .refine((entry) => tests.filter((test) => entry[test] !== undefined).length === 1, {
    error: `needs exactly one of ${tests.join(", ")}`,
  });
type JsonEntry = z.output<typeof JsonEntry>;

export const jsonDemandOf = (entry: Omit<JsonEntry, "severity">, steps: JsonDemand["steps"]): JsonDemand => ({
  path: entry.path,
  steps,
  test: testOf(entry),
});

const testOf = ({ equals, matches, exists, at_least, at_most }: Omit<JsonEntry, "severity">): JsonTest => {
  if (equals !== undefined) return { kind: "equals", value: equals };
  if (matches !== undefined) return { kind: "matches", pattern: matches };
  if (at_least !== undefined) return { kind: "at_least", bound: at_least };
  if (at_most !== undefined) return { kind: "at_most", bound: at_most };
  return { kind: "exists", there: exists ?? true };
};
