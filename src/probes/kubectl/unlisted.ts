import type { Gap } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { Cluster, Served } from "../../platform/kubernetes/cluster.ts";
import { groupIn, isBuiltIn } from "../../platform/kubernetes/compare/thing.ts";
import { customKinds, type HealthKind } from "./kinds.ts";

/** What was found of the kinds that this cluster serves beyond those that are known by name. */
export type Unlisted = {
  readonly kinds: readonly HealthKind[];
  readonly gaps: readonly Gap[];
  /** What this account may not see; told, and no gap: else every account with few rights would see nothing. */
  readonly refused: readonly string[];
};

const mostKinds = 120;
/** Older versions of a group serve what its newest no longer has, or has not yet. */
const mostVersions = 3;

/** Groups that hold no state of anything, each for its own reason. */
const leftOutGroups: readonly RegExp[] = [
  // Readings, which are made anew at every question.
  /(?:^|\.)metrics\.k8s\.io$/,
  // Parts whose makers tell by themselves.
  /\.internal\.knative\.dev$/,
  // Reports on other objects: as many as those, and no state of their own.
  /^(?:wgpolicyk8s\.io|openreports\.io|reports\.kyverno\.io|aquasecurity\.github\.io|spdx\.softwarecomposition\.kubescape\.io)$/,
  // Whole catalogues, large and without conditions.
  /^(?:image\.openshift\.io|packages\.operators\.coreos\.com)$/,
];

/** Kinds by the end of their name. */
const leftOutKinds: readonly RegExp[] = [
  // As many as pods, or written every few seconds.
  /(?:Endpoint|EndpointSlice|Identity|Lease|Event|Metrics)$/,
  /(?:Report|ReportSummary|Summary)$/,
  // Kept history: that an old one does not work is no trouble.
  /(?:Revision|Snapshot|SnapshotContent|Backup|Restore)$/,
  // Attempts: the next may have gone well already, and what they are for tells.
  /(?:Run|Job|Workflow|Request|Order|Challenge)$/,
];

const isLeftOut = (group: string, kind: string): boolean =>
  leftOutGroups.some((one) => one.test(group)) || leftOutKinds.some((one) => one.test(kind));

type Groups = ReadonlyMap<string, readonly string[]>;
type Limit = <T>(ask: () => Promise<T>) => Promise<T>;

/** Asks every group that the cluster did not bring along what it serves. */
export const unlistedKinds = async (cluster: Cluster, groups: Groups, limit: Limit): Promise<Unlisted> => {
  const versions = [...groups]
    .filter(([group]) => !isBuiltIn(group) && !isLeftOut(group, ""))
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([, served]) => served.slice(0, mostVersions));
  const looks = await Promise.all(
    versions.map((version) => limit(async () => ({ version, answer: await cluster.served(version) }))),
  );
  const kinds = kindsIn(
    looks.flatMap(({ version, answer }) => (answer.ok ? [{ version, served: answer.value }] : [])),
  );
  const failed = looks.flatMap(({ version, answer }) => (answer.ok ? [] : [{ version, ...answer }]));
  const gaps: Gap[] = failed
    .filter((one) => one.class !== "forbidden" && one.class !== "not-found")
    .map(({ version, why }) => ({ what: `the kinds of ${version}`, why }));
  if (kinds.length > mostKinds)
    gaps.push({
      what: `${kinds.length - mostKinds} kinds`,
      why: `the cluster serves ${kinds.length} custom kinds, of which ${mostKinds} are read`,
    });
  const refused = failed.filter((one) => one.class === "forbidden").map(({ version }) => version);
  return { kinds: kinds.slice(0, mostKinds), gaps, refused };
};

type InVersion = { readonly version: string; readonly served: readonly Served[] };

/** Each kind once, in the version that comes first, without those that are read by name or left out. */
const kindsIn = (versions: readonly InVersion[]): readonly HealthKind[] => {
  const known = new Set(customKinds.map(({ group, resource }) => `${group}/${resource}`));
  return versions.flatMap(({ version, served }) => {
    const group = groupIn(version);
    return served.flatMap(({ name, kind }) => {
      if (known.has(`${group}/${name}`) || isLeftOut(group, kind)) return [];
      known.add(`${group}/${name}`);
      return [{ group, version: version.slice(group.length + 1), kind, resource: name }];
    });
  });
};
