import { describe, expect, test } from "vitest";
import { z as real } from "zod";
import { lateSchemas, saidLater } from "../../esbuild.late-schemas.mjs";

const opened = () => {
  const loads: string[] = [];
  const z = lateSchemas(() => {
    loads.push("zod");
    return real;
  });
  return { z, loads };
};

/** Schemas in every way that our modules say them. */
const schemasIn = (z: typeof real) => {
  const Name = z.string().trim().min(1).describe("a name");
  const Row = z.strictObject({
    name: Name,
    size: z.number().int().nonnegative().optional(),
    of: z.enum(["a", "b"]),
  });
  const Tree = z.strictObject({
    row: Row,
    get under() {
      return z.array(Tree).optional();
    },
  });
  return {
    Name,
    Row,
    Tree,
    Wider: Row.pick({ name: true }).extend({ more: z.record(z.string(), z.unknown()).default({}) }),
    Choice: z.union([Row, z.literal("none"), z.array(Name).max(2)]).meta({ title: "choice" }),
    Read: z.preprocess(
      (value) => value ?? "",
      z
        .string()
        .transform((text) => text.length)
        .pipe(z.number().max(3)),
    ),
    Checked: z
      .looseObject({ a: z.boolean().nullable() })
      .refine(({ a }) => a !== false, { error: "not false" }),
  };
};

test("what is only said loads nothing; the first question does, once for each schema", () => {
  const { z, loads } = opened();
  const { Row } = schemasIn(z);
  expect(loads).toEqual([]);
  expect(Row.safeParse({ name: "x", of: "a" }).success).toBe(true);
  const before = loads.length;
  expect(before).toBeGreaterThan(0);
  expect(Row.safeParse({ name: "", of: "a" }).success).toBe(false);
  expect(loads.length).toBe(before);
});

describe("a schema that is made late is the one that would have been made", () => {
  const late = schemasIn(opened().z);
  const made = schemasIn(real);
  const values: readonly unknown[] = [
    " x ",
    "",
    "none",
    undefined,
    null,
    7,
    ["a", "b"],
    ["a", "b", "c"],
    { name: "x", of: "a" },
    { name: "x", of: "c" },
    { name: "x", of: "a", size: 1.5 },
    { name: "x", more: { a: 1 } },
    { name: "x", of: "a", extra: true },
    { row: { name: "x", of: "a" }, under: [{ row: { name: "y", of: "b" } }] },
    { row: { name: "x", of: "a" }, under: [{ row: { name: "", of: "b" } }] },
    { a: true, b: 1 },
    { a: false },
  ];
  const pairs = [
    ["Name", late.Name, made.Name],
    ["Row", late.Row, made.Row],
    ["Tree", late.Tree, made.Tree],
    ["Wider", late.Wider, made.Wider],
    ["Choice", late.Choice, made.Choice],
    ["Read", late.Read, made.Read],
    ["Checked", late.Checked, made.Checked],
  ] as const;

  test.each(pairs)("%s", (_name, ours, theirs) => {
    for (const value of values) {
      const [got, wanted] = [ours.safeParse(value), theirs.safeParse(value)];
      expect(got.success, JSON.stringify(value)).toBe(wanted.success);
      expect(got.data).toEqual(wanted.data);
      expect(got.error?.issues).toEqual(wanted.error?.issues);
    }
  });

  test("as JSON Schema, and with what it knows of itself", () => {
    const { z } = opened();
    for (const [name, ours, theirs] of pairs)
      expect(z.toJSONSchema(ours, { io: "input", unrepresentable: "any" }), name).toEqual(
        real.toJSONSchema(theirs, { io: "input", unrepresentable: "any" }),
      );
    expect(Object.keys(late.Row.shape)).toEqual(Object.keys(made.Row.shape));
    expect(late.Choice.meta()).toEqual(made.Choice.meta());
    expect(late.Row).toBeInstanceOf(z.ZodObject);
  });
});

describe("a named schema is said inside a function", () => {
  const text = [
    'import { z } from "zod";',
    "const Plain = z.string();",
    "export const Long = z",
    "  .string()",
    "  .transform((value, context) => {",
    "    const at = value.length;",
    "    if (at > 1) return at;",
    "    return z.NEVER;",
    "  })",
    "  .optional();",
    "",
    "/** After it. */",
    "export const zone = 1;",
    "const inner = () => z.string();",
    "",
  ].join("\n");

  test("to its end, and nothing else is", () => {
    expect(saidLater(text)).toBe(
      text
        .replace("= z.string();", "= z.whole(() => z.string());")
        .replace("= z\n", "= z.whole(() => z\n")
        .replace(".optional();", ".optional());"),
    );
  });

  test("and is the same schema", () => {
    const { z, loads } = opened();
    const said: string[] = [];
    const Late = z.whole(() => {
      said.push("Late");
      return z.strictObject({ a: z.string() });
    });
    const More = Late.extend({ b: z.number() }).optional();
    expect([said, loads]).toEqual([[], []]);
    expect(More.parse({ a: "x", b: 1 })).toEqual({ a: "x", b: 1 });
    expect(Late.safeParse({ a: 1 }).success).toBe(false);
    expect(said).toEqual(["Late"]);
  });
});
