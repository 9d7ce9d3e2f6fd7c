import { type Bound, confirmationFor } from "../bound/bound.ts";
import { isOpen } from "../runbook/entry-action.ts";
import { envelopeOf } from "../runbook/shown.ts";
import type { Solution } from "../runbook/solution.ts";
import { solutionDigest, standingOf } from "../runbook/vouching.ts";
import { shellWord } from "../shell-word.ts";
import type { Taken } from "./episode.ts";
import type { Known, Lesson } from "./lesson.ts";

/** Drafts that answer what is open, and wait for somebody to read them. */
export const draftLessons = ({ entries, findings, answers }: Known): readonly Lesson[] =>
  entries.flatMap((entry) => {
    const standing = standingOf(entry);
    if (standing.is === "vouched") return [];
    const open = findings.filter(
      (finding) =>
        finding.presence === "present" &&
        answers(finding).some(({ solution }) => solution.name === entry.name),
    );
    if (open.length === 0) return [];
    return [
      {
        ...{ kind: "vouch", about: entry.name, but: standing.why, count: open.length, draft: undefined },
        what: `the draft ${entry.name} answers ${open.length} that ${open.length === 1 ? "is" : "are"} open`,
        since: Math.min(...open.map(({ firstSeen }) => firstSeen)),
        evidence: open.map(({ fingerprint }) => fingerprint),
        command: `steadystate vouch ${shellWord(entry.name)}`,
      },
    ];
  });

/** Times that people said yes before anything is told of it. */
const enough = 3;

/** Entries that people keep saying yes to, with nothing that speaks against them. */
export const promotions = (known: Known): readonly Lesson[] =>
  known.entries.flatMap((entry) => {
    if (standingOf(entry).is !== "vouched" || !isInside(entry, known.bound)) return [];
    const digest = solutionDigest(entry);
    const uses = known.taken.filter((use) => use.entry?.digest === digest && use.at >= known.since);
    const helped = uses.filter((use) => use.state === "verified" && !use.relapsed);
    const approved = helped.filter((use) => use.approved);
    const without = uses.filter((use) => use.relapsed || isWithout.has(use.state));
    if (approved.length < enough || without.length > 0) return [];
    return [
      {
        ...{ kind: "promote", about: entry.name, but: undefined, count: approved.length, draft: undefined },
        what: `people said yes to ${entry.name} ${approved.length} times, and it helped each time; it is inside the bound`,
        since: Math.min(...approved.map(({ at }) => at)),
        evidence: [...new Set(approved.map(({ fingerprint }) => fingerprint))],
        command: "steadystate scan --autonomy auto",
      },
    ];
  });

const isWithout: ReadonlySet<Taken["state"]> = new Set(["not-effective", "failed", "unknown"]);

/** Words of one's own never run unattended by the bound alone (decisions D32), so only an action is told of. */
const isInside = (entry: Solution, bound: Bound): boolean =>
  !isOpen(entry) && bound.faults.length === 0 && confirmationFor(envelopeOf(entry), bound) === "none";
