import { z } from "zod";
import type { Check } from "../../core/checks/check.ts";
import { compilePattern } from "../../core/pattern.ts";
import { severities } from "../../core/severity.ts";
import { parseDuration, parseSpan } from "../../core/time.ts";

export const Text = z.string().trim().min(1, "must not be empty");
export const SeverityName = z.enum(severities).optional();

export const Pattern = Text.superRefine((text, context) => {
  const pattern = compilePattern(text);
  if (!pattern.ok) context.addIssue({ code: "custom", message: `is no usable pattern: ${pattern.why}` });
});

const spanOf = (parse: (text: string) => number | undefined, examples: string) =>
  z.string().transform((text, context) => {
    const span = parse(text);
    if (span !== undefined) return span;
    context.addIssue({ code: "custom", message: `must be a number with a unit, such as ${examples}` });
    return z.NEVER;
  });
export const Duration = spanOf(parseDuration, "90s, 15m, 6h, 3d, 2w");
/** May be under a second. */
export const Span = spanOf(parseSpan, "800ms, 5s, 1m");

const Names = z.array(Text).default([]);

/** What every entry may say, whatever its kind. */
export const common = {
  name: Text,
  workload: Text.optional(),
  emit: z.strictObject({ severity: z.enum(severities), title: Text }),
  for: Duration.default(0),
  keep_for: Duration.default(0),
  targets: Names,
  environments: Names,
  enabled: z.boolean().default(true),
  author: Text.optional(),
  added: Text.optional(),
  proposed: z.boolean().default(false),
};
const Common = z.object(common);

export const commonOf = (entry: z.output<typeof Common>): Omit<Check, "read" | "when"> => ({
  name: entry.name,
  workload: entry.workload,
  emit: entry.emit,
  for: entry.for,
  keepFor: entry.keep_for,
  targets: entry.targets,
  environments: entry.environments,
  enabled: entry.enabled,
  author: entry.author,
  added: entry.added,
  proposed: entry.proposed,
});
