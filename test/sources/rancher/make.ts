import { printIdentity } from "../../../src/core/identity.ts";
import type { Observation } from "../../../src/core/observation.ts";
import { rancher } from "../../../src/sources/rancher.ts";
import { captured, frame } from "../terraform/frame.ts";

export type Tree = Readonly<Record<string, unknown>>;

export const now = "2026-03-01T12:00:00Z";
/** Minutes before {@link now}. */
export const ago = (minutes: number): string =>
  new Date(Date.parse(now) - minutes * 60_000).toISOString().replace(".000Z", "Z");

export const web: Tree = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };
export const config: Tree = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "settings" };

const object = (kind: string, name: string, spec: Tree, status: Tree, metadata: Tree = {}): Tree => ({
  apiVersion: "fleet.cattle.io/v1alpha1",
  kind,
  metadata: { name, namespace: "fleet-default", generation: 1, ...metadata },
  spec,
  status,
});

export const ready = (over: Tree = {}): Tree => ({
  ...{ type: "Ready", status: "True", lastUpdateTime: ago(60) },
  ...over,
});

/** A repository that is ready on both of its clusters, polled just now. */
export const repository = (status: Tree = {}, spec: Tree = {}, metadata: Tree = {}): Tree =>
  object(
    "GitRepo",
    "shop",
    { repo: "https://git.example/shop", branch: "main", ...spec },
    {
      observedGeneration: 1,
      commit: "a".repeat(40),
      gitJobStatus: "Current",
      lastPollingTriggered: now,
      ...{ desiredReadyClusters: 2, readyClusters: 2 },
      summary: { ready: 2, desiredReady: 2 },
      conditions: [ready(), { type: "Accepted", status: "True" }, { type: "Stalled", status: "False" }],
      resources: [{ ...web, state: "Ready" }],
      ...status,
    },
    metadata,
  );

const labels: Tree = {
  "fleet.cattle.io/repo-name": "shop",
  "fleet.cattle.io/bundle-name": "shop-deploy",
  "fleet.cattle.io/bundle-namespace": "fleet-default",
  "fleet.cattle.io/cluster": "c1",
  "fleet.cattle.io/cluster-namespace": "fleet-default",
};

export const bundle = (status: Tree = {}, spec: Tree = {}): Tree =>
  object(
    "Bundle",
    "shop-deploy",
    spec,
    {
      observedGeneration: 1,
      conditions: [ready({ lastUpdateTime: now })],
      summary: { ready: 2, desiredReady: 2 },
      ...status,
    },
    { labels: { "fleet.cattle.io/repo-name": "shop" } },
  );

/** A bundle that is in that state on the first cluster. */
export const bundleIn = (bundleState: string, part: Tree = {}, status: Tree = {}): Tree =>
  bundle({
    conditions: [ready({ status: "False", message: "x", lastUpdateTime: now })],
    summary: {
      ...{ ready: 1, desiredReady: 2, [bundleState.slice(0, 1).toLowerCase() + bundleState.slice(1)]: 1 },
      nonReadyResources: [{ name: "fleet-default/c1", bundleState, message: "why", ...part }],
    },
    ...status,
  });

export const deployment = (status: Tree = {}, spec: Tree = {}): Tree =>
  object(
    "BundleDeployment",
    "shop-deploy",
    { deploymentID: "s-1:2", stagedDeploymentID: "s-1:2", ...spec },
    {
      ...{ appliedDeploymentID: "s-1:2", ready: true, nonModified: true },
      conditions: [ready({ lastUpdateTime: ago(60) })],
      ...status,
    },
    { namespace: "cluster-fleet-default-c1-0123", labels },
  );

export const cluster = (lastSeen: string | undefined): Tree =>
  object("Cluster", "c1", {}, { agent: { lastSeen }, conditions: [ready()] });

export const look = (document: unknown): Observation => rancher.parse(captured(document), frame());

/** One line for each departure. */
export const told = ({ departures }: Observation): readonly string[] =>
  departures.map((one) => {
    const thing = printIdentity(one.identity);
    if (one.type === "drift") return `${one.direction} ${one.action} ${thing}`;
    return one.type === "symptom" ? `${one.severity} ${one.category} ${thing}` : one.rule;
  });
