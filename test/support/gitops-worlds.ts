import { application, atOne, resource, type Tree } from "../sources/argocd/make.ts";
import { bundle, cluster, deployment, ready, repository, web } from "../sources/rancher/make.ts";
import type { ServedKind } from "./talking-cluster.ts";

/** What the tools of GitOps say of a world in which all is well, just now; and every way in which a document is none. */
const moment = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");

export const healthyApplication = () => ({
  ...application({ reconciledAt: moment() }),
  ...{ apiVersion: "argoproj.io/v1alpha1", kind: "Application" },
  metadata: { name: "shop", namespace: "argocd" },
});

export const argoKinds: readonly ServedKind[] = [
  ["argoproj.io/v1alpha1", "Application", "applications", true],
];

const json = (value: unknown): string => JSON.stringify(value);

/** What is no document of any of them. */
const noDocuments = (healthy: unknown): Readonly<Record<string, string>> => ({
  "nothing at all": "",
  "not YAML": "items: [\n",
  truncated: json(healthy).slice(0, -20),
  "an empty object": "{}",
  "an empty list": "[]",
  "an empty list of the server": json({ kind: "List", apiVersion: "v1", items: [] }),
  "a list that was cut off": json({
    kind: "List",
    apiVersion: "v1",
    metadata: { continue: "x" },
    items: [healthy],
  }),
  "a text": '"ok"',
  null: "null",
  "an error answer of the server": json({ kind: "Status", apiVersion: "v1", status: "Failure", code: 403 }),
  "a table for people": json({ kind: "Table", apiVersion: "meta.k8s.io/v1", rows: [] }),
  "a pod": json({ apiVersion: "v1", kind: "Pod", metadata: { name: "x" } }),
  "a plan": json({ format_version: "1.2", planned_values: {}, resource_changes: [] }),
});

const withStatus = (status: unknown) => json({ ...healthyApplication(), status });
const app = (status: Tree) => json(application({ reconciledAt: moment(), ...status }));

export const badApplications = (): Readonly<Record<string, string>> => ({
  ...noDocuments(healthyApplication()),
  "never compared": withStatus({}),
  "without a status": withStatus(undefined),
  "without a state of sync": app({ sync: {} }),
  "compared nobody knows when": app({ reconciledAt: undefined }),
  "of another day": app({ reconciledAt: "2020-01-01T00:00:00Z" }),
  "left behind by the others": json([
    healthyApplication(),
    application({ reconciledAt: "2020-01-01T00:00:00Z" }, { metadata: { name: "old", namespace: "argocd" } }),
  ]),
  "with resources of a wrong type": app({ resources: [7] }),
  "with a state of a wrong type": app({ sync: { status: true, ...atOne } }),
  "with a resource's flag of a wrong type": app({ resources: [resource({ hook: "yes" })] }),
  "without a name": json({ ...healthyApplication(), metadata: {} }),
  "only a project": json({ apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata: { name: "x" } }),
});

export const fleetKinds: readonly ServedKind[] = [
  "GitRepo",
  "Bundle",
  "BundleDeployment",
  "HelmOp",
  "Cluster",
].map((kind) => ["fleet.cattle.io/v1alpha1", kind, `${kind.toLowerCase()}s`, true]);

const polled = () => ({ lastPollingTriggered: moment() });
export const healthyRepository = (): Tree => repository(polled());

const withApi = (object: Tree) => ({
  ...object,
  ...{ apiVersion: "fleet.cattle.io/v1alpha1", kind: String(object["kind"]), metadata: object["metadata"] },
});
export const healthyFleet = () =>
  [healthyRepository(), bundle(), deployment(), cluster(moment())].map(withApi);

const repo = (status: Tree, spec: Tree = {}, metadata: Tree = {}) =>
  json(repository({ ...polled(), ...status }, spec, metadata));

export const badRepositories = (): Readonly<Record<string, string>> => ({
  ...noDocuments(healthyRepository()),
  "without a status": json({ ...healthyRepository(), status: undefined }),
  "with an empty status": json({ ...healthyRepository(), status: {} }),
  "with counts only": json({ ...healthyRepository(), status: { readyClusters: 0, desiredReadyClusters: 0 } }),
  "not yet seen by Fleet": repo({}, {}, { generation: 5 }),
  "of another day": json(
    repository({
      lastPollingTriggered: "2020-01-01T00:00:00Z",
      conditions: [ready({ lastUpdateTime: "2020-01-01T00:00:00Z" })],
    }),
  ),
  "with a silent agent": json([healthyRepository(), cluster("2020-01-01T00:00:00Z")]),
  "cut short": repo({
    resources: [{ ...web, state: "Unknown", incompleteState: true }],
    conditions: [ready()],
  }),
  "with resources of a wrong type": repo({ resources: [7] }),
  "with a list of clusters of a wrong type": repo({ resources: [{ ...web, perClusterState: "c1" }] }),
  "with a state of a wrong type": repo({ resources: [{ ...web, state: true }] }),
  "without a name": json({ ...healthyRepository(), metadata: {} }),
  "an application of Argo CD": json(healthyApplication()),
});
