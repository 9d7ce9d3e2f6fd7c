import type { Context } from "../context.ts";
import { presences } from "../core/finding.ts";
import type { Offer } from "../core/gate/offer.ts";
import type { Taken } from "../core/learn/episode.ts";
import { isUnsaid, type Lesson } from "../core/learn/lesson.ts";
import { lessonsOf } from "../core/learn.ts";
import type { History } from "../history/history.ts";
import { boundOf } from "./bound.ts";
import { nameInFault, openRunbook } from "./runbook.ts";

/** What memory, the gate and the runbook teach together. Reads only. */
export const learnFrom = async (
  history: History,
  since: number,
  ctx: Context,
): Promise<readonly Lesson[]> => {
  // What a broken file means for the bound is told by posture; here it is a mistake to mend first.
  await ctx.config();
  const [findings, happenings, offers, { entries, faults }, { forFinding }] = await Promise.all([
    history.findings({ presence: presences }),
    history.events({ limit: Number.MAX_SAFE_INTEGER }),
    history.gate.list({}),
    ctx.solutions(),
    openRunbook(ctx),
  ]);
  return lessonsOf({
    ...{ findings, happenings, entries, since, now: ctx.now() },
    answers: (finding) => forFinding(finding).filter(({ solution }) => !isUnsaid(solution)),
    names: [...entries.map(({ name }) => name), ...faults.flatMap((fault) => nameInFault(fault) ?? [])],
    taken: offers.map(takenOf),
    bound: await boundOf(ctx),
  });
};

const takenOf = ({
  evidence,
  entry,
  state,
  decidedBy,
  decidedAt,
  endedAt,
  offeredAt,
  relapsedAt,
}: Offer): Taken => ({
  ...{ fingerprint: evidence.fingerprint, entry, state },
  approved: decidedBy?.class === "human",
  relapsed: relapsedAt !== undefined,
  at: endedAt ?? decidedAt ?? offeredAt,
});
