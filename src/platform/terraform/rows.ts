import { fingerprint } from "../../core/fingerprint.ts";
import { type Identity, printIdentity } from "../../core/identity.ts";
import { byCodeUnit } from "../../core/order.ts";
import { parseAddress } from "./address.ts";
import type { Row } from "./schema.ts";

/** What the plan says of one thing: what it would do, and what the refresh found. */
export type Item = {
  readonly identity: Identity;
  /** Printed identity. */
  readonly name: string;
  readonly address: string | undefined;
  readonly change: Row | undefined;
  readonly drift: Row | undefined;
};

export type Joined = { readonly items: readonly Item[]; readonly warnings: readonly string[] };

/** Joins the managed rows of both lists on address and deposed key. Rows that say nothing of which they are stay apart. */
export const joinRows = (changes: readonly Row[], drifts: readonly Row[], scope: string): Joined => {
  const [planned, found] = [byKey(changes), byKey(drifts)];
  const items: Item[] = [];
  const make = itemMaker(scope);
  let twins = 0;
  const put = (key: string): void => {
    const [changed, drifted] = [rowsAt(planned, key), rowsAt(found, key)];
    const count = Math.max(changed.length, drifted.length);
    if (count > 1) twins += 1;
    for (let nth = 0; nth < count; nth += 1) items.push(make(changed[nth], drifted[nth], nth));
  };
  const isLone = (key: string): boolean => !planned.more.has(key) && !found.more.has(key);
  for (const [key, row] of planned.first) {
    if (isLone(key)) items.push(make(row, found.first.get(key), 0));
    else put(key);
  }
  for (const key of found.first.keys()) if (!planned.first.has(key)) put(key);
  const warnings =
    twins === 0 ? [] : [`${twins} addresses stand in the plan more than once; each row is shown by itself`];
  return { items, warnings };
};

/** `more` has every row of a key that has several; nearly none has. */
type Keyed = {
  readonly first: ReadonlyMap<string, Row>;
  readonly more: ReadonlyMap<string, readonly Row[]>;
};

const rowsAt = ({ first, more }: Keyed, key: string): readonly Row[] => {
  const row = first.get(key);
  return more.get(key) ?? (row === undefined ? [] : [row]);
};

const byKey = (rows: readonly Row[]): Keyed => {
  const first = new Map<string, Row>();
  const more = new Map<string, Row[]>();
  for (const row of rows) {
    if (!isManaged(row)) continue;
    const address = addressOf(row) ?? fingerprintOf(row);
    // Nearly no row has a deposed key, and an address as it stands need not be made anew. No address holds a NUL.
    const key = row.deposed ? `${address}\0${row.deposed}` : address;
    const other = first.get(key);
    if (other === undefined) first.set(key, row);
    else if (more.get(key)?.push(row) === undefined) more.set(key, [other, row]);
  }
  for (const alike of more.values()) alike.sort(byContent);
  return { first, more };
};

type Make = (change: Row | undefined, drift: Row | undefined, nth: number) => Item;

const itemMaker = (scope: string): Make => {
  const alike = sharedTexts();
  return (change, drift, nth) => {
    const row = change ?? drift;
    const address = row === undefined ? undefined : addressOf(row);
    const parts = address === undefined ? undefined : parseAddress(address);
    const more = `${row?.deposed ? ` (deposed ${row.deposed})` : ""}${nth === 0 ? "" : ` (twin ${nth + 1})`}`;
    if (address === undefined || parts === undefined) {
      const identity = namelessIdentity(row, address, more, scope);
      return { identity, name: printIdentity(identity), address, change, drift };
    }
    const { namespace, kind, name, key } = parts;
    const identity = identityOf(scope, alike(namespace), alike(kind), name, key + more);
    return { identity, name: address + more, address, change, drift };
  };
};

/** Thousands of resources share a module or a type: one text for all of them takes less room and is compared at once. */
const sharedTexts = (): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => {
    const shared = known.get(text);
    if (shared !== undefined) return shared;
    known.set(text, text);
    return text;
  };
};

const identityOf = (scope: string, namespace: string, kind: string, name: string, key: string): Identity => ({
  style: "address",
  scope,
  group: "",
  namespace,
  kind,
  name,
  key,
});

const namelessIdentity = (
  row: Row | undefined,
  address: string | undefined,
  more: string,
  scope: string,
): Identity => {
  const key = address === undefined && row !== undefined ? ` (row ${fingerprintOf(row).slice(0, 8)})` : "";
  return identityOf(scope, "", row?.type ?? "unknown", address ?? row?.name ?? "?", key + more);
};

/** Data sources and ephemeral values are read. A hand-made row may say nothing of its mode, a later tool a word of its own. */
const isManaged = ({ mode }: Row): boolean => mode !== "data" && mode !== "ephemeral";

const addressOf = (row: Row): string | undefined => {
  if (row.address !== undefined && row.address !== null && row.address !== "") return row.address;
  if (!row.type || !row.name) return undefined;
  const index = row.index === undefined || row.index === null ? "" : `[${JSON.stringify(row.index)}]`;
  return `${row.module_address ? `${row.module_address}.` : ""}${row.type}.${row.name}${index}`;
};

/** Told apart by what they say, so that the order of rows in the document does not matter. */
const fingerprintOf = (row: Row): string => fingerprint(JSON.stringify(row));

const byContent = (a: Row, b: Row): number => byCodeUnit(JSON.stringify(a), JSON.stringify(b));
