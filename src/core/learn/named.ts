import { entryName } from "./draft.ts";
import { capture, draftIn, type Lesson } from "./lesson.ts";

/** Gives every entry that is drafted a name of its own, so that no command takes back what another one wrote. */
export const distinctlyNamed = (lessons: readonly Lesson[], taken: readonly string[]): readonly Lesson[] => {
  const names = taken.map((name) => ({ name }));
  return lessons.map((lesson) => {
    const draft = draftIn(lesson);
    if (draft === undefined) return lesson;
    const name = entryName(lesson.about, names);
    names.push({ name });
    return { ...lesson, ...capture({ ...draft, name }) };
  });
};
