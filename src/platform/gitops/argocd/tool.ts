import type { LookFor } from "../live.ts";
import type { Tool } from "../objects.ts";

export const argoTool: Tool = {
  called: "Argo CD Application",
  group: "argoproj.io",
  kinds: ["Application"],
  // Its API and `argocd app list -o json` leave kind and version out.
  kindOfBare: ({ spec, metadata }) =>
    isMember(metadata) && isMember(spec) && ("destination" in spec || "source" in spec || "sources" in spec)
      ? "Application"
      : undefined,
  captureHint: "make one: kubectl get applications.argoproj.io --all-namespaces -o json > applications.json",
};

const isMember = (value: unknown): value is object => typeof value === "object" && value !== null;

export const argoLook: LookFor = {
  tool: "Argo CD",
  home: "argocd",
  sought: [
    {
      kind: "Application",
      place: { group: "argoproj.io", version: "v1alpha1", resource: "applications" },
      weight: "needed",
    },
  ],
};
