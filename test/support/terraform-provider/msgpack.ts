/** What travels in a DynamicValue: JSON's values, and one that is not known yet. */
export type Wire =
  | null
  | boolean
  | number
  | string
  | typeof unknown
  | readonly Wire[]
  | { readonly [key: string]: Wire };
export const unknown = Symbol("known after apply");

/** As much of MessagePack as Terraform writes for strings, numbers, booleans, lists and objects. */
export const decode = (bytes: Uint8Array): Wire => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (count: number): number => {
    at += count;
    return at - count;
  };
  const text = (length: number): string => new TextDecoder().decode(bytes.subarray(take(length), at));
  const list = (length: number): Wire => Array.from({ length }, () => value());
  const map = (length: number): Wire =>
    Object.fromEntries(Array.from({ length }, () => [String(value()), value()] as const));
  const extension = (length: number): Wire => {
    take(length + 1);
    return unknown;
  };
  const wide: Readonly<Record<number, () => Wire>> = {
    192: () => null,
    194: () => false,
    195: () => true,
    199: () => extension(view.getUint8(take(1))),
    202: () => view.getFloat32(take(4)),
    203: () => view.getFloat64(take(8)),
    204: () => view.getUint8(take(1)),
    205: () => view.getUint16(take(2)),
    206: () => view.getUint32(take(4)),
    207: () => Number(view.getBigUint64(take(8))),
    208: () => view.getInt8(take(1)),
    209: () => view.getInt16(take(2)),
    210: () => view.getInt32(take(4)),
    211: () => Number(view.getBigInt64(take(8))),
    212: () => extension(1),
    213: () => extension(2),
    217: () => text(view.getUint8(take(1))),
    218: () => text(view.getUint16(take(2))),
    219: () => text(view.getUint32(take(4))),
    220: () => list(view.getUint16(take(2))),
    222: () => map(view.getUint16(take(2))),
  };
  const value = (): Wire => {
    const head = view.getUint8(take(1));
    if (head < 0x80) return head;
    if (head < 0x90) return map(head & 0x0f);
    if (head < 0xa0) return list(head & 0x0f);
    if (head < 0xc0) return text(head & 0x1f);
    if (head >= 0xe0) return head - 256;
    const read = wide[head];
    if (read === undefined) throw new Error(`MessagePack byte ${head} is not known here`);
    return read();
  };
  return value();
};

export const encode = (value: Wire): Buffer => {
  if (value === unknown) return Buffer.from([0xd4, 0, 0]);
  if (value === null) return Buffer.from([0xc0]);
  if (typeof value === "boolean") return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(9, 0xcb);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (typeof value === "string") {
    const bytes = Buffer.from(value, "utf8");
    return Buffer.concat([counted(0xdb, bytes.length), bytes]);
  }
  if (isList(value)) return Buffer.concat([counted(0xdd, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([counted(0xdf, entries.length), ...entries.flatMap((entry) => entry.map(encode))]);
};

const counted = (head: number, count: number): Buffer => {
  const bytes = Buffer.alloc(5, head);
  bytes.writeUInt32BE(count, 1);
  return bytes;
};

const isList = (value: Wire): value is readonly Wire[] => Array.isArray(value);
