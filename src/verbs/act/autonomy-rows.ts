// The shapes that `hold` and `propose` share.
import { z } from "zod";
import { printEnvelope } from "../../core/bound/envelope.ts";
import type { Finding } from "../../core/finding.ts";
import { envelopeOfReflex, type Reflex, reflexLevels } from "../../core/reflex/reflex.ts";
import { targetOf } from "../../core/scope.ts";
import type { Foreseen } from "../../engine/autonomy/foresee.ts";
import type { Sight } from "../../engine/autonomy/sight.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { instant, plural } from "../../view/words.ts";

export const ReflexRow = z.strictObject({
  name: z.string(),
  category: z.string(),
  action: z.string(),
  level: z.enum(reflexLevels),
  envelope: z.string().optional(),
  perAction: z.number().int().describe("things that one act may touch"),
  perTick: z.number().int().describe("findings of one tick that it may answer"),
});
export type ReflexRow = z.infer<typeof ReflexRow>;

export const reflexRow = (reflex: Reflex): ReflexRow => {
  const { name, category, action, autonomy, perAction, perTick } = reflex;
  const envelope = envelopeOfReflex(reflex);
  return {
    ...{ name, category, action, level: autonomy, perAction, perTick },
    ...(envelope === undefined ? {} : { envelope: printEnvelope(envelope) }),
  };
};

/** What is said of the finding that a decision is about. */
export const AboutRow = z.strictObject({
  finding: z.string().describe("fingerprint"),
  subject: z.string().describe("address of the thing"),
  title: z.string(),
  category: z.string(),
  target: z.string().optional(),
  seenAt: z.string().describe("UTC, when a look last showed it"),
  envelope: z.string().optional().describe("what it may break at worst: reversibility/impact"),
  command: z.array(z.string()).optional().describe("for reading; what runs is composed anew"),
});

export const aboutRow = (finding: Finding, foreseen: Foreseen | undefined): z.infer<typeof AboutRow> => ({
  ...{
    finding: finding.fingerprint,
    subject: finding.label,
    title: finding.title,
    category: finding.category,
  },
  ...present({ target: targetOf(finding.identity.scope) }),
  seenAt: instant(finding.lastObserved),
  ...(foreseen?.is === "judged"
    ? { envelope: printEnvelope(foreseen.envelope), command: [...foreseen.command] }
    : {}),
});

export const SightRow = z.strictObject({
  targets: z.number().int().describe("committed targets that are meant"),
  asOf: z
    .string()
    .optional()
    .describe("UTC, end of the oldest of the newest looks; absent where none was taken"),
  left: z
    .array(z.strictObject({ finding: z.string(), title: z.string(), why: z.string() }))
    .describe("known findings that are left alone, for nobody could see whether they are still there"),
  blind: z
    .array(z.strictObject({ target: z.string(), why: z.string(), hint: z.string().optional() }))
    .describe("targets that could not be seen whole"),
});
export type SightRow = z.infer<typeof SightRow>;

export const sightRow = ({ targets, asOf, left, blind }: Sight): SightRow => ({
  targets,
  ...(asOf === undefined ? {} : { asOf: instant(asOf) }),
  left: left.map(({ finding, why }) => ({ finding: finding.fingerprint, title: finding.title, why })),
  blind: blind.map(({ target, why, hint }) => ({ target, why, ...present({ hint }) })),
});

export const sightBlocks = ({ targets, left, blind }: SightRow): Doc => [
  ...(targets === 0
    ? [
        {
          kind: "line" as const,
          tone: "warn" as const,
          text: "no target is committed, so there is nothing to hold",
        },
      ]
    : []),
  ...blind.map(
    ({ target, why }): Block => ({ kind: "line", tone: "warn", text: `UNKNOWN ${target}: ${why}` }),
  ),
  ...(left.length === 0
    ? []
    : [
        {
          kind: "line" as const,
          tone: "warn" as const,
          text: `${plural(left.length, "known finding")} left alone, for nobody could look:`,
        },
        { kind: "list" as const, items: left.map(({ title }) => title) },
      ]),
];
