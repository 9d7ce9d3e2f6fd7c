import { z } from "zod";
import type { VettedAction } from "../core/actions/action.ts";
import { catalog } from "../core/actions/catalog.ts";
import { nearest } from "../core/nearest.ts";
import { compilePattern } from "../core/pattern.ts";
import {
  grades,
  type OpenKind,
  type Remedy,
  type Solution,
  solutionKinds,
} from "../core/runbook/solution.ts";
import { readCommand } from "../core/runbook/template.ts";
import { readWorkflow } from "../core/runbook/workflow.ts";
import { redactText } from "../core/secret.ts";
import { isWithheld } from "../system/env.ts";
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
const GradeName = z.string().trim().toLowerCase().pipe(z.enum(grades)).optional();
const Name = written(
  z
    .string()
    .trim()
    .min(1, { error: "must not be empty", abort: true })
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be small letters, digits and -, 63 at most")
    .refine((name) => !catalog.some((action) => action.name === name), {
      error: "is the name of a vetted action: choose another",
    }),
);
const Names = z.array(z.string().trim().min(1, "must not be empty")).max(100).default([]);
const VariableName = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]{0,199}$/, "must be the name of a variable: capital letters, digits and _")
  .refine((name) => !isWithheld(name), { error: "is a variable that steadystate hands to nobody" });

const Fix = z.strictObject({
  kind: z.string().trim().toLowerCase().pipe(z.enum(solutionKinds)),
  run: OptionalText,
  target: OptionalText,
  action: OptionalText,
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** Strict: a misspelt `targets` must not make an entry one for every target. */
const Entry = z.strictObject({
  name: Name,
  author: Text,
  for: OptionalText,
  match: OptionalText,
  problem: OptionalText,
  solution: Fix,
  impact: GradeName,
  reversibility: GradeName,
  targets: Names,
  environments: Names,
  env: z.array(VariableName).max(50).default([]),
  added: OptionalText,
  // Never read from a text: what looks like a draft must not pass for a vouched entry.
  proposed: z.boolean().default(false),
  vouched_by: OptionalText,
  vouched_at: z.iso
    .datetime({ offset: true, error: "must be an instant, as in 2026-06-07T10:00:00Z" })
    .transform((text) => Date.parse(text))
    .optional(),
  vouched_digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be the digest that vouch wrote, 64 hex digits")
    .optional(),
});

type Complain = (path: readonly string[], message: string) => void;

const Complete = Entry.superRefine((entry, context) => {
  const complain: Complain = (path, message) =>
    context.addIssue({ code: "custom", path: [...path], message });
  if (entry.for === undefined && entry.match === undefined) complain([], "needs for, match or both");
  const pattern =
    entry.match === undefined ? undefined : compilePattern(entry.match, { caseInsensitive: true });
  if (pattern?.ok === false) complain(["match"], `is no usable pattern: ${pattern.why}`);
  if (entry.vouched_digest !== undefined && entry.vouched_by === undefined)
    complain(["vouched_digest"], "needs vouched_by beside it");
  const { kind } = entry.solution;
  const within: Complain = (path, message) => complain(["solution", ...path], message);
  if (kind === "action") actionFaults(entry.solution, within);
  else openFaults(kind, entry.solution, within);
});

const actionFaults = ({ action, parameters = {}, run, target }: z.output<typeof Fix>, complain: Complain) => {
  for (const [name, value] of Object.entries({ run, target }))
    if (value !== undefined) complain([name], "is not for the kind action, which needs action");
  if (action === undefined) return complain([], "needs action, the name of a vetted action");
  const known = catalog.find(({ name }) => name === action);
  if (known === undefined) {
    const close = nearest(
      action,
      catalog.map(({ name }) => name),
    );
    return complain(
      ["action"],
      `is no vetted action${close === undefined ? "" : `, did you mean ${close}?`}`,
    );
  }
  parameterFaults(known, parameters, complain);
};

const parameterFaults = (
  { name: action, parameters: { shape } }: VettedAction,
  given: Readonly<Record<string, unknown>>,
  complain: Complain,
): void => {
  for (const [name, value] of Object.entries(given)) {
    const read = Object.hasOwn(shape, name) ? z.safeParse(shape[name] ?? z.never(), value) : undefined;
    if (read === undefined) complain(["parameters", name], `is nothing that ${action} has`);
    else if (!read.success)
      complain(
        ["parameters", name],
        `does not fit ${action}: ${read.error.issues[0]?.message ?? "not understood"}`,
      );
  }
};

const openFaults = (kind: OpenKind, fix: z.output<typeof Fix>, complain: Complain): void => {
  const { action, parameters, run, target } = fix;
  for (const [name, value] of Object.entries({ action, parameters }))
    if (value !== undefined) complain([name], "is for the kind action alone");
  if (run === undefined && target === undefined) complain([], "needs run, target or both");
  const read = run === undefined ? undefined : reading(kind)(run);
  if (read?.ok === false) complain(["run"], read.why);
  // An argument list is seen by everybody on the machine, and stands in offers and in the audit.
  if (run !== undefined && redactText(run) !== run)
    complain(["run"], "holds what looks like a secret: let a script read it from a variable that env lends");
};

const reading = (kind: OpenKind) => (kind === "workflow" ? readWorkflow : readCommand);

/** One entry as it stands in the file. */
export const readSolution = (entry: unknown): Checked<Solution> => {
  const read = checked(Complete, entry);
  if (!read.ok) return read;
  const { for: wanted, match, problem, added, solution, impact, reversibility, ...rest } = read.value;
  const { vouched_by: by, vouched_at: at, vouched_digest: digest, ...plain } = rest;
  return {
    ok: true,
    value: {
      ...plain,
      ...{ for: wanted, match, problem, added, impact, reversibility },
      solution: remedyOf(solution),
      vouched: by === undefined ? undefined : { by, at, digest },
    },
  };
};

const remedyOf = ({ kind, run, target, action = "", parameters = {} }: z.output<typeof Fix>): Remedy => {
  if (kind === "action") return { kind, action, parameters };
  const read = run === undefined ? undefined : reading(kind)(run);
  return { kind, run, target, words: read?.ok === true ? read.template : undefined };
};
