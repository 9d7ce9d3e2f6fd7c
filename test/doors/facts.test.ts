import { describe, expect, test } from "vitest";
import { z } from "zod";
import { factsOf, flagOf } from "../../src/verbs/facts.ts";
import { defineVerb, type FieldFacts } from "../../src/verbs/verb.ts";

const verbWith = (shape: z.ZodRawShape, more: { positionals?: readonly string[] } = {}) =>
  defineVerb({
    name: "try",
    room: "look",
    summary: "Try it",
    input: z.strictObject(shape),
    output: z.object({ seen: z.string().optional() }),
    positionals: more.positionals ?? [],
    examples: ["try", "try it"],
    tier: ({ apply }) => (apply === true ? "write" : "read"),
    effect: ({ apply }) => (apply === true ? "infra" : "none"),
    doors: "all",
    settings: { path: { env: "STEADYSTATE_CONFIG", config: ["ci.path", "defaults.path"] } },
    run: async () => ({}),
    view: () => [],
  });

test.each([
  ["failOn", "--fail-on"],
  ["fail_on", "--fail-on"],
  ["fail-on", "--fail-on"],
  ["path", "--path"],
  ["k8sContext", "--k8s-context"],
])("the flag of %s is %s", (field, flag) => expect(flagOf(field)).toBe(flag));

describe("a field", () => {
  const cases: readonly (readonly [what: string, schema: z.ZodType, facts: Partial<FieldFacts>])[] = [
    [
      "text",
      z.string().describe("what"),
      { type: "string", list: false, values: undefined, required: true, description: "what" },
    ],
    ["optional text", z.string().optional(), { type: "string", required: false, default: undefined }],
    ["nullable text", z.string().nullable().optional(), { type: "string", required: false }],
    ["transformed text", z.string().transform((text) => text.length), { type: "string", required: true }],
    [
      "piped text",
      z
        .string()
        .toLowerCase()
        .pipe(z.enum(["a", "b"])),
      { type: "string", values: undefined },
    ],
    [
      "flag",
      z.boolean().default(false).meta({ short: "v" }),
      { type: "boolean", required: false, default: false, short: "v" },
    ],
    ["number", z.number(), { type: "number" }],
    ["coerced number", z.coerce.number().int().min(0).default(20), { type: "number", default: 20 }],
    [
      "choice",
      z.enum(["low", "high"]).default("high"),
      { type: "string", values: ["low", "high"], default: "high" },
    ],
    ["one word", z.literal("all").optional(), { values: ["all"] }],
    ["choice or null", z.enum(["a"]).nullable(), { values: ["a"] }],
    ["choice or text", z.union([z.enum(["a"]), z.string()]), { type: "string", values: undefined }],
    ["text or number", z.union([z.string(), z.number()]), { type: "string" }],
    ["list", z.array(z.string()).default([]), { type: "string", list: true, values: undefined, default: [] }],
    ["list of choices", z.array(z.enum(["a", "b"])), { list: true, values: ["a", "b"], required: true }],
    ["list of numbers", z.array(z.number()), { list: true, type: "number" }],
    [
      "object or its text",
      z.union([z.string(), z.object({ a: z.string() })]),
      { type: "string", list: false },
    ],
    ["object", z.record(z.string(), z.string()), { type: "string", list: false }],
  ];

  test.each(cases)("that is %s", (_what, schema, facts) => {
    expect(factsOf(verbWith({ field: schema })).fields[0]).toMatchObject(facts);
  });
});

test("positionals come first, in their own order", () => {
  const shape = { a: z.string(), b: z.string(), c: z.string() };
  const { fields } = factsOf(verbWith(shape, { positionals: ["c", "a"] }));
  expect(fields.map(({ name, positional }) => [name, positional])).toEqual([
    ["c", true],
    ["a", true],
    ["b", false],
  ]);
  expect(() => factsOf(verbWith(shape, { positionals: ["d"] }))).toThrow("positional d");
});

test("settings stand beside their field", () => {
  const { fields } = factsOf(verbWith({ path: z.string().optional(), other: z.string().optional() }));
  expect(fields.map(({ env, config }) => [env, config])).toEqual([
    ["STEADYSTATE_CONFIG", ["ci.path", "defaults.path"]],
    [undefined, []],
  ]);
});

test("tier and effect are the lowest, aliases are none where none are given", () => {
  expect(factsOf(verbWith({ apply: z.boolean().default(false) }))).toMatchObject({
    name: "try",
    room: "look",
    tier: "read",
    effect: "none",
    aliases: [],
    doors: "all",
  });
});

test("the schemas are plain JSON: facts made now equal facts that were written down", () => {
  const facts = factsOf(verbWith({ path: z.string().optional(), n: z.coerce.number().default(3) }));
  expect(facts.input).toEqual({
    type: "object",
    properties: { path: { type: "string" }, n: { type: "number", default: 3 } },
    additionalProperties: false,
  });
  expect(JSON.parse(JSON.stringify(facts.output))).toEqual(facts.output);
});
