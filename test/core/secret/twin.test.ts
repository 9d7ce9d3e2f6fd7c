import fc from "fast-check";
import { expect, test } from "vitest";
import { makeMasker } from "../../../src/core/secret.ts";
import { isOpaque } from "../../../src/core/value.ts";

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
  const after = structuredClone({ ...(before as object), ...pick(other as object, edited) });
  return [before, after] as const;
});
const pick = (from: object, wanted: readonly string[]) =>
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
      for (const [[before, after], marked] of rows) {
        quick.learn(before, marked);
        quick.learn(after, marked, before);
        for (const side of [before, after]) slow.learn(structuredClone(side), marked);
      }
      for (const [[before, after], marked] of rows) {
        const first = quick.mask(before, marked);
        const second = quick.mask(after, marked, first === before ? before : undefined);
        // A copy is not known to be clean, so that each side is walked whole.
        expect(shown([first, second])).toBe(
          shown([before, after].map((side) => slow.mask(structuredClone(side), marked))),
        );
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
  masker.learn(before, undefined);
  masker.learn(after, undefined, before);
  expect(shown(masker.mask(after, undefined))).not.toContain("hunter22secret");
});
