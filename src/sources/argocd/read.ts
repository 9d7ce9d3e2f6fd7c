import type { Hands } from "../../system/hands.ts";
import { readCaptured } from "../gitops/captured.ts";
import { readLive } from "../gitops/live.ts";
import type { Tool } from "../gitops/objects.ts";
import type { Reading, SourceRequest } from "../source.ts";

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

export const readApplications = async (request: SourceRequest, { files }: Hands): Promise<Reading> => {
  if (request.kind === "nothing")
    return readLive(request, {
      tool: "Argo CD",
      home: "argocd",
      sought: [
        {
          kind: "Application",
          place: { group: "argoproj.io", version: "v1alpha1", resource: "applications" },
          weight: "needed",
        },
      ],
    });
  return readCaptured(request, argoTool, files);
};
