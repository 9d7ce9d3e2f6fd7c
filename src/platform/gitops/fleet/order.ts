import { byCodeUnit } from "../../../core/order.ts";
import type { Fleet, Reference } from "./schema.ts";

/** What is told must not depend on the order in which it was written down. */
export const inOrder = (object: Fleet): Fleet => {
  const { status } = object;
  if (status === undefined || status === null) return object;
  const { summary } = status;
  return {
    ...object,
    status: {
      ...status,
      conditions: sorted(status.conditions, ({ type, message }) => JSON.stringify([type, message])),
      resources: sorted(status.resources, keyOf).map((resource) => ({
        ...resource,
        perClusterState: sorted(resource.perClusterState, ({ clusterId, state }) =>
          JSON.stringify([clusterId, state]),
        ),
      })),
      modifiedStatus: sorted(status.modifiedStatus, keyOf),
      nonReadyStatus: sorted(status.nonReadyStatus, keyOf),
      summary:
        summary === undefined || summary === null
          ? summary
          : {
              ...summary,
              nonReadyResources: sorted(summary.nonReadyResources, ({ name }) => name).map((part) => ({
                ...part,
                modifiedStatus: sorted(part.modifiedStatus, keyOf),
                nonReadyStatus: sorted(part.nonReadyStatus, keyOf),
              })),
            },
    },
  };
};

const sorted = <T>(list: readonly T[], name: (one: T) => string): T[] =>
  [...list].sort((a, b) => byCodeUnit(name(a), name(b)));

const keyOf = ({ apiVersion, kind, namespace, name }: Reference): string =>
  JSON.stringify([apiVersion, kind, namespace, name]);
