import type { ValueMap } from "../../value.ts";
import type { Exposure, Rule } from "../rule.ts";
import { clip, every, exposure, listed, no, unknown, yes } from "./answers.ts";
import { blocks, flag, texts } from "./attributes.ts";
import { parseCidr, worldFamilies } from "./cidr.ts";
import { networkAclTypes, reachOf, securityGroupTypes } from "./ingress.ts";
import type { Opening } from "./openings.ts";
import { isReplyRange, type Kind, kindOf, mayHold, worded } from "./ports.ts";
import { attack, cis, publicFacing, remoteServices } from "./references.ts";

export const network: readonly Rule[] = [
  {
    id: "aws-world-open-sensitive",
    version: 1,
    title: "A management or database port is open to the internet",
    severity: "critical",
    types: securityGroupTypes,
    exposed: (side, type) => worldReaches(side, type, ofKind("sensitive")),
    references: [
      publicFacing,
      remoteServices,
      cis("5.2", "no administration port open to 0.0.0.0/0"),
      cis("5.3", "no administration port open to ::/0"),
    ],
    hint: "Limit the rule to the addresses of your bastion, VPN or application, or to their security group.",
  },
  {
    id: "aws-world-open",
    version: 1,
    title: "A port is open to the internet",
    severity: "high",
    types: securityGroupTypes,
    exposed: (side, type) => worldReaches(side, type, ofKind("ordinary")),
    references: [publicFacing],
    hint: "Limit the rule to the addresses that need the port, or put a load balancer in front of it.",
  },
  {
    id: "aws-world-open-web",
    version: 1,
    title: "A web port is open to the internet",
    severity: "medium",
    types: securityGroupTypes,
    exposed: (side, type) => worldReaches(side, type, ofKind("web")),
    references: [publicFacing],
    hint: "Confirm that this is meant to be a public web endpoint; otherwise limit the source addresses.",
  },
  {
    id: "aws-world-open-ping",
    version: 1,
    title: "ICMP is open to the internet",
    severity: "low",
    types: securityGroupTypes,
    exposed: (side, type) => worldReaches(side, type, ofKind("ping")),
    references: [attack("T1595.001", "Active Scanning: Scanning IP Blocks")],
    hint: "Limit ICMP to the types that path discovery needs, or to your own addresses.",
  },
  {
    id: "aws-nacl-world-open",
    version: 1,
    title: "A network ACL admits the internet to more than web and reply ports",
    severity: "medium",
    types: networkAclTypes,
    exposed: (side, type) => worldReaches(side, type, beyondReplies),
    references: [publicFacing, cis("5.1", "no administration port open to 0.0.0.0/0 in a network ACL")],
    hint: "Narrow the ACL to the ports that the subnet serves; security groups are then the second line, not the only one.",
  },
  {
    id: "aws-eks-public-endpoint",
    version: 1,
    title: "A Kubernetes API endpoint is open to the internet",
    severity: "high",
    types: ["aws_eks_cluster"],
    exposed: (side) => publicEndpoint(side),
    references: [publicFacing, remoteServices],
    hint: "Set endpoint_public_access to false, or list your own addresses in public_access_cidrs.",
  },
];

/** Which openings a rule is about, and whether a wider opening of doubtful extent could still hold one. */
type Concern = {
  readonly is: (opening: Opening) => boolean;
  readonly mayBe: (opening: Opening) => boolean;
  /** An opening that is of concern stays so however much wider it turns out. */
  readonly grows: boolean;
};

const ofKind = (kind: Kind): Concern => ({
  is: (opening) => kindOf(opening) === kind,
  mayBe: (opening) => mayHold(opening, kind),
  grows: kind === "sensitive",
});

const beyondReplies: Concern = {
  is: (opening) => ["sensitive", "ordinary"].includes(kindOf(opening)) && !isReplyRange(opening),
  mayBe: (opening) => mayHold(opening, "sensitive") || mayHold(opening, "ordinary"),
  grows: false,
};

const worldReaches = (side: ValueMap, type: string, { is, mayBe, grows }: Concern): Exposure => {
  const { sure, possible, unread } = reachOf(side, type);
  if (possible.length === 0 && sure.length === 0) return no;
  const settled = (opening: Opening): boolean =>
    grows || unread.length === 0 || possible.some((wider) => isSame(wider, opening));
  const open = sure.filter((opening) => is(opening) && settled(opening));
  if (open.length > 0) return yes(listed(open.map(worded), "; "));
  if (unread.length === 0) return no;
  const doubtful = possible.filter((wider) => !sure.some((opening) => isSame(wider, opening)));
  return doubtful.some(mayBe) ? unknown(`cannot read ${listed(unread)}`) : no;
};

const isSame = (a: Opening, b: Opening): boolean =>
  a.protocol === b.protocol && a.from === b.from && a.to === b.to;

/** Both attributes default to open: the endpoint is public, and to everybody. */
const publicEndpoint = (side: ValueMap): Exposure => {
  const { known, unreadable } = blocks(side["vpc_config"]);
  if (unreadable) return unknown("cannot read vpc_config");
  const config = known[0] ?? {};
  const cidrs = texts(config["public_access_cidrs"]);
  const spans = cidrs.known.map(parseCidr);
  const readable = spans.filter((span) => span !== undefined);
  const doubtful = cidrs.unreadable || readable.length < spans.length;
  const unrestricted = cidrs.known.length === 0 && !doubtful;
  const world = unrestricted || worldFamilies(readable).length > 0 ? "yes" : doubtful ? "unknown" : "no";
  const from = unrestricted ? "anywhere" : clip(listed(cidrs.known, " + "), 60);
  return exposure(
    every(flag(config["endpoint_public_access"], "yes"), world),
    `API endpoint public from ${from}`,
    "endpoint_public_access and public_access_cidrs",
  );
};
