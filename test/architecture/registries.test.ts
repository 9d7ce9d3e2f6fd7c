import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { sources } from "../../src/sources/index.ts";
import type { Source } from "../../src/sources/source.ts";
import { factsOf } from "../../src/verbs/facts.ts";
import { verbs } from "../../src/verbs/index.ts";
import { effects, rooms, tiers, type Verb, type VerbFacts } from "../../src/verbs/verb.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

describe("sources", () => {
  const registry: readonly Source[] = Object.values(sources);

  test("the folder and the registry name the same", () => {
    const onDisk = readdirSync("src/sources")
      .filter((name) => !["index.ts", "source.ts"].includes(name))
      .map((name) => name.replace(/[.]ts$/, ""));
    expect(registry.map(({ name }) => name).toSorted()).toEqual(onDisk.toSorted());
  });

  test("every door is told of each source, in the registry's order", async () => {
    const { sources: told } = await contextIn(temporaryFolder().root);
    expect(told.names).toEqual(registry.map(({ name }) => name));
  });

  test.each(registry.map((source) => [source.name, source] as const))(
    "%s says what it is",
    (name, source) => {
      expect(name).toMatch(kebab);
      expect(source.summary).toMatch(clause);
      expect(source.accepts.length).toBeGreaterThan(0);
      expect(source.observes.every((argv) => argv.length > 0 && argv.every((token) => token !== ""))).toBe(
        true,
      );
      const runs = source.observes.map(([binary]) => binary);
      expect(source.needs.binaries.length > 0).toBe(runs.length > 0);
    },
  );
});

describe("verbs", () => {
  let loaded: readonly (readonly [key: string, verb: Verb, facts: VerbFacts])[] = [];
  beforeAll(async () => {
    loaded = await Promise.all(
      Object.entries(verbs).map(async ([key, load]) => {
        const verb: Verb = await load();
        return [key, verb, factsOf(verb)] as const;
      }),
    );
  });

  /** The names of the verbs of which a statement is not true. */
  const except = (holds: (verb: Verb, facts: VerbFacts) => boolean): readonly string[] =>
    loaded.filter(([, verb, facts]) => !holds(verb, facts)).map(([key]) => key);

  test("each is registered under its own name, and in its room's folder", () => {
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.map(([key]) => key)).toEqual(loaded.map(([, verb]) => verb.name));
    expect(except((verb) => existsSync(fileOf(verb)))).toEqual([]);
  });

  test("each room's files were all looked at: a file that exports a verb is registered", () => {
    const registered = new Set(loaded.map(([, verb]) => fileOf(verb)));
    const forgotten = Object.keys(rooms)
      .filter((room) => existsSync(`src/verbs/${room}`))
      .flatMap((room) => readdirSync(`src/verbs/${room}`).map((name) => `src/verbs/${room}/${name}`))
      .filter((path) => path.endsWith(".ts") && /\bdefineVerb\(/.test(readFileSync(path, "utf8")))
      .filter((path) => !registered.has(path));
    expect(forgotten).toEqual([]);
  });

  test("rooms are listed in help's order, and verbs of a room together", () => {
    const order = Object.keys(rooms);
    const places = loaded.map(([, verb]) => order.indexOf(verb.room));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("each is told in a short summary and two examples at least, all of it typed with its name", () => {
    expect(except(({ summary }) => summary.length <= 60 && clause.test(summary))).toEqual([]);
    expect(except(({ examples }) => examples.length >= 2)).toEqual([]);
    expect(except(({ examples }) => new Set(examples).size === examples.length)).toEqual([]);
    const typed = ({ name, aliases = [] }: Verb) => [name, ...aliases];
    expect(
      except((verb) =>
        verb.examples.every((line) =>
          typed(verb).some((name) => line === name || line.startsWith(`${name} `) || verb.name === "status"),
        ),
      ),
    ).toEqual([]);
  });

  test("each describes every input, refuses an unknown one, and takes its positionals from its inputs", () => {
    const silent = loaded.flatMap(([key, , { fields }]) =>
      fields.filter(({ description }) => description.trim() === "").map(({ name }) => `${key}.${name}`),
    );
    expect(silent).toEqual([]);
    expect(except((_, { input }) => input["additionalProperties"] === false)).toEqual([]);
    expect(except((verb) => verb.positionals.every((name) => name in verb.input.shape))).toEqual([]);
    expect(
      except((verb) => Object.keys(verb.settings ?? {}).every((name) => name in verb.input.shape)),
    ).toEqual([]);
  });

  test("each states a tier and an effect, and what touches infrastructure is never a read", () => {
    expect(except((_, { tier, effect }) => tiers.includes(tier) && effects.includes(effect))).toEqual([]);
    expect(except((_, { tier, effect }) => effect !== "infra" || tier === "write")).toEqual([]);
  });

  test("no flag, short flag or alias means two things", () => {
    const twice = (list: readonly string[]) => list.filter((one, index) => list.indexOf(one) !== index);
    const flags = loaded.flatMap(([key, , { fields }]) => [
      ...twice(fields.map(({ flag }) => flag)).map((flag) => `${key} ${flag}`),
      ...twice(fields.flatMap(({ short }) => short ?? [])).map((short) => `${key} -${short}`),
    ]);
    expect(flags).toEqual([]);
    expect(twice(loaded.flatMap(([, { name, aliases = [] }]) => [name, ...aliases]))).toEqual([]);
  });

  test("the manifest is what the verbs say now (else: npm run generate)", () => {
    const manifest: unknown = JSON.parse(readFileSync("src/verbs/manifest.json", "utf8"));
    expect(manifest).toEqual(JSON.parse(JSON.stringify(loaded.map(([, , facts]) => facts))));
  });
});

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Some text on one line, without a full stop. */
const clause = /^\S.*[^.\s]$/;

/** A verb's file is named as it is typed: `add check` in add-check.ts. */
const fileOf = ({ name, room }: Pick<Verb, "name" | "room">): string =>
  `src/verbs/${room}/${name.replaceAll(" ", "-")}.ts`;
