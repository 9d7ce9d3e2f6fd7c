import fc from "fast-check";
import { expect, test } from "vitest";
import { printIdentity } from "../../../src/core/identity.ts";
import { type Address, parseAddress } from "../../../src/platform/terraform/address.ts";

test.each<[string, Address]>([
  ["aws_foo.bar", { namespace: "", kind: "aws_foo", name: "bar", key: "" }],
  ["aws_foo.bar[0]", { namespace: "", kind: "aws_foo", name: "bar", key: "[0]" }],
  ['aws_foo.bar["k"]', { namespace: "", kind: "aws_foo", name: "bar", key: '["k"]' }],
  ["module.a.aws_foo.bar", { namespace: "module.a", kind: "aws_foo", name: "bar", key: "" }],
  [
    'module.a["x.y"].module.b[0].aws_foo.bar["c.d"]',
    { namespace: 'module.a["x.y"].module.b[0]', kind: "aws_foo", name: "bar", key: '["c.d"]' },
  ],
  ['a_b.c["]."]', { namespace: "", kind: "a_b", name: "c", key: '["]."]' }],
  ['a_b.c["say \\"x.y\\" ]"]', { namespace: "", kind: "a_b", name: "c", key: '["say \\"x.y\\" ]"]' }],
  ["module.a.data.aws_foo.bar[1]", { namespace: "module.a", kind: "data.aws_foo", name: "bar", key: "[1]" }],
])("%s", (address, expected) => {
  expect(parseAddress(address)).toEqual(expected);
});

test.each(["", "aws_foo", "a.b.c.d", "a..b", ".", "a.", "a[0].b", "module.a", "output"])(
  "%j is none",
  (address) => {
    expect(parseAddress(address)).toBeUndefined();
  },
);

const word = fc
  .stringMatching(/^[a-z_][a-z0-9_-]{0,8}$/)
  .filter((text) => text !== "module" && text !== "data");
const key = fc.oneof(
  fc.constant(""),
  fc.nat(999).map((index) => `[${index}]`),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => `[${JSON.stringify(text)}]`),
);
const modules = fc.array(fc.tuple(word, key), { maxLength: 3 });
const mode = fc.constantFrom("", "data.");

test("any address comes out as it went in, in the right parts", () => {
  fc.assert(
    fc.property(modules, mode, word, word, key, (path, data, kind, name, instance) => {
      const namespace = path.map(([module, index]) => `module.${module}${index}`).join(".");
      const address = `${namespace === "" ? "" : `${namespace}.`}${data}${kind}.${name}${instance}`;
      const parsed = parseAddress(address);
      expect(parsed).toEqual({ namespace, kind: `${data}${kind}`, name, key: instance });
      if (parsed === undefined) return;
      expect(printIdentity({ style: "address", scope: "", group: "", ...parsed })).toBe(address);
    }),
  );
});
