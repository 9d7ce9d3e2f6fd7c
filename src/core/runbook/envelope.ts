import {
  type Envelope,
  type Impact,
  impacts,
  type Reversibility,
  reversibilities,
} from "../bound/envelope.ts";
import type { Grade, OpenKind, Solution } from "./solution.ts";

const impactOf = { low: "service", medium: "tenant", high: "node" } as const satisfies Record<Grade, Impact>;
const reversibilityOf = {
  low: "irreversible",
  medium: "recoverable",
  high: "self_healing",
} as const satisfies Record<Grade, Reversibility>;

/** What words of one's own break at least, whatever their author claims. */
const floors = {
  command: { reversibility: "self_healing", impact: "service" },
  // A playbook changes hosts, and takes nothing back.
  playbook: { reversibility: "recoverable", impact: "node" },
  reboot: { reversibility: "recoverable", impact: "node" },
  workflow: { reversibility: "recoverable", impact: "service" },
} as const satisfies Record<OpenKind, Envelope>;

/** The worse of both, on each axis. */
const worse = (one: Envelope, other: Envelope): Envelope => ({
  reversibility: worst(reversibilities, one.reversibility, other.reversibility),
  impact: worst(impacts, one.impact, other.impact),
});

const worst = <T extends string>(scale: readonly T[], one: T, other: T): T =>
  scale.indexOf(one) >= scale.indexOf(other) ? one : other;

/** What words of one's own may break; what their author does not say counts as medium. */
export const openEnvelope = (
  kind: OpenKind,
  { impact = "medium", reversibility = "medium" }: Pick<Solution, "impact" | "reversibility">,
): Envelope =>
  worse(floors[kind], { impact: impactOf[impact], reversibility: reversibilityOf[reversibility] });

/** An envelope of the catalog or an executor, made graver where the author of an entry says so. */
export const raisedEnvelope = (
  known: Envelope,
  { impact, reversibility }: Pick<Solution, "impact" | "reversibility">,
): Envelope =>
  worse(known, {
    impact: impact === undefined ? known.impact : impactOf[impact],
    reversibility: reversibility === undefined ? known.reversibility : reversibilityOf[reversibility],
  });
