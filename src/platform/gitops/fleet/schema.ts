import { z } from "zod";
import { isObject } from "../../kubernetes/compare/thing.ts";
import { flag, listOf, readObject, text, texts } from "../fields.ts";
import type { Placed } from "../objects.ts";
import { fleetTool } from "./tool.ts";

const reference = { apiVersion: text, kind: text, namespace: text, name: text };

/** Until Fleet 0.11 a list with the state of each cluster that is not ready; since then the clusters by their state. */
const PerCluster = z
  .union([
    z.array(z.object({ state: text, error: flag, transitioning: flag, message: text, clusterId: text })),
    z.record(z.string(), texts).transform((states) =>
      Object.entries(states).flatMap(([state, clusters]) =>
        clusters.map((clusterId) => ({
          state: `${state.slice(0, 1).toUpperCase()}${state.slice(1)}`,
          ...{ error: false, transitioning: false, message: "", clusterId },
        })),
      ),
    ),
  ])
  .nullish()
  .transform((value) => value ?? []);

const Resource = z.object({
  ...reference,
  state: text,
  error: flag,
  transitioning: flag,
  message: text,
  incompleteState: flag,
  perClusterState: PerCluster,
});

const Modified = z.object({ ...reference, missing: flag, delete: flag });

const NonReady = z.object({
  ...reference,
  summary: z.object({ state: text, error: flag, transitioning: flag, message: texts }).nullish(),
});

const Part = z.object({
  name: text,
  bundleState: text,
  message: text,
  modifiedStatus: listOf(Modified),
  nonReadyStatus: listOf(NonReady),
});

const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

const Summary = z
  .object({
    ...{
      notReady: count,
      waitApplied: count,
      errApplied: count,
      outOfSync: count,
      modified: count,
      pending: count,
    },
    ...{ ready: count, desiredReady: count },
    nonReadyResources: listOf(Part),
  })
  .nullish();

const Condition = z.object({
  ...{ type: text, status: text, reason: text, message: text },
  ...{ lastUpdateTime: text, lastTransitionTime: text },
});

const FleetObject = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: text,
    generation: z.number().nullish(),
    deletionTimestamp: text,
    labels: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z
    .object({ paused: flag, disablePolling: flag, repo: text, deploymentID: text, stagedDeploymentID: text })
    .nullish(),
  status: z.preprocess(
    (status) => (isObject(status) && Object.keys(status).length === 0 ? undefined : status),
    z
      .object({
        observedGeneration: z.number().nullish(),
        commit: text,
        gitJobStatus: text,
        lastPollingTriggered: text,
        desiredReadyClusters: z.number().nullish(),
        summary: Summary,
        conditions: listOf(Condition),
        resources: listOf(Resource),
        appliedDeploymentID: text,
        ready: z.unknown().optional(),
        nonModified: z.unknown().optional(),
        modifiedStatus: listOf(Modified),
        nonReadyStatus: listOf(NonReady),
        incompleteState: flag,
        display: z.object({ state: text }).nullish(),
        agent: z.object({ lastSeen: text }).nullish(),
      })
      .nullish(),
  ),
});

export type Fleet = z.output<typeof FleetObject> & { readonly kind: string };
export type FleetStatus = NonNullable<Fleet["status"]>;
export type Reference = { readonly [key in keyof typeof reference]: string };
export type Modification = FleetStatus["modifiedStatus"][number];
export type Unready = FleetStatus["nonReadyStatus"][number];
export type FleetPart = NonNullable<FleetStatus["summary"]>["nonReadyResources"][number];

/** Throws `input-invalid`, naming the member that is of a wrong type. */
export const fleetObjectIn = (placed: Placed, path: string): Fleet => ({
  ...readObject(FleetObject, placed, path, fleetTool),
  kind: placed.kind,
});
