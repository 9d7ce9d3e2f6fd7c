import { z } from "zod";
import { actions, directions } from "../../core/departure.ts";
import type { Settling } from "../../engine/gate/settle-findings.ts";
import { type Outcome, outcomes, worstExit } from "../../errors.ts";
import type { Block, Doc, Tone } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { actedOutcome } from "./acted-row.ts";
import { shortDigest } from "./offer-row.ts";
import { TakenRow, takenRow } from "./taken-row.ts";

/** What came of one finding, where several were put to the gate. */
export const SettledRow = TakenRow.omit({ state: true }).extend({
  finding: z.string().describe("fingerprint"),
  subject: z.string().describe("address of the thing"),
  title: z.string(),
  direction: z.enum(directions).optional(),
  planned: z.enum(actions).optional().describe("what the declaring tool would do"),
  state: z
    .enum(["acted", "waits", "previewed", "noop", "unfit", "declined", "hindered"])
    .describe(
      "waits: offered, and somebody must approve it; unfit: nothing is offered for it; hindered: it could not be worked out",
    ),
  code: z.string().optional().describe("of what stood in the way"),
  hint: z.string().optional(),
});
export type SettledRow = z.infer<typeof SettledRow>;

export const settledRow = (settling: Settling): SettledRow => {
  const { fingerprint, label, title, direction, action } = settling.finding;
  const common = { finding: fingerprint, subject: label, title, ...present({ direction, planned: action }) };
  switch (settling.is) {
    case "taken":
      return { ...common, ...takenRow(settling.taken) };
    case "hindered": {
      const { code, message, hint } = settling.error;
      return { ...common, state: "hindered", code, why: message, ...present({ hint }) };
    }
    case "unfit":
    case "declined":
      return { ...common, state: settling.is, why: settling.why };
  }
};

/** What one row says of how it came out, as a status; `waits` is that of an offer that waits for a person. */
export const exitOf = ({ state, acted, code }: SettledRow, waits: number): number => {
  if (acted !== undefined) return outcomes[actedOutcome(acted)];
  if (state === "waits") return waits;
  if (state !== "hindered") return outcomes.done;
  return code === "refused" || code === "not-found" ? waits : outcomes.blind;
};

export const worstOutcome = (all: readonly number[]): Outcome => {
  const worst = worstExit(all);
  return outcomeNames.find((name) => outcomes[name] === worst) ?? "done";
};

const outcomeNames = ["done", "tripped", "blind", "refused", "failed"] as const satisfies readonly Outcome[];

const ends = {
  verified: ["good", "put right, and the finding is gone"],
  noop: ["good", "nothing was left to do"],
  applied: ["warn", "it ran, and is not verified"],
  "not-effective": ["bad", "it ran, and did not help"],
  failed: ["bad", "it failed"],
  unknown: ["bad", "nobody knows how it ended: look yourself, it is not run again"],
} as const satisfies Record<string, readonly [Tone, string]>;

export const settledBlocks = (row: SettledRow): Doc => {
  const { subject, state, acted, offer, why } = row;
  if (acted !== undefined) return actedLines(subject, acted);
  if (offer !== undefined) return offeredLines(row, offer);
  const because = why === undefined ? "" : `: ${why}`;
  return [line(state === "hindered" ? "warn" : "plain", `${subject}: ${leftAlone[state]}${because}`)];
};

const actedLines = (subject: string, { end, why, output }: NonNullable<SettledRow["acted"]>): Doc => {
  const [tone, text] = ends[end];
  if (end === "verified") return [line(tone, `${subject}: ${text}`)];
  const because = why === undefined ? "" : `: ${why}`;
  const said: Doc = output === undefined ? [] : [{ kind: "code", text: output }];
  return [line(tone, `${subject}: ${text}${because}`), ...said];
};

const offeredLines = ({ subject, state, why }: SettledRow, offer: NonNullable<SettledRow["offer"]>): Doc => {
  const { envelope, yours, asks = "a person decides", changes } = offer;
  const short = shortDigest(offer.offer);
  const dry = yours ? "would be done at once" : `would wait for a person: ${asks}`;
  const because = why ?? (yours ? undefined : asks);
  const how = state === "waits" ? `waits as ${short}${because === undefined ? "" : `: ${because}`}` : dry;
  return [
    line(state === "waits" ? "warn" : "plain", `${subject} [${envelope}]: ${how}`),
    { kind: "list", items: changes },
  ];
};

const leftAlone: Readonly<Record<SettledRow["state"], string>> = {
  ...{ acted: "done", waits: "waits", previewed: "could be put right" },
  ...{ noop: "nothing to do", unfit: "not offered", declined: "left alone", hindered: "not offered" },
};

const line = (tone: Tone, text: string): Block => ({ kind: "line", tone, text });
