import { departureFingerprint } from "../departure.ts";
import type { Finding } from "../finding.ts";
import { groupedBy } from "../grouped.ts";
import { orderOf } from "./order-in-time.ts";
import { guiltOf, troubles } from "./produces.ts";
import { keyOf } from "./relation.ts";

/** A remembered drift that likely causes a remembered failure. */
export type RememberedCause = {
  readonly finding: Finding;
  readonly drift: Finding;
  /** What of it can make that trouble. */
  readonly fields: readonly string[];
  readonly because: readonly string[];
};

/**
 * What memory alone can prove (law L6): the failing thing itself drifted, in a field that can do it, and an earlier look saw the
 * drift without the failure. Where others fail alike at the same time and nothing of theirs did drift, nothing is said. Several
 * drifts of one thing are each named.
 */
export const rememberedCauses = (
  failing: readonly Finding[],
  drifts: readonly Finding[],
): readonly RememberedCause[] => {
  const byThing = groupedBy(drifts, ({ identity }) => keyOf(identity));
  const judged = failing.map((finding) => {
    const family = familyOf(finding);
    const own = byThing.get(keyOf(finding.identity)) ?? [];
    return { finding, family, causes: family === undefined ? [] : causesOf(finding, own, family) };
  });
  const innocent = judged.filter(({ causes }) => causes.length === 0);
  return judged.flatMap(({ finding, family, causes }) =>
    innocent.some((other) => other.family === family && isTogether(other.finding, finding)) ? [] : causes,
  );
};

/** What fails alike within this span fails at the same time. */
const together = 10 * 60_000;

const isTogether = (a: Finding, b: Finding): boolean => Math.abs(a.firstSeen - b.firstSeen) <= together;

const causesOf = (finding: Finding, drifts: readonly Finding[], family: string): readonly RememberedCause[] =>
  drifts.flatMap((drift): readonly RememberedCause[] => {
    const { identity, direction, diff } = drift;
    if (drift.type !== "drift" || direction === undefined || direction === "both") return [];
    const container = finding.evidence["container"];
    const fields = guiltOf({ identity, direction, diff }, { family, container });
    const order = orderOf({ at: drift.firstSeen, told: false }, { at: finding.firstSeen, told: false });
    if (fields.length === 0 || order.is !== "before") return [];
    return [{ finding, drift, fields, because: ["it is the failing thing itself", order.says] }];
  });

/** Its class is not remembered by name; the fingerprint was made of it. */
const familyOf = ({ identity, label, fingerprint }: Finding): string | undefined =>
  troubles.find((family) => departureFingerprint(identity, family, label) === fingerprint);
