import type { Context } from "../context.ts";
import { isBad } from "../core/checks/check.ts";
import { checksSource } from "../core/checks/names.ts";
import { checkFingerprint } from "../core/checks/symptom.ts";
import type { Observation } from "../core/observation.ts";
import type { Item, Report } from "../core/report.ts";
import type { Tuning } from "../core/score/tuning.ts";
import { toldBy } from "../core/told-by.ts";
import { type Evidence, type Judgement, judge } from "../core/verdict.ts";
import type { SteadystateError } from "../errors.ts";
import type { Remembered } from "../history/history.ts";
import type { AskedCheck } from "./checks.ts";
import { scopeEvidence } from "./evidence.ts";
import type { Asked } from "./locate.ts";
import { look, lookRemembering, type Seen } from "./look.ts";
import { maxAgeOf } from "./max-age.ts";
import { type Heard, heardOf } from "./quiet.ts";
import { lookAt } from "./targets.ts";

/** One target, looked at now: its source, the health of its cluster, and its checks. */
export type TargetLook = {
  readonly name: string;
  readonly label: string;
  readonly report: Report;
  /** `undefined` where nothing was remembered. */
  readonly remembered: Remembered | undefined;
  /** The items of the report, parted by what somebody wishes not to hear of. */
  readonly heard: Heard;
  /** What was looked at: the source, the health, each scope of the checks. */
  readonly looks: readonly Observation[];
  /** Of this target, from this very look. */
  readonly judgement: Judgement;
  /** Why its source stayed dark; the rest was looked at all the same. */
  readonly failure: SteadystateError | undefined;
};

export type ProbeHow = {
  readonly stateless: boolean;
  readonly deep: boolean;
  readonly tuning: Tuning;
  /** Milliseconds that another look at the same scope is waited for. */
  readonly wait?: number | undefined;
  /** Only the checks that are for this target or its environment; those for everybody too without it. */
  readonly ownChecks?: boolean | undefined;
  /** Goes before the target's own. */
  readonly label?: string | undefined;
  /** The verb, as typed, for what it says of itself. */
  readonly verb?: string | undefined;
};

/**
 * Looks at a target by the road of a scan, with its own probe or the one that fits, and judges what this look saw. Throws for
 * a wrong call (`not-found`, `input-invalid`, `refused`, `usage`) and `busy`; what could not be seen is in the answer.
 */
export const lookAtTarget = async (name: string, how: ProbeHow, ctx: Context): Promise<TargetLook> => {
  const { stateless, deep, tuning, label, wait = 0, ownChecks = false, verb = "probe" } = how;
  const target = await lookAt({ target: name, label }, verb, ctx);
  const asked: Asked = {
    ...target,
    varFiles: [],
    checks: ownChecks ? "own" : true,
    deep,
  };
  const looking = { tuning, wait, goesOn: () => true };
  const seen = stateless ? await look(asked, looking, ctx) : await lookRemembering(asked, looking, ctx);
  const heard = await heardOf(seen, ctx);
  const { report, remembered, failure, observation, beside } = seen;
  return {
    ...{ name, label: target.label ?? name, report, remembered, heard, failure },
    looks: [observation, ...beside.observations],
    judgement: judge(await evidenceOf(seen, heard, ctx)),
  };
};

const evidenceOf = async (seen: Seen, heard: Heard, ctx: Context): Promise<Evidence> => {
  const now = ctx.now();
  const maxAge = await maxAgeOf(ctx);
  const { observation, beside } = seen;
  const looks = [observation, ...(beside.health === undefined ? [] : [beside.health.observation])];
  return {
    asked: undefined,
    known: true,
    checks: loudChecks(beside.smoke?.asked ?? [], heard),
    faults: beside.smoke?.faults ?? [],
    scopes: looks.map((one) => scopeEvidence({ ...one, observedAt: one.observedAt ?? now }, now)),
    symptoms: looks.flatMap((one) => {
      const isFresh = now - (one.observedAt ?? now) <= maxAge;
      return toldBy(one, heard.loud)
        .filter(isMalfunction)
        .map((item) => symptomEvidence(item, seen, { now, isFresh }));
    }),
    maxAge,
  };
};

const isMalfunction = ({ departure, layer, disposition }: Item): boolean =>
  departure.type === "symptom" && layer === "application" && disposition === "impaired";

const symptomEvidence = (
  { departure: { fingerprint }, title, severity }: Item,
  { remembered }: Seen,
  { now, isFresh }: { readonly now: number; readonly isFresh: boolean },
): Evidence["symptoms"][number] => ({
  ...{ fingerprint, title, severity, fresh: isFresh },
  firstSeen: remembered?.recollections.get(fingerprint)?.firstSeen ?? now,
});

/** A failing check that somebody muted decides nothing, as any finding. */
export const loudChecks = (
  asked: readonly Pick<AskedCheck, "result" | "scope">[],
  { muted }: Pick<Heard, "muted">,
): Evidence["checks"] => {
  const quiet = new Set(
    muted
      .filter(({ item }) => item.departure.provenance.source === checksSource)
      .map(({ item }) => item.departure.fingerprint),
  );
  return asked
    .filter(
      ({ result, scope }) => !(isBad(result) && quiet.has(checkFingerprint(result.name, scope.identity))),
    )
    .map(({ result }) => result);
};
