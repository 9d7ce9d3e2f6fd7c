import { relative } from "node:path";
import { z } from "zod";
import type { Context } from "../../context.ts";
import type { Finding } from "../../core/finding.ts";
import { redactText } from "../../core/secret.ts";
import { compareSeverity, isAtLeast, type Severity, severities } from "../../core/severity.ts";
import { rulesOf } from "../../core/suppression.ts";
import { parseDuration } from "../../core/time.ts";
import { SteadystateError } from "../../errors.ts";
import type { Deed, Wish } from "../../history/history.ts";
import { ceilingPhrase } from "../../view/phrases.ts";
import { instant } from "../../view/words.ts";
import { findIn, notFound } from "../find.ts";
import { SeverityName } from "../inputs.ts";

/** Input pieces of the verbs that quieten. */
export const Note = z.string().trim().min(1).max(500).optional().describe("why, in one line");
export const Owner = z.string().trim().min(1).max(100).optional().describe("who answers for it");
export const MaxSeverity = SeverityName.optional().describe(
  "ceiling: anything more severe breaks through; the finding's own without it",
);
export const Force = z
  .boolean()
  .default(false)
  .describe("also for a whole fingerprint (64 digits) that was never seen here");

export const WishRow = z.strictObject({
  fingerprint: z.string(),
  title: z.string(),
  kind: z.enum(["muted", "snoozed"]),
  until: z.string().optional().describe("UTC"),
  maxSeverity: z.enum(severities).describe("anything more severe breaks through"),
  rules: z.array(z.string()).optional().describe("any other rule that flags it breaks through"),
  seen: z.boolean().describe("false for a fingerprint that nothing was seen of yet"),
  changed: z.boolean().describe("false where exactly that was wished already"),
});
export type WishRow = z.infer<typeof WishRow>;

export type Asked = {
  readonly ref: string;
  readonly kind: Wish["kind"];
  /** Milliseconds; `undefined` has no end. */
  readonly span: number | undefined;
  readonly insists: boolean;
  readonly note: string | undefined;
  readonly owner: string | undefined;
  readonly maxSeverity: Severity | undefined;
  readonly force: boolean;
};

/** Finds what is meant and works out the wish. Throws `not-found`, `ambiguous`, `usage`, `refused` or `not-granted`. */
export const wishOf = async (asked: Asked, ctx: Context): Promise<Wish & { readonly seen: boolean }> => {
  const finding = await findIn(await ctx.history.lookToWrite(), asked.ref);
  if (finding === undefined && !(asked.force && asked.ref.length === 64)) {
    if (!asked.force) throw notFound(asked.ref);
    throw new SteadystateError("not-found", `no finding begins with ${asked.ref}`, {
      hint: "give --force the whole fingerprint, 64 hex digits",
    });
  }
  const maxSeverity = ceilingFor(finding, asked);
  guard(maxSeverity, asked, ctx);
  return {
    key: finding?.fingerprint ?? asked.ref.toLowerCase(),
    title: finding?.title ?? asked.ref.toLowerCase(),
    kind: asked.kind,
    until: asked.span === undefined ? undefined : ctx.now() + asked.span,
    note: redacted(asked.note),
    owner: redacted(asked.owner),
    origin: "local",
    maxSeverity,
    rules: finding === undefined ? undefined : rulesOf(finding.flags),
    seen: finding !== undefined,
  };
};

/** A committed file as one types it from here. */
export const shownFile = (path: string, { place }: Context): string => {
  const step = relative(place.cwd, path);
  return step === "" || step.startsWith("..") ? path : step;
};

export const redacted = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : redactText(text);

/** Of a thing that nobody has seen yet only what is not serious is held back, unless somebody states more. */
const ceilingFor = (finding: Finding | undefined, { maxSeverity, ref }: Asked): Severity => {
  if (finding === undefined) return maxSeverity ?? "medium";
  if (maxSeverity === undefined || compareSeverity(maxSeverity, finding.severity) >= 0)
    return maxSeverity ?? finding.severity;
  throw new SteadystateError(
    "usage",
    `the finding ${ref} is ${finding.severity}: a ceiling of ${maxSeverity} would hide nothing`,
    { hint: `leave out --max-severity, or give ${finding.severity} or more` },
  );
};

/** An agent hides what is serious for so long at most. */
const agentPatience = 7 * 86_400_000;

const guard = (ceiling: Severity, { span, insists, ref, kind }: Asked, ctx: Context): void => {
  if (!isAtLeast(ceiling, "high")) return;
  if (span === undefined && !insists) {
    throw new SteadystateError("refused", `muting what is ${ceiling} needs an end, or your insistence`, {
      hint: `steadystate mute ${ref} --for 7d, or --forever`,
    });
  }
  if (ctx.actor.class !== "agent" || (span !== undefined && span <= agentPatience)) return;
  throw new SteadystateError(
    "not-granted",
    `an agent hides what is ${ceiling} for 7 days at most: more is for a person to decide`,
    {
      hint: kind === "muted" ? `mute ${ref} --for 7d, or ask a person` : `snooze ${ref} 7d, or ask a person`,
    },
  );
};

const tenYears = 3650 * 86_400_000;

/** Throws `usage` for a span that no clock can tell the end of. */
export const spanOf = (text: string): number => {
  const span = parseDuration(text);
  if (span !== undefined && span <= tenYears) return span;
  throw new SteadystateError("usage", `${text} is longer than ten years`, {
    hint: "give a shorter time, or mute it --forever",
  });
};

export const deedOf = ({ actor, now }: Context): Deed => ({ actor, at: now() });

export const wishRow = (
  { key, title, kind, until, maxSeverity = "critical", rules, seen }: Wish & { readonly seen: boolean },
  changed: boolean,
): WishRow => ({
  fingerprint: key,
  title,
  kind,
  ...(until === undefined ? {} : { until: instant(until) }),
  maxSeverity,
  ...(rules === undefined ? {} : { rules: [...rules] }),
  seen,
  changed,
});

export const wishLine = (row: WishRow): string => {
  const end = row.until === undefined ? "" : ` until ${row.until}`;
  return `${row.changed ? "" : "already "}${row.kind}${end}: ${row.title}`;
};

export const wishNote = (row: WishRow): string =>
  row.seen
    ? ceilingPhrase(row)
    : `nothing was seen of it yet; ${ceilingPhrase(row)}; the rules that flag it first are added to that`;
