import type { Departure } from "../../../core/departure.ts";
import type { Gap } from "../../../core/observation.ts";
import type { Fleet, FleetPart, FleetStatus, Modification, Unready } from "./schema.ts";
import {
  identityOfObject,
  identityOfResource,
  nameOf,
  ownerOf,
  type Setting,
  type Stated,
  tellState,
} from "./telling.ts";

export type Told = { readonly departures: readonly Departure[]; readonly gaps: readonly Gap[] };

/** A bundle tells of each cluster on which it is not ready, up to ten; `deployed` counts those that tell of themselves. */
export const tellBundle = (bundle: Fleet, status: FleetStatus, deployed: number, setting: Setting): Told => {
  const { summary } = status;
  const parts = summary?.nonReadyResources ?? [];
  const departing =
    (summary?.notReady ?? 0) +
    (summary?.waitApplied ?? 0) +
    (summary?.errApplied ?? 0) +
    (summary?.outOfSync ?? 0) +
    (summary?.modified ?? 0) +
    (summary?.pending ?? 0);
  const isWhole = departing <= parts.length || deployed >= (summary?.desiredReady ?? 0);
  return {
    departures: parts.flatMap((part) =>
      tellPart({ ...part, cluster: part.name, bundle, since: sinceReady(status) }, setting),
    ),
    gaps: isWhole
      ? []
      : [
          {
            what: setting.teller.text(`the bundle ${nameOf(bundle)}`),
            why: `Fleet names ${parts.length} of the ${departing} clusters on which it is not ready`,
          },
        ],
  };
};

type OnCluster = Pick<FleetPart, "bundleState" | "message" | "modifiedStatus" | "nonReadyStatus"> & {
  readonly bundle: Fleet;
  readonly cluster: string;
  readonly since: string;
};

/** What a bundle is on one cluster. Its resources say it where they can; that it cannot be deployed is said of itself. */
const tellPart = (part: OnCluster, setting: Setting): readonly Departure[] => {
  const { bundle, cluster, since, bundleState, message } = part;
  const { scope } = setting;
  const owner = ownerOf(bundle);
  const base = { owner, cluster, since, paused: bundle.spec?.paused === true };
  const resources: readonly Stated[] = [
    ...part.modifiedStatus.map((one) => ({
      ...base,
      identity: identityOfResource(one, { owner, cluster, scope }),
      ...{ state: stateOfModified(one), message: "", error: false, transitioning: false },
    })),
    ...part.nonReadyStatus.map((one) => ({
      ...base,
      identity: identityOfResource(one, { owner, cluster, scope }),
      ...stateOfUnready(one),
    })),
  ];
  const told = resources.flatMap((one) => tellState(one, setting));
  if (told.length > 0 && bundleState !== "ErrApplied") return told;
  const whole: Stated = {
    ...base,
    identity: identityOfObject(bundleNamed(bundle), cluster, scope),
    ...{ state: bundleState, message, error: false, transitioning: false },
  };
  return [...told, ...tellState(whole, setting)];
};

/** What differs may hold a secret, and is not told: only that it differs. */
const stateOfModified = (modified: Modification): string =>
  modified.missing ? "Missing" : modified.delete ? "Orphaned" : "Modified";

const stateOfUnready = ({ summary }: Unready) => ({
  state: "NotReady",
  message: (summary?.message ?? []).join("; ") || (summary?.state ?? ""),
  error: summary?.error === true,
  transitioning: summary?.transitioning === true,
});

const bundleNamed = ({ kind, metadata }: Fleet) => {
  const label = (name: string): string => metadata.labels?.[`fleet.cattle.io/${name}`] ?? "";
  const name = label("bundle-name");
  return kind === "BundleDeployment" && name !== ""
    ? { kind: "Bundle", namespace: label("bundle-namespace"), name }
    : { kind, namespace: metadata.namespace, name: metadata.name };
};

/** The bundle that a deployment is one of, as `namespace/name`. */
export const bundleOf = (deployment: Fleet): string => {
  const { namespace, name } = bundleNamed(deployment);
  return `${namespace}/${name}`;
};

export const tellDeployment = (deployment: Fleet, status: FleetStatus, setting: Setting): Told => {
  const { metadata } = deployment;
  const label = (name: string): string => metadata.labels?.[`fleet.cattle.io/${name}`] ?? "";
  const named = [label("cluster-namespace"), label("cluster")].filter(Boolean).join("/");
  const failing = status.conditions.find(
    ({ type, status: is }) => ["Deployed", "Installed"].includes(type) && is === "False",
  );
  const message = failing?.message ?? status.conditions.find(({ type }) => type === "Ready")?.message ?? "";
  const { modifiedStatus, nonReadyStatus } = status;
  const part: OnCluster = {
    ...{ bundle: deployment, cluster: named || metadata.namespace, since: sinceReady(status) },
    ...{ message, modifiedStatus, nonReadyStatus, bundleState: stateOf(deployment, status) },
  };
  return {
    departures: tellPart(part, setting),
    gaps: status.incompleteState
      ? [
          {
            what: setting.teller.text(`the bundle deployment ${nameOf(deployment)}`),
            why: "Fleet cut short what it says of its resources",
          },
        ]
      : [],
  };
};

/** The agent has applied what it was given, it runs, nobody changed it, and Git has not moved on; in this order. */
const stateOf = ({ spec }: Fleet, status: FleetStatus): string => {
  const failed = status.conditions.some(
    ({ type, status: is }) => ["Deployed", "Installed"].includes(type) && is === "False",
  );
  if (status.appliedDeploymentID !== (spec?.deploymentID ?? "")) return failed ? "ErrApplied" : "WaitApplied";
  if (status.ready !== true) return "NotReady";
  const staged = spec?.stagedDeploymentID ?? "";
  if (staged !== "" && staged !== spec?.deploymentID) return "OutOfSync";
  return status.nonModified === true ? "Ready" : "Modified";
};

export const sinceReady = ({ conditions }: FleetStatus): string => {
  const ready = conditions.find(({ type }) => type === "Ready");
  return ready === undefined ? "" : ready.lastTransitionTime || ready.lastUpdateTime;
};
