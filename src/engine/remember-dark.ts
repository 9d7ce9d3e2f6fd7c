import type { Context } from "../context.ts";
import type { Coverage, Observation, Scope } from "../core/observation.ts";
import type { SteadystateError } from "../errors.ts";
import type { LastLook, Remembered } from "../history/history.ts";
import type { Claim } from "./claim.ts";
import type { Gathered } from "./gather.ts";

export type Dark = { readonly startedAt: number; readonly grace: number; readonly claim: Claim };

export type Unseen = Extract<Gathered, { readonly seen: false }>;

/** What was never seen as a scope is a mistake of the caller; what memory knows, or what a tool could not read, went dark. */
export const rememberDark = async (
  { scope: asked, unplaced, error }: Unseen,
  { startedAt, grace, claim }: Dark,
  ctx: Context,
): Promise<Remembered | undefined> => {
  const looks = (await (await ctx.history.look())?.lastLooks()) ?? [];
  const known = unplaced
    ? newestLike(asked, looks)
    : looks.find(({ scope }) => scope.resolution === asked.resolution);
  const isMistake = unplaced || error.code === "nothing-to-look-at" || error.code === "input-invalid";
  if (known === undefined && isMistake) return undefined;
  const scope = known?.scope ?? asked;
  const history = await ctx.history.open();
  const finishedAt = ctx.now();
  const look = { ...darkLook(scope, error), startedAt, finishedAt, observedAt: finishedAt, grace };
  return history.remember(look, await claim.take(scope));
};

/** Where nothing says which cluster this machine points at, the newest one that it pointed at is as good as dark. */
const newestLike = (
  { identity, source, environment }: Scope,
  looks: readonly LastLook[],
): LastLook | undefined => {
  const alike = looks
    .filter(({ scope }) => scope.source === source)
    .sort((a, b) => b.finishedAt - a.finishedAt);
  return (
    alike.find(({ scope }) => scope.identity === identity) ??
    (namesPlace.test(identity)
      ? undefined
      : alike.find(
          ({ scope }) => scope.environment === environment && /(?:^| )cluster=/.test(scope.identity),
        ))
  );
};

/** Every part is encoded, so that no value can look like another part. */
const namesPlace = /(?:^| )(?:target|cluster)=/;

const darkLook = (scope: Scope, error: SteadystateError) => ({
  scope,
  coverage: darkCoverage(scope, error),
  assertions: { passed: 0, failed: 0, unknown: 0 },
  items: [],
});

const darkCoverage = ({ path }: Scope, error: SteadystateError): Coverage => ({
  status: "failed",
  basis: "declared-vs-real",
  gaps: [{ what: path, why: error.message }],
  looked: 0,
});

/** What a look comes to that saw nothing. */
export const darkObservation = ({ scope, error }: Pick<Unseen, "scope" | "error">): Observation => ({
  ...{ scope, coverage: darkCoverage(scope, error), departures: [], observedAt: undefined },
  assertions: { passed: 0, failed: 0, unknown: 0 },
  informational: {},
  warnings: [],
});
