import { SteadystateError } from "../../src/errors.ts";
import type { Run, RunRequest, RunResult } from "../../src/system/run.ts";

type Object = { readonly apiVersion: string; readonly kind: string; readonly metadata: unknown };

/** A kind that the cluster serves: its plural, and whether it lives in namespaces. */
export type ServedKind = readonly [apiVersion: string, kind: string, plural: string, namespaced: boolean];

export const commonKinds: readonly ServedKind[] = [
  ["v1", "Pod", "pods", true],
  ["v1", "Node", "nodes", false],
  ["v1", "PersistentVolumeClaim", "persistentvolumeclaims", true],
  ["v1", "ConfigMap", "configmaps", true],
  ["v1", "Service", "services", true],
  ["v1", "Secret", "secrets", true],
  ["v1", "Namespace", "namespaces", false],
  ["v1", "Event", "events", true],
  ["apps/v1", "Deployment", "deployments", true],
  ["apps/v1", "StatefulSet", "statefulsets", true],
  ["apps/v1", "DaemonSet", "daemonsets", true],
  ["apps/v1", "ReplicaSet", "replicasets", true],
  ["apps/v1", "ControllerRevision", "controllerrevisions", true],
  ["batch/v1", "CronJob", "cronjobs", true],
  ["batch/v1", "Job", "jobs", true],
  ["discovery.k8s.io/v1", "EndpointSlice", "endpointslices", true],
  ["apiregistration.k8s.io/v1", "APIService", "apiservices", false],
  ["networking.k8s.io/v1", "Ingress", "ingresses", true],
  ["networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", true],
  ["storage.k8s.io/v1", "StorageClass", "storageclasses", false],
  ["policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", true],
  ["autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true],
];

/** Says what kubectl would say of a cluster that holds these objects; anything else that is run is answered by `other`. */
export const talkingCluster = (
  objects: readonly Object[],
  {
    kinds = commonKinds,
    other = () => undefined,
  }: {
    readonly kinds?: readonly ServedKind[];
    readonly other?: (argv: readonly string[]) => string | undefined;
  } = {},
): Run => {
  const answer = (argv: readonly string[]): string => {
    const own = other(argv);
    if (own !== undefined) return own;
    if (argv.includes("view")) return JSON.stringify(minified);
    const [path = ""] = argv.slice(argv.indexOf("--raw") + 1);
    return JSON.stringify(rawAnswer(path.split("?")[0] ?? "", objects, kinds));
  };
  return async ({ argv }) => ended(argv, { stdout: answer(argv) });
};

const minified = {
  contexts: [{ name: "prod", context: { cluster: "prod", namespace: "shop" } }],
  clusters: [{ name: "prod", cluster: { server: "https://prod.example" } }],
};

const rawAnswer = (path: string, objects: readonly Object[], kinds: readonly ServedKind[]): unknown => {
  if (path === "/version") return { gitVersion: "v1.33.4" };
  const versions = [...new Set(kinds.map(([apiVersion]) => apiVersion))];
  if (path === "/apis") {
    const groups = versions.filter((version) => version.includes("/"));
    return {
      kind: "APIGroupList",
      groups: groups.map((groupVersion) => ({
        name: groupVersion.split("/")[0],
        versions: [{ groupVersion }],
      })),
    };
  }
  const version = versions.find((one) => path === pathOf(one));
  if (version !== undefined)
    return {
      kind: "APIResourceList",
      resources: kinds
        .filter(([apiVersion]) => apiVersion === version)
        .map(([, kind, name, namespaced]) => ({ name, kind, namespaced, verbs: ["get", "list"] })),
    };
  const found = kinds.find(
    ([apiVersion, , plural]) => path.startsWith(pathOf(apiVersion)) && path.endsWith(`/${plural}`),
  );
  if (found === undefined) throw new Error(`nothing was prepared for ${path}`);
  const [, namespace] = /\/namespaces\/([^/]+)\//.exec(path) ?? [];
  const items = objects.filter(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === found[0] &&
      kind === found[1] &&
      (namespace === undefined || JSON.stringify(metadata).includes(`"namespace":"${namespace}"`)),
  );
  return { kind: `${found[1]}List`, apiVersion: found[0], metadata: {}, items };
};

const pathOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

const ended = (argv: readonly string[], fields: Partial<RunResult>): RunResult => ({
  ...{ argv, exit: 0, stdout: "", stderr: "", durationMs: 1 },
  ...fields,
});

/** Every way in which one run of a tool can go wrong; a healthy answer is handed in. */
export const misfortunes: Readonly<Record<string, (healthy: RunResult) => Promise<RunResult>>> = {
  "the tool is missing": ({ argv }) =>
    Promise.reject(new SteadystateError("tool-missing", `${argv[0]} is not on PATH`)),
  "it takes too long": ({ argv }) =>
    Promise.reject(
      new SteadystateError("source-failed", `${argv[0]} took too long`, { details: { ended: "deadline" } }),
    ),
  "it says too much": ({ argv }) =>
    Promise.reject(
      new SteadystateError("source-failed", `${argv[0]} said too much`, { details: { ended: "cap" } }),
    ),
  "it is refused": async ({ argv }) =>
    ended(argv, { exit: 1, stderr: 'Error from server (Forbidden): x is forbidden: User "a" cannot list' }),
  "nobody knows the credential": async ({ argv }) =>
    ended(argv, { exit: 1, stderr: "error: You must be logged in to the server (Unauthorized)" }),
  "nobody answers": async ({ argv }) =>
    ended(argv, { exit: 1, stderr: "The connection to the server prod.example was refused" }),
  "it fails in silence": async ({ argv }) => ended(argv, { exit: 1 }),
  "it says nothing": async ({ argv }) => ended(argv, {}),
  "it says an empty object": async ({ argv }) => ended(argv, { stdout: "{}" }),
  "it says an empty list": async ({ argv }) => ended(argv, { stdout: "[]" }),
  "it says something else": async ({ argv }) => ended(argv, { stdout: "<html>login</html>" }),
  "it is cut off": async ({ argv, stdout }) => ended(argv, { stdout: stdout.slice(0, -7) }),
  "it says an error of the server": async ({ argv }) =>
    ended(argv, { stdout: '{"kind":"Status","apiVersion":"v1","status":"Failure","code":500}' }),
};

/** The same run, but the one call whose arguments are these goes wrong, each time that it is made. */
export const unlucky =
  (healthy: Run, at: string, go: (healthy: RunResult) => Promise<RunResult>): Run =>
  async (request: RunRequest) => {
    const result = await healthy(request);
    return callOf(request.argv) === at ? go(result) : result;
  };

/** Tells one call from another: without its deadline, which differs each time, and without temporary files. */
export const callOf = (argv: readonly string[]): string =>
  argv.filter((word) => !word.startsWith("--request-timeout")).join(" ");
