import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { factsOf } from "../../src/verbs/facts.ts";
import { verbs } from "../../src/verbs/index.ts";
import { readPlainly } from "../../src/verbs/plain.ts";
import { defineVerb, type FieldFacts, type Verb } from "../../src/verbs/verb.ts";

describe("an input that is read by the facts alone", () => {
  let loaded: readonly Verb[] = [];
  beforeAll(async () => {
    loaded = await Promise.all(Object.values(verbs).map((load): Promise<Verb> => load()));
  });

  /** What is typed, what a program sends, and what neither should. */
  const valueFor = ({ values = [] }: FieldFacts): fc.Arbitrary<unknown> => {
    const one = fc.oneof(
      fc.constantFrom<unknown>(
        true,
        false,
        "",
        "x",
        "3d",
        0,
        7,
        -1,
        1.5,
        Number.NaN,
        null,
        undefined,
        {},
        "true",
        ...values,
      ),
      fc.string({ maxLength: 3 }),
    );
    return fc.oneof(one, fc.array(one, { maxLength: 3 }));
  };
  const inputFor = (fields: readonly FieldFacts[]): fc.Arbitrary<Record<string, unknown>> =>
    fc.record(
      Object.fromEntries([
        ...fields.map((field) => [field.name, valueFor(field)] as const),
        ["nobodyKnows", fc.constant(1)] as const,
      ]),
      { requiredKeys: [] },
    );

  test("is what the schema of the verb would make of it, for every verb", () => {
    for (const verb of loaded) {
      const { fields } = factsOf(verb);
      fc.assert(
        fc.property(inputFor(fields), (input) => {
          const read = readPlainly(fields, input);
          if (read === undefined) return;
          const parsed = verb.input.safeParse(input);
          expect(parsed.success, verb.name).toBe(true);
          expect(read, verb.name).toEqual(parsed.data);
        }),
        { numRuns: 300 },
      );
    }
  });

  test("is everything that the common calls say", () => {
    const said: readonly (readonly [keyof typeof verbs, Record<string, unknown>])[] = [
      ["status", {}],
      ["summary", {}],
      ["health", {}],
      ["findings", { open: true, severity: "high" }],
      ["scan", { stateless: true, failOn: "high" }],
      ["ci", { onUnknown: "fail" }],
      ["doctor", {}],
    ];
    for (const [name, input] of said) {
      const verb = loaded.find((one) => one.name === name);
      const fields = verb === undefined ? [] : factsOf(verb).fields;
      expect(readPlainly(fields, input), name).toEqual(verb?.input.parse(input));
    }
  });
});

describe("a field that the facts do not tell all of", () => {
  const judgedOf = (field: z.ZodType, whole = (shape: z.ZodObject) => shape) => {
    const verb = defineVerb({
      name: "try",
      room: "look",
      summary: "Try it",
      input: whole(z.strictObject({ field })),
      output: z.object({}),
      positionals: [],
      examples: ["try", "try it"],
      tier: "read",
      effect: "none",
      doors: "all",
      run: async () => ({}),
      view: () => [],
    });
    return factsOf(verb).fields[0]?.judged;
  };
  test.each([
    ["text", z.string(), "never"],
    ["optional text", z.string().optional().describe("what"), "never"],
    ["a flag with a default", z.boolean().default(false).meta({ short: "v" }), "never"],
    ["a choice", z.enum(["a", "b"]).default("a"), "never"],
    ["a list", z.array(z.string()).default([]), "never"],
    ["a number", z.number().optional(), "never"],
    ["a whole number", z.int().default(3), "given"],
    ["text with a rule", z.string().min(1).optional(), "given"],
    ["text with a form", z.email().optional(), "given"],
    ["text with a change", z.string().trim().default("x"), "given"],
    ["a coerced number", z.coerce.number().default(3), "given"],
    ["a list with a rule", z.array(z.string()).max(2).optional(), "given"],
    ["a list of lists", z.array(z.array(z.string())).optional(), "given"],
    ["text or a number", z.union([z.string(), z.number()]).optional(), "given"],
    ["text that is demanded, with a rule", z.string().min(1), "always"],
    [
      "a default that is changed",
      z
        .string()
        .default("x")
        .transform((text) => text.length),
      "always",
    ],
    ["a default inside", z.string().default("x").optional(), "always"],
    ["an object as default", z.record(z.string(), z.string()).default({}), "always"],
    ["what is read before", z.preprocess((value) => value ?? "x", z.string().optional()), "always"],
  ] as const)("%s", (_what, field, judged) => expect(judgedOf(field)).toBe(judged));

  test("is every field of an input that has a rule for the whole", () => {
    expect(judgedOf(z.string(), (shape) => shape.refine(() => true))).toBe("always");
  });
});
