import { unknownValue, type ValueMap } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";
import { block, ingress } from "./firewall.ts";

const acl = "aws_network_acl";
const aclRule = "aws_network_acl_rule";

const entry = (
  rule: number,
  action: string,
  port: number | readonly [number, number],
  more: ValueMap = {},
): ValueMap => ({
  ...block(port, []),
  rule_no: rule,
  action,
  cidr_block: "0.0.0.0/0",
  ipv6_cidr_block: "",
  ...more,
});

export const networkAcls: readonly Case[] = [
  row(
    "aws-nacl-world-open",
    "yes",
    "high ports, but not those of replies",
    acl,
    ingress(entry(100, "allow", [2000, 3000])),
    "tcp 2000-3000",
  ),
  row("aws-nacl-world-open", "yes", "ssh", acl, ingress(entry(100, "allow", 22)), "tcp 22 (ssh)"),
  row(
    "aws-nacl-world-open",
    "yes",
    "everything",
    "aws_default_network_acl",
    ingress(entry(100, "allow", 0, { protocol: "-1" })),
    "all traffic",
  ),
  row(
    "aws-nacl-world-open",
    "yes",
    "IPv6",
    acl,
    ingress(entry(100, "allow", 22, { cidr_block: "", ipv6_cidr_block: "::/0" })),
  ),
  row(
    "aws-nacl-world-open",
    "yes",
    "a later denial",
    acl,
    ingress(entry(200, "deny", 22), entry(100, "allow", 22)),
  ),
  row(
    "aws-nacl-world-open",
    "yes",
    "a denial of a few addresses",
    acl,
    ingress(entry(50, "deny", 22, { cidr_block: "203.0.113.0/24" }), entry(100, "allow", 22)),
  ),
  row(
    "aws-nacl-world-open",
    "yes",
    "everything but one denied port",
    acl,
    ingress(entry(50, "deny", 22), entry(100, "allow", 0, { protocol: "-1" })),
    "tcp 0-21",
  ),
  row("aws-nacl-world-open", "yes", "a rule resource", aclRule, {
    rule_number: 100,
    egress: false,
    rule_action: "allow",
    protocol: "tcp",
    from_port: 22,
    to_port: 22,
    cidr_block: "0.0.0.0/0",
  }),
  row(
    "aws-nacl-world-open",
    "no",
    "an earlier denial",
    acl,
    ingress(entry(100, "allow", 22), entry(50, "deny", 22)),
  ),
  row(
    "aws-nacl-world-open",
    "no",
    "an earlier denial of everything",
    acl,
    ingress(entry(100, "allow", 22), entry(50, "deny", 0, { protocol: "-1" })),
  ),
  row(
    "aws-nacl-world-open",
    "no",
    "web, ping and reply ports",
    acl,
    ingress(
      entry(100, "allow", 443),
      entry(110, "allow", [1024, 65_535]),
      entry(120, "allow", 0, { protocol: "icmp" }),
    ),
  ),
  row("aws-nacl-world-open", "no", "egress rule", aclRule, {
    rule_number: 100,
    egress: true,
    rule_action: "allow",
    protocol: "tcp",
    from_port: 22,
    to_port: 22,
    cidr_block: "0.0.0.0/0",
  }),
  row("aws-nacl-world-open", "no", "denying rule", aclRule, {
    rule_number: 100,
    rule_action: "deny",
    protocol: "tcp",
    from_port: 22,
    to_port: 22,
    cidr_block: "0.0.0.0/0",
  }),
  row(
    "aws-nacl-world-open",
    "no",
    "a private range",
    acl,
    ingress(entry(100, "allow", 22, { cidr_block: "10.0.0.0/8" })),
  ),
  row(
    "aws-nacl-world-open",
    "unknown",
    "an unknown action",
    acl,
    ingress(entry(100, "allow", 22, { action: unknownValue })),
  ),
  row(
    "aws-nacl-world-open",
    "unknown",
    "a denial of unknown place",
    acl,
    ingress(entry(100, "allow", 22), entry(0, "deny", 22, { rule_no: unknownValue })),
  ),
  row(
    "aws-nacl-world-open",
    "unknown",
    "a denial of unknown extent before it",
    acl,
    ingress(entry(50, "deny", 22, { cidr_block: unknownValue }), entry(100, "allow", 22)),
  ),
  row("aws-nacl-world-open", "unknown", "an unknown direction", aclRule, {
    rule_number: 100,
    egress: unknownValue,
    rule_action: "allow",
    protocol: "tcp",
    from_port: 22,
    to_port: 22,
    cidr_block: "0.0.0.0/0",
  }),
  row("aws-nacl-world-open", "unknown", "unknown blocks", acl, { ingress: unknownValue }),
];
