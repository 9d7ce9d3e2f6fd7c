import type { Context } from "../../src/context.ts";
import type { Departure } from "../../src/core/departure.ts";
import type { Finding } from "../../src/core/finding.ts";
import type { Identity } from "../../src/core/identity.ts";
import { makeDrift, makeIdentity, makeScope, makeSymptom } from "./make.ts";

export const day = 86_400_000;

const scope = makeScope({
  source: "kubectl",
  target: "eu",
  environment: "eu",
  realPath: "/",
  shownPath: "eu",
});

const thing = (fields: Partial<Identity>): Identity =>
  makeIdentity({
    ...{ style: "path", scope: scope.identity, group: "apps", kind: "Deployment", namespace: "shop" },
    ...fields,
  });

/** A workload that fails in this way, at the committed target `eu` where nothing else is said. */
export const failing = (category: string, name: string, over: Partial<Identity> = {}) =>
  makeSymptom({
    ...{ identity: thing({ name, ...over }), family: category, category },
    ...{ title: `${name}: ${category}`, workload: name },
  });

/** A resource of Terraform that drifted, and what a plan would do about it. */
export const drifted = (name: string, action: "update" | "replace") =>
  makeDrift({ identity: makeIdentity({ name }), action });

const plan = makeScope();

/** One complete look of each reader that sees exactly these, at that time; of Terraform only where a drift is among them. */
export const seenAt = async (
  { history: memory }: Pick<Context, "history">,
  at: number,
  departures: readonly Departure[],
): Promise<void> => {
  const history = await memory.open();
  const drifts = departures.filter(({ type }) => type === "drift");
  const others = departures.filter(({ type }) => type !== "drift");
  const looks = [[scope, others] as const, ...(drifts.length === 0 ? [] : [[plan, drifts] as const])];
  for (const [of, seen] of looks)
    await history.remember({
      scope: of,
      coverage: { status: "complete", basis: "declared-vs-real", gaps: [], looked: 1 },
      assertions: { passed: 0, failed: 0, unknown: 0 },
      ...{ startedAt: at, finishedAt: at, observedAt: at, grace: 0 },
      items: seen.map((departure) => ({
        departure,
        title: departure.type === "symptom" ? departure.title : `${departure.identity.name} drifted`,
        severity: "high",
        flags: [],
        layer: "application",
        disposition: departure.type === "symptom" ? "impaired" : "review",
      })),
    });
};

/** The same as memory gives it back. */
export const findingOf = (category: string, name: string, over: Partial<Identity> = {}): Finding => {
  const { identity, fingerprint, legacy, title, workload, evidence } = failing(category, name, over);
  return {
    ...{
      fingerprint,
      legacy,
      type: "symptom",
      identity,
      label: `${identity.kind}/${identity.namespace}/${name}`,
    },
    ...{
      resolutionScope: scope.resolution,
      source: "kubectl",
      title,
      severity: "high",
      layer: "application",
    },
    ...{ disposition: "impaired", category, direction: undefined, action: undefined, workload, flags: [] },
    ...{ evidence, diff: [], file: undefined, line: undefined, presence: "present", suppression: undefined },
    ...{ firstSeen: 0, lastObserved: 0, staleSince: undefined, resolvedAt: undefined },
  };
};
