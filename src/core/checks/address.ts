/** Whether a request may go to an address. */
export type Permit = { readonly ok: true } | { readonly ok: false; readonly why: string };

export type AddressPolicy = {
  /** `[checks] allow`: addresses or host names that a person admitted although they are link-local or metadata. */
  readonly allow: readonly string[];
  /** Whether a person stands behind the check; without one it reaches public addresses only. */
  readonly vouched: boolean;
};

/** Decides on a resolved address, never on the text of a URL: services live on private ones, credentials on metadata ones. */
export const permitAddress = (address: string, host: string, { allow, vouched }: AddressPolicy): Permit => {
  const bytes = bytesOf(address);
  if (bytes === undefined) return { ok: false, why: `${address} is not an address` };
  const kind = kindOf(unwrapped(bytes));
  if (!vouched && kind !== "public")
    return {
      ok: false,
      why: `${address} is ${kind}, and a check that nobody vouched reaches public addresses only`,
    };
  if (kind !== "link-local" && kind !== "metadata") return { ok: true };
  if (names(allow, bytes, host)) return { ok: true };
  return { ok: false, why: `${address} is a ${kind} address, which [checks] allow does not name` };
};

type Kind = "public" | "private" | "loopback" | "link-local" | "metadata" | "reserved";

const kindOf = (bytes: readonly number[]): Kind =>
  (bytes.length === 4 ? ranges4 : ranges6).find(([prefix]) => within(prefix, bytes))?.[1] ?? "public";

type Prefix = { readonly bytes: readonly number[]; readonly bits: number };

const within = ({ bytes: prefix, bits }: Prefix, bytes: readonly number[]): boolean =>
  prefix.every((byte, at) => {
    const shared = Math.min(8, Math.max(0, bits - at * 8));
    const mask = (0xff << (8 - shared)) & 0xff;
    return (byte & mask) === ((bytes[at] ?? 0) & mask);
  });

const names = (allow: readonly string[], bytes: readonly number[], host: string): boolean => {
  const asked = bare(host);
  return allow.some((entry) => {
    const admitted = bytesOf(bare(entry));
    return admitted === undefined ? bare(entry) === asked : same(unwrapped(admitted), unwrapped(bytes));
  });
};

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

/** An IPv4 address that travels inside an IPv6 one (mapped, compatible, NAT64, 6to4) is judged as what it is. */
const unwrapped = (bytes: readonly number[]): readonly number[] => {
  if (bytes.length !== 16) return bytes;
  if (startsWith(bytes, [0x20, 0x02])) return bytes.slice(2, 6);
  const wrapping = wrappings.some((prefix) => startsWith(bytes, prefix));
  // `::` and `::1` would read as 0.0.0.0 and 0.0.0.1.
  const ownMeaning = bytes.slice(0, 15).every((byte) => byte === 0);
  return wrapping && !ownMeaning ? bytes.slice(12) : bytes;
};

const startsWith = (bytes: readonly number[], prefix: readonly number[]): boolean =>
  prefix.every((byte, at) => bytes[at] === byte);

const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);
const wrappings = [[...zeros(10), 0xff, 0xff], zeros(12), [0x00, 0x64, 0xff, 0x9b, ...zeros(8)]];

const bytesOf = (address: string): readonly number[] | undefined => {
  const text = address.replace(/%.*$/s, "");
  return text.includes(":") ? bytesOf6(text) : bytesOf4(text);
};

const bytesOf4 = (text: string): readonly number[] | undefined => {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
};

const bytesOf6 = (text: string): readonly number[] | undefined => {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const first = groupsOf(head);
  const last = groupsOf(tail ?? "");
  if (first === undefined || last === undefined) return undefined;
  const missing = 16 - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...first, ...zeros(missing), ...last];
};

const groupsOf = (text: string): readonly number[] | undefined => {
  if (text === "") return [];
  const bytes: number[] = [];
  for (const group of text.split(":")) {
    const quad = group.includes(".") ? bytesOf4(group) : undefined;
    if (quad !== undefined) bytes.push(...quad);
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff);
    else return undefined;
  }
  return bytes;
};

const prefix = (text: string): Prefix => {
  const [address = "", bits = ""] = text.split("/");
  return { bytes: bytesOf(address) ?? [], bits: Number(bits) };
};

const table = (rows: readonly (readonly [string, Kind])[]): readonly (readonly [Prefix, Kind])[] =>
  rows.map(([text, kind]) => [prefix(text), kind]);

/** First match wins. The single addresses serve credentials or configuration in Azure, Oracle, Alibaba, AWS and Google clouds. */
const ranges4 = table([
  ["169.254.0.0/16", "link-local"],
  ["168.63.129.16/32", "metadata"],
  ["192.0.0.192/32", "metadata"],
  ["100.100.100.200/32", "metadata"],
  ["0.0.0.0/8", "loopback"],
  ["127.0.0.0/8", "loopback"],
  ["10.0.0.0/8", "private"],
  ["172.16.0.0/12", "private"],
  ["192.168.0.0/16", "private"],
  ["100.64.0.0/10", "private"],
  ["192.0.0.0/24", "reserved"],
  ["192.0.2.0/24", "reserved"],
  ["198.18.0.0/15", "reserved"],
  ["198.51.100.0/24", "reserved"],
  ["203.0.113.0/24", "reserved"],
  ["224.0.0.0/3", "reserved"],
]);
const ranges6 = table([
  ["fe80::/10", "link-local"],
  ["fd00:ec2::/32", "metadata"],
  ["fd20:ce::/32", "metadata"],
  ["::/127", "loopback"],
  ["::/96", "reserved"],
  ["fc00::/7", "private"],
  ["fec0::/10", "private"],
  ["64:ff9b:1::/48", "private"],
  ["2001:db8::/32", "reserved"],
  ["100::/64", "reserved"],
  ["ff00::/8", "reserved"],
]);
