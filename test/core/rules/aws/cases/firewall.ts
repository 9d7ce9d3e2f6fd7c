import type { ValueMap } from "../../../../../src/core/value.ts";

export const group = "aws_security_group";
export const single = "aws_security_group_rule";
export const modern = "aws_vpc_security_group_ingress_rule";

export const block = (
  port: number | readonly [number, number],
  cidrs: readonly string[],
  more: ValueMap = {},
): ValueMap => ({
  protocol: "tcp",
  from_port: typeof port === "number" ? port : port[0],
  to_port: typeof port === "number" ? port : port[1],
  cidr_blocks: cidrs,
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  ...more,
});
export const ingress = (...blocks: readonly ValueMap[]): ValueMap => ({ ingress: blocks, egress: [] });
export const world = ["0.0.0.0/0"];
