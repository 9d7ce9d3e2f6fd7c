import { describe, expect, test } from "vitest";
import { container, deployment, object, pathsOf, type Tree, web } from "../../../support/pair-parts.ts";

describe("what is declared against what lives", () => {
  const cases: readonly (readonly [title: string, declared: Tree, live: Tree, paths: readonly string[]])[] = [
    [
      "two containers that swapped their images",
      deployment({
        containers: [
          { name: "a", image: "x:1" },
          { name: "b", image: "y:1" },
        ],
      }),
      deployment({
        containers: [
          { name: "b", image: "x:1" },
          { name: "a", image: "y:1" },
        ],
      }),
      ["spec.template.spec.containers[name=a].image", "spec.template.spec.containers[name=b].image"],
    ],
    [
      "a container that is gone",
      container({}),
      deployment({ containers: [{ name: "x", image: "web:1" }] }),
      [web],
    ],
    [
      "a volume that has become another kind of volume",
      deployment({ volumes: [{ name: "d", emptyDir: {} }] }),
      deployment({ volumes: [{ name: "d", hostPath: { path: "/" } }] }),
      ["spec.template.spec.volumes[name=d].emptyDir"],
    ],
    ["a default that is left out", container({ imagePullPolicy: "IfNotPresent" }), container({}), []],
    [
      "a default that is not the one of this image",
      container({ imagePullPolicy: "Always" }),
      container({}),
      [`${web}.imagePullPolicy`],
    ],
    [
      "a policy that was changed",
      container({ imagePullPolicy: "Always" }),
      container({ imagePullPolicy: "Never" }),
      [`${web}.imagePullPolicy`],
    ],
    [
      "arguments in another order",
      container({ args: ["a", "b"] }),
      container({ args: ["b", "a"] }),
      [`${web}.args`],
    ],
    ["arguments that are gone", container({ args: ["a"] }), container({}), [`${web}.args`]],
    [
      "a probe that names its port",
      container({
        ports: [{ name: "http", containerPort: 80 }],
        readinessProbe: { httpGet: { port: "http" } },
      }),
      container({
        ports: [{ name: "http", containerPort: 80, protocol: "TCP" }],
        readinessProbe: { httpGet: { port: 80 } },
      }),
      [],
    ],
    [
      "a probe that names another port",
      container({
        ports: [{ name: "http", containerPort: 80 }],
        readinessProbe: { httpGet: { port: "http" } },
      }),
      container({ ports: [{ name: "http", containerPort: 80 }], readinessProbe: { httpGet: { port: 81 } } }),
      [`${web}.readinessProbe.httpGet.port`],
    ],
    [
      "a variable that is read from elsewhere now",
      container({ env: [{ name: "A", value: "1" }] }),
      container({ env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "x", key: "y" } } }] }),
      [`${web}.env[name=A].value`],
    ],
    [
      "tolerations in another order",
      deployment({ tolerations: [{ key: "a" }, { key: "b" }] }),
      deployment({ tolerations: [{ key: "b", operator: "Exists" }, { key: "a" }] }),
      [],
    ],
    [
      "one more toleration",
      deployment({ tolerations: [{ key: "a" }] }),
      deployment({ tolerations: [{ key: "a" }, { key: "b" }] }),
      ["spec.template.spec.tolerations"],
    ],
    ["replicas that nobody declared", deployment({}), deployment({}, { replicas: 7 }), []],
    ["zero against one", deployment({}, { replicas: 0 }), deployment({}, { replicas: 1 }), ["spec.replicas"]],
    ["zero against a default of one", deployment({}, { replicas: 0 }), deployment({}), ["spec.replicas"]],
    [
      "verbs in another order",
      object("Role", "rbac.authorization.k8s.io/v1", {
        rules: [{ verbs: ["get", "list"], resources: ["pods"] }],
      }),
      object("Role", "rbac.authorization.k8s.io/v1", {
        rules: [{ verbs: ["list", "get"], resources: ["pods"] }],
      }),
      [],
    ],
    [
      "a verb more",
      object("Role", "rbac.authorization.k8s.io/v1", { rules: [{ verbs: ["get"], resources: ["pods"] }] }),
      object("Role", "rbac.authorization.k8s.io/v1", {
        rules: [{ verbs: ["get", "*"], resources: ["pods"] }],
      }),
      ["rules[0].verbs"],
    ],
    [
      "subjects in another order",
      object("RoleBinding", "rbac.authorization.k8s.io/v1", { subjects: [{ name: "a" }, { name: "b" }] }),
      object("RoleBinding", "rbac.authorization.k8s.io/v1", { subjects: [{ name: "b" }, { name: "a" }] }),
      [],
    ],
    [
      "a service that selects fewer pods",
      object("Service", "v1", { spec: { selector: { app: "web" } } }),
      object("Service", "v1", { spec: { selector: { app: "web", track: "canary" } } }),
      ["spec.selector.track"],
    ],
    [
      "a policy for every pod that is one for some",
      object("NetworkPolicy", "networking.k8s.io/v1", { spec: { podSelector: {} } }),
      object("NetworkPolicy", "networking.k8s.io/v1", {
        spec: { podSelector: { matchLabels: { app: "web" } } },
      }),
      ["spec.podSelector"],
    ],
    [
      "an empty text that is gone",
      object("ConfigMap", "v1", { data: { a: "" } }),
      object("ConfigMap", "v1", {}),
      ["data"],
    ],
    [
      "a number and a text are two texts",
      object("ConfigMap", "v1", { data: { a: "1" } }),
      object("ConfigMap", "v1", { data: { a: "01" } }),
      ["data.a"],
    ],
    [
      "base64 over several lines",
      object("Secret", "v1", { data: { a: "YWJj\nZGVm" } }),
      object("Secret", "v1", { data: { a: "YWJjZGVm" } }),
      [],
    ],
    [
      "a key of a Secret that is gone",
      object("Secret", "v1", { stringData: { a: "x", b: "y" } }),
      object("Secret", "v1", { data: { a: "eA==" } }),
      ["data.b"],
    ],
    [
      "the type of a Secret",
      object("Secret", "v1", { type: "kubernetes.io/tls" }),
      object("Secret", "v1", { type: "Opaque" }),
      ["type"],
    ],
    [
      "a switch of a custom resource that is gone",
      object("Issuer", "cert-manager.io/v1", { spec: { selfSigned: {} } }),
      object("Issuer", "cert-manager.io/v1", { spec: { ca: { secretName: "x" } } }),
      ["spec.selfSigned"],
    ],
    [
      "zeros that an operator left out when it wrote back",
      object("Widget", "acme.example/v1", { spec: { a: false, b: "", c: [], d: 0, e: 1 } }),
      object("Widget", "acme.example/v1", { spec: { e: 1 } }),
      [],
    ],
    [
      "containers of a custom resource",
      object("Rollout", "argoproj.io/v1alpha1", {
        spec: { template: { spec: { containers: [{ name: "a", image: "nginx" }] } } },
      }),
      object("Rollout", "argoproj.io/v1alpha1", {
        spec: {
          template: {
            spec: { containers: [{ name: "proxy" }, { name: "a", image: "docker.io/library/nginx:latest" }] },
          },
        },
      }),
      [],
    ],
    [
      "restarted by hand, where the annotation was exported into Git",
      object("Deployment", "apps/v1", {
        spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "1" } } } },
      }),
      object("Deployment", "apps/v1", {
        spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2" } } } },
      }),
      [],
    ],
    [
      "an autoscaler of the older version",
      object("HorizontalPodAutoscaler", "autoscaling/v1", {
        spec: { maxReplicas: 5, targetCPUUtilizationPercentage: 70 },
      }),
      object("HorizontalPodAutoscaler", "autoscaling/v2", {
        spec: {
          maxReplicas: 5,
          metrics: [
            {
              type: "Resource",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
            },
          ],
        },
      }),
      [],
    ],
    [
      "a Job's labels that its controller wrote",
      object("Job", "batch/v1", { spec: { parallelism: 1 } }),
      object("Job", "batch/v1", {}),
      [],
    ],
  ];

  test.each(cases)("%s", (_title, declared, live, paths) => {
    expect(pathsOf(declared, live)).toEqual(paths);
  });
});
