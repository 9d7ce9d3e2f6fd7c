import { unknownValue } from "../../../../../src/core/value.ts";
import { type Case, row } from "./case.ts";
import { block, group, ingress, modern, single, world } from "./firewall.ts";

const ordinary: readonly Case[] = [
  row(
    "aws-world-open",
    "yes",
    "an application port",
    group,
    ingress(block(8080, world)),
    "tcp 8080 from 0.0.0.0/0",
  ),
  row(
    "aws-world-open",
    "yes",
    "a web port and more",
    group,
    ingress(block([443, 444], world)),
    "tcp 443-444",
  ),
  row(
    "aws-world-open",
    "yes",
    "another protocol",
    group,
    ingress(block(0, world, { protocol: "50" })),
    "protocol 50",
  ),
  row(
    "aws-world-open",
    "yes",
    "beside a sensitive one",
    group,
    ingress(block(22, world), block(8080, world)),
    "tcp 8080 from",
  ),
  row("aws-world-open", "no", "a sensitive port, which is its own flag", group, ingress(block(22, world))),
  row("aws-world-open", "yes", "a rule resource", single, { type: "ingress", ...block(8080, world) }),
  row("aws-world-open", "yes", "a modern rule", modern, {
    ip_protocol: "tcp",
    from_port: 8080,
    to_port: 8090,
    cidr_ipv4: "0.0.0.0/0",
  }),
  row("aws-world-open", "no", "web ports", group, ingress(block(443, world), block(80, world))),
  row("aws-world-open", "no", "egress", single, { type: "egress", ...block(8080, world) }),
  row("aws-world-open", "no", "an address of one's own", modern, {
    ip_protocol: "tcp",
    from_port: 8080,
    to_port: 8080,
    cidr_ipv4: "198.51.100.7/32",
  }),
  row("aws-world-open", "unknown", "unknown ranges", modern, {
    ip_protocol: "tcp",
    from_port: 8080,
    to_port: 8080,
    cidr_ipv4: unknownValue,
  }),
  row(
    "aws-world-open",
    "unknown",
    "a range that unknown ports may widen",
    group,
    ingress(block(8080, world), block(0, world, { from_port: unknownValue })),
  ),
];

const web: readonly Case[] = [
  row("aws-world-open-web", "yes", "a rule resource", single, { type: "ingress", ...block(443, world) }),
  row("aws-world-open-web", "yes", "https", group, ingress(block(443, world)), "tcp 443 from 0.0.0.0/0"),
  row("aws-world-open-web", "yes", "http over IPv6", modern, {
    ip_protocol: "tcp",
    from_port: "80",
    to_port: "80",
    cidr_ipv6: "::/0",
  }),
  row(
    "aws-world-open-web",
    "yes",
    "beside a port of unknown ranges",
    group,
    ingress(block(443, world), block(5432, [], { cidr_blocks: unknownValue })),
  ),
  row(
    "aws-world-open-web",
    "no",
    "all traffic, which is another flag",
    group,
    ingress(block(0, world, { protocol: "-1" })),
  ),
  row("aws-world-open-web", "no", "behind a private range", group, ingress(block(443, ["172.16.0.0/12"]))),
  row(
    "aws-world-open-web",
    "unknown",
    "unknown ports",
    group,
    ingress(block(443, world, { from_port: unknownValue })),
  ),
];

const ping: readonly Case[] = [
  row("aws-world-open-ping", "yes", "a rule resource", single, {
    type: "ingress",
    ...block(8, world, { protocol: "icmp", to_port: 0 }),
  }),
  row(
    "aws-world-open-ping",
    "yes",
    "icmp",
    group,
    ingress(block(-1, world, { protocol: "icmp" })),
    "icmp from 0.0.0.0/0",
  ),
  row(
    "aws-world-open-ping",
    "yes",
    "icmpv6 by number",
    modern,
    { ip_protocol: "58", from_port: -1, to_port: -1, cidr_ipv6: "::/0" },
    "icmpv6 from ::/0",
  ),
  row(
    "aws-world-open-ping",
    "no",
    "icmp from inside",
    group,
    ingress(block(-1, ["10.0.0.0/8"], { protocol: "icmp" })),
  ),
  row("aws-world-open-ping", "no", "ssh", group, ingress(block(22, world))),
  row(
    "aws-world-open-ping",
    "unknown",
    "icmp of unknown ranges",
    group,
    ingress(block(-1, [], { protocol: "icmp", cidr_blocks: unknownValue })),
  ),
];

export const otherPorts: readonly Case[] = [...ordinary, ...web, ...ping];
