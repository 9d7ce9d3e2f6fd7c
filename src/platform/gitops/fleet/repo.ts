import type { Departure } from "../../../core/departure.ts";
import type { Gap } from "../../../core/observation.ts";
import { sinceReady, type Told } from "./bundle.ts";
import type { Fleet, FleetStatus } from "./schema.ts";
import { identityOfObject, identityOfResource, nameOf, ownerOf, type Setting, tellState } from "./telling.ts";

/** A repository tells of each of its resources, cluster by cluster. `bundles`: whether its bundles tell of themselves. */
export const tellRepository = (
  repository: Fleet,
  status: FleetStatus,
  bundles: boolean,
  setting: Setting,
): Told => {
  const owner = ownerOf(repository);
  const since = sinceReady(status);
  const base = { owner, since, paused: repository.spec?.paused === true };
  const resources = status.resources
    .filter((resource) => !isInherited(resource, status, bundles))
    .flatMap((resource): readonly Departure[] => {
      const { perClusterState, state, message, error, transitioning } = resource;
      const places =
        perClusterState.length > 0
          ? perClusterState
          : [{ state, message, error, transitioning, clusterId: "" }];
      return places.flatMap(({ clusterId: cluster, ...said }) =>
        tellState(
          {
            ...base,
            cluster,
            identity: identityOfResource(resource, { owner, cluster, scope: setting.scope }),
            ...said,
            message: said.message || (said.state === state ? message : ""),
          },
          setting,
        ),
      );
    });
  return {
    departures: [...resources, ...(bundles ? [] : ofBundles(repository, status, setting))],
    gaps: bundles ? [] : cutShort(repository, status, setting),
  };
};

/** States of a bundle as a whole, which Fleet gives to each of its resources as well. */
const wholeStates: readonly string[] = ["ErrApplied", "WaitApplied", "OutOfSync", "Pending"];

/** Told once, by the bundle; and what is not known because Fleet cut it short is a gap. */
const isInherited = (
  { perClusterState, state, incompleteState }: FleetStatus["resources"][number],
  { summary }: FleetStatus,
  bundles: boolean,
): boolean => {
  if (perClusterState.length > 0) return false;
  if (state === "Unknown" && incompleteState) return true;
  const parts = summary?.nonReadyResources ?? [];
  return wholeStates.includes(state) && (bundles || parts.some(({ bundleState }) => bundleState === state));
};

const ofBundles = (repository: Fleet, status: FleetStatus, setting: Setting): readonly Departure[] => {
  const { namespace } = repository.metadata;
  return (status.summary?.nonReadyResources ?? [])
    .filter(({ bundleState }) => wholeStates.includes(bundleState))
    .flatMap(({ name, message, bundleState: state }) =>
      tellState(
        {
          identity: identityOfObject({ kind: "Bundle", namespace, name }, "", setting.scope),
          ...{ state, message, error: false, transitioning: false },
          ...{ owner: ownerOf(repository), cluster: "", since: sinceReady(status) },
          paused: repository.spec?.paused === true,
        },
        setting,
      ),
    );
};

const cutShort = (repository: Fleet, status: FleetStatus, { teller }: Setting): readonly Gap[] =>
  status.resources.some(({ incompleteState }) => incompleteState)
    ? [
        {
          what: teller.text(`the repository ${nameOf(repository)}`),
          why: "Fleet cut short what it says of its resources; capture its bundles as well",
        },
      ]
    : [];
