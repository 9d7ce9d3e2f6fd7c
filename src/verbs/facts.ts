import { z } from "zod";
import type { FieldFacts, Verb, VerbFacts } from "./verb.ts";

/** A verb as data. Pure: what it says comes from the verb's own literal and schemas. */
export const factsOf = (verb: Verb): VerbFacts => {
  const input = schemaOf(verb.input, "input");
  return {
    name: verb.name,
    room: verb.room,
    summary: verb.summary,
    aliases: verb.aliases ?? [],
    examples: verb.examples,
    details: verb.details ?? [],
    tier: typeof verb.tier === "function" ? verb.tier({}) : verb.tier,
    effect: typeof verb.effect === "function" ? verb.effect({}) : verb.effect,
    doors: verb.doors,
    fields: fieldsOf(verb, input),
    input,
    output: schemaOf(verb.output, "output"),
  };
};

/** `failOn`, `fail_on` and `fail-on` are one flag. */
export const flagOf = (field: string): string =>
  `--${field
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase()}`;

type Json = Readonly<Record<string, unknown>>;

/** A JSON round trip, so that facts made now equal facts read from the manifest. */
const schemaOf = (schema: z.ZodObject, io: "input" | "output"): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return objectOf(JSON.parse(JSON.stringify(rest)));
};

/** Positionals in their order, then the rest as declared. */
const fieldsOf = (verb: Verb, input: Json): readonly FieldFacts[] => {
  const properties = objectOf(input["properties"]);
  const required = new Set(listOf(input["required"]));
  const missing = verb.positionals.find((name) => properties[name] === undefined);
  if (missing !== undefined) throw new TypeError(`${verb.name}: positional ${missing} is not an input`);
  const named = Object.keys(properties).filter((name) => !verb.positionals.includes(name));
  return [...verb.positionals, ...named].map((name) => {
    const schema = objectOf(properties[name]);
    const { env, config = [] } = verb.settings?.[name] ?? {};
    return {
      name,
      flag: flagOf(name),
      short: textOf(schema["short"]),
      ...shapeOf(schema),
      required: required.has(name),
      default: schema["default"],
      description: textOf(schema["description"]) ?? "",
      positional: verb.positionals.includes(name),
      env,
      config,
      judged: hasRules(verb.input) ? "always" : judgedOf(verb.input.shape[name]),
    };
  });
};

/** What is given is judged by the schema where it has a rule, a shape or a change of its own; what is absent, where absence means more than a default. */
const judgedOf = (schema: unknown): FieldFacts["judged"] => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    const inner: unknown = schema.unwrap();
    const absent = schema instanceof z.ZodDefault ? isPlainValue(schema.def.defaultValue) : !fillsIn(inner);
    if (!absent) return "always";
    return isPlain(inner) ? "never" : "given";
  }
  return isPlain(schema) ? "never" : "always";
};

const isPlain = (schema: unknown): boolean => {
  if (!(schema instanceof z.ZodType) || hasRules(schema)) return false;
  if (schema instanceof z.ZodString) return schema.format === null && schema.def.coerce !== true;
  if (schema instanceof z.ZodNumber) return schema.format === null && schema.def.coerce !== true;
  if (schema instanceof z.ZodBoolean) return schema.def.coerce !== true;
  if (schema instanceof z.ZodEnum) return schema.options.every((value) => typeof value === "string");
  return schema instanceof z.ZodArray && !(schema.element instanceof z.ZodArray) && isPlain(schema.element);
};

const hasRules = (schema: z.ZodType): boolean => (schema.def.checks ?? []).length > 0;

/** Whether it makes a value of absence. */
const fillsIn = (schema: unknown): boolean =>
  !(schema instanceof z.ZodType) || schema._zod.optin !== undefined;

const isPlainValue = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isPlainValue) : ["string", "number", "boolean"].includes(typeof value);

const shapeOf = (schema: Json): Pick<FieldFacts, "type" | "list" | "values"> => {
  const parts = alternativesOf(schema);
  const list = parts.find((part) => typesOf(part).includes("array"));
  const scalars = list === undefined ? parts : alternativesOf(objectOf(list["items"]));
  const types = scalars.flatMap(typesOf).filter((type) => type !== "null");
  const values = scalars.flatMap(valuesOf);
  const closed = values.length > 0 && scalars.every((part) => valuesOf(part).length > 0 || isNull(part));
  return { type: scalarOf(types), list: list !== undefined, values: closed ? values : undefined };
};

const alternativesOf = (schema: Json): readonly Json[] => {
  const unions = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])].map(objectOf);
  return unions.length === 0 ? [schema] : unions.flatMap(alternativesOf);
};

const typesOf = ({ type }: Json): readonly string[] =>
  (Array.isArray(type) ? listOf(type) : [type]).filter((name) => typeof name === "string");

const valuesOf = (schema: Json): readonly string[] =>
  [...listOf(schema["enum"]), ...("const" in schema ? [schema["const"]] : [])]
    .filter((value) => value !== null)
    .map(String);

const isNull = (schema: Json): boolean => typesOf(schema).every((type) => type === "null");

/** Typed words are text, so what may be text is read as text; an object is given as JSON text. */
const scalarOf = (types: readonly string[]): FieldFacts["type"] => {
  const all = (...names: readonly string[]) =>
    types.length > 0 && types.every((type) => names.includes(type));
  if (all("boolean")) return "boolean";
  return all("number", "integer") ? "number" : "string";
};

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
