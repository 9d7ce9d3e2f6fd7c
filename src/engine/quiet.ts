import type { Context } from "../context.ts";
import type { Suppression } from "../core/finding.ts";
import type { Item, Report } from "../core/report.ts";
import { type CommittedMute, isSuppressed, wishFor } from "../core/suppression.ts";
import type { Waiver } from "../core/waive.ts";
import type { CommittedMutes, Remembered } from "../history/history.ts";
import { faultLine } from "./runbook.ts";

/** The committed mutes; what cannot be used of them hides nothing and is told. */
export const openMutes = async (ctx: Context): Promise<CommittedMutes> => {
  const { entries, faults } = await ctx.mutes();
  for (const fault of faults) ctx.notice(`mute ignored, it hides nothing: ${faultLine(fault)}`);
  const now = ctx.now();
  const over = entries.filter(({ expires }) => expires !== undefined && expires <= now);
  if (over.length > 0)
    ctx.notice(`${over.length} of the committed mutes ran out: ${over.map(nameOf).join(", ")}`);
  return { entries, broken: faults.length > 0 };
};

const nameOf = ({ key, title }: CommittedMute): string => title ?? key.slice(0, 12);

/** The waivers that still run; one that ran out or cannot be used waives nothing and is told. */
export const openWaivers = async (ctx: Context): Promise<readonly Waiver[]> => {
  const { entries, faults } = await ctx.waivers();
  for (const fault of faults) ctx.notice(`waiver ignored, it waives nothing: ${faultLine(fault)}`);
  const now = ctx.now();
  for (const { rule, resource, owner, expires } of entries)
    if (expires <= now) ctx.notice(`the waiver of ${rule} for ${resource} ran out; it is of ${owner}`);
  return entries.filter(({ expires }) => expires > now);
};

export type Muted = { readonly item: Item; readonly suppression: Suppression };

export type Heard = {
  readonly loud: readonly Item[];
  /** In the order of the items. */
  readonly muted: readonly Muted[];
};

/** Parts the items that somebody wishes not to hear of from the rest. */
export const hear = (
  items: readonly Item[],
  wishOf: (item: Item) => Suppression | undefined,
  now: number,
): Heard => {
  const loud: Item[] = [];
  const muted: Muted[] = [];
  for (const item of items) {
    const suppression = wishOf(item);
    const { severity, flags } = item;
    if (suppression !== undefined && isSuppressed({ suppression, severity, flags }, now))
      muted.push({ item, suppression });
    else loud.push(item);
  }
  return { loud, muted };
};

/** The same for the items of a look. */
export const heardOf = async (
  {
    report,
    remembered,
  }: { readonly report: Pick<Report, "items">; readonly remembered: Remembered | undefined },
  ctx: Context,
): Promise<Heard> => {
  const mutes = remembered === undefined ? (await openMutes(ctx)).entries : [];
  return hear(report.items, wishesOf(remembered, mutes), ctx.now());
};

/** By what memory says of each item, or by the committed mutes where nothing was remembered. */
export const wishesOf = (
  remembered: Pick<Remembered, "recollections"> | undefined,
  mutes: readonly CommittedMute[],
): ((item: Item) => Suppression | undefined) =>
  remembered === undefined
    ? committedWish({ entries: mutes })
    : ({ departure }) => remembered.recollections.get(departure.fingerprint)?.suppression;

/** The wish of the file alone, for a look without memory. */
export const committedWish = ({
  entries,
}: Pick<CommittedMutes, "entries">): ((item: Item) => Suppression | undefined) => {
  const wishes = new Map(entries.map((entry) => [entry.key, wishOfFile(entry)]));
  return ({ departure }) => wishFor(wishes, departure)?.suppression;
};

/**
 * Nobody remembers here what an entry met first: one that states no ceiling must not hide what is serious.
 */
const wishOfFile = ({
  by,
  note,
  owner,
  maxSeverity = "medium",
  rules,
  expires,
}: CommittedMute): Suppression => ({
  kind: "muted",
  until: expires,
  by,
  note,
  owner,
  origin: "committed",
  maxSeverity,
  rules,
});
