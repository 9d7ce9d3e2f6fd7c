import fc from "fast-check";
import { expect, test } from "vitest";
import { actions, type Drift, directions } from "../../src/core/departure.ts";
import type { Item } from "../../src/core/report.ts";
import { packs } from "../../src/core/rules/index.ts";
import { stances } from "../../src/core/rules/rule.ts";
import { severities } from "../../src/core/severity.ts";
import { itemRow } from "../../src/view/alert.ts";
import { itemJson } from "../../src/view/item-json.ts";
import { hostileTexts } from "./hostile.ts";

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom('a"b', "a\\b", "‹secret 1›", "line\nline", ...hostileTexts),
);
const maybe = fc.option(text, { nil: undefined });
const rules = packs.flatMap((pack) => [...pack.rules]);

const flag = fc.record({
  rule: fc.constantFrom(...rules),
  because: text,
  stance: fc.constantFrom(...stances),
});
const diff = fc.record({
  path: text,
  before: maybe,
  after: maybe,
  secret: fc.boolean(),
  unknown: fc.boolean(),
  forcesReplacement: fc.boolean(),
});
const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 9 });

const item = fc
  .record({
    texts: fc.tuple(text, text, text, text, text),
    direction: fc.constantFrom(...directions),
    action: fc.constantFrom(...actions),
    severity: fc.constantFrom(...severities),
    markers: fc.constantFrom([], [], [], ["moved"] as const),
    reason: seldom(text),
    movedFrom: seldom(text),
    file: seldom(text),
    diffs: fc.array(diff, { maxLength: 3 }),
    flags: fc.array(flag, { maxLength: 2 }),
    diffCut: fc.nat(3),
    stateful: fc.boolean(),
  })
  .map(({ texts: [namespace, name, key, title, fingerprint], flags, file, diffs, ...rest }): Item => {
    const { severity, ...drift } = rest;
    const departure: Drift = {
      ...drift,
      type: "drift",
      fingerprint,
      legacy: "",
      identity: { style: "address", scope: "", group: "", kind: "aws_instance", namespace, name, key },
      provenance: { source: "terraform", address: undefined, file, line: file === undefined ? undefined : 3 },
      reality: undefined,
      desired: undefined,
      diff: diffs,
    };
    return {
      departure,
      title,
      severity,
      flags: flags.map(({ rule, because, stance }) => ({
        ...{ rule: rule.id, version: 1, pack: "aws", title: rule.title, because, stance },
        ...{ severity: rule.severity, references: rule.references, hint: rule.hint },
      })),
      layer: "application",
      disposition: "noted",
    };
  });

const extras = fc.record(
  {
    fixes: fc.constantFrom(
      [],
      [],
      [{ name: "restart", author: "ops", kind: "command", because: "its category is both", draft: false }],
    ),
    recollection: fc.record({
      state: fc.constantFrom("new" as const, "recurring" as const),
      firstSeen: fc.constantFrom(0, 1_700_000_000_000),
    }),
    now: fc.constantFrom(1_700_000_360_000, 1_800_000_000_000),
  },
  { requiredKeys: [] },
);

test("what is said of an item without a row of it is what its row says", () => {
  fc.assert(
    fc.property(item, extras, (one, more) => {
      expect(itemJson(one, more)).toBe(JSON.stringify(itemRow(one, more)));
    }),
    { numRuns: 1000 },
  );
});
