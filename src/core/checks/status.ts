/** HTTP statuses from one to another, both included. */
export type StatusRange = { readonly from: number; readonly to: number };

/** `204`, `"2xx"`, `"200-299"`; `undefined` for what is no status. */
export const parseStatus = (written: unknown): StatusRange | undefined => {
  if (typeof written === "number") return rangeOf(written, written);
  if (typeof written !== "string") return undefined;
  const family = /^([1-5])xx$/i.exec(written)?.[1];
  if (family !== undefined) return rangeOf(Number(family) * 100, Number(family) * 100 + 99);
  const [, from, to] = /^(\d{3})(?:-(\d{3}))?$/.exec(written) ?? [];
  return from === undefined ? undefined : rangeOf(Number(from), Number(to ?? from));
};

const rangeOf = (from: number, to: number): StatusRange | undefined =>
  Number.isInteger(from) && from >= 100 && to <= 599 && from <= to ? { from, to } : undefined;

export const allowsStatus = (ranges: readonly StatusRange[], status: number): boolean =>
  ranges.some(({ from, to }) => status >= from && status <= to);

/** `200 or 204`, `2xx`. */
export const printStatuses = (ranges: readonly StatusRange[]): string => ranges.map(printRange).join(" or ");

const printRange = ({ from, to }: StatusRange): string => {
  if (from === to) return String(from);
  return from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `${from}-${to}`;
};
