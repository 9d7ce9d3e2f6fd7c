import type { Context } from "../../context.ts";
import { type Finding, presences } from "../../core/finding.ts";
import { systemNamespaces } from "../../core/layer.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import type { SeenCluster } from "../../core/runbook/trials/declared.ts";
import type { Places } from "../../core/runbook/trials/scope.ts";
import { environmentOf, targetOf } from "../../core/scope.ts";
import type { History, LastLook } from "../../history/history.ts";
import type { Fault } from "../../intent/intent.ts";
import type { Target } from "../../intent/targets.ts";
import { platformOf } from "../platform.ts";
import { faultLine, openRunbook } from "../runbook.ts";
import { loadedTargets } from "../targets.ts";

/** How long what was found counts as something that the runbook should answer; milliseconds. */
export const remembered = 90 * 86_400_000;
/** Older looks say nothing any more of what is not there. */
const fresh = 7 * 86_400_000;

/** A look at a cluster, with where it was taken. */
export type PlacedCluster = SeenCluster & {
  readonly target: string | undefined;
  readonly environment: string | undefined;
};

/** Everything that the entries are compared with, read once. */
export type Facts = {
  readonly path: string;
  readonly present: boolean;
  readonly entries: readonly Solution[];
  readonly faults: readonly Fault[];
  readonly targets: readonly Target[];
  readonly places: Places;
  readonly checks: readonly string[];
  /** Entries of the other files that cannot be used, as they are told: what they name cannot be compared with. */
  readonly beside: readonly string[];
  /** Whether every declared check can be read. */
  readonly knowsChecks: boolean;
  readonly hasMemory: boolean;
  /** Everything that was seen in the last 90 days, whatever became of it. */
  readonly findings: readonly Finding[];
  readonly clusters: readonly PlacedCluster[];
  readonly isCounted: (namespace: string) => boolean;
  /** Names of the entries that answer a finding, in file order. */
  readonly answering: (finding: Finding) => readonly Solution[];
};

export const gatherFacts = async (ctx: Context): Promise<Facts> => {
  const [loaded, targets, checks, history] = await Promise.all([
    ctx.solutions(),
    loadedTargets(ctx),
    ctx.checks(),
    ctx.history.look(),
  ]);
  const { forFinding } = await openRunbook({ ...ctx, notice: () => {} });
  const { namespaces } = await platformOf(ctx);
  const memory = await memoryOf(history, ctx.now());
  return {
    ...{ path: loaded.path, present: loaded.present, entries: loaded.entries, faults: loaded.faults },
    targets: targets.entries,
    places: {
      // One that cannot be used is declared all the same.
      targets: [...targets.entries, ...targets.faults.flatMap(namedBadly)],
      declared: targets.present,
      looked: memory.looks.map(({ scope }) => placeIn(scope.identity)),
    },
    checks: checks.entries.map(({ name }) => name),
    knowsChecks: checks.faults.length === 0,
    beside: [...targets.faults, ...checks.faults].map(faultLine),
    hasMemory: memory.looks.length > 0,
    findings: memory.findings,
    clusters: memory.clusters,
    isCounted: (namespace) => !systemNamespaces.has(namespace) && !namespaces.includes(namespace),
    answering: once((finding) => forFinding(finding).map(({ solution }) => solution)),
  };
};

const namedBadly = ({ entry }: Fault): readonly { readonly name: string; readonly label: string }[] => {
  const name = /^"(.*)"$/s.exec(entry ?? "")?.[1];
  return name === undefined ? [] : [{ name, label: name }];
};

/** Every entry asks about every finding. */
const once = (answer: Facts["answering"]): Facts["answering"] => {
  const known = new Map<Finding, readonly Solution[]>();
  return (finding) => {
    const before = known.get(finding) ?? answer(finding);
    known.set(finding, before);
    return before;
  };
};

const placeIn = (identity: string) => ({ environment: environmentOf(identity), target: targetOf(identity) });

type Memory = Pick<Facts, "findings" | "clusters"> & { readonly looks: readonly LastLook[] };

const memoryOf = async (history: History | undefined, now: number): Promise<Memory> => {
  if (history === undefined) return { findings: [], clusters: [], looks: [] };
  const [all, looks, serving] = await Promise.all([
    history.findings({ presence: presences }),
    history.lastLooks(),
    history.serving(),
  ]);
  const findings = all.filter(({ lastObserved }) => lastObserved > now - remembered);
  const clusters = looks.flatMap((look): readonly PlacedCluster[] => {
    const { scope, coverage, observedAt } = look;
    const workloads = serving.get(scope.resolution);
    if (workloads === undefined) return [];
    const place = placeIn(scope.identity);
    return [
      {
        ...place,
        name: place.target ?? place.environment ?? scope.path,
        whole: coverage.status === "complete" && observedAt > now - fresh,
        workloads,
        findings: findings.filter(({ resolutionScope }) => resolutionScope === scope.resolution),
      },
    ];
  });
  return { findings, clusters, looks };
};
