import { byCodeUnit } from "../../order.ts";
import { type Family, isWorld, type Span, worldFamilies } from "./cidr.ts";

/** One rule of a firewall, in order. Protocols without ports span all of them. */
export type Entry = {
  readonly allows: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `all`. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly spans: readonly Span[];
};

/** Ports of one protocol that the whole internet reaches; `sources` are the blocks that let it in. */
export type Opening = {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly sources: readonly string[];
};

export const lastPort = 65_535;

/**
 * What the world reaches through these rules taken together: blocks that cover it only jointly count, also across rules whose
 * ports overlap. An earlier denial counts only when it denies the whole world; one that shuts out a few addresses closes nothing.
 */
export const openings = (entries: readonly Entry[]): readonly Opening[] => {
  const denies = entries.some(({ allows }) => !allows);
  const everything = sourcesOf(entries.filter(({ protocol }) => protocol === "all"));
  if (!denies && everything !== undefined) {
    return [{ protocol: "all", from: 0, to: lastPort, sources: everything }];
  }
  const named = entries.map(({ protocol }) => protocol).filter((protocol) => protocol !== "all");
  const protocols = everything === undefined ? named : [...named, "tcp", "udp"];
  return [...new Set(protocols)].sort(byCodeUnit).flatMap((protocol) =>
    sweep(
      protocol,
      entries.filter((entry) => concerns(entry, protocol)),
    ),
  );
};

const concerns = (entry: Entry, protocol: string): boolean =>
  entry.protocol === protocol || entry.protocol === "all";

const sweep = (protocol: string, entries: readonly Entry[]): readonly Opening[] => {
  const admitted = entries.filter(({ allows }) => allows).flatMap(({ spans }) => spans);
  if (worldFamilies(admitted).length === 0) return [];
  const cuts = [...new Set(entries.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
  const found: Opening[] = [];
  for (const [index, from] of cuts.entries()) {
    const to = (cuts[index + 1] ?? from) - 1;
    const sources = sourcesOf(entries.filter((entry) => entry.from <= from && entry.to >= to));
    if (to < from || sources === undefined) continue;
    const last = found.at(-1);
    if (last?.to === from - 1)
      found[found.length - 1] = { ...last, to, sources: [...last.sources, ...sources] };
    else found.push({ protocol, from, to, sources });
  }
  return found;
};

/** The blocks through which the world gets in, or `undefined` when it does not. */
const sourcesOf = (entries: readonly Entry[]): readonly string[] | undefined => {
  const closed = new Set<Family>();
  const admitted: Span[] = [];
  for (const { allows, spans } of entries) {
    if (allows) admitted.push(...spans.filter(({ family }) => !closed.has(family)));
    else for (const family of worldFamilies(spans)) closed.add(family);
  }
  const reached = worldFamilies(admitted);
  if (reached.length === 0) return undefined;
  return reached.flatMap((family) => {
    const own = admitted.filter((span) => span.family === family);
    const whole = own.filter(isWorld);
    return (whole.length > 0 ? whole : own).map(({ text }) => text);
  });
};
