import type { Judged } from "./gate/judge.ts";
import type { Reflex } from "./reflex/reflex.ts";

/** What is done about one finding with nobody there: it runs, it is offered, a person must decide, or nothing. */
export const holdDecisions = ["act", "propose", "escalate", "watch"] as const;
export type HoldDecision = (typeof holdDecisions)[number];

/** By what right something could be done. */
export type Basis =
  | { readonly is: "reflex"; readonly reflex: Reflex }
  /** `words`: in words of its own, which D32 asks more of. */
  | { readonly is: "entry"; readonly name: string; readonly vouchedBy: string; readonly words: boolean }
  /** The catalog has an action for it, and nobody said that it may be taken without being asked for. */
  | { readonly is: "action"; readonly name: string }
  | { readonly is: "nothing"; readonly why: string };

/** What is known of an effect beforehand. */
export type Outlook =
  /** `size`: things that it touches, by the read that acts; `unread` in a plan that reads nothing. */
  | { readonly is: "judged"; readonly judged: Judged; readonly size: number | "unread" | undefined }
  | { readonly is: "noop"; readonly why: string }
  | { readonly is: "hindered"; readonly why: string };

export type Prospect = { readonly basis: Basis; readonly outlook: Outlook };

export type Decided = { readonly decision: HoldDecision; readonly reason: string };

/** Exactly one decision for each prospect, in their order. Pure: whatever is not known is never taken for harmless. */
export const planHold = (prospects: readonly Prospect[]): readonly Decided[] =>
  prospects.map((prospect) => decidedFor(prospect, prospects));

const decidedFor = ({ basis, outlook }: Prospect, all: readonly Prospect[]): Decided => {
  switch (basis.is) {
    case "nothing":
      return { decision: "escalate", reason: basis.why };
    case "action":
      return {
        decision: "escalate",
        reason: `no reflex and no entry of the runbook answers it; a person may take ${basis.name}`,
      };
    case "entry":
      return byEntry(basis, outlook);
    case "reflex":
      return byReflex(basis.reflex, outlook, sharedBy(basis.reflex, all));
  }
};

const byEntry = (
  { name, vouchedBy, words }: Extract<Basis, { readonly is: "entry" }>,
  outlook: Outlook,
): Decided => {
  if (outlook.is !== "judged") return unjudged(outlook);
  if (!outlook.judged.ok) return { decision: "escalate", reason: outlook.judged.why };
  const also = words ? ", [runbook] auto_commands and STEADYSTATE_SOLUTION_AUTO let its words run" : "";
  return {
    decision: "act",
    reason: `the runbook entry ${name}, vouched by ${vouchedBy}, answers it inside the bound${also}`,
  };
};

const unjudged = ({ is, why }: Exclude<Outlook, { readonly is: "judged" }>): Decided =>
  is === "noop"
    ? { decision: "watch", reason: `nothing is left to do: ${why}` }
    : { decision: "escalate", reason: why };

/** Findings that one reflex would answer in this tick. */
const sharedBy = ({ name }: Reflex, prospects: readonly Prospect[]): number =>
  prospects.filter(
    ({ basis, outlook }) => basis.is === "reflex" && basis.reflex.name === name && outlook.is !== "noop",
  ).length;

const byReflex = (reflex: Reflex, outlook: Outlook, together: number): Decided => {
  const { name, autonomy, perTick } = reflex;
  if (autonomy === "observe") return { decision: "watch", reason: `the reflex ${name} only observes` };
  if (outlook.is !== "judged") return unjudged(outlook);
  const { judged, size } = outlook;
  if (!judged.ok) return { decision: "escalate", reason: judged.why };
  const grown = sizeFault(reflex, size);
  if (grown !== undefined) return { decision: "escalate", reason: grown };
  if (together > perTick)
    return {
      decision: "escalate",
      reason: `${together} findings at once are more than the ${perTick} of one tick of the reflex ${name}`,
    };
  const reach = size === "unread" ? "counted when it acts" : `${size} to touch`;
  return autonomy === "auto"
    ? {
        decision: "act",
        reason: `the reflex ${name} is at auto (STEADYSTATE_REFLEX_AUTO), ${reach}, inside the bound`,
      }
    : { decision: "propose", reason: `the reflex ${name} is at propose, ${reach}` };
};

const sizeFault = (
  { name, perAction }: Reflex,
  size: Extract<Outlook, { readonly is: "judged" }>["size"],
): string | undefined => {
  if (size === "unread") return undefined;
  if (size === undefined) return `nobody can tell how much the reflex ${name} would touch`;
  return size > perAction
    ? `${size} things are more than the ${perAction} that one act of the reflex ${name} may touch`
    : undefined;
};
