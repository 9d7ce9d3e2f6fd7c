import { z } from "zod";
import { compilePattern } from "../core/pattern.ts";
import { grades, type Solution } from "../core/runbook/solution.ts";
import type { Files } from "../system/files.ts";
import { loadEntries } from "./entries.ts";
import type { Loaded } from "./intent.ts";
import { type Checked, checked } from "./problems.ts";

/** solutions.json: the good entries of the runbook, and a fault for everything that is not one. */
export const loadSolutions = (
  path: string,
  files: Files,
  { explicit }: { readonly explicit: boolean },
): Promise<Loaded<Solution>> =>
  loadEntries(path, files, { plural: "solutions", read: readSolution, explicit });

/** A number may stand where a text is meant, as a name or a version does. */
const written = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (typeof value === "number" ? String(value) : value), schema);
const Text = written(z.string().trim().min(1, "must not be empty"));
const OptionalText = written(
  z
    .string()
    .trim()
    .transform((text) => (text === "" ? undefined : text))
    .optional(),
);
const GradeName = z.string().trim().toLowerCase().pipe(z.enum(grades)).default("medium");

/** Keys that are not known stay in the file and mean nothing here. */
const Entry = z.object({
  name: Text,
  author: Text,
  for: OptionalText,
  match: OptionalText,
  problem: OptionalText,
  solution: z.object({ kind: Text, run: OptionalText, target: OptionalText }),
  impact: GradeName,
  reversibility: GradeName,
  added: OptionalText,
  // Never read from a text: what looks like a draft must not pass for a vouched entry.
  proposed: z.boolean().default(false),
});

const Complete = Entry.superRefine((entry, context) => {
  const complain = (path: readonly string[], message: string): void =>
    context.addIssue({ code: "custom", path: [...path], message });
  if (entry.for === undefined && entry.match === undefined) complain([], "needs for, match or both");
  if (entry.solution.run === undefined && entry.solution.target === undefined)
    complain(["solution"], "needs run, target or both");
  const pattern =
    entry.match === undefined ? undefined : compilePattern(entry.match, { caseInsensitive: true });
  if (pattern?.ok === false) complain(["match"], `is no usable pattern: ${pattern.why}`);
});

const readSolution = (entry: unknown): Checked<Solution> => {
  const read = checked(Complete, entry);
  if (!read.ok) return read;
  const { for: wanted, match, problem, added, solution, ...rest } = read.value;
  const { kind, run, target } = solution;
  return {
    ok: true,
    value: { ...rest, for: wanted, match, problem, added, solution: { kind, run, target } },
  };
};
