import type { Value, ValueMap } from "../../value.ts";
import type { Answer } from "../rule.ts";
import { not } from "./answers.ts";
import { blocks, flag, numberOf, type Readable, texts } from "./attributes.ts";
import { parseCidr, type Span, worldFamilies } from "./cidr.ts";
import { type Entry, lastPort, type Opening, openings } from "./openings.ts";

/**
 * What the world reaches on a side. `sure` leaves out whatever cannot be read, `possible` takes it at its widest: the truth
 * after apply lies between the two.
 */
export type Reach = {
  readonly sure: readonly Opening[];
  readonly possible: readonly Opening[];
  /** Attributes that could not be read. */
  readonly unread: readonly string[];
};

export const securityGroupTypes = [
  "aws_security_group",
  "aws_default_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
] as const;

export const networkAclTypes = [
  "aws_network_acl",
  "aws_default_network_acl",
  "aws_network_acl_rule",
] as const;

/** What the world reaches through one side. Several rules ask it of the same two sides, so the last two answers are kept. */
export const reachOf = (side: ValueMap, type: string): Reach => {
  if (newest?.side === side && newest.type === type) return newest.reach;
  if (older?.side === side && older.type === type) return older.reach;
  older = newest;
  newest = { side, type, reach: readReach(side, type) };
  return newest.reach;
};

type Answered = { readonly side: ValueMap; readonly type: string; readonly reach: Reach };
let newest: Answered | undefined;
let older: Answered | undefined;

const readReach = (side: ValueMap, type: string): Reach => {
  switch (type) {
    case "aws_security_group_rule":
      return reach([{ ...readRule(side), applies: isWord(side["type"], "ingress") }]);
    case "aws_vpc_security_group_ingress_rule":
      return reach([readRule(side)]);
    case "aws_network_acl_rule":
      return reach([{ ...readAclRule(side, "rule_action"), applies: not(flag(side["egress"], "no")) }]);
    case "aws_network_acl":
    case "aws_default_network_acl":
      return reach(
        inline(side, (block) => readAclRule(block, "action"), "unknown").toSorted(
          (a, b) => rank(a) - rank(b),
        ),
      );
    default:
      return reach(inline(side, readRule, "yes"));
  }
};

/** One firewall rule as far as it can be read; `undefined` marks what cannot. */
type Draft = {
  readonly applies: Answer;
  readonly allows: Answer;
  readonly order: number | undefined;
  readonly protocol: string | undefined;
  readonly ports: readonly [number, number] | undefined;
  readonly spans: Readable<Span>;
};

const reach = (drafts: readonly Draft[]): Reach => {
  const unread = drafts.filter(({ applies }) => applies !== "no").flatMap(doubtsOf);
  // Most firewall rules are about a few addresses, whatever their ports.
  if (unread.length === 0 && worldFamilies(drafts.flatMap(({ spans }) => spans.known)).length === 0)
    return nothing;
  const sure = openings(drafts.flatMap(surely));
  return { sure, possible: unread.length === 0 ? sure : openings(drafts.flatMap(possibly)), unread };
};

const nothing: Reach = { sure: [], possible: [], unread: [] };

const doubtsOf = ({ applies, allows, order, protocol, ports, spans }: Draft): readonly string[] => {
  const doubts = [
    ...(applies === "unknown" ? ["the direction"] : []),
    ...(allows === "unknown" ? ["the action"] : []),
    ...(order === undefined ? ["the rule number"] : []),
    ...(protocol === undefined ? ["the protocol"] : []),
    ...(ports === undefined ? ["the ports"] : []),
    ...(spans.unreadable ? ["the address ranges"] : []),
  ];
  return doubts.length > 4 ? ["ingress"] : doubts;
};

/** A rule that may deny is taken to deny, and one whose place is unknown to deny first. */
const surely = (draft: Draft): readonly Entry[] => {
  if (draft.applies === "no") return [];
  if (draft.allows !== "yes") return [{ ...widest(draft), allows: false }];
  const { applies, order, protocol, ports, spans } = draft;
  if (applies === "unknown" || order === undefined || protocol === undefined || ports === undefined)
    return [];
  return [{ allows: true, protocol, from: ports[0], to: ports[1], spans: spans.known }];
};

const possibly = (draft: Draft): readonly Entry[] => {
  if (draft.applies === "no") return [];
  if (draft.allows !== "no") return [{ ...widest(draft), allows: true }];
  const { applies, order, protocol, ports, spans } = draft;
  if (applies === "unknown" || order === undefined || protocol === undefined || ports === undefined)
    return [];
  return [{ allows: false, protocol, from: ports[0], to: ports[1], spans: spans.known }];
};

/** A protocol that may turn out to have no ports makes those that are named void. */
const widest = ({ protocol, ports, spans }: Draft): Omit<Entry, "allows"> => {
  const [from, to] = protocol === undefined || ports === undefined ? allPorts : ports;
  return {
    protocol: protocol ?? "all",
    from,
    to,
    spans: spans.unreadable ? [...spans.known, ...anywhere] : spans.known,
  };
};

const rank = ({ order }: Draft): number => order ?? Number.NEGATIVE_INFINITY;

const allPorts = [0, lastPort] as const;
const anywhere: readonly Span[] = ["0.0.0.0/0", "::/0"].flatMap((cidr) => parseCidr(cidr) ?? []);

const inline = (side: ValueMap, read: (block: ValueMap) => Draft, allows: Answer): readonly Draft[] => {
  const { known, unreadable } = blocks(side["ingress"]);
  return [...known.map(read), ...(unreadable ? [{ ...unreadableDraft, allows }] : [])];
};

const unreadableDraft: Omit<Draft, "allows"> = {
  applies: "unknown",
  order: undefined,
  protocol: undefined,
  ports: undefined,
  spans: { known: [], unreadable: true },
};

const readRule = (block: ValueMap): Draft => {
  const from = numberOf(block["from_port"]);
  const to = numberOf(block["to_port"]);
  const protocol = protocolOf(block["protocol"] ?? block["ip_protocol"], from === undefined);
  const ports = protocol === undefined || hasPorts(protocol) ? portsOf(from, to) : allPorts;
  const { known: readable, unreadable } = spansOf(block);
  return {
    applies: "yes",
    allows: "yes",
    order: 0,
    protocol,
    ports,
    spans: { known: readable, unreadable },
  };
};

const spansOf = (block: ValueMap): Readable<Span> => {
  const known: Span[] = [];
  let unreadable = false;
  for (const name of cidrAttributes) {
    const value = block[name];
    if (value === undefined || value === null) continue;
    const cidrs = texts(value);
    const spans = cidrs.known.map(parseCidr).filter((span) => span !== undefined);
    unreadable ||= cidrs.unreadable || spans.length < cidrs.known.length;
    known.push(...spans);
  }
  return { known, unreadable };
};

const readAclRule = (block: ValueMap, action: string): Draft => {
  const order = numberOf(block["rule_no"] ?? block["rule_number"]);
  return {
    ...readRule(block),
    allows: isWord(block[action], "allow"),
    order: order === "unreadable" ? undefined : (order ?? 0),
  };
};

const cidrAttributes = [
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "cidr_ipv4",
  "cidr_ipv6",
  "cidr_block",
  "ipv6_cidr_block",
] as const;

/** Ports without a protocol can only speak of one that has ports. */
const protocolOf = (value: Value | undefined, portless: boolean): string | undefined => {
  if (value === undefined || value === null || value === "") return portless ? "all" : "tcp";
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const name = String(value).trim().toLowerCase();
  return protocolNames.get(name) ?? name;
};

const protocolNames: ReadonlyMap<string, string> = new Map([
  ["-1", "all"],
  ["1", "icmp"],
  ["6", "tcp"],
  ["17", "udp"],
  ["58", "icmpv6"],
]);

const hasPorts = (protocol: string): boolean => protocol === "tcp" || protocol === "udp";

const portsOf = (
  from: number | "unreadable" | undefined,
  to: number | "unreadable" | undefined,
): readonly [number, number] | undefined => {
  if (from === "unreadable" || to === "unreadable") return undefined;
  if (from === -1 || to === -1) return allPorts;
  return [from ?? 0, to ?? lastPort];
};

/** Is the attribute this word? One that is not said is not readable either. */
const isWord = (value: Value | undefined, word: string): Answer => {
  if (typeof value !== "string") return "unknown";
  return value.trim().toLowerCase() === word ? "yes" : "no";
};
