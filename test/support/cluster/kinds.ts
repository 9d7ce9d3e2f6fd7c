import { dig, type Json, list, type Thing, text, things } from "./json.ts";

/** A resource as discovery tells it. */
export type Kind = {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly short: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
  readonly categories: readonly string[];
  /** Additional printer columns of a custom resource. */
  readonly columns: readonly Thing[];
  /** Built in, so that it understands strategic merge. */
  readonly builtin: boolean;
};

// group/version kind plural short names (n = namespaced) subresources categories; "-" for none.
const table = `
v1 Pod pods po n status,log,eviction all
v1 Service services svc n status all
v1 ConfigMap configmaps cm n - -
v1 Secret secrets - n - -
v1 ServiceAccount serviceaccounts sa n - -
v1 Namespace namespaces ns - status -
v1 Node nodes no - status,proxy -
v1 Event events ev n - -
v1 Endpoints endpoints ep n - -
v1 PersistentVolume persistentvolumes pv - status -
v1 PersistentVolumeClaim persistentvolumeclaims pvc n status -
v1 ResourceQuota resourcequotas quota n status -
v1 LimitRange limitranges limits n - -
v1 ReplicationController replicationcontrollers rc n status,scale all
v1 PodTemplate podtemplates - n - -
apps/v1 Deployment deployments deploy n status,scale all
apps/v1 ReplicaSet replicasets rs n status,scale all
apps/v1 StatefulSet statefulsets sts n status,scale all
apps/v1 DaemonSet daemonsets ds n status all
apps/v1 ControllerRevision controllerrevisions - n - -
batch/v1 Job jobs - n status all
batch/v1 CronJob cronjobs cj n status all
autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers hpa n status all
networking.k8s.io/v1 Ingress ingresses ing n status -
networking.k8s.io/v1 IngressClass ingressclasses - - - -
networking.k8s.io/v1 NetworkPolicy networkpolicies netpol n - -
policy/v1 PodDisruptionBudget poddisruptionbudgets pdb n status -
rbac.authorization.k8s.io/v1 Role roles - n - -
rbac.authorization.k8s.io/v1 RoleBinding rolebindings - n - -
rbac.authorization.k8s.io/v1 ClusterRole clusterroles - - - -
rbac.authorization.k8s.io/v1 ClusterRoleBinding clusterrolebindings - - - -
storage.k8s.io/v1 StorageClass storageclasses sc - - -
scheduling.k8s.io/v1 PriorityClass priorityclasses pc - - -
coordination.k8s.io/v1 Lease leases - n - -
discovery.k8s.io/v1 EndpointSlice endpointslices - n - -
events.k8s.io/v1 Event events ev n - -
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration validatingwebhookconfigurations - - - -
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration mutatingwebhookconfigurations - - - -
apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions crd,crds - status api-extensions
apiregistration.k8s.io/v1 APIService apiservices - - status api-extensions
`;

const reviews = `
authorization.k8s.io/v1 SelfSubjectAccessReview selfsubjectaccessreviews - - - -
authorization.k8s.io/v1 SelfSubjectRulesReview selfsubjectrulesreviews - - - -
authentication.k8s.io/v1 SelfSubjectReview selfsubjectreviews - - - -
`;

// Served only where a metrics server is simulated: where such an object exists.
const metrics = `
metrics.k8s.io/v1beta1 PodMetrics pods - n - -
metrics.k8s.io/v1beta1 NodeMetrics nodes - - - -
`;

const words = (field: string | undefined): readonly string[] =>
  field === undefined || field === "-" ? [] : field.split(",");

const read = (lines: string): readonly Kind[] =>
  lines
    .trim()
    .split("\n")
    .map((line) => {
      const [api = "", kind = "", plural = "", short, scope, subresources, categories] = line.split(" ");
      const [group, version] = api.includes("/") ? api.split("/") : ["", api];
      return {
        ...{ group: group ?? "", version: version ?? "", kind, plural, singular: kind.toLowerCase() },
        ...{ short: words(short), namespaced: scope === "n", subresources: words(subresources) },
        ...{ categories: words(categories), columns: [], builtin: true },
      };
    });

const builtins = read(table);
const reviewKinds = read(reviews);
const metricKinds = read(metrics);

export const isReview = (kind: Kind): boolean => reviewKinds.includes(kind);

/** Everything that a cluster with these objects serves: a CustomResourceDefinition makes its kind served. */
export const servedKinds = (objects: readonly Thing[]): readonly Kind[] => {
  const measured = objects.some((object) => text(object, "apiVersion").startsWith("metrics.k8s.io/"));
  const custom = objects
    .filter((object) => object["kind"] === "CustomResourceDefinition")
    .flatMap((definition) => customKinds(definition));
  return [...builtins, ...reviewKinds, ...(measured ? metricKinds : []), ...custom];
};

const customKinds = (definition: Thing): readonly Kind[] => {
  const spec = definition["spec"];
  return things(spec, "versions")
    .filter((version) => version["served"] !== false)
    .map((version) => ({
      group: text(spec, "group"),
      version: text(version, "name"),
      kind: text(spec, "names", "kind"),
      plural: text(spec, "names", "plural"),
      singular: text(spec, "names", "singular") || text(spec, "names", "kind").toLowerCase(),
      short: strings(spec, "shortNames"),
      namespaced: text(spec, "scope") === "Namespaced",
      subresources: ["status", "scale"].filter((name) => dig(version, "subresources", name) !== undefined),
      categories: strings(spec, "categories"),
      columns: things(version, "additionalPrinterColumns"),
      builtin: false,
    }));
};

const strings = (spec: Json | undefined, key: string): readonly string[] =>
  list(spec, "names", key).filter((name) => typeof name === "string");

export const apiVersionOf = ({ group, version }: Pick<Kind, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

/** The kind of an object; undefined where nothing serves it. */
export const kindOf = (kinds: readonly Kind[], object: Thing): Kind | undefined =>
  kinds.find((kind) => kind.kind === object["kind"] && apiVersionOf(kind) === object["apiVersion"]) ??
  kinds.find(
    (kind) => kind.kind === object["kind"] && text(object, "apiVersion").startsWith(`${kind.group}/`),
  );
