import { z } from "zod";
import { type Envelope, printEnvelope } from "../../core/bound/envelope.ts";
import type { Judged } from "../../core/gate/judge.ts";
import { type Offer, type OfferDraft, offerStates } from "../../core/gate/offer.ts";
import { readableCommand } from "../../view/command.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { instant } from "../../view/words.ts";

/** An offer as verbs hand it out. */
export const OfferRow = z.strictObject({
  offer: z.string().describe("digest of exactly this: what is approved"),
  state: z.enum(offerStates),
  finding: z.string().describe("fingerprint"),
  title: z.string(),
  action: z.string(),
  entry: z.string().optional().describe("the runbook entry that it comes from"),
  command: z.array(z.string()).describe("argv, without the words that aim it at the target"),
  subject: z.string().describe("the thing, as it is typed back"),
  target: z.string().describe("name of the target, or the folder"),
  environment: z.string().optional(),
  envelope: z.string().describe("what it may break at worst: reversibility/impact"),
  changes: z.array(z.string()).describe("what will change, as the thing itself was read"),
  takenBackBy: z.string().optional().describe("the action that takes it back"),
  offeredBy: z.string(),
  offeredAt: z.string().describe("UTC"),
  expiresAt: z.string().describe("UTC"),
  why: z.string().optional().describe("why it is in its state"),
  yours: z.boolean().describe("whether the one who asks may decide it now by saying approve"),
  asks: z.string().optional().describe("what else it wants, or why it is not for the one who asks"),
  decide: z.string().describe("the command to type next"),
});
export type OfferRow = z.infer<typeof OfferRow>;

export const offerRow = (
  offer: OfferDraft & Partial<Pick<Offer, "state" | "why">>,
  judged: Judged,
): OfferRow => ({
  ...{ offer: offer.digest, state: offer.state ?? "offered", finding: offer.evidence.fingerprint },
  ...{ title: offer.title, action: offer.action.name, command: [...offer.argv], subject: offer.subject },
  ...present({ entry: offer.entry?.name }),
  target: offer.target.target ?? offer.target.path,
  ...present({ environment: offer.target.environment }),
  envelope: envelopeText(offer.action.envelope),
  changes: [...offer.told],
  ...present({ takenBackBy: offer.inverse?.action }),
  offeredBy: offer.offeredBy.id,
  ...{ offeredAt: instant(offer.offeredAt), expiresAt: instant(offer.expiresAt) },
  ...present({ why: offer.why }),
  yours: judged.ok,
  ...(judged.ok ? {} : { asks: judged.why }),
  decide: judged.ok ? `steadystate approve ${shortDigest(offer.digest)}` : judged.hint,
});

const envelopeText = (envelope: Envelope): string => printEnvelope(envelope);

export const shortDigest = (digest: string): string => digest.slice(0, 12);

/** One offer for a person who decides: what would run, where, what it may break, and how it is decided. */
export const offerBlocks = (row: OfferRow): Doc => [
  { kind: "line", text: `${shortDigest(row.offer)}  ${calledAs(row)} [${row.envelope}] for: ${row.title}` },
  {
    kind: "list",
    items: [
      readableCommand(row.command),
      `at ${row.target}${row.environment === undefined || row.environment === row.target ? "" : ` (${row.environment})`}, ${row.subject}`,
      ...row.changes,
      ...(row.takenBackBy === undefined ? [] : [`taken back by ${row.takenBackBy}`]),
      stateLine(row),
    ],
  },
];

/** An entry in words of its own has its name in the action already. */
const calledAs = ({ action, entry }: OfferRow): string =>
  entry === undefined || action === `runbook:${entry}` ? action : `${action}, as runbook:${entry} says,`;

const stateLine = ({ state, offeredBy, offeredAt, expiresAt, why, asks }: OfferRow): string => {
  if (state !== "offered") return `${state}${why === undefined ? "" : `: ${why}`}`;
  const wants = asks === undefined ? "" : `; ${asks}`;
  return `offered by ${offeredBy} at ${offeredAt}, until ${expiresAt}${wants}`;
};

/** How it is decided, as a command to type. */
export const decisions = (row: OfferRow): Block => ({
  kind: "next",
  commands: [
    {
      command: row.decide,
      why: row.yours ? "do exactly this, once" : (row.asks ?? "for somebody who may"),
    },
    { command: `steadystate decline ${shortDigest(row.offer)}`, why: "not this one" },
  ],
});
