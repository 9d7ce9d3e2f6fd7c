import { handLessons } from "./learn/by-hand.ts";
import { draftLessons, promotions } from "./learn/entries.ts";
import { episodesOf } from "./learn/episode.ts";
import { type Known, type Lesson, lessonKinds } from "./learn/lesson.ts";
import { distinctlyNamed } from "./learn/named.ts";
import { recurring, selfHealing } from "./learn/unanswered.ts";
import { byCodeUnit } from "./order.ts";

/** Deterministic, and changes nothing: every lesson is a suggestion with the command that a person may give. */
export const lessonsOf = (known: Known): readonly Lesson[] => {
  const episodes = episodesOf(known.findings, known.happenings, known.taken).filter(
    ({ to }) => (to ?? known.now) >= known.since,
  );
  const byHand = handLessons(episodes, known);
  const told = new Set(byHand.map(({ about }) => about));
  const lessons = [
    ...byHand,
    ...draftLessons(known),
    ...promotions(known),
    ...recurring(
      episodes.filter(({ finding }) => !told.has(finding.category)),
      known,
    ),
    ...selfHealing(episodes, known),
  ];
  const inOrder = lessons.toSorted(
    (a, b) =>
      lessonKinds.indexOf(a.kind) - lessonKinds.indexOf(b.kind) ||
      b.count - a.count ||
      byCodeUnit(a.about, b.about) ||
      byCodeUnit(a.what, b.what),
  );
  return distinctlyNamed(inOrder, known.names);
};
