import type { Context } from "../context.ts";
import { type CheckResult, isUnseen } from "../core/checks/check.ts";
import type { CheckState } from "../core/checks/lasting.ts";
import { checksSource } from "../core/checks/names.ts";
import { checkScope, symptomOf } from "../core/checks/symptom.ts";
import type { Observation, Scope } from "../core/observation.ts";
import type { Item, Report } from "../core/report.ts";
import type { History, Remembered } from "../history/history.ts";
import { type AskedCheck, askChecks, type Smoke } from "./checks.ts";

/** One look at the checks of one scope, and what is to be remembered of each. */
export type CheckLook = {
  readonly observation: Observation;
  readonly states: ReadonlyMap<string, CheckState>;
};

/**
 * Asks the committed checks as a part of a scan: those for everybody are one scope of the wall, those for the label another.
 * A scope that memory knows is looked at also when nothing is declared for it any more, so that what it told can resolve.
 */
export const lookAtChecks = async (
  label: string | undefined,
  history: History | undefined,
  ctx: Context,
): Promise<readonly CheckLook[]> => {
  const smoke = await askChecks({ workload: undefined, label, checks: undefined }, ctx, async () => history);
  const scopes = new Map(smoke.asked.map(({ scope }) => [scope.resolution, scope]));
  for (const scope of await knownScopes(label, history, smoke)) scopes.set(scope.resolution, scope);
  if (smoke.faults.length > 0 && scopes.size === 0) {
    const scope = checkScope(everybody, nobody, { realPath: smoke.file.path, shownPath: checksSource });
    scopes.set(scope.resolution, scope);
  }
  const at = ctx.now();
  return [...scopes.values()].map((scope) => lookOf(scope, smoke, at));
};

const everybody = { environments: [], targets: [] };
const nobody = { environment: undefined, target: undefined };

const knownScopes = async (
  label: string | undefined,
  history: History | undefined,
  { asked }: Smoke,
): Promise<readonly Scope[]> => {
  const looks = (await history?.lastLooks()) ?? [];
  const paths = new Set(asked.map(({ scope }) => scope.path));
  return looks
    .map(({ scope }) => scope)
    .filter(
      ({ source, environment, identity, path }) =>
        source === checksSource &&
        (identity === "" || environment === label) &&
        (paths.size === 0 || paths.has(path)),
    );
};

const lookOf = (scope: Scope, { asked, faults }: Smoke, observedAt: number): CheckLook => {
  const here = asked.filter((one) => one.scope.resolution === scope.resolution);
  const gaps = [...faults, ...here.map(({ result }) => result).flatMap(gapOf)];
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

/** What the source told, without the checks. */
export const itemsOfSource = ({ items }: Report): readonly Item[] => {
  const own = items.filter((item) => !isOfChecks(item));
  return own.length === items.length ? items : own;
};

/** Remembers each look, and since when each check fails; gives back what memory says of all of it together with `main`. */
export const rememberChecks = async (
  looks: readonly CheckLook[],
  { items }: Pick<Report, "items">,
  { history, startedAt, grace, finishedAt }: Remembering,
): Promise<readonly Remembered[]> => {
  const told: Remembered[] = [];
  for (const { observation, states } of looks) {
    const { scope, coverage, assertions } = observation;
    const own = items.filter((item) => isOfChecks(item) && item.departure.identity.scope === scope.identity);
    const look = {
      scope,
      coverage,
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

/** Several looks of one scan as one. */
export const joined = (main: Remembered, others: readonly Remembered[]): Remembered =>
  others.reduce(
    (sum, one) => ({
      scan: sum.scan,
      recollections: new Map([...sum.recollections, ...one.recollections]),
      resolved: [...sum.resolved, ...one.resolved],
      absent: sum.absent + one.absent,
      stale: sum.stale + one.stale,
    }),
    main,
  );
