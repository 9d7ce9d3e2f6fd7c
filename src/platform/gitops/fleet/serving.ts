import type { Serves } from "../sight.ts";
import type { Fleet, FleetPart, FleetStatus } from "./schema.ts";
import { ownerOf } from "./telling.ts";

/**
 * Whether what a bundle brings does its work, on every cluster that it is for; of a repository only where none of its bundles
 * is there. Fleet never says that nothing serves. `isSeen`: nothing kept Fleet from telling how it stands now.
 */
export const servingOf = (
  one: Fleet,
  { isSeen, bundled }: { readonly isSeen: boolean; readonly bundled: ReadonlySet<string> },
): Serves | undefined => {
  const { kind, status, metadata } = one;
  if (metadata.deletionTimestamp !== "" || kind === "Cluster" || kind === "BundleDeployment")
    return undefined;
  if (kind === "Bundle" ? isOfFleet(one) : bundled.has(ownerOf(one))) return undefined;
  if (!isSeen || status === undefined || status === null) return "unknown";
  return servesBy(status);
};

/** The agent by which Fleet itself reaches a cluster. */
const isOfFleet = ({ metadata }: Fleet): boolean =>
  metadata.name.startsWith("fleet-agent-") && metadata.labels?.["fleet.cattle.io/repo-name"] === undefined;

/**
 * What is changed, or behind Git, is ready all the same, for Fleet looks at that first; but what is not there at all is not
 * asked whether it is ready, and is called changed as well.
 */
const servesBy = ({ summary, conditions, desiredReadyClusters }: FleetStatus): Serves | undefined => {
  if (summary === undefined || summary === null) {
    if (desiredReadyClusters === 0) return undefined;
    return conditions.some(({ type, status }) => type === "Ready" && status === "True") ? "yes" : "unknown";
  }
  const { desiredReady, ready, nonReadyResources } = summary;
  if (desiredReady === 0) return undefined;
  return ready + nonReadyResources.filter(isReadyAllTheSame).length >= desiredReady ? "yes" : "unknown";
};

const isReadyAllTheSame = ({ bundleState, modifiedStatus }: FleetPart): boolean =>
  modifiedStatus.every(({ missing }) => !missing) &&
  (bundleState === "OutOfSync" || (bundleState === "Modified" && modifiedStatus.length > 0));
