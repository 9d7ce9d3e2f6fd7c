import type { Context } from "../context.ts";
import { hasRunOut } from "../core/suppression.ts";
import type { History } from "../history/history.ts";

/** A mute or a waiver that meets nothing any more; `since` in milliseconds UTC, absent where it never met anything. */
export type Idle = {
  readonly kind: "muted" | "snoozed" | "waived";
  /** Fingerprint, or the rule and the pattern of a waiver. */
  readonly what: string;
  readonly title: string | undefined;
  readonly by: string | undefined;
  readonly note: string | undefined;
  readonly since: number | undefined;
};

/** Mutes about no open finding, and waivers that no look of any place has needed since they last took a flag away. */
export const idleOf = async (history: History, ctx: Context): Promise<readonly Idle[]> => {
  const now = ctx.now();
  const [kept, matches, looks, waivers] = await Promise.all([
    history.suppressions(),
    history.waiverMatches(),
    history.lastLooks(),
    ctx.waivers(),
  ]);
  const oldest = Math.min(...looks.map(({ finishedAt }) => finishedAt));
  const mutes = kept
    .filter((wish) => wish.meets === 0 && !hasRunOut(wish, now))
    .map(({ kind, key, title, by, note, matchedAt }) => ({
      kind,
      what: key,
      title,
      by,
      note,
      since: matchedAt,
    }));
  const idle = waivers.entries.flatMap(({ rule, resource, reason, owner, expires }): readonly Idle[] => {
    const match = matches.find((one) => one.rule === rule && one.resource === resource);
    if (expires <= now || looks.length === 0 || (match?.matchedAt ?? -1) >= oldest) return [];
    const what = `${rule} for ${resource}`;
    return [{ kind: "waived", what, title: undefined, by: owner, note: reason, since: match?.matchedAt }];
  });
  return [...mutes, ...idle];
};
