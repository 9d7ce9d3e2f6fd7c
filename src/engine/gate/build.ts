import { subjectOf } from "../../core/actions/action.ts";
import type { Envelope } from "../../core/bound/envelope.ts";
import { canonicalJson } from "../../core/canonical.ts";
import type { Finding } from "../../core/finding.ts";
import type { OfferParts, Parameters } from "../../core/gate/offer.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import { raisedEnvelope } from "../../core/runbook/envelope.ts";
import { solutionDigest } from "../../core/runbook/vouching.ts";
import { SteadystateError } from "../../errors.ts";
import type { Foresight, Reach, Wanted } from "../../executors/executor.ts";
import type { Failure } from "../../platform/kubernetes/failure.ts";
import type { Deed } from "./subject.ts";

/** An effect as it would be now, from the thing itself. */
export type Built = { readonly parts: OfferParts; readonly foresight: Foresight; readonly wanted: Wanted };

/**
 * Composes an effect anew: parameters from the finding's own thing, the rest from what the thing says now, the words from the
 * catalog. `named` is what a person said beside it, or what an offer holds. Throws `refused` where it cannot be done to this
 * thing, `source-failed` where the thing cannot be read.
 */
export const build = async (
  deed: Deed,
  named: Readonly<Record<string, unknown>>,
  reach: Reach,
  bound: string,
): Promise<Built | { readonly noop: string }> => {
  const { action, executor, finding, aim, entry } = deed;
  const drawn = draw(deed, named);
  const wanted: Wanted = {
    action: action.name,
    parameters: { ...named, ...drawn },
    entry: entry !== undefined && isOpen(entry) ? entry : undefined,
  };
  const foreseen = await executor.foresee(wanted, reach);
  if (!foreseen.ok) throw unreadable(deed, foreseen);
  if ("noop" in foreseen.value) return foreseen.value;
  const foresight = foreseen.value;
  demandSame(drawn, foresight.parameters, deed);
  const composed = action.compose(foresight.parameters);
  if (!composed.ok) throw notFor(deed, composed.why);
  return {
    wanted,
    foresight,
    parts: {
      action: { name: action.name, envelope: envelopeOf(deed, foresight) },
      ...(entry === undefined ? {} : { entry: { name: entry.name, digest: solutionDigest(entry) } }),
      parameters: foresight.parameters,
      argv: composed.value,
      target: aim,
      evidence: evidenceOf(finding),
      change: foresight.facts,
      bound,
    },
  };
};

/** What an executor found graver than the catalog stays so, and the author of an entry may raise it further. */
const envelopeOf = ({ action, entry }: Deed, { envelope }: Foresight): Envelope =>
  envelope === undefined || entry === undefined
    ? (envelope ?? action.envelope)
    : raisedEnvelope(envelope, entry);

/** What comes from the finding cannot be said otherwise by whoever proposes (act.md, target of a proposal). */
const draw = (deed: Deed, named: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const drawn = deed.action.draw(subjectOf(deed.finding));
  if (!drawn.ok) throw notFor(deed, drawn.why);
  demandSame(drawn.value, named, deed);
  return drawn.value;
};

const demandSame = (
  drawn: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>> | Parameters,
  deed: Deed,
): void => {
  for (const [name, value] of Object.entries(drawn))
    if (Object.hasOwn(other, name) && canonicalJson(other[name]) !== canonicalJson(value))
      throw notFor(deed, `${name} comes from the finding, and cannot be another`);
};

const evidenceOf = ({ fingerprint, type, category, diff }: Finding): OfferParts["evidence"] => ({
  ...{ fingerprint, type, category },
  diff: diff.map(({ path, before, after }) => [path, before, after]),
});

const notFor = ({ action, finding }: Deed, why: string): SteadystateError =>
  new SteadystateError("refused", `${action.name} cannot be done to ${finding.label}: ${why}`, {
    hint: `steadystate actions ${finding.fingerprint.slice(0, 12)}`,
    details: { action: action.name, fingerprint: finding.fingerprint },
  });

const unreadable = (deed: Deed, { why, class: kind }: Pick<Failure, "class" | "why">): SteadystateError => {
  if (kind === "unfit") return notFor(deed, why);
  const { action, finding } = deed;
  return new SteadystateError(
    kind === "not-found" || kind === "misconfigured" ? "refused" : "source-failed",
    `${finding.label} cannot be read for ${action.name}, so nothing is done: ${why}`,
    { hint: "steadystate scan again, or: steadystate targets --reach", details: { class: kind } },
  );
};
