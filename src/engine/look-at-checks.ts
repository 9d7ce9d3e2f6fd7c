import type { Context } from "../context.ts";
import { type CheckResult, isUnseen } from "../core/checks/check.ts";
import type { CheckState } from "../core/checks/lasting.ts";
import { checksSource } from "../core/checks/names.ts";
import { checkFingerprint, symptomOf } from "../core/checks/symptom.ts";
import type { Observation, Scope } from "../core/observation.ts";
import { isProbe } from "../core/probes.ts";
import type { Item, Report } from "../core/report.ts";
import type { History, Remembered } from "../history/history.ts";
import { type AskedCheck, askChecks, type Smoke } from "./checks.ts";
import type { Asked } from "./locate.ts";

/** One look at the checks of one scope, and what is to be remembered of each. */
export type CheckLook = {
  readonly observation: Observation;
  readonly states: ReadonlyMap<string, CheckState>;
  /** Fingerprints of the checks that could not be asked; `undefined` where nobody knows which those are. */
  readonly blindTo: ReadonlySet<string> | undefined;
};

/**
 * Asks the committed checks as a part of a scan: those for everybody are one scope of the wall, those for the label or the
 * target others. A scope that memory knows is looked at also when nothing is declared for it any more, so that what it told
 * can resolve; one of another label or target never is.
 */
export const lookAtChecks = async (
  { label, target, checks }: Pick<Asked, "label" | "target" | "checks">,
  history: History | undefined,
  ctx: Context,
): Promise<{ readonly looks: readonly CheckLook[]; readonly smoke: Smoke }> => {
  const question = { workload: undefined, label, target, checks: undefined, own: checks === "own" };
  const smoke = await askChecks(question, ctx, async () => history);
  const scopes = new Map(smoke.asked.map(({ scope }) => [scope.resolution, scope]));
  for (const scope of await knownScopes(history, smoke)) scopes.set(scope.resolution, scope);
  if (smoke.faults.length > 0 && scopes.size === 0)
    for (const scope of smoke.scopes.slice(0, 1)) scopes.set(scope.resolution, scope);
  const at = ctx.now();
  return { looks: [...scopes.values()].map((scope) => lookOf(scope, smoke, at)), smoke };
};

/** Where nothing is asked for, the file may have moved: what another one told is looked at too. */
const knownScopes = async (
  history: History | undefined,
  { asked, scopes }: Smoke,
): Promise<readonly Scope[]> => {
  const looks = (await history?.lastLooks()) ?? [];
  const hasMoved = asked.length === 0;
  return looks
    .map(({ scope }) => scope)
    .filter(({ source }) => source === checksSource)
    .filter((known) =>
      scopes.some(
        ({ identity, resolution }) =>
          known.resolution === resolution || (hasMoved && known.identity === identity),
      ),
    );
};

const lookOf = (scope: Scope, { asked, faults }: Smoke, observedAt: number): CheckLook => {
  const here = asked.filter((one) => one.scope.resolution === scope.resolution);
  const unasked = here.filter(({ result }) => gapOf(result).length > 0);
  const gaps = [...faults, ...unasked.flatMap(({ result }) => gapOf(result))];
  return {
    observation: {
      scope,
      coverage: {
        status: gaps.length === 0 ? "complete" : "partial",
        basis: "declared-vs-real",
        gaps,
        looked: here.length,
      },
      departures: here.flatMap(({ check, result }) => symptomOf(check, result, scope.identity) ?? []),
      assertions: { passed: 0, failed: 0, unknown: 0 },
      observedAt,
      informational: {},
      warnings: [],
    },
    states: new Map(here.flatMap(stateOf)),
    blindTo:
      faults.length > 0
        ? undefined
        : new Set(unasked.map(({ check }) => checkFingerprint(check.name, scope.identity))),
  };
};

/** A pending one was asked, and did answer in some way: it is no gap of the look. */
const gapOf = (result: CheckResult): Observation["coverage"]["gaps"] =>
  isUnseen(result) && result.status !== "pending"
    ? [{ what: `check ${result.name}`, why: result.reason }]
    : [];

const stateOf = ({ check, next }: AskedCheck): readonly (readonly [string, CheckState])[] =>
  next === undefined ? [] : [[check.name, next]];

const isOfChecks = ({ departure }: Item): boolean => departure.provenance.source === checksSource;
const isBeside = (item: Item): boolean => isOfChecks(item) || isProbe(item.departure.provenance.source);

/** What the source told, without the checks and the health. */
export const itemsOfSource = ({ items }: Report): readonly Item[] => {
  const own = items.filter((item) => !isBeside(item));
  return own.length === items.length ? items : own;
};

/** Remembers each look, and since when each check fails; gives back what memory says of all of it together with `main`. */
export const rememberChecks = async (
  looks: readonly CheckLook[],
  { items }: Pick<Report, "items">,
  { history, startedAt, grace, finishedAt }: Remembering,
): Promise<readonly Remembered[]> => {
  const told: Remembered[] = [];
  for (const { observation, states, blindTo } of looks) {
    const { scope, coverage, assertions } = observation;
    const own = items.filter((item) => isOfChecks(item) && item.departure.identity.scope === scope.identity);
    const look = {
      scope,
      coverage,
      blindTo,
      assertions,
      items: own,
      startedAt,
      finishedAt,
      observedAt: finishedAt,
      grace,
    };
    told.push(await history.remember(look));
    await history.recordCheckStates(scope.identity, states, finishedAt);
  }
  return told;
};

type Remembering = {
  readonly history: History;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly grace: number;
};

/** Several looks of one scan as one, which is that of the first; `undefined` where there is none. */
export const joined = (looks: readonly Remembered[]): Remembered | undefined => {
  const [main, ...others] = looks;
  return main === undefined ? undefined : others.reduce(both, main);
};

const both = (sum: Remembered, one: Remembered): Remembered => ({
  scan: sum.scan,
  recollections: new Map([...sum.recollections, ...one.recollections]),
  resolved: [...sum.resolved, ...one.resolved],
  absent: sum.absent + one.absent,
  stale: sum.stale + one.stale,
});
