import { describe, expect, test } from "vitest";
import type { Drift, FieldDiff } from "../../src/core/departure.ts";
import { contentOf, factsOf, sealsOf } from "../../src/core/facts.ts";
import type { Item } from "../../src/core/report.ts";
import { secretValue } from "../../src/core/value.ts";
import { makeDrift, makeIdentity, makeSymptom } from "../support/make.ts";

const bucket = (name: string, fields: Partial<Omit<Drift, "type">> = {}): Drift =>
  makeDrift({ identity: makeIdentity({ name }), ...fields });

const itemOf = (departure: Item["departure"]): Item => ({
  departure,
  title: `${departure.identity.name} differs`,
  severity: "medium",
  flags: [],
  layer: "application",
  disposition: "noted",
});

const logs = itemOf(bucket("logs"));
const keyOf = (item: Item): string => contentOf(item, sealsOf(item.departure));

const row = (path: string, after: string, fields: Partial<FieldDiff> = {}): FieldDiff => ({
  path,
  before: "old",
  after,
  secret: false,
  unknown: false,
  forcesReplacement: false,
  ...fields,
});

describe("what counts as a change", () => {
  const secretRow = (ordinal: number) =>
    row("password", `‹secret ${ordinal}›`, { before: "‹secret 9›", secret: true });
  const withSecret = (ordinal: number, seal: string) =>
    itemOf(
      bucket("db", {
        diff: [secretRow(ordinal)],
        reality: { password: secretValue(9, "real"), same: secretValue(5, "kept") },
        desired: { password: secretValue(ordinal, seal), same: secretValue(5, "kept") },
      }),
    );
  const cut = (value: string) =>
    itemOf(bucket("big", { diffCut: 3, diff: [row("a", "b")], desired: { z: value } }));
  const embedded = (ordinal: number) =>
    itemOf(bucket("url", { diff: [row("url", `pg://‹secret ${ordinal}›@db`)] }));
  const crash = (fields: Parameters<typeof makeSymptom>[0]) => itemOf(makeSymptom(fields));
  const policy = (detail: string) => {
    const { fingerprint, legacy, identity, provenance } = logs.departure;
    const facts = { fingerprint, legacy, identity, provenance, rule: "s3-public", severity: "high" } as const;
    return itemOf({ type: "policy", title: "public bucket", detail, ...facts });
  };
  const flag = {
    rule: "s3-public",
    version: 1,
    pack: "aws",
    title: "public bucket",
    because: "the policy allows everybody",
    stance: "exposed-now",
    severity: "medium",
    references: [],
    hint: "close it",
  } as const;
  test.each([
    ["another secret", withSecret(3, "one"), withSecret(3, "two"), true],
    ["the same secret under another ordinal", withSecret(3, "one"), withSecret(4, "one"), false],
    ["another ordinal inside a value", embedded(3), embedded(4), false],
    ["a row beyond the cut", cut("one"), cut("two"), true],
    ["a further rule at the same severity", logs, { ...logs, flags: [flag] }, true],
    ["another detail of a policy", policy("open to all"), policy("open to one"), true],
    ["the same policy", policy("open to all"), policy("open to all"), false],
    [
      "a churning reason",
      crash({ category: "ErrImagePull" }),
      crash({ category: "ImagePullBackOff" }),
      false,
    ],
    ["a growing restart count", crash({ evidence: { n: "1" } }), crash({ evidence: { n: "2" } }), false],
  ] as const)("%s", (_, before, after, changes) => {
    expect(keyOf(after) !== keyOf(before)).toBe(changes);
  });

  test("a policy is told by its rule and keeps its detail", () => {
    expect(factsOf(policy("open to all"), "terraform")).toMatchObject({
      type: "policy",
      category: "s3-public",
      evidence: { detail: "open to all" },
      direction: undefined,
      diff: [],
    });
  });

  test("only the seals of secrets that differ are kept", () => {
    expect(sealsOf(withSecret(3, "one").departure)).toEqual({
      "/password": ["real", "one"],
    });
  });
});
