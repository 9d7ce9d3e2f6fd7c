import { fingerprint } from "../../core/fingerprint.ts";
import type { Identity } from "../../core/identity.ts";
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
  const open = new Map<string, { change: Row | undefined; drift: Row | undefined }[]>();
  const put = (row: Row, side: "change" | "drift"): void => {
    const address = addressOf(row);
    const key = JSON.stringify([address ?? fingerprintOf(row), row.deposed ?? ""]);
    const alike = open.get(key) ?? [];
    open.set(key, alike);
    const free = alike.find((item) => item[side] === undefined);
    if (free === undefined) alike.push({ change: undefined, drift: undefined, [side]: row });
    else free[side] = row;
  };
  for (const row of changes) if (isManaged(row)) put(row, "change");
  for (const row of drifts) if (isManaged(row)) put(row, "drift");
  const groups = [...open.values()];
  const items = groups.flatMap((alike) =>
    sortedTwins(alike).map(({ change, drift }, nth): Item => {
      const row = change ?? drift;
      const address = row === undefined ? undefined : addressOf(row);
      return { identity: identityOf(row, address, nth, scope.identity), address, change, drift };
    }),
  );
  const twins = groups.filter((alike) => alike.length > 1).length;
  const warnings =
    twins === 0 ? [] : [`${twins} addresses stand in the plan more than once; each row is shown by itself`];
  return { items, warnings };
};

/** Data sources and ephemeral values are read, not managed. A hand-made row may say nothing of its mode. */
const isManaged = ({ mode }: Row): boolean => (mode ?? "managed") === "managed";

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
  return { style: "address", scope, group: "", ...parts, key: `${parts.key}${deposed}${twin}` };
};

/** Told apart by what they say, so that the order of rows in the document does not matter. */
const fingerprintOf = (row: Row): string => fingerprint(JSON.stringify(row));

const sortedTwins = <T>(alike: readonly T[]): readonly T[] =>
  alike.length === 1 ? alike : [...alike].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
