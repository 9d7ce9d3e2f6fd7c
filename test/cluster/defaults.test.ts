import { describe, expect, test as plain } from "vitest";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { dig, type Thing, text } from "../support/cluster/json.ts";
import { canonicalQuantity } from "../support/cluster/quantity.ts";
import { needs } from "../support/needs.ts";

const test = needs("kubectl");

const template = {
  metadata: { labels: { app: "a" } },
  spec: { containers: [{ name: "c", image: "busybox" }] },
};
const selector = { matchLabels: { app: "a" } };
const filled = {
  metadata: { creationTimestamp: null },
  spec: {
    ...{ restartPolicy: "Always", dnsPolicy: "ClusterFirst", schedulerName: "default-scheduler" },
    ...{ terminationGracePeriodSeconds: 30, securityContext: {} },
    containers: [
      {
        ...{ imagePullPolicy: "Always", resources: {}, terminationMessagePolicy: "File" },
        terminationMessagePath: "/dev/termination-log",
      },
    ],
  },
};

/** Kind, what is declared, what of the answer the published defaults add. */
const table: readonly (readonly [api: string, kind: string, declared: Thing, added: Thing])[] = [
  [
    "apps/v1",
    "StatefulSet",
    { serviceName: "s", selector, template, volumeClaimTemplates: [{ metadata: { name: "d" }, spec: {} }] },
    {
      ...{ replicas: 1, podManagementPolicy: "OrderedReady", revisionHistoryLimit: 10 },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      volumeClaimTemplates: [
        {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          spec: { volumeMode: "Filesystem" },
          status: { phase: "Pending" },
        },
      ],
      template: filled,
    },
  ],
  [
    "apps/v1",
    "DaemonSet",
    { selector, template },
    {
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: filled,
    },
  ],
  [
    "v1",
    "Service",
    { type: "NodePort", selector: { app: "a" }, ports: [{ port: 80 }] },
    {
      ...{ sessionAffinity: "None", externalTrafficPolicy: "Cluster", internalTrafficPolicy: "Cluster" },
      ...{
        ipFamilies: ["IPv4"],
        ipFamilyPolicy: "SingleStack",
        clusterIP: expect.stringMatching(/^10\.96\./),
      },
      ports: [{ port: 80, targetPort: 80, protocol: "TCP", nodePort: expect.any(Number) }],
    },
  ],
  [
    "v1",
    "Pod",
    { containers: [{ name: "c", image: "busybox:1", resources: { limits: { cpu: "1000m" } } }] },
    {
      ...{
        serviceAccountName: "default",
        enableServiceLinks: true,
        preemptionPolicy: "PreemptLowerPriority",
      },
      tolerations: [{ key: "node.kubernetes.io/not-ready" }, { key: "node.kubernetes.io/unreachable" }],
      containers: [
        { imagePullPolicy: "IfNotPresent", resources: { limits: { cpu: "1" }, requests: { cpu: "1" } } },
      ],
    },
  ],
  [
    "batch/v1",
    "Job",
    { template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } },
    {
      ...{ completions: 1, parallelism: 1, backoffLimit: 6, completionMode: "NonIndexed", suspend: false },
      selector: { matchLabels: { "batch.kubernetes.io/controller-uid": expect.any(String) } },
      template: { metadata: { labels: { app: "a", "job-name": "one" } } },
    },
  ],
  [
    "batch/v1",
    "CronJob",
    { schedule: "0 * * * *", jobTemplate: { spec: { template } } },
    {
      ...{
        concurrencyPolicy: "Allow",
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      },
      jobTemplate: { spec: { template: { spec: { dnsPolicy: "ClusterFirst" } } } },
    },
  ],
  [
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    { maxReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "a" } },
    { minReplicas: 1, metrics: [{ resource: { name: "cpu", target: { averageUtilization: 80 } } }] },
  ],
  [
    "v1",
    "PersistentVolumeClaim",
    { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1024Mi" } } },
    { volumeMode: "Filesystem", storageClassName: "standard", resources: { requests: { storage: "1Gi" } } },
  ],
  [
    "networking.k8s.io/v1",
    "NetworkPolicy",
    { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] },
    { policyTypes: ["Ingress", "Egress"], egress: [{ ports: [{ port: 53, protocol: "TCP" }] }] },
  ],
  [
    "networking.k8s.io/v1",
    "Ingress",
    { defaultBackend: { service: { name: "a", port: { number: 80 } } } },
    { ingressClassName: "nginx" },
  ],
];

const marked = (api: string, kind: string, name: string, marker: string): Thing => ({
  apiVersion: api,
  kind,
  metadata: { name, annotations: { [marker]: "true" } },
});

const objects = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } },
  marked("storage.k8s.io/v1", "StorageClass", "standard", "storageclass.kubernetes.io/is-default-class"),
  marked("networking.k8s.io/v1", "IngressClass", "nginx", "ingressclass.kubernetes.io/is-default-class"),
];

describe("an object that is created gets the published defaults", () => {
  for (const [apiVersion, kind, spec, added] of table) {
    test(kind, async () => {
      const manifest = { apiVersion, kind, metadata: { name: "one", namespace: "prod" }, spec };
      const { kubectl, cluster } = await clusterHere({ objects }, { files: { "one.json": manifest } });
      const { stderr } = await kubectl("create", "-f", "one.json");
      expect(stderr).toBe("");
      expect(cluster.objects.get(kind, "prod", "one")).toMatchObject({ spec: added });
    });
  }

  test("Secret: stringData becomes data", async () => {
    const secret = {
      ...{ apiVersion: "v1", kind: "Secret", metadata: { name: "one", namespace: "prod" } },
      ...{ data: { a: "eA==" }, stringData: { b: "plain" } },
    };
    const { kubectl, cluster } = await clusterHere({ objects }, { files: { "one.json": secret } });
    await kubectl("create", "-f", "one.json");
    const stored = cluster.objects.get("Secret", "prod", "one");
    expect(stored).toMatchObject({ type: "Opaque", data: { a: "eA==", b: "cGxhaW4=" } });
    expect(text(stored, "stringData")).toBe("");
    expect(stored).not.toHaveProperty("stringData");
  });
});

test("what is named is left as it is named", async () => {
  const pod = {
    ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "one", namespace: "prod" } },
    spec: {
      hostNetwork: true,
      containers: [
        { name: "a", image: "busybox:latest@sha256:1f5b", ports: [{ containerPort: 80 }] },
        { name: "b", image: "registry.example:5000/busybox@sha256:1f5b" },
      ],
    },
  };
  const set = {
    ...{ apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "one", namespace: "prod" } },
    spec: { selector, template, updateStrategy: { type: "RollingUpdate" } },
  };
  const { kubectl, cluster } = await clusterHere(
    { objects },
    { files: { "pod.json": pod, "set.json": set } },
  );
  await kubectl("create", "-f", "pod.json", "-f", "set.json");
  expect(cluster.objects.get("Pod", "prod", "one")).toMatchObject({
    spec: {
      containers: [
        { imagePullPolicy: "Always", ports: [{ containerPort: 80, hostPort: 80 }] },
        { imagePullPolicy: "IfNotPresent" },
      ],
    },
  });
  expect(dig(cluster.objects.get("StatefulSet", "prod", "one"), "spec", "updateStrategy")).toEqual({
    type: "RollingUpdate",
  });
});

plain("quantities are stored in their canonical form", () => {
  const forms = {
    ...{ "1000m": "1", "0.5": "500m", "1024Mi": "1Gi", "1.5Gi": "1536Mi", "100000": "100k", "1e3": "1e3" },
    ...{
      "0": "0",
      "2": "2",
      "250m": "250m",
      "0.1Gi": "107374182",
      "1500": "1500",
      "-1": "-1",
      nonsense: "nonsense",
    },
  };
  expect(Object.keys(forms).map((form) => [form, canonicalQuantity(form)])).toEqual(Object.entries(forms));
});
