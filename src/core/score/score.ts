import type { Drift } from "../departure.ts";
import { rulesFor } from "../rules/index.ts";
import type { Answer, Exposure, Flag, Rule, Stance } from "../rules/rule.ts";
import { maxSeverity, type Severity } from "../severity.ts";
import type { ValueMap } from "../value.ts";

/**
 * Severity of a drift before any rule speaks (decisions D3).
 * @internal the table test asks it apart
 */
export const floorOf = ({ direction, action, stateful, markers }: Drift): Severity => {
  if (direction === "vanished") return "high";
  switch (action) {
    case "replace":
    case "delete":
      return stateful && !markers.includes("deposed") ? "high" : "medium";
    case "update":
    case "forget":
      return "medium";
    case "create":
    case "none":
      return "low";
  }
};

/** Every rule that has something to say about this drift, strongest first; all of them are kept (W-11). */
export const flagsOf = (drift: Drift): readonly Flag[] => {
  const rules = rulesFor(drift.identity.kind);
  if (rules.length === 0) return none;
  const flags: Flag[] = [];
  for (const { pack, rule } of rules) {
    const reality = ask(rule, drift.reality, drift);
    const desired = afterwards(reality, ask(rule, drift.desired, drift), drift);
    // Nearly every answer.
    if (reality.answer === "no" && desired.answer === "no") continue;
    const stance = stanceOf(reality, desired, drift);
    if (stance === undefined) continue;
    const because = (stance === "will-be-exposed" || stance === "cannot-tell" ? desired : reality).because;
    flags.push(flag(rule, pack, stance, because === "" ? reality.because || desired.because : because));
  }
  return flags.length < 2 ? flags : flags.sort((a, b) => rank(b) - rank(a));
};

const none: readonly Flag[] = [];

/** The floor, raised by what is open now or will be; a hole being closed or untouched raises nothing. */
export const severityOf = (drift: Drift, flags: readonly Flag[]): Severity =>
  flags.length === 0 ? floorOf(drift) : raised(drift, flags);

const raised = (drift: Drift, flags: readonly Flag[]): Severity =>
  flags.reduce<Severity>(
    (worst, { stance, severity }) => (raises(stance) ? maxSeverity(worst, severity) : worst),
    floorOf(drift),
  );

const raises = (stance: Stance): boolean => stance === "exposed-now" || stance === "will-be-exposed";

const rank = ({ stance, severity }: Flag): number =>
  (raises(stance) ? 10 : stance === "cannot-tell" ? 5 : 0) +
  ["low", "medium", "high", "critical"].indexOf(severity);

/** What is forgotten is not destroyed: it stays as it is, only out of sight, beside what is created in its place. */
const afterwards = (reality: Exposure, created: Exposure, { action, desired }: Drift): Exposure => {
  if (action !== "forget") return created;
  if (desired === undefined) return reality;
  return rankOf[created.answer] >= rankOf[reality.answer] ? created : reality;
};

const rankOf: Readonly<Record<Answer, number>> = { no: 0, unknown: 1, yes: 2 };

const closed: Exposure = { answer: "no", because: "" };

const ask = (rule: Rule, side: ValueMap | undefined, { identity }: Drift): Exposure => {
  if (side !== undefined) return rule.exposed(side, identity.kind);
  return rule.whenAbsent === "exposed" ? { answer: "yes", because: "there is none" } : closed;
};

const movedByHand = ({ direction }: Drift): boolean => direction !== "not-yet-applied";

/**
 * Where the exposure stands between the two sides. Open in reality and closed in the declaration is a hole opened by hand when
 * reality moved, and a hole being closed when only the declaration did.
 */
const stanceOf = (reality: Exposure, desired: Exposure, drift: Drift): Stance | undefined => {
  const pair: `${Answer}/${Answer}` = `${reality.answer}/${desired.answer}`;
  switch (pair) {
    case "no/no":
      return undefined;
    case "yes/no":
      return movedByHand(drift) ? "exposed-now" : "being-closed";
    case "no/yes":
    case "unknown/yes":
      return drift.action === "none" ? undefined : "will-be-exposed";
    case "yes/yes":
      if (reality.because === desired.because) return "unchanged";
      return movedByHand(drift) ? "exposed-now" : "will-be-exposed";
    case "yes/unknown":
      return movedByHand(drift) ? "exposed-now" : "cannot-tell";
    case "no/unknown":
      return "cannot-tell";
    case "unknown/no":
    case "unknown/unknown":
      return movedByHand(drift) || desired.answer === "unknown" ? "cannot-tell" : undefined;
  }
};

const flag = (rule: Rule, pack: string, stance: Stance, because: string): Flag => ({
  rule: rule.id,
  version: rule.version,
  pack,
  title: rule.title,
  because,
  stance,
  severity: rule.severity,
  references: rule.references,
  hint: rule.hint,
});
