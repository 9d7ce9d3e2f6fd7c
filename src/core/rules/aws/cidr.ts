export type Family = "ipv4" | "ipv6";

/** A block of addresses, both ends included; `text` is how the document wrote it. */
export type Span = {
  readonly family: Family;
  readonly from: bigint;
  readonly to: bigint;
  readonly text: string;
};

/** The block that a CIDR names, host bits ignored as AWS does; `undefined` when it is none. */
export const parseCidr = (text: string): Span | undefined => {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const span = readCidr(text);
  if (span === undefined) return undefined;
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(text, span);
  return span;
};

/** The same few blocks stand in one firewall rule after another. */
const parsed = new Map<string, Span>();
const mostParsed = 1000;

const readCidr = (text: string): Span | undefined => {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  if (rest.length > 0) return undefined;
  const family: Family = address.includes(":") ? "ipv6" : "ipv4";
  const base = family === "ipv6" ? parseIpv6(address) : parseIpv4(address);
  const length = prefix === undefined ? bits[family] : parseDecimal(prefix, bits[family]);
  if (base === undefined || length === undefined) return undefined;
  const free = BigInt(bits[family] - length);
  const from = (base >> free) << free;
  return { family, from, to: from + (1n << free) - 1n, text: text.trim() };
};

/** The families of which these blocks together admit every publicly routed address. */
export const worldFamilies = (spans: readonly Span[]): readonly Family[] => {
  if (spans.length === 0) return none;
  const only = spans[0];
  if (only === undefined || spans.length > 1) return familiesIn(spans);
  const known = alone.get(only);
  if (known !== undefined) return known;
  const found = familiesIn(spans);
  alone.set(only, found);
  return found;
};

const none: readonly Family[] = [];

/** Nearly every firewall rule has one block, and the same few stand in them all. */
const alone = new WeakMap<Span, readonly Family[]>();

const familiesIn = (spans: readonly Span[]): readonly Family[] =>
  families.filter((family) => {
    const own = spans.filter((span) => span.family === family);
    if (own.some(({ from, to }) => from === 0n && to === last[family])) return true;
    return sizeOf(own) >= routed[family] && coversAll([...own, ...unrouted[family]], last[family]);
  });

export const isWorld = (span: Span): boolean => worldFamilies([span]).length > 0;

const families = ["ipv4", "ipv6"] as const;
const bits: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

const last: Readonly<Record<Family, bigint>> = { ipv4: (1n << 32n) - 1n, ipv6: (1n << 128n) - 1n };

const sizeOf = (spans: readonly Span[]): bigint =>
  spans.reduce((sum, { from, to }) => sum + to - from + 1n, 0n);

const coversAll = (spans: readonly Span[], end: bigint): boolean => {
  let next = 0n;
  for (const { from, to } of spans.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    if (from > next) return false;
    if (to >= next) next = to + 1n;
  }
  return next > end;
};

const parseIpv4 = (text: string): bigint | undefined => {
  const octets = text.split(".").map((part) => parseDecimal(part, 255));
  if (octets.length !== 4) return undefined;
  return octets.reduce<bigint | undefined>(
    (sum, octet) => (sum === undefined || octet === undefined ? undefined : (sum << 8n) + BigInt(octet)),
    0n,
  );
};

const parseIpv6 = (text: string): bigint | undefined => {
  const [head = "", tail, ...rest] = text.split("::");
  const before = groupsOf(head);
  const after = groupsOf(tail ?? "");
  if (rest.length > 0 || before === undefined || after === undefined) return undefined;
  const gap = 8 - before.length - after.length;
  if (tail === undefined ? gap !== 0 : gap < 1) return undefined;
  return [...before, ...Array<bigint>(gap).fill(0n), ...after].reduce(
    (sum, group) => (sum << 16n) + group,
    0n,
  );
};

const groupsOf = (text: string): readonly bigint[] | undefined => {
  if (text === "") return [];
  const parts = text.split(":");
  const embedded = parseIpv4(parts.at(-1) ?? "");
  const plain = embedded === undefined ? parts : parts.slice(0, -1);
  if (!plain.every((part) => /^[0-9a-f]{1,4}$/iu.test(part))) return undefined;
  const groups = plain.map((part) => BigInt(`0x${part}`));
  return embedded === undefined ? groups : [...groups, embedded >> 16n, embedded & 0xffffn];
};

const parseDecimal = (text: string, most: number): number | undefined =>
  /^\d{1,3}$/u.test(text) && Number(text) <= most ? Number(text) : undefined;

const spansOf = (cidrs: readonly string[]): readonly Span[] => cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);

/** Private, reserved and multicast space: a list that leaves only this out still admits the whole internet. */
const unrouted: Readonly<Record<Family, readonly Span[]>> = {
  ipv4: spansOf([
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
  ]),
  ipv6: spansOf(["::/3", "4000::/2", "8000::/1"]),
};

/** How many addresses the world has: fewer than that cannot be all of it, and most lists are told apart by this alone. */
const routed: Readonly<Record<Family, bigint>> = {
  ipv4: last.ipv4 + 1n - sizeOf(unrouted.ipv4),
  ipv6: last.ipv6 + 1n - sizeOf(unrouted.ipv6),
};
