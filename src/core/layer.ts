import { checkKind } from "./checks/names.ts";
import type { Identity } from "./identity.ts";

export const layers = ["application", "platform"] as const;
export type Layer = (typeof layers)[number];

/** What the team says is plumbing; `applications` wins over every heuristic. */
export type PlatformSettings = {
  readonly namespaces: readonly string[];
  readonly workloads: readonly string[];
  readonly applications: readonly string[];
};

/** Namespaces that belong to the cluster and its plumbing, whoever runs it. */
export const systemNamespaces: ReadonlySet<string> = new Set(
  (
    "kube-system kube-public kube-node-lease kube-flannel ingress-nginx metrics-server local-path-storage cert-manager " +
    "calico-system tigera-operator gatekeeper-system longhorn-system gpu-operator cattle-system cattle-fleet-system " +
    "cattle-fleet-local-system fleet-system cattle-impersonation-system cattle-global-data cattle-monitoring-system " +
    "cattle-logging-system cattle-provisioning-capi-system cattle-ui-plugin-system"
  ).split(" "),
);

const plumbingPrefixes =
  "coredns svclb traefik metrics-server local-path cert-manager calico tigera flannel helm-install- system-upgrade- kube- cattle- fleet- rancher-".split(
    " ",
  );

/** Application or plumbing. A known namespace decides; a name is a hint only where there is none. */
export const layerOf = (
  identity: Identity,
  workload: string | undefined,
  settings: PlatformSettings,
): Layer => {
  // What the team itself demands of its application is never plumbing, whatever it is called.
  if (identity.style === "address" || identity.kind === checkKind) return "application";
  const name = (workload ?? identity.name).toLowerCase();
  const namespace = identity.namespace.toLowerCase();
  if (settings.applications.includes(name) || settings.applications.includes(`${namespace}/${name}`))
    return "application";
  if (settings.workloads.includes(name)) return "platform";
  // Whatever runs there runs on it.
  if (identity.kind === "Node") return "application";
  if (namespace !== "")
    return systemNamespaces.has(namespace) || settings.namespaces.includes(namespace)
      ? "platform"
      : "application";
  return plumbingPrefixes.some((prefix) => name.startsWith(prefix)) ? "platform" : "application";
};
