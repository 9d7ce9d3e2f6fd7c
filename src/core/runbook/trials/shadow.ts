import type { OpenEntry } from "../entry-action.ts";
import { isOpen } from "../entry-action.ts";
import { rankOf } from "../match.ts";
import type { Solution } from "../solution.ts";
import { namesIn } from "../template.ts";
import { standingOf } from "../vouching.ts";
import { fine, type Judged, left, open, wrong } from "./trial.ts";

/** How often, among the remembered findings that an entry answers, another could be offered too. */
export type Together = (entry: string, other: string) => { readonly of: number; readonly both: number };

/**
 * Whether another vouched entry is offered first for everything that this one answers. An entry that can be filled where the other
 * cannot is none that stands in its shadow.
 */
export const judgeShadow = (entry: Solution, all: readonly Solution[], together: Together): Judged => {
  if (standingOf(entry).is === "draft") return left("it is a draft, and offered to nobody");
  const own = all.indexOf(entry);
  const covering = all.filter(
    (other, at) => other !== entry && standingOf(other).is === "vouched" && covers(other, entry, at < own),
  );
  const sure = covering.find(
    (other) => isFilledWherever(other, entry) || isAlways(together(entry.name, other.name)),
  );
  if (sure !== undefined)
    return wrong(
      `${sure.name} goes first for everything that it answers`,
      `steadystate solutions ${sure.name}`,
    );
  const maybe = covering.find((other) => together(entry.name, other.name).of === 0);
  return maybe === undefined
    ? fine("it goes first for something")
    : open(`${maybe.name} goes first wherever it can be filled in`, `steadystate solutions ${maybe.name}`);
};

const isAlways = ({ of, both }: ReturnType<Together>): boolean => of > 0 && both === of;

const covers = (other: Solution, entry: Solution, isBefore: boolean): boolean => {
  const [theirs, ours] = [rankOf(other), rankOf(entry)];
  return (
    (theirs < ours || (theirs === ours && isBefore)) &&
    (other.for === undefined || other.for.toLowerCase() === entry.for?.toLowerCase()) &&
    isWiderMatch(other.match, entry.match) &&
    isWiderScope(other.targets, entry.targets) &&
    isWiderScope(other.environments, entry.environments)
  );
};

/** What cannot be compared is taken for narrower. */
const isWiderMatch = (theirs: string | undefined, ours: string | undefined): boolean => {
  if (theirs === undefined || everything.has(theirs)) return true;
  if (ours === undefined) return false;
  if (theirs === ours) return true;
  const [their, our] = [theirs.toLowerCase(), ours.toLowerCase()];
  return isPlain(their) && isPlain(our) && our.includes(their);
};

const everything: ReadonlySet<string> = new Set([".*", "^.*$", "^.*", ".*$", ".", ".+", "^.+$"]);
const isPlain = (pattern: string): boolean => /^[\p{L}\p{N} _,:/-]+$/u.test(pattern);

const isWiderScope = (theirs: readonly string[], ours: readonly string[]): boolean =>
  theirs.length === 0 || (ours.length > 0 && ours.every((one) => theirs.includes(one)));

/** An action of the catalog is for some kinds of things only; words are for whatever tells what they name. */
const isFilledWherever = (other: Solution, entry: Solution): boolean => {
  if (other.solution.kind === "action")
    return entry.solution.kind === "action" && entry.solution.action === other.solution.action;
  const wants = isOpen(entry) ? namesOf(entry) : [];
  return (
    isOpen(other) &&
    other.solution.words !== undefined &&
    namesOf(other).every((name) => wants.includes(name))
  );
};

const namesOf = ({ solution }: OpenEntry): readonly string[] => namesIn(solution.words ?? []);
