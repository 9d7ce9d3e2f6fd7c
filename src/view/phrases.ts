import type { Action, Direction } from "../core/departure.ts";
import type { Presence } from "../core/finding.ts";
import { type Stance, stances } from "../core/rules/rule.ts";
import { oneLine } from "./escape/terminal.ts";
import type { DiffRow, FindingRow, FixRow, SuppressionRow } from "./rows.ts";
import { cut } from "./width.ts";

// What people read in place of the machine words, which stay in JSON.

export const directionWords: Readonly<Record<Direction, string>> = {
  vanished: "gone in reality",
  unmanaged: "exists, not declared",
  "changed-in-reality": "changed in reality",
  "not-yet-applied": "declared, not applied yet",
  both: "changed on both sides",
};

export const actionWords: Readonly<Record<Exclude<Action, "none">, string>> = {
  create: "applying creates it",
  update: "applying updates it in place",
  delete: "applying deletes it",
  replace: "applying destroys it and creates it anew",
  forget: "applying forgets it and leaves it running",
};

const stanceWords: Readonly<Record<Stance, string>> = {
  "exposed-now": "exposed now",
  "will-be-exposed": "exposed after apply",
  "being-closed": "being closed",
  unchanged: "open, and not changed by this",
  "cannot-tell": "cannot tell",
};

const isStance = (word: string): word is Stance => stances.some((stance) => stance === word);

/** A stance in words; one that a newer version remembered is shown as it is. */
export const stancePhrase = (stance: string): string => (isStance(stance) ? stanceWords[stance] : stance);

const presenceWords: Readonly<Record<Presence, string>> = {
  present: "open",
  absent: "not seen at the last look; it resolves when the grace is over",
  stale: "stale: its place could not be looked at",
  resolved: "resolved",
};

/** How a remembered finding stands, with who does not want to hear of it. */
export const standing = ({ presence, suppression, staleSince, resolvedAt }: FindingRow): string => {
  const since = presence === "stale" ? staleSince : presence === "resolved" ? resolvedAt : undefined;
  const base = `${presenceWords[presence]}${since === undefined ? "" : ` (since ${since})`}`;
  if (suppression === undefined) return base;
  const { kind, holds } = suppression;
  return `${base}; ${holds ? "" : "no longer "}${kind}${wishDetails(suppression)}`;
};

/** Who wished it, until when and why. */
export const wishDetails = ({ until, by, note }: SuppressionRow): string =>
  [
    ...(by === undefined ? [] : [` by ${by}`]),
    ...(until === undefined ? [] : [` until ${until}`]),
    ...(note === undefined ? [] : [`: ${note}`]),
  ].join("");

/** What a mute does not hold back. */
export const ceilingPhrase = ({
  maxSeverity,
  rules,
}: Pick<SuppressionRow, "maxSeverity" | "rules">): string => {
  const worse =
    maxSeverity === undefined
      ? "the severity that it meets first is its ceiling"
      : maxSeverity === "critical"
        ? "no severity breaks through"
        : `anything above ${maxSeverity} breaks through`;
  if (rules === undefined) return worse;
  const join = maxSeverity === "critical" ? "but" : "and so does";
  const flag = rules.length === 0 ? "a flag of any rule" : `a flag of any rule but ${rules.join(", ")}`;
  return `${worse}, ${join} ${flag}${join === "but" ? " does" : ""}`;
};

/** One word for a table. */
export const standingWord = ({ presence, suppression }: FindingRow): string => {
  if (presence === "resolved") return "resolved";
  if (suppression?.holds === true) return suppression.kind;
  return presence === "present" ? "open" : presence;
};

/** What became of a finding: `opened (high)`, `severity low to high`. */
export const transitionPhrase = ({
  transition,
  from,
  to,
}: {
  readonly transition: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): string => {
  if (from !== undefined && to !== undefined) return `${transition}, ${from} to ${to}`;
  const only = from ?? to;
  return only === undefined ? transition : `${transition} (${only})`;
};

export const diffPhrase = (row: DiffRow, most: number): string => {
  const { before, after } = apart(sideText(row.before), sideText(row.after), most);
  const marks = [
    ...(row.secret ? ["secret"] : []),
    ...(row.unknown ? ["known after apply"] : []),
    ...(row.forcesReplacement ? ["forces replacement"] : []),
  ];
  return `${row.path}: ${before} -> ${after}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`;
};

export const fixPhrase = ({ name, author, vouchedBy, because, draft }: FixRow): string =>
  draft
    ? `draft fix, not vouched: ${name}, proposed by ${author} (${because})`
    : `documented fix: ${name}, vouched by ${vouchedBy ?? author} (${because})`;

const sideText = (value: string | undefined): string => (value === undefined ? "(absent)" : oneLine(value));

/** Two long values are cut so that the place where they part stays in sight. */
const apart = (before: string, after: string, most: number) => {
  if (before.length <= most && after.length <= most) return { before, after };
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const start = same > most / 2 ? same - Math.floor(most / 4) : 0;
  const shown = (text: string): string => (start === 0 ? "" : "...") + cut(text.slice(start), most);
  return { before: shown(before), after: shown(after) };
};
