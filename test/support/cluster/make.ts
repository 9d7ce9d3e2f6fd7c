import type { Thing } from "./json.ts";

type Named = { readonly name?: string; readonly namespace?: string; readonly labels?: Thing };

/** A manifest as a team writes it: nothing but what it has to say. */
export const deployment = (
  { name = "web", namespace = "prod", labels }: Named = {},
  spec: Thing = {},
): Thing => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace, labels: labels ?? { app: name } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: "web", image: "nginx:1.25", ports: [{ containerPort: 80 }] }] },
    },
    ...spec,
  },
});

/** A running pod, as a live cluster holds it. */
export const pod = ({ name = "web-1", namespace = "prod", labels }: Named = {}, more: Thing = {}): Thing => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace, labels: labels ?? { app: "web" } },
  spec: { nodeName: "node-1", containers: [{ name: "web", image: "nginx:1.25" }] },
  status: {
    phase: "Running",
    podIP: "10.0.0.7",
    containerStatuses: [{ name: "web", ready: true, restartCount: 2, state: { running: {} } }],
  },
  ...more,
});

export const configMap = (
  { name = "settings", namespace = "prod", labels }: Named = {},
  data: Thing = {},
): Thing => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) },
  data,
});
