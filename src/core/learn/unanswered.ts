import { checksSource } from "../checks/names.ts";
import type { Finding } from "../finding.ts";
import { groupedBy } from "../grouped.ts";
import { formatDuration } from "../time.ts";
import type { Episode } from "./episode.ts";
import { capture, type Known, type Lesson, seenIn, shortOf, skeleton } from "./lesson.ts";

const month = 30 * 86_400_000;
const often = 3;

/** What keeps coming back, with nobody having said what to do about it. */
export const recurring = (
  episodes: readonly Episode[],
  { answers, entries, now }: Known,
): readonly Lesson[] => {
  const lately = episodes.filter(({ finding, from }) => from >= now - month && answers(finding).length === 0);
  // Code changes all the time, and one direction is all that two drifts have in common.
  const groups = groupedBy(lately, ({ finding: { type, category, fingerprint } }) =>
    type === "drift" ? fingerprint : category,
  );
  return [...groups.values()].flatMap((opened) => {
    const [first] = opened;
    if (opened.length < often || first === undefined) return [];
    const { category, label } = first.finding;
    const things = new Set(opened.map(({ finding }) => finding.fingerprint)).size;
    const where = things === 1 ? label : `${things} things`;
    const seen = seenIn(opened);
    return [
      {
        ...{ kind: "recurring" as const, about: category, ...seen },
        what: `opened ${opened.length} times in 30d at ${where}, and no entry answers it`,
        but: `look first: steadystate history --finding ${shortOf(seen.evidence.at(-1))}`,
        ...capture(skeleton([first.finding], entries)),
      },
    ];
  });
};

/** What goes away without anybody, as far as is remembered. */
export const selfHealing = (episodes: readonly Episode[], { now }: Known): readonly Lesson[] =>
  [
    ...groupedBy(
      episodes.filter(({ finding }) => finding.type === "symptom"),
      ({ finding }) => finding.category,
    ),
  ].flatMap(([category, all]) => {
    const gone = all.filter(({ how }) => how === "itself");
    // Where somebody had a hand in some of it, nobody knows that the rest heals by itself.
    if (gone.length < 2 || all.some(({ how }) => how === "hand" || how === "us")) return [];
    const times = gone.map(({ from, to = now }) => to - from).sort((a, b) => a - b);
    const median = times[Math.floor((times.length - 1) / 2)] ?? 0;
    const open = all.find(({ how }) => how === "open")?.finding;
    const isCheck = gone.some(({ finding }) => finding.source === checksSource);
    const seen = seenIn(gone);
    const patience = patienceFor(median);
    return [
      {
        ...{ kind: "self-heals" as const, about: category, ...seen, draft: undefined },
        what: `went away ${gone.length} times and nobody is known to have done anything; open for ${formatDuration(median)} (median)`,
        but: isCheck
          ? `"for": "${patience}" of that check in checks.json waits so long before it counts`
          : "a snooze lets it return; a mute would hide it for good",
        command: commandFor({ isCheck, open, gone: seen.evidence.at(-1), patience }),
      },
    ];
  });

type Healing = {
  readonly isCheck: boolean;
  readonly open: Finding | undefined;
  readonly gone: string | undefined;
  readonly patience: string;
};

const commandFor = ({ isCheck, open, gone, patience }: Healing): string => {
  if (isCheck) return "steadystate checks";
  return open === undefined
    ? `steadystate history --finding ${shortOf(gone)}`
    : `steadystate snooze ${shortOf(open.fingerprint)} ${patience}`;
};

/** Twice as long as usual, in one unit. */
const patienceFor = (median: number): string => {
  const minutes = Math.max(1, Math.ceil(median / 30_000));
  return minutes < 120 ? `${minutes}m` : `${Math.ceil(minutes / 60)}h`;
};
