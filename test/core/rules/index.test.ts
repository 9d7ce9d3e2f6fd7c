import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packs, rulesFor } from "../../../src/core/rules/index.ts";
import type { Rule } from "../../../src/core/rules/rule.ts";
import {
  isList,
  isMap,
  secretValue,
  unknownValue,
  type Value,
  type ValueMap,
} from "../../../src/core/value.ts";
import { allCases } from "./aws/cases/all.ts";
import { ask } from "./aws/cases/case.ts";

const rules: readonly Rule[] = packs.flatMap((pack) => pack.rules);

describe("the registry", () => {
  test("ids are unique and carry their pack", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { name, rules: own } of packs) {
      for (const { id } of own) expect(id.startsWith(`${name}-`), id).toBe(true);
    }
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s says what to do and on what it rests",
    (_id, rule) => {
      expect(rule.version).toBeGreaterThan(0);
      expect(rule.title).toMatch(/^[A-Z].*[^.]$/u);
      expect(rule.hint).toMatch(/^[A-Z].{20,}\.$/u);
      expect(rule.types.length).toBeGreaterThan(0);
      expect(new Set(rule.types).size).toBe(rule.types.length);
      expect(rule.references.length).toBeGreaterThan(0);
      for (const { framework, id, name, url } of rule.references) {
        expect(name).not.toBe("");
        if (framework === "MITRE") {
          expect(id).toMatch(/^T\d{4}(?:\.\d{3})?$/u);
          expect(url).toBe(`https://attack.mitre.org/techniques/${id.replace(".", "/")}/`);
        } else {
          expect(name).toContain(`v3.0.0, ${id}: `);
          expect(url).toMatch(/^https:\/\/www\.cisecurity\.org\/benchmark\/[a-z_]+$/u);
        }
      }
    },
  );

  test.each(rules.map((rule) => [rule.id, rule] as const))("%s is seen to answer all three ways", (id) => {
    const answers = allCases.filter(({ rule }) => rule === id).map(({ answer }) => answer);
    expect([...new Set(answers)].sort()).toEqual(["no", "unknown", "yes"]);
  });

  test.each(rules.flatMap((rule) => rule.types.map((type) => [rule.id, type] as const)))(
    "%s can fire on %s",
    (rule, type) => {
      const fires = allCases
        .filter((item) => item.rule === rule && item.answer === "yes")
        .some(({ side }) => ask({ rule, type, side }).answer === "yes");
      expect(fires).toBe(true);
    },
  );

  test("a type finds its rules, in pack order, and no other type finds any", () => {
    for (const { name, rules: own } of packs) {
      for (const type of new Set(own.flatMap(({ types }) => types))) {
        const expected = own
          .filter(({ types }) => types.includes(type))
          .map((rule) => ({ pack: name, rule }));
        expect(rulesFor(type)).toEqual(expected);
      }
    }
    for (const type of [
      "aws_lb",
      "aws_vpc_security_group_egress_rule",
      "google_compute_firewall",
      "AWS_KMS_KEY",
      "toString",
      "",
    ]) {
      expect(rulesFor(type), type).toEqual([]);
    }
  });

  test("only protections are missed when they are absent", () => {
    expect(rules.filter(({ whenAbsent }) => whenAbsent === "exposed").map(({ id }) => id)).toEqual([
      "aws-public-access-block-relaxed",
      "aws-snapshot-sharing-unblocked",
      "aws-cloudtrail-off",
      "aws-guardduty-off",
      "aws-flow-log-partial",
    ]);
  });
});

describe("every answer", () => {
  const asked = allCases.flatMap(({ name, type, side }) =>
    rulesFor(type).map(({ rule }) => ({ name, type, side, rule })),
  );

  test("is refined, never contradicted, once an unreadable part becomes readable", () => {
    for (const { rule, type, side, name } of asked) {
      const after = rule.exposed(side, type).answer;
      for (const hidden of hidingOne(side)) {
        const before = rule.exposed(hidden, type).answer;
        expect(["unknown", after], `${rule.id}, ${name}: ${JSON.stringify(hidden)}`).toContain(before);
      }
    }
  });

  test("is refined, never contradicted, once a part that may come out empty does", () => {
    for (const { rule, type, side, name } of asked) {
      const unsaid = allCases.filter((item) => item.type === type).flatMap((item) => Object.keys(item.side));
      for (const key of unsaid.filter((attribute) => !(attribute in side))) {
        const before = rule.exposed({ ...side, [key]: unknownValue }, type).answer;
        expect(["unknown", rule.exposed(side, type).answer], `${rule.id}, ${name}, ${key}`).toContain(before);
      }
    }
  });

  test("is refined, never contradicted, whatever several parts are unreadable", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...asked),
        fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
        ({ rule, type, side }, dice) => {
          const before = rule.exposed(hidingSome(side, dice), type).answer;
          expect(["unknown", rule.exposed(side, type).answer]).toContain(before);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("does not depend on the order of keys or of sets", () => {
    for (const { rule, type, side } of asked) {
      const turned = reversed(side);
      expect(rule.exposed(isMap(turned) ? turned : {}, type)).toEqual(rule.exposed(side, type));
    }
  });

  test("is worded in one short line without anything that is hidden", () => {
    for (const { rule, type, side } of asked) {
      for (const shown of [side, ...hidingOne(side)]) {
        const { because } = rule.exposed(shown, type);
        expect(because.length).toBeLessThanOrEqual(160);
        expect(because).not.toMatch(/[‹›\n]|undefined|null|\[object/u);
      }
    }
  });
});

const secret = secretValue(7);

/** Each copy of the side in which one part, leaf or branch, cannot be read. */
const hidingOne = (side: ValueMap): readonly ValueMap[] =>
  Object.keys(side).flatMap((key) =>
    [unknownValue, secret, ...hiddenWithin(side[key])].map((value) => ({ ...side, [key]: value })),
  );

const hiddenWithin = (value: Value | undefined): readonly Value[] => {
  if (isMap(value)) return hidingOne(value);
  if (!isList(value)) return [];
  return value.flatMap((item, index) =>
    [unknownValue, ...hiddenWithin(item)].map((hidden) => value.with(index, hidden)),
  );
};

const hidingSome = (side: ValueMap, dice: Iterator<number>): ValueMap =>
  Object.fromEntries(Object.entries(side).map(([key, value]) => [key, hide(value, dice)]));

const hide = (value: Value, dice: Iterator<number>): Value => {
  if (dice.next().value === 0) return unknownValue;
  if (isList(value)) return value.map((item) => hide(item, dice));
  return isMap(value) ? hidingSome(value, dice) : value;
};

const reversed = (value: Value): Value => {
  if (isList(value)) return value.map(reversed).reverse();
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, reversed(item)] as const)
      .reverse(),
  );
};
