import { byCodeUnit } from "../../../core/order.ts";
import { type ArgoResource, keyOfResource, type Status } from "./schema.ts";

/**
 * Which side moved since what Argo CD last applied. It compares Git with the cluster and not either with what it applied, so the
 * answer is read from revisions: as long as they are those of the last whole sync, only the cluster can have moved.
 */
export type Sides = {
  readonly of: (resource: ArgoResource) => "reality" | "declaration";
  /** Whether it was in the cluster once, as far as can be told; only of interest where it is not there now. */
  readonly wasThere: (resource: ArgoResource) => boolean;
  /** Of the application as a whole. */
  readonly whole: "reality" | "declaration";
  readonly reason: string | undefined;
  /** Nothing of it was ever synced. */
  readonly never: boolean;
};

type Origin = {
  readonly revision: string;
  readonly revisions: readonly string[];
  readonly source?: unknown;
  readonly sources?: unknown;
};

export const sidesOf = ({ sync, operationState, history }: Status): Sides => {
  const compared: Origin = {
    revision: sync?.revision ?? "",
    revisions: sync?.revisions ?? [],
    source: sync?.comparedTo?.source,
    sources: sync?.comparedTo?.sources,
  };
  const request = operationState?.operation?.sync;
  const operated = request?.dryRun === true ? undefined : (operationState?.syncResult ?? undefined);
  const isWhole = operationState?.phase === "Succeeded" && (request?.resources ?? []).length === 0;
  const last = history.reduce<(typeof history)[number] | undefined>(
    (newest, one) => (newest === undefined || (one.id ?? 0) >= (newest.id ?? 0) ? one : newest),
    undefined,
  );
  const applied: Origin | undefined = isWhole && operated !== undefined ? operated : last;
  const standsStill = applied !== undefined && isSame(applied, compared);
  const results = new Map((operated?.resources ?? []).map((one) => [keyOfResource(one), one.status]));
  const didApply = (resource: ArgoResource): boolean => results.get(keyOfResource(resource)) === "Synced";
  const isOfThisRevision = operated !== undefined && isSame(operated, compared);
  const isPartial = (request?.syncOptions ?? []).some((option) => /^ApplyOutOfSyncOnly=true$/i.test(option));
  return {
    of: (resource) => (standsStill || (isOfThisRevision && didApply(resource)) ? "reality" : "declaration"),
    // A sync that leaves out what is in sync says nothing of what was there before.
    wasThere: (resource) => standsStill || didApply(resource) || (applied !== undefined && isPartial),
    whole: standsStill ? "reality" : "declaration",
    reason: reasonOf(compared, applied),
    never: applied === undefined && results.size === 0,
  };
};

/** The revision alone does not tell: values and parameters are a part of the declaration that has none. */
const isSame = (a: Origin, b: Origin): boolean =>
  printed(a) === printed(b) && isAlike(a.source, b.source) && isAlike(a.sources, b.sources);

const isAlike = (a: unknown, b: unknown): boolean =>
  isEmpty(a) || isEmpty(b) || canonical(a) === canonical(b);

const isEmpty = (value: unknown): boolean =>
  typeof value !== "object" || value === null || Object.keys(value).length === 0 || isBlankSource(value);

/** Of an application with several sources the single one is written without an address. */
const isBlankSource = (value: object): boolean => "repoURL" in value && value.repoURL === "";

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => byCodeUnit(a, b)))
      : part,
  );

const printed = ({ revision, revisions }: Origin): string =>
  (revisions.length > 0 ? revisions : [revision]).join(", ");

const short = (revision: string): string =>
  revision
    .split(", ")
    .map((one) => (/^[0-9a-f]{40,64}$/.test(one) ? one.slice(0, 10) : one))
    .join(", ")
    .slice(0, 120);

const reasonOf = (compared: Origin, applied: Origin | undefined): string | undefined => {
  if (applied === undefined) return "nothing was ever synced";
  const [now, then] = [printed(compared), printed(applied)];
  if (now !== then)
    return `compared with ${short(now) || "no revision"}, last synced ${short(then) || "no revision"}; Argo CD does not say which fields differ`;
  return isSame(compared, applied)
    ? `still at ${short(now) || "the revision"} that was synced last`
    : `at ${short(now)} as synced last, but its parameters changed`;
};
