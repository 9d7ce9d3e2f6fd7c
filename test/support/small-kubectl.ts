import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a cluster of the context `eu` answers to the questions that a comparison asks. */
const answers: Readonly<Record<string, unknown>> = {
  "config view": clusterNamed("eu"),
  "--raw /apis ": { kind: "APIGroupList", groups: [] },
  "--raw /api/v1 ": {
    kind: "APIResourceList",
    resources: [
      { name: "configmaps", kind: "ConfigMap", namespaced: true, verbs: ["get", "list"] },
      { name: "pods", kind: "Pod", namespaced: true, verbs: ["get", "list"] },
    ],
  },
  "/pods?": {
    kind: "PodList",
    items: [
      {
        metadata: { name: "alone", namespace: "shop" },
        spec: { restartPolicy: "Always", containers: [{ name: "alone", image: "alone:1" }] },
      },
    ],
  },
  "/deployments/zero ": {
    kind: "Deployment",
    apiVersion: "apps/v1",
    metadata: { name: "zero", namespace: "shop", uid: "zero-1", generation: 1 },
    spec: { replicas: 0, template: { spec: { containers: [] } } },
    status: { observedGeneration: 1 },
  },
  "/configmaps?": { kind: "ConfigMapList", items: [settings("yes")] },
};

function clusterNamed(name: string) {
  return {
    contexts: [{ name, context: { cluster: name, namespace: "shop" } }],
    clusters: [{ name, cluster: { server: `https://${name}.example` } }],
  };
}

function settings(open: string) {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "shop" },
    data: { open },
  };
}

/**
 * A `kubectl` for walls at which every door is asked: it knows a cluster of the context `eu`, one of the context `dark`
 * that nobody reaches, and one overlay, from which the first departs. Asked anything else it steps aside for the real one. Gives back the folder to be put on PATH.
 */
export const installSmallKubectl = (root: string): string => {
  const path = join(root, "bin/kubectl");
  mkdirSync(dirname(path), { recursive: true });
  const cases = Object.entries(answers).map(
    ([words, answer]) => `  *"${words}"*) echo '${JSON.stringify(answer)}';;`,
  );
  const script = [
    "#!/bin/sh",
    'case "$*" in',
    `  kustomize*) echo '${JSON.stringify(settings("no"))}'; exit 0;;`,
    "  *--context=eu*) ;;",
    '  *--context=dark*) case "$*" in',
    `    *"config view"*) echo '${JSON.stringify(clusterNamed("dark"))}'; exit 0;; esac`,
    '    echo "The connection to the server dark.example was refused - did you specify the right host?" >&2; exit 1;;',
    '  *) PATH=$(echo "$PATH" | cut -d: -f2-) exec kubectl "$@";;',
    "esac",
    'case "$* " in',
    ...cases,
    '  *) echo "Error from server (NotFound): $*" >&2; exit 1;;',
    "esac",
    "",
  ];
  writeFileSync(path, script.join("\n"));
  chmodSync(path, 0o755);
  return dirname(path);
};
