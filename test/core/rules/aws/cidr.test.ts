import { describe, expect, test } from "vitest";
import { isWorld, parseCidr, worldFamilies } from "../../../../src/core/rules/aws/cidr.ts";

const spans = (...cidrs: readonly string[]) => cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);

describe("a block", () => {
  test.each([
    ["10.0.0.0/8", "ipv4", 0x0a000000n, 0x0affffffn],
    ["10.1.2.3/8", "ipv4", 0x0a000000n, 0x0affffffn],
    ["203.0.113.7", "ipv4", 0xcb007107n, 0xcb007107n],
    ["::/0", "ipv6", 0n, (1n << 128n) - 1n],
    ["2001:db8::1/128", "ipv6", (0x20010db8n << 96n) + 1n, (0x20010db8n << 96n) + 1n],
    ["1:2:3:4:5:6:7::/112", "ipv6", 0x00010002000300040005000600070000n, 0x0001000200030004000500060007ffffn],
    ["::ffff:10.0.0.0/104", "ipv6", 0xffff0a000000n, 0xffff0affffffn],
    ["FE80::/10", "ipv6", 0xfe80n << 112n, (0xfec0n << 112n) - 1n],
  ] as const)("%s", (text, family, from, to) => {
    expect(parseCidr(text)).toEqual({ family, from, to, text });
  });

  test.each([
    "",
    "everybody",
    "10.0.0/8",
    "10.0.0.256/8",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/",
    "1:2:3:4:5:6:7/64",
    "1:2:3:4:5:6:7:8:9/64",
    "1::2::3/64",
    "1:2:3:4:5:6:7:8::/64",
    "::/129",
    "::12345/128",
    "::10.0.0/96",
    "pl-0123",
  ])("is not %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe("the world", () => {
  test.each([
    [["0.0.0.0/0"], ["ipv4"]],
    [["::/0"], ["ipv6"]],
    [
      ["::/0", "0.0.0.0/0"],
      ["ipv4", "ipv6"],
    ],
    [["128.0.0.0/1", "0.0.0.0/1"], ["ipv4"]],
    [["2000::/4", "3000::/4"], ["ipv6"]],
    [["0.0.0.0/1"], []],
    [["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/4"], []],
    [["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], []],
    [["fc00::/7", "fe80::/10"], []],
    [[], []],
  ] as const)("of %j is %j", (cidrs, families) => {
    expect(worldFamilies(spans(...cidrs))).toEqual(families);
  });

  test("is one block only when that block is all of it", () => {
    expect(spans("0.0.0.0/0", "0.0.0.0/1", "::/0").map(isWorld)).toEqual([true, false, true]);
  });
});
