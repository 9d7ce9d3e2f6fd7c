import type { LookFor, Sought } from "../live.ts";
import type { Tool } from "../objects.ts";

export const fleetTool: Tool = {
  called: "Rancher Fleet GitRepo or Bundle",
  group: "fleet.cattle.io",
  kinds: ["GitRepo", "HelmOp", "Bundle", "BundleDeployment", "Cluster"],
  kindOfBare: () => undefined,
  captureHint:
    "make one: kubectl get gitrepos.fleet.cattle.io,bundles.fleet.cattle.io --all-namespaces -o json > fleet.json",
};

const fleetKind = (kind: string, weight: Sought["weight"]): Sought => ({
  kind,
  place: { group: "fleet.cattle.io", version: "v1alpha1", resource: `${kind.toLowerCase()}s` },
  weight,
});

export const fleetLook: LookFor = {
  tool: "Rancher Fleet",
  home: "fleet-default",
  sought: [
    fleetKind("GitRepo", "needed"),
    fleetKind("Bundle", "needed"),
    fleetKind("HelmOp", "helpful"),
    // Few may read them; what they say stands in their bundles too.
    fleetKind("BundleDeployment", "spare"),
    // Whether its agents are alive: without them what is said of their clusters may be long out of date.
    fleetKind("Cluster", "helpful"),
  ],
};
