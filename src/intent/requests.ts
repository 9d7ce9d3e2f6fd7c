import { z } from "zod";
import { compilePattern } from "../core/pattern.ts";
import type { Files } from "../system/files.ts";
import { loadEntries } from "./entries.ts";
import type { Loaded } from "./intent.ts";
import { type Checked, checked } from "./problems.ts";

/** A change that may be asked for: one line appended to one file of one repository, by pull request. */
export type Recipe = {
  readonly name: string;
  readonly author: string;
  /** `owner/name` */
  readonly repo: string;
  readonly file: string;
  readonly edit: "append-line";
  /** Line and title with a `{parameter}` wherever a value goes. */
  readonly value: string;
  readonly title: string;
  readonly problem: string | undefined;
  /** `undefined` is the repository's own default branch. */
  readonly base: string | undefined;
  /** The pattern that each parameter must match as a whole. */
  readonly params: Readonly<Record<string, string>>;
};

/** requests.json: the good recipes, and a fault for everything that is not one. */
export const loadRequests = (
  path: string,
  files: Files,
  { explicit }: { readonly explicit: boolean },
): Promise<Loaded<Recipe>> => loadEntries(path, files, { plural: "recipes", read: readRecipe, explicit });

const Text = z.string().trim().min(1, "must not be empty");
const Line = Text.refine((text) => !/[\r\n]/.test(text), { error: "must be one line" });
const OptionalText = z
  .string()
  .trim()
  .transform((text) => (text === "" ? undefined : text))
  .optional();

const staysInside = (path: string): boolean =>
  !path.startsWith("/") && !path.includes("\\") && !path.split("/").includes("..");

const Entry = z.strictObject({
  name: Text.refine((name) => !/[\s/]/.test(name), { error: "must have no space and no slash" }),
  author: Text,
  repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name"),
  file: Text.refine(staysInside, { error: "must be a path inside the repository" }),
  edit: z.enum(["append-line"]).default("append-line"),
  value: Line,
  title: Line,
  problem: OptionalText,
  base: OptionalText,
  params: z
    .record(
      z.string(),
      Text.superRefine((text, context) => {
        const pattern = compilePattern(text);
        if (!pattern.ok)
          context.addIssue({ code: "custom", message: `is no usable pattern: ${pattern.why}` });
      }),
    )
    .default({}),
});

const Complete = Entry.superRefine(({ params, ...templates }, context) => {
  for (const field of ["value", "title"] as const)
    for (const [, word = ""] of templates[field].matchAll(/\{(\w+)\}/g))
      if (!Object.hasOwn(params, word))
        context.addIssue({
          code: "custom",
          path: [field],
          message: `uses {${word}}, which is not in params`,
        });
});

const readRecipe = (entry: unknown): Checked<Recipe> => {
  const read = checked(Complete, entry);
  if (!read.ok) return read;
  const { problem, base, ...rest } = read.value;
  return { ok: true, value: { ...rest, problem, base } };
};
