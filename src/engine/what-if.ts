import { type Finding, presences } from "../core/finding.ts";
import {
  type Fate,
  type FateChange,
  fateChange,
  fateChanges,
  fates,
  gravestFate,
} from "../core/gate/fate.ts";
import { groupedBy } from "../core/grouped.ts";
import { byCodeUnit } from "../core/order.ts";
import { compareSeverity } from "../core/severity.ts";
import type { EventRow, History } from "../history/history.ts";
import { type FateOf, openFates } from "./gate/fates.ts";
import type { Sides } from "./proposal.ts";

/** One finding of the past under both policies. Instants are milliseconds UTC. */
export type Consequence = {
  readonly finding: Finding;
  /** How often it opened in that time; 0 where it stood open all along. */
  readonly opened: number;
  readonly was: Fate;
  readonly would: Fate;
  readonly change: FateChange | undefined;
};

export type Consequences = {
  /** What changes first, gravest first; then what stays. */
  readonly rows: readonly Consequence[];
  /** What whoever reads this has to know, one clause each. */
  readonly remarks: readonly string[];
};

/** Every finding that opened or was there since then, once, under both policies. Reads memory alone. */
export const consequencesOf = async (
  { now, then, remarks }: Sides,
  since: number,
  history: History,
): Promise<Consequences> => {
  const past = await pastOf(history, since);
  const was = await openFates(now);
  const would = now === then ? was : await openFates(then);
  const rows: Consequence[] = [];
  for (const seen of past) {
    const [before, after] = [await fateOf(seen, was), await fateOf(seen, would)];
    const change = fateChange(before, after);
    rows.push({ finding: seen.finding, opened: seen.opened, was: before, would: after, change });
  }
  const muted = rows.filter(({ finding }) => finding.suppression !== undefined).length;
  return {
    rows: rows.sort(compareConsequences),
    remarks:
      muted === 0
        ? remarks
        : [...remarks, `${muted} of them muted or snoozed, which holds every effect back while it lasts`],
  };
};

type Past = {
  readonly finding: Finding;
  /** The same finding as each reader told it. */
  readonly told: readonly Finding[];
  readonly opened: number;
  readonly openedAt: number;
};

const pastOf = async (history: History, since: number): Promise<readonly Past[]> => {
  const [findings, events] = await Promise.all([
    history.findings({ presence: presences }),
    history.events({ since, limit: Number.MAX_SAFE_INTEGER }),
  ]);
  const openings = groupedBy(events.filter(isOpening), ({ fingerprint }) => fingerprint);
  const wasThere = ({ fingerprint, presence, lastObserved, resolvedAt = 0 }: Finding): boolean =>
    presence === "present" || lastObserved >= since || resolvedAt >= since || openings.has(fingerprint);
  return [...groupedBy(findings.filter(wasThere), ({ fingerprint }) => fingerprint).values()].flatMap(
    (told) => {
      const [finding] = told;
      if (finding === undefined) return [];
      const [newest, ...older] = openings.get(finding.fingerprint) ?? [];
      const opened = newest === undefined ? 0 : 1 + older.length;
      return [{ finding, told, opened, openedAt: newest?.at ?? finding.firstSeen }];
    },
  );
};

const isOpening = ({ transition }: EventRow): boolean => transition === "opened" || transition === "reopened";

const fateOf = async ({ told, openedAt }: Past, fate: FateOf): Promise<Fate> => {
  const all: Fate[] = [];
  for (const finding of told) all.push(await fate(finding, openedAt));
  return gravestFate(all) ?? { is: "silent", why: "nothing is known of it" };
};

const compareConsequences = (one: Consequence, other: Consequence): number =>
  rankOf(one) - rankOf(other) ||
  byCodeUnit(remedyOf(one), remedyOf(other)) ||
  compareSeverity(other.finding.severity, one.finding.severity) ||
  byCodeUnit(one.finding.title, other.finding.title) ||
  byCodeUnit(one.finding.fingerprint, other.finding.fingerprint);

const rankOf = ({ change, would }: Consequence): number =>
  change === undefined ? fateChanges.length + fates.indexOf(would.is) : fateChanges.indexOf(change);

/** What it would be about, or was where nothing would be offered any more. */
const remedyOf = ({ was, would }: Consequence): string => {
  if (would.is !== "silent") return would.remedy;
  return was.is === "silent" ? "" : was.remedy;
};
