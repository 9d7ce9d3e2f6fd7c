import { describe, expect, test } from "vitest";
import { permitAddress } from "../../../src/core/checks/address.ts";

const may = (
  address: string,
  { host = "svc", allow = [] as readonly string[], vouched = true } = {},
): boolean => permitAddress(address, host, { allow, vouched }).ok;

describe("a vouched check", () => {
  test.each([
    "127.0.0.1",
    "::1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "fd12::1",
    "8.8.8.8",
    "2606:4700::1111",
    "0.0.0.0",
  ])("reaches %s", (address) => {
    expect(may(address)).toBe(true);
  });

  test.each([
    ["169.254.169.254", "link-local"],
    ["169.254.170.2", "link-local"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["febf::1", "link-local"],
    ["fd00:ec2::254", "metadata"],
    ["FD00:0EC2:0:0:0:0:0:254", "metadata"],
    ["fd20:ce::254", "metadata"],
    ["100.100.100.200", "metadata"],
    ["168.63.129.16", "metadata"],
    ["::ffff:169.254.169.254", "link-local"],
    ["::ffff:a9fe:a9fe", "link-local"],
    ["0:0:0:0:0:ffff:6464:64c8", "metadata"],
    ["::a9fe:a9fe", "link-local"],
    ["64:ff9b::169.254.169.254", "link-local"],
    ["2002:a9fe:a9fe::1", "link-local"],
  ])("is refused %s as %s", (address, kind) => {
    const shown = permitAddress(address, "svc", { allow: [], vouched: true });
    expect(shown).toEqual({
      ok: false,
      why: `${address} is a ${kind} address, which [checks] allow does not name`,
    });
  });

  test.each([
    ["169.254.169.254", "svc", "169.254.169.254"],
    ["169.254.169.254", "metadata.internal", "Metadata.Internal."],
    ["::ffff:169.254.169.254", "svc", "169.254.169.254"],
    ["169.254.169.254", "svc", "::ffff:a9fe:a9fe"],
    ["fd00:ec2::254", "[fd00:ec2::254]", "[fd00:0ec2::254]"],
  ])("reaches %s at %s when allow names %s", (address, host, entry) => {
    expect(may(address, { host, allow: [entry] })).toBe(true);
  });

  test.each(["169.254.169.253", "internal", "metadata", "169.254.0.0/16", "", "*"])(
    "is not helped by the entry %j",
    (entry) => {
      expect(may("169.254.169.254", { host: "metadata.internal", allow: [entry] })).toBe(false);
    },
  );
});

describe("a check that nobody vouched", () => {
  test.each([
    "127.0.0.1",
    "::1",
    "::",
    "10.0.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "fd00::1",
    "169.254.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "198.18.0.1",
    "0.0.0.0",
  ])("does not reach %s, whatever allow says", (address) => {
    expect(may(address, { vouched: false, allow: [address, "svc"] })).toBe(false);
  });

  test.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "172.32.0.1", "100.128.0.1", "169.253.1.1"])(
    "reaches %s",
    (address) => {
      expect(may(address, { vouched: false })).toBe(true);
    },
  );
});

test.each([
  "",
  "localhost",
  "1.2.3",
  "1.2.3.4.5",
  "256.1.1.1",
  "0177.0.0.1",
  "1::2::3",
  "12345::",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  ":1",
  "2130706433",
])("%j is no address and is refused", (text) => {
  expect(permitAddress(text, "svc", { allow: ["svc"], vouched: true })).toEqual({
    ok: false,
    why: `${text} is not an address`,
  });
});
