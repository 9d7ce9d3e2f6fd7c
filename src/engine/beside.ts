import type { Context } from "../context.ts";
import type { Observation } from "../core/observation.ts";
import type { Report } from "../core/report.ts";
import { toldBy } from "../core/told-by.ts";
import type { History, Lease, Remembered } from "../history/history.ts";
import type { Smoke } from "./checks.ts";
import type { Claim } from "./claim.ts";
import type { Gathered } from "./gather.ts";
import type { Asked } from "./locate.ts";
import { type CheckLook, lookAtChecks, rememberChecks } from "./look-at-checks.ts";
import { type HealthLook, lookAtHealth } from "./look-at-health.ts";
import { rememberDark } from "./remember-dark.ts";

/** What one scan looks at beside its source: the health of the cluster, and the committed checks. Each is a scope of its own. */
export type Beside = {
  readonly health: HealthLook | undefined;
  readonly checks: readonly CheckLook[];
  /** What the checks answered; `undefined` where none was asked for. */
  readonly smoke: Smoke | undefined;
  readonly observations: readonly Observation[];
};

const noChecks = { looks: [], smoke: undefined };

export const nothingBeside: Beside = { health: undefined, checks: [], smoke: undefined, observations: [] };

/**
 * What is left to look at beside a source that was looked at: a source of the same tool tells all that its probe would, and
 * a fault is told once. Beside a captured document the probe looks, where somebody named it.
 */
export const besideSource = (asked: Asked, gathered: Gathered): Asked => {
  const scope = gathered.seen ? gathered.observation.scope : gathered.scope;
  const isTold = scope.source === asked.probe && (!gathered.seen || gathered.live);
  return isTold ? { ...asked, probe: undefined } : asked;
};

/** Looks at what was asked for; with a claim, nobody else looks at the same health meanwhile. */
export const lookBeside = async (
  asked: Asked,
  history: History | undefined,
  claim: Claim | undefined,
  ctx: Context,
): Promise<Beside> => {
  const health = asked.probe === undefined ? undefined : await lookAtHealth(asked.probe, asked, claim, ctx);
  const { looks: checks, smoke } =
    asked.checks === true || asked.checks === "own" ? await lookAtChecks(asked, history, ctx) : noChecks;
  const observations = [
    ...(health === undefined ? [] : [health.observation]),
    ...checks.map(({ observation }) => observation),
  ];
  return { health, checks, smoke, observations };
};

/** What the source told already is left out of what the probe tells, as where a captured document is of the same cluster. */
export const toldOnce = (source: Observation, beside: Beside): Beside => {
  const { health, observations } = beside;
  if (health === undefined) return beside;
  const told = new Set(source.departures.map(({ fingerprint }) => fingerprint));
  const departures = health.observation.departures.filter(({ fingerprint }) => !told.has(fingerprint));
  if (departures.length === health.observation.departures.length) return beside;
  const observation = { ...health.observation, departures };
  return {
    ...beside,
    health: { ...health, observation },
    observations: observations.map((one) => (one === health.observation ? observation : one)),
  };
};

export type Writing = {
  readonly history: History;
  /** Of the source: what the checks tell stands or falls with it. */
  readonly lease: Lease;
  /** For the health, which has a lease of its own. */
  readonly aside: Claim;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly grace: number;
};

/** Remembers each apart, so that what one of them could not see resolves nothing of another. */
export const rememberBeside = async (
  { health, checks }: Beside,
  report: Pick<Report, "items">,
  writing: Writing,
  ctx: Context,
): Promise<readonly Remembered[]> => {
  const { history, lease } = writing;
  const told = await rememberChecks(checks, report, { ...writing, history: under(lease, history) });
  const seen = health === undefined ? [] : await rememberHealth(health, report, writing, ctx);
  return [...told, ...seen];
};

/** Whatever one scan remembers stands or falls with its lease. */
const under = (lease: Lease, history: History): History => ({
  ...history,
  remember: (look) => history.remember(look, lease),
});

/** What is known in its scope of the categories that a look could not have shown. */
const blindSpots = async (
  { scope, blindTo }: Observation,
  history: History,
): Promise<ReadonlySet<string> | undefined> => {
  if (blindTo === undefined) return undefined;
  const known = await history.findings({ type: ["symptom"] });
  return new Set(
    known
      .filter((one) => one.resolutionScope === scope.resolution && blindTo.includes(one.category))
      .map(({ fingerprint }) => fingerprint),
  );
};

/** A look at the health is remembered as it came out; where its cluster could not be opened, what is known of it went dark. */
const rememberHealth = async (
  { observation, dark }: HealthLook,
  { items }: Pick<Report, "items">,
  { history, aside, startedAt, finishedAt, grace }: Omit<Writing, "lease">,
  ctx: Context,
): Promise<readonly Remembered[]> => {
  if (dark !== undefined) {
    const known = await rememberDark(dark, { startedAt, grace, claim: aside }, ctx);
    return known === undefined ? [] : [known];
  }
  const { scope, coverage, assertions, serving, observedAt = finishedAt } = observation;
  const look = {
    ...{ scope, coverage, assertions, serving, startedAt, finishedAt, grace },
    blindTo: await blindSpots(observation, history),
    observedAt: Math.min(observedAt, finishedAt),
    items: toldBy(observation, items),
  };
  return [await history.remember(look, await aside.take(scope))];
};
