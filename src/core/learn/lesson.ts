import type { Bound } from "../bound/bound.ts";
import type { Finding } from "../finding.ts";
import type { Match, Solution } from "../runbook/solution.ts";
import { captureCommand, entryName } from "./draft.ts";
import type { Episode, Happening, Taken } from "./episode.ts";

/** `by-hand`: people keep applying a fix; `recurring`: no entry answers; `promote`: an entry that only ever helped. */
export const lessonKinds = ["by-hand", "vouch", "promote", "recurring", "self-heals"] as const;
export type LessonKind = (typeof lessonKinds)[number];

/** Something worth doing, which nobody does by it being told. Instants are milliseconds UTC. */
export type Lesson = {
  readonly kind: LessonKind;
  /** Of the findings, or name of the entry. */
  readonly about: string;
  /** What was seen, in one sentence. */
  readonly what: string;
  /** Why there is no more than that to capture it with. */
  readonly but: string | undefined;
  readonly count: number;
  readonly since: number;
  /** Fingerprints, oldest first. */
  readonly evidence: readonly string[];
  /** The entry that {@link command} adds, as JSON. */
  readonly draft: string | undefined;
  readonly command: string;
};

/** Everything that is remembered and committed, as far as something can be learnt from it. */
export type Known = {
  readonly findings: readonly Finding[];
  readonly happenings: readonly Happening[];
  readonly taken: readonly Taken[];
  readonly entries: readonly Solution[];
  readonly answers: (finding: Finding) => readonly Match[];
  readonly bound: Bound;
  readonly now: number;
  /** What ended before does not count. */
  readonly since: number;
  /** Names that no new entry may have: those of entries that cannot be used, too. */
  readonly names: readonly string[];
};

type Seen = Pick<Lesson, "count" | "since" | "evidence">;

export const seenIn = (episodes: readonly Episode[]): Seen => ({
  count: episodes.length,
  since: Math.min(...episodes.map(({ from }) => from)),
  evidence: [...new Set(episodes.map(({ finding }) => finding.fingerprint))],
});

export const shortOf = (fingerprint: string | undefined): string => (fingerprint ?? "").slice(0, 12);

export const capture = (draft: Readonly<Record<string, unknown>>): Pick<Lesson, "draft" | "command"> => ({
  draft: JSON.stringify(draft),
  command: captureCommand(draft),
});

/** The entry that a lesson's command adds. */
export const draftIn = ({ draft }: Pick<Lesson, "draft">): object | undefined => {
  const parsed: unknown = draft === undefined ? undefined : JSON.parse(draft);
  return typeof parsed === "object" && parsed !== null ? parsed : undefined;
};

/** Stands in an entry until somebody says what is done. */
const unsaid = "say here what a person does about it";

/** Whether an entry still has what steadystate wrote in the place of what a person has to say, so that it answers nothing. */
export const isUnsaid = ({ solution }: Pick<Solution, "solution">): boolean =>
  solution.kind !== "action" && solution.words === undefined && solution.target === unsaid;

/** An entry that is shown and never offered, for people to fill. */
export const skeleton = (findings: readonly Finding[], entries: readonly Named[]): EntryDraft =>
  entryFor(findings, entries, { kind: "command", target: unsaid });

type Named = Pick<Solution, "name">;

/**
 * An entry for findings of one category. Of drift that is a direction, which would answer every drift, so it is kept to the one
 * thing, or to the one kind of things.
 */
export const entryFor = (
  findings: readonly Finding[],
  entries: readonly Named[],
  does: Readonly<Record<string, string>>,
): EntryDraft => {
  const { category = "", type } = findings[0] ?? {};
  return {
    name: entryName(category, entries),
    for: category,
    ...(type === "drift" ? { match: patternOf(oneOf(findings) ?? "") } : {}),
    solution: does,
  };
};

type EntryDraft = Readonly<Record<string, unknown>> & { readonly name: string };

/** Whether an entry can be kept to what these have in common. */
export const isOfOneKind = (findings: readonly Finding[]): boolean =>
  findings.every(({ type }) => type !== "drift") || oneOf(findings) !== undefined;

const oneOf = (findings: readonly Finding[]): string | undefined => {
  const [labels, kinds] = [
    new Set(findings.map(({ label }) => label)),
    new Set(findings.map(({ identity }) => identity.kind)),
  ];
  if (labels.size === 1) return [...labels][0];
  return kinds.size === 1 ? [...kinds][0] : undefined;
};

const patternOf = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
