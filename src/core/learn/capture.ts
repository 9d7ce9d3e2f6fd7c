import type { Finding } from "../finding.ts";
import { entryName } from "./draft.ts";
import { capture, draftIn, isOfOneKind, type Lesson, skeleton } from "./lesson.ts";

/** The command that writes down one entry for findings of one category, and how that entry is called. */
export type Captured = { readonly name: string; readonly command: string };

/**
 * What people keep doing about it, where they said so; else an entry for them to fill. Of drifts that have nothing in common it
 * is for the first. `taken`: names that no new entry may have.
 */
export const captureFor = (
  findings: readonly Finding[],
  { lessons, taken }: { readonly lessons: readonly Lesson[]; readonly taken: readonly string[] },
): Captured => {
  const names = taken.map((name) => ({ name }));
  const known = lessons.flatMap((lesson) => (isAbout(lesson, findings[0]) ? (draftIn(lesson) ?? []) : []))[0];
  const name = entryName(findings[0]?.category ?? "", names);
  const draft =
    known === undefined
      ? skeleton(isOfOneKind(findings) ? findings : findings.slice(0, 1), names)
      : { ...known, name };
  return { name, command: capture(draft).command };
};

/** Of drift one direction is all that two have in common. */
const isAbout = ({ kind, about, evidence }: Lesson, finding: Finding | undefined): boolean =>
  kind === "by-hand" &&
  about === finding?.category &&
  (finding.type !== "drift" || evidence.includes(finding.fingerprint));
