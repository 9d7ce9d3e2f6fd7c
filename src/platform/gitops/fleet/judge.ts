import type { Departure, Symptom } from "../../../core/departure.ts";
import type { Coverage, Gap } from "../../../core/observation.ts";
import type { ValueMap } from "../../../core/value.ts";
import { listAt, mapAt, textAt } from "../../kubernetes/compare/thing.ts";
import { ageOf, instantIn, longest, outdated } from "../age.ts";
import { collect } from "../objects.ts";
import { countOf, type Looker, type Seen, type Serves, type Sight, toldOf } from "../sight.ts";
import { makeTeller, onceEach, plain } from "../telling.ts";
import { bundleOf, type Told, tellBundle, tellDeployment } from "./bundle.ts";
import { tellConditions } from "./conditions.ts";
import { inOrder } from "./order.ts";
import { tellRepository } from "./repo.ts";
import { type Fleet, type FleetStatus, fleetObjectIn } from "./schema.ts";
import { servingOf } from "./serving.ts";
import { identityOfObject, nameOf, ownerOf, type Setting } from "./telling.ts";
import { fleetTool } from "./tool.ts";

/** Judges what Fleet says of its repositories and bundles. Throws `input-invalid` for a document of anything else. */
export const judgeFleet = (sight: Sight, looker: Looker): Seen => {
  const { objects, gaps: cut, remarks } = collect(sight.document, sight.path, fleetTool);
  const { masker, scope, tells } = looker;
  for (const { object } of objects) masker.learn(learnable(object), undefined);
  const all = objects.map((placed) => inOrder(fleetObjectIn(placed, sight.path)));
  const instants = all.flatMap(instantsOf);
  const now = sight.at ?? (instants.length === 0 ? undefined : Math.max(...instants));
  const setting: Setting = { teller: makeTeller("rancher", masker, looker.source), scope, at: now };
  const told = tellAll(all, setting);
  const polled = all.flatMap(({ spec, status }) =>
    spec?.disablePolling === true ? [] : (instantIn(status?.lastPollingTriggered) ?? []),
  );
  // Only a repository that is polled tells the time; what is at rest may have old conditions and be read just now.
  const newest = polled.length === 0 ? undefined : Math.max(...instants);
  const gaps = [...sight.gaps, ...cut, ...outdated(newest, sight.readAt), ...told.gaps];
  const looked = all.reduce((sum, one) => sum + lookedAt(one), 0);
  const coverage: Coverage = {
    status: gaps.length === 0 ? "complete" : looked === 0 ? "failed" : "partial",
    basis: "declared-vs-real",
    gaps,
    looked,
  };
  return {
    ...{ coverage, departures: onceEach(toldOf(told.departures, tells)), observedAt: now },
    assertions: countOf(told.serving),
    informational: informationalOf(all),
    warnings: [...remarks, ...pausedOf(all, setting)],
  };
};

/** What a bundle brings along may be packed, and then there is nothing in it to learn. */
const learnable = (object: ValueMap): ValueMap => {
  const spec = mapAt(object, "spec");
  const open = listAt(spec, "resources").filter((one) => textAt(one, "encoding") === "");
  return { ...object, spec: { ...spec, resources: open } };
};

/** The closer to the cluster, the earlier: what a deployment and its repository both say is told by the deployment. */
const kinds = ["Cluster", "BundleDeployment", "Bundle", "HelmOp", "GitRepo"] as const;

const tellAll = (
  all: readonly Fleet[],
  setting: Setting,
): Told & { readonly serving: readonly (Serves | undefined)[] } => {
  const departures: Departure[] = [];
  const serving: (Serves | undefined)[] = [];
  const gaps: Gap[] = [];
  const departing = new Set<string>();
  const bundled = new Set(all.flatMap((one) => (one.kind === "Bundle" ? [ownerOf(one)] : [])));
  const deployed = new Map<string, number>();
  for (const one of all)
    if (one.kind === "BundleDeployment") deployed.set(bundleOf(one), (deployed.get(bundleOf(one)) ?? 0) + 1);
  for (const kind of kinds)
    for (const one of all.filter((object) => object.kind === kind)) {
      const told = tellOne(one, { bundled, deployed, departing }, setting);
      departures.push(...told.departures);
      gaps.push(...told.gaps);
      serving.push(servingOf(one, { isSeen: told.gaps.length === 0, bundled }));
      if (told.departures.length > 0) for (const name of namesIn(one)) departing.add(name);
    }
  return { departures, gaps, serving };
};

type Around = {
  /** Repositories whose bundles are there. */
  readonly bundled: ReadonlySet<string>;
  /** By bundle, how many of its deployments are there. */
  readonly deployed: ReadonlyMap<string, number>;
  /** Repositories and bundles of which something is told already. */
  readonly departing: ReadonlySet<string>;
};

const tellOne = (one: Fleet, { bundled, deployed, departing }: Around, setting: Setting): Told => {
  const { status, kind } = one;
  const what = setting.teller.text(`the ${kind} ${nameOf(one)}`);
  if (one.metadata.deletionTimestamp !== "") return { departures: beingDeleted(one, setting), gaps: [] };
  if (status === undefined || status === null || isBlank(one, status))
    return { departures: [], gaps: [{ what, why: "Fleet has not said anything of it yet" }] };
  if (kind === "Cluster") return { departures: [], gaps: silent(one, status, setting) };
  const behind = isBehind(one, status)
    ? [{ what, why: "Fleet has not seen its latest change yet, so what it says is of the one before" }]
    : [];
  const told = tellKind(one, status, { bundled, deployed }, setting);
  const explained = told.departures.length > 0 || departing.has(namesIn(one)[0] ?? "");
  const own: Told =
    kind === "BundleDeployment"
      ? { departures: [], gaps: [] }
      : tellConditions(one, status, explained, setting);
  return {
    departures: [...told.departures, ...own.departures],
    gaps: [...behind, ...told.gaps, ...own.gaps],
  };
};

/** By which a departure explains it: a bundle by itself, and the repository by any of its bundles. */
const namesIn = (one: Fleet): readonly string[] =>
  ["Bundle", "BundleDeployment"].includes(one.kind)
    ? [`bundle ${bundleOf(one)}`, `owner ${ownerOf(one)}`]
    : [`owner ${ownerOf(one)}`];

/** The controller fills in counts before it has looked at anything. */
const isBlank = ({ kind }: Fleet, { conditions, resources, summary, display }: FleetStatus): boolean =>
  ["GitRepo", "HelmOp", "Bundle"].includes(kind) &&
  conditions.length === 0 &&
  resources.length === 0 &&
  (summary?.nonReadyResources ?? []).length === 0 &&
  (display?.state ?? "") === "";

const tellKind = (
  one: Fleet,
  status: FleetStatus,
  { bundled, deployed }: Omit<Around, "departing">,
  setting: Setting,
): Told => {
  switch (one.kind) {
    case "BundleDeployment":
      return tellDeployment(one, status, setting);
    case "Bundle":
      return tellBundle(one, status, deployed.get(bundleOf(one)) ?? 0, setting);
    default:
      return tellRepository(one, status, bundled.has(ownerOf(one)), setting);
  }
};

const isBehind = ({ metadata }: Fleet, { observedGeneration }: FleetStatus): boolean =>
  typeof metadata.generation === "number" &&
  typeof observedGeneration === "number" &&
  observedGeneration < metadata.generation;

/** Agents report every quarter of an hour; of one that has not, everything may have changed. */
const silent = (cluster: Fleet, { agent }: FleetStatus, { teller, at }: Setting): readonly Gap[] => {
  const what = teller.text(`the cluster ${nameOf(cluster)}`);
  const seen = instantIn(agent?.lastSeen);
  if (seen === undefined) return [{ what, why: "its agent has never reported" }];
  return at !== undefined && at - seen > longest
    ? [{ what, why: `its agent has not reported since ${new Date(seen).toISOString()}` }]
    : [];
};

const beingDeleted = (one: Fleet, { teller, scope, at }: Setting): readonly Symptom[] => {
  const { namespace, name, deletionTimestamp } = one.metadata;
  if (one.kind !== "GitRepo" || ageOf(at, deletionTimestamp) !== "old") return [];
  const identity = identityOfObject({ kind: one.kind, namespace, name }, "", scope);
  return [
    teller.symptom({
      identity,
      legacy: [plain(identity), "DeletionStuck"],
      ...{ category: "DeletionStuck", family: "deletion", severity: "medium" },
      title: `the ${one.kind} ${nameOf(one)} is being deleted and does not go`,
      message: "",
      otherwise: "A finalizer holds it: something that it deployed cannot be deleted.",
      evidence: { since: deletionTimestamp },
    }),
  ];
};

const instantsOf = ({ status }: Fleet): readonly number[] =>
  [
    status?.lastPollingTriggered,
    status?.agent?.lastSeen,
    ...(status?.conditions ?? []).flatMap((one) => [one.lastUpdateTime, one.lastTransitionTime]),
  ].flatMap((written) => instantIn(written) ?? []);

const lookedAt = ({ kind, status }: Fleet): number =>
  status === undefined || status === null || kind === "Cluster" ? 0 : 1 + status.resources.length;

const pausedOf = (all: readonly Fleet[], { teller }: Setting): readonly string[] => {
  const paused = all.filter(isPaused).map(nameOf);
  if (paused.length === 0) return [];
  const more = paused.length > 5 ? ` and ${paused.length - 5} more` : "";
  return [
    `paused, so that Git is not brought to the clusters: ${teller.text(paused.slice(0, 5).join(", "))}${more}`,
  ];
};

const isPaused = ({ kind, spec }: Fleet): boolean =>
  spec?.paused === true && ["GitRepo", "Bundle"].includes(kind);

const informationalOf = (all: readonly Fleet[]): Readonly<Record<string, number>> => {
  const repositories = all.filter(({ kind }) => kind === "GitRepo");
  const counts: Readonly<Record<string, number>> = {
    "being deleted": all.filter(({ metadata }) => metadata.deletionTimestamp !== "").length,
    paused: all.filter(isPaused).length,
    "repositories for no cluster": repositories.filter(({ status }) => status?.desiredReadyClusters === 0)
      .length,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
};
