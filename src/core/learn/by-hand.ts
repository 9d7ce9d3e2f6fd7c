import { catalog } from "../actions/catalog.ts";
import { groupedBy } from "../grouped.ts";
import { draftOf } from "./draft.ts";
import type { Episode } from "./episode.ts";
import {
  capture,
  entryFor,
  isOfOneKind,
  type Known,
  type Lesson,
  seenIn,
  shortOf,
  skeleton,
} from "./lesson.ts";
import { type SameFix, sameFixes } from "./same-fix.ts";

/** Fixes that people wrote down more than once, with what captures each. */
export const handLessons = (episodes: readonly Episode[], known: Known): readonly Lesson[] =>
  [
    ...groupedBy(
      episodes.filter(({ how }) => how === "hand"),
      ({ finding }) => finding.category,
    ),
  ].flatMap(([category, closed]) => {
    const noted = closed.flatMap(({ finding, note }) => (note === undefined ? [] : [{ finding, note }]));
    return sameFixes(noted)
      .filter(({ remarks }) => remarks.length > 1)
      .map((fix) => handLesson({ category, closed, fix }, known));
  });

type ByHand = {
  readonly category: string;
  /** Everything of the category that somebody closed. */
  readonly closed: readonly Episode[];
  readonly fix: SameFix;
};

const handLesson = ({ category, closed, fix }: ByHand, { entries, answers }: Known): Lesson => {
  const { remarks, shape } = fix;
  const fixed = new Set(remarks.map(({ finding }) => finding));
  const of = closed.filter(({ finding, note }) => note !== undefined && fixed.has(finding));
  const lesson = {
    ...{ kind: "by-hand" as const, about: category, ...seenIn(of), count: remarks.length },
    what: `${remarks.length} of ${closed.length} that were closed by hand say: ${shape}`,
  };
  const last = remarks.at(-1);
  const answering = remarks.flatMap(({ finding }) => answers(finding)).map(({ solution }) => solution.name);
  const [entry] = answering;
  const show = `steadystate show ${shortOf(last?.finding.fingerprint)}`;
  if (entry !== undefined)
    return {
      ...lesson,
      but: `the runbook entry ${entry} answers some of it`,
      draft: undefined,
      command: show,
    };
  const findings = remarks.map(({ finding }) => finding);
  if (!isOfOneKind(findings))
    return { ...lesson, but: "it was done to things of several kinds", draft: undefined, command: show };
  const drafted = draftOf(fix);
  if (!drafted.ok) return { ...lesson, but: drafted.why, ...capture(skeleton(findings, entries)) };
  const { action } = drafted.does;
  return catalog.some(({ name, cures }) => name === action && cures.includes(category))
    ? { ...lesson, but: `${action} is offered for it as it is`, draft: undefined, command: show }
    : { ...lesson, but: undefined, ...capture(entryFor(findings, entries, drafted.does)) };
};
