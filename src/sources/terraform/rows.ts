import { fingerprint } from "../../core/fingerprint.ts";
import type { Identity } from "../../core/identity.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { Frame } from "../source.ts";
import { parseAddress } from "./address.ts";
import type { Row } from "./schema.ts";

/** What the plan says of one thing: what it would do, and what the refresh found. */
export type Item = {
  readonly identity: Identity;
  readonly address: string | undefined;
  readonly change: Row | undefined;
  readonly drift: Row | undefined;
};

export type Joined = { readonly items: readonly Item[]; readonly warnings: readonly string[] };

/** Joins the managed rows of both lists on address and deposed key. Rows that say nothing of which they are stay apart. */
export const joinRows = (changes: readonly Row[], drifts: readonly Row[], { scope }: Frame): Joined => {
  const planned = byKey(changes);
  const found = byKey(drifts);
  const items: Item[] = [];
  let twins = 0;
  const put = (changed: readonly Row[], drifted: readonly Row[]): void => {
    const count = Math.max(changed.length, drifted.length);
    if (count > 1) twins += 1;
    for (let nth = 0; nth < count; nth += 1)
      items.push(itemOf(changed[nth], drifted[nth], nth, scope.identity));
  };
  for (const [key, rows] of planned) put(rows, found.get(key) ?? none);
  for (const [key, rows] of found) if (!planned.has(key)) put(none, rows);
  const warnings =
    twins === 0 ? [] : [`${twins} addresses stand in the plan more than once; each row is shown by itself`];
  return { items, warnings };
};

const none: readonly Row[] = [];

const byKey = (rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    if (!isManaged(row)) continue;
    const address = addressOf(row) ?? fingerprintOf(row);
    // Nearly no row has a deposed key, and an address as it stands need not be made anew. No address holds a NUL.
    const key = row.deposed ? `${address}\0${row.deposed}` : address;
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [row]);
    else alike.push(row);
  }
  for (const alike of groups.values()) if (alike.length > 1) alike.sort(byContent);
  return groups;
};

const itemOf = (change: Row | undefined, drift: Row | undefined, nth: number, scope: string): Item => {
  const row = change ?? drift;
  const address = row === undefined ? undefined : addressOf(row);
  return { identity: identityOf(row, address, nth, scope), address, change, drift };
};

/** Data sources and ephemeral values are read. A hand-made row may say nothing of its mode, a later tool a word of its own. */
const isManaged = ({ mode }: Row): boolean => mode !== "data" && mode !== "ephemeral";

const addressOf = (row: Row): string | undefined => {
  if (row.address !== undefined && row.address !== null && row.address !== "") return row.address;
  if (!row.type || !row.name) return undefined;
  const index = row.index === undefined || row.index === null ? "" : `[${JSON.stringify(row.index)}]`;
  return `${row.module_address ? `${row.module_address}.` : ""}${row.type}.${row.name}${index}`;
};

const identityOf = (
  row: Row | undefined,
  address: string | undefined,
  nth: number,
  scope: string,
): Identity => {
  const parts = (address === undefined ? undefined : parseAddress(address)) ?? {
    namespace: "",
    kind: row?.type ?? "unknown",
    name: address ?? row?.name ?? "?",
    key: address === undefined && row !== undefined ? ` (row ${fingerprintOf(row).slice(0, 8)})` : "",
  };
  const deposed = row?.deposed ? ` (deposed ${row.deposed})` : "";
  const twin = nth === 0 ? "" : ` (twin ${nth + 1})`;
  const { namespace, kind, name } = parts;
  return { style: "address", scope, group: "", namespace, kind, name, key: `${parts.key}${deposed}${twin}` };
};

/** Told apart by what they say, so that the order of rows in the document does not matter. */
const fingerprintOf = (row: Row): string => fingerprint(JSON.stringify(row));

const byContent = (a: Row, b: Row): number => byCodeUnit(JSON.stringify(a), JSON.stringify(b));
