import type { Solution } from "../core/runbook/solution.ts";
import { solutionDigest, standingOf } from "../core/runbook/vouching.ts";
import { SteadystateError } from "../errors.ts";
import type { Files } from "../system/files.ts";
import { amendList, isObject } from "./amend.ts";
import {
  addEntry,
  type Draft,
  type EntryRoom,
  type Hand,
  onlyEntry,
  removeEntry,
  unknownEntry,
  usableEntry,
  writtenEntry,
} from "./author-entry.ts";
import { readSolution } from "./solutions.ts";

const stamps = ["author", "added", "proposed", "vouched_by", "vouched_at", "vouched_digest"] as const;
const room: EntryRoom<Solution> = {
  ...{ noun: "solution", called: "runbook entry", stamped: stamps },
  read: readSolution,
};

/** `vouches`: whether the one who writes stands for it by writing it. `at` is milliseconds UTC. */
export type SolutionHand = Hand & { readonly vouches: boolean; readonly at: number };

/** A JSON text as an entry of the runbook. Throws `input-invalid` that names each field that is wrong. */
export const draftSolution = (text: string, { by, day, vouches, at }: SolutionHand): Draft<Solution> => {
  const entry = { ...writtenEntry(text, room), author: by.id, added: day };
  const digest = solutionDigest(usableEntry(entry, room));
  const stamped = vouches
    ? { ...entry, ...stampOf({ by: by.id, at, digest }) }
    : { ...entry, proposed: true };
  return { value: usableEntry(stamped, room), entry: stamped };
};

/** Throws `refused`; the file is then untouched. */
export const addSolution = (
  path: string,
  files: Files,
  draft: Draft<Solution>,
  hand: Hand,
): Promise<{ readonly replaced: boolean }> => addEntry(path, files, draft, { hand, room });

/** Throws `not-found` with the nearest name, or `refused`. */
export const removeSolution = (path: string, files: Files, name: string, hand: Hand): Promise<void> =>
  removeEntry(path, files, name, { hand, room });

/** Who stands for what: `digest` is that of the content that was read, or its first digits. */
export type VouchWish = {
  readonly name: string;
  readonly digest: string;
  readonly by: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** Whether it must be somebody else than who wrote it. */
  readonly needsSecond: boolean;
};

/**
 * Vouches for exactly the content with that digest, and answers the entry as it stood before. Throws `not-found`, `input-invalid`
 * for an entry that cannot be used, and `refused` where it says something else by now or is of the one who vouches.
 */
export const vouchSolution = (path: string, files: Files, wish: VouchWish): Promise<Solution> =>
  amendList(path, files, (list) => {
    const { name, by, at } = wish;
    const raw = onlyEntry(list, name, room);
    if (!isObject(raw)) throw unknownEntry(name, list, { ...room, path });
    const before = usableEntry(raw, room);
    const digest = solutionDigest(before);
    if (!digest.startsWith(wish.digest.toLowerCase())) throw another(before, digest, wish.digest);
    if (wish.needsSecond && before.author === by) throw own(before);
    const plain = Object.fromEntries(Object.entries(raw).filter(([member]) => !vouchMembers.has(member)));
    const entry = { ...plain, ...stampOf({ by, at, digest }) };
    return { result: before, document: list.map((one) => (one === raw ? entry : one)) };
  });

const vouchMembers: ReadonlySet<string> = new Set(
  stamps.filter((name) => name !== "author" && name !== "added"),
);

const stampOf = ({
  by,
  at,
  digest,
}: {
  readonly by: string;
  readonly at: number;
  readonly digest: string;
}) => ({ vouched_by: by, vouched_at: new Date(at).toISOString(), vouched_digest: digest });

const another = (entry: Solution, is: string, meant: string): SteadystateError => {
  const standing = standingOf(entry);
  const since = standing.is === "draft" && entry.vouched !== undefined ? `; ${standing.why}` : "";
  return new SteadystateError(
    "refused",
    `the runbook entry ${entry.name} says something else by now: it is ${is.slice(0, 12)}, not ${meant}${since}`,
    { hint: `read it first: steadystate vouch ${entry.name}`, details: { name: entry.name, digest: is } },
  );
};

const own = ({ name, author }: Solution): SteadystateError =>
  new SteadystateError(
    "refused",
    `${author} wrote the runbook entry ${name}, and [approvals] four_eyes wants a second person`,
    { hint: `another approver says: steadystate vouch ${name}`, details: { name, author } },
  );
