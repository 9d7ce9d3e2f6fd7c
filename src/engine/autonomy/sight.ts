import type { Context } from "../../context.ts";
import type { Finding } from "../../core/finding.ts";
import { byCodeUnit } from "../../core/order.ts";
import { targetOf } from "../../core/scope.ts";
import { barOf } from "../../core/score/tuning.ts";
import { compareSeverity, isAtLeast } from "../../core/severity.ts";
import type { FindingFilter, History } from "../../history/history.ts";
import { faultAnswers, faultName, type Roll, rollOf, sweepAll, type TargetAnswer } from "../sweep.ts";

/** A finding that is left alone, for nobody could see whether it is still there. */
export type LeftAlone = { readonly finding: Finding; readonly why: string };

/** What fails at committed targets and is loud, worst first; and what could not be seen of them. */
export type Sight = {
  readonly findings: readonly Finding[];
  readonly left: readonly LeftAlone[];
  readonly blind: readonly {
    readonly target: string;
    readonly why: string;
    readonly hint: string | undefined;
  }[];
  /** Targets that are meant. */
  readonly targets: number;
  /** When the oldest of the latest looks at them ended, milliseconds UTC; `undefined` where none was taken. */
  readonly asOf: number | undefined;
};

const failing = (presence: Finding["presence"], now: number): FindingFilter => ({
  ...{ presence: [presence], type: ["symptom"], atLeast: barOf.default, loudAt: now },
});

/** As memory has it: nothing is looked at. `target` narrows. Throws `not-found`, `input-invalid`. */
export const rememberedSight = async (
  target: string | undefined,
  history: History | undefined,
  ctx: Context,
): Promise<Sight> => {
  const roll = await rollOf({ names: target === undefined ? [] : [target], label: undefined }, ctx);
  const names = namesOf(roll);
  const targets = names.size;
  const blind = faultAnswers(roll.faults, ctx).flatMap(blindness);
  if (history === undefined) return { findings: [], left: [], blind, targets, asOf: undefined };
  const now = ctx.now();
  const meant = ({ identity }: Finding): boolean => names.has(targetOf(identity.scope) ?? "");
  const [there, stale, looks] = [
    await history.findings(failing("present", now)),
    await history.findings(failing("stale", now)),
    await history.lastLooks(),
  ];
  const times = looks
    .filter(({ scope }) => names.has(targetOf(scope.identity) ?? ""))
    .map(({ finishedAt }) => finishedAt);
  return {
    findings: unique(there.filter(meant)),
    left: unique(stale.filter(meant)).map((finding) => ({
      finding,
      why: "it could not be looked at lately",
    })),
    blind,
    targets,
    asOf: times.length === 0 ? undefined : Math.min(...times),
  };
};

/** Looks at every target that is meant, remembers it as a sweep does, and tells what that very look showed. */
export const sweptSight = async (target: string | undefined, ctx: Context): Promise<Sight> => {
  const roll = await rollOf({ names: target === undefined ? [] : [target], label: undefined }, ctx);
  const how = { stateless: false, deep: false, tuning: "default", atOnce: 8, deadline: 60_000 } as const;
  const { answers } = await sweepAll(roll, how, ctx);
  const history = await ctx.history.lookToWrite();
  const now = ctx.now();
  const seen =
    history === undefined
      ? []
      : unique((await Promise.all(answers.map((one) => seenBy(one, history)))).flat());
  const blind = answers.flatMap(blindness);
  const known = new Set(seen.map(({ fingerprint }) => fingerprint));
  const left: LeftAlone[] = [];
  for (const presence of ["present", "stale"] as const)
    for (const finding of (await history?.findings(failing(presence, now))) ?? []) {
      const dark = blind.find((one) => one.target === targetOf(finding.identity.scope));
      if (dark !== undefined && !known.has(finding.fingerprint)) left.push({ finding, why: dark.why });
    }
  return { findings: seen, left, blind, targets: namesOf(roll).size, asOf: now };
};

const namesOf = ({ targets, faults }: Roll): ReadonlySet<string> =>
  new Set([...targets.map(({ name }) => name), ...faults.map(faultName)]);

/** What this very look showed: a finding that is only remembered is acted upon by nobody. */
const seenBy = async ({ name, look }: TargetAnswer, history: History): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for (const { departure, severity } of look?.heard.loud ?? []) {
    if (departure.type !== "symptom" || !isAtLeast(severity, barOf.default)) continue;
    const known = await history.byPrefix(departure.fingerprint, 12);
    const own = known.find(
      ({ presence, identity }) => presence === "present" && targetOf(identity.scope) === name,
    );
    if (own !== undefined) found.push(own);
  }
  return found;
};

/** What of a target could not be seen and may fail: that nothing is declared there to compare with is another matter. */
const blindness = ({ name, look, error }: TargetAnswer): Sight["blind"] => {
  if (look === undefined)
    return [{ target: name, why: error?.message ?? "it was not looked at", hint: error?.hint }];
  const { failure, judgement, looks } = look;
  if (failure !== undefined) return [{ target: name, why: failure.message, hint: failure.hint }];
  const [, ...health] = looks;
  const dark = health.find(({ coverage }) => coverage.status !== "complete");
  if (dark === undefined && judgement.verdict !== "UNKNOWN") return [];
  const [gap] = dark?.coverage.gaps ?? [];
  const why =
    gap === undefined ? (judgement.because[0] ?? "not all of it was seen") : `${gap.what}: ${gap.why}`;
  return [{ target: name, why, hint: undefined }];
};

const unique = (findings: readonly Finding[]): readonly Finding[] =>
  [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()].sort(
    (a, b) => compareSeverity(b.severity, a.severity) || byCodeUnit(a.fingerprint, b.fingerprint),
  );
