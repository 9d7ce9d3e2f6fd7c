import fc from "fast-check";
import { expect, test } from "vitest";
import { makeMasker } from "../../../src/core/secret.ts";
import { isOpaque, type ValueMap } from "../../../src/core/value.ts";

const secrets = ["hunter22secret", "topsecretvalue", 'odd"one\\with', "1234567890"];
const names = ["name", "key", "kind", "apiVersion", "value", "default", "data", "password", "tags", "note"];

const leaf = fc.oneof(
  fc.constantFrom(
    ...secrets,
    "API_TOKEN",
    "Secret",
    "v1",
    "prod",
    "password=abcdefgh",
    Buffer.from(`key=${secrets[0]}`).toString("base64"),
    JSON.stringify({ password: secrets[1] }),
    null,
    true,
    1234567890,
  ),
  fc.constantFrom(...secrets).map((secret) => `see ${secret} there`),
);
const tree = fc.letrec((tie) => ({
  map: fc.dictionary(fc.constantFrom(...names), tie("node"), { maxKeys: 5 }),
  node: fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie("node"), { maxLength: 3 }) },
    { weight: 2, arbitrary: tie("map") },
  ),
})).map;
const marks = fc.dictionary(fc.constantFrom(...names), fc.boolean(), { maxKeys: 2 });

/** A side and its other: mostly the same, with a few members taken from elsewhere. */
const sides = fc.tuple(tree, tree, fc.subarray(names)).map(([before, other, edited]) => {
  const after = structuredClone({ ...(before as ValueMap), ...pick(other as ValueMap, edited) });
  return [before as ValueMap, after] as const;
});
const pick = (from: ValueMap, wanted: readonly string[]): ValueMap =>
  Object.fromEntries(Object.entries(from).filter(([name]) => wanted.includes(name)));

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    isOpaque(part) ? { opaque: part.text, seal: part.seal } : part,
  );

test("what is passed over because the other side has it too is masked as if it had been looked at", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(sides, marks), { maxLength: 4 }), (rows) => {
      const seal = (secret: string) => `sealed ${secret}`;
      const [quick, slow] = [makeMasker(seal), makeMasker(seal)];
      const plain = rows.map(([[before, after], marked]) => {
        const first = quick.learn(before, marked);
        const second = quick.learn(after, marked, first ? before : undefined);
        for (const side of [before, after]) slow.learn(side, marked);
        return [first, second] as const;
      });
      for (const [at, [[before, after], marked]] of rows.entries()) {
        const [first, second] = plain[at] ?? [];
        const one = first === true ? quick.maskPlain(before) : quick.mask(before, marked);
        const other =
          second === true
            ? quick.maskPlain(after, one === before ? before : undefined)
            : quick.mask(after, marked);
        expect(shown([one, other])).toBe(shown([before, after].map((side) => slow.mask(side, marked))));
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  [
    { name: "NOTE", value: "hunter22secret" },
    { name: "API_TOKEN", value: "hunter22secret" },
  ],
  [
    { apiVersion: "v1", kind: "ConfigMap", data: { note: "hunter22secret" } },
    { apiVersion: "v1", kind: "Secret", data: { note: "hunter22secret" } },
  ],
])("an equal value is looked at again where its neighbours say something else: %j", (before, after) => {
  const masker = makeMasker();
  expect(masker.learn(before, undefined)).toBe(true);
  expect(masker.learn(after, undefined, before)).toBe(false);
  expect(shown(masker.mask(after, undefined))).not.toContain("hunter22secret");
});
