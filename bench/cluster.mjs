import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const born = "2026-01-01T00:00:00Z";
const podsOfEach = 3;
const nodes = 40;

const meta = (kind, name, owner, labels) => ({
  name,
  namespace: `team-${Number(name.replace(/\D+.*$|^\D+/g, "") || 0) % 20}`,
  uid: `${kind}-${name}`,
  generation: 1,
  creationTimestamp: born,
  labels,
  ...(owner === undefined
    ? {}
    : {
        ownerReferences: [
          {
            apiVersion: "apps/v1",
            kind: owner.kind,
            name: owner.name,
            uid: `${owner.kind}-${owner.name}`,
            controller: true,
          },
        ],
      }),
});

const containers = (name) => [
  {
    ...{
      name: "app",
      image: `registry.example/${name}:1.4.2`,
      ports: [{ name: "http", containerPort: 8080 }],
    },
    env: [
      { name: "MODE", value: "live" },
      { name: "REGION", value: "eu" },
    ],
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  },
];

const condition = (type, status = "True") => ({ type, status, lastTransitionTime: born });

/** One workload in a hundred fails. */
const isFailing = (at) => at % 100 === 7;

const deployment = (at) => {
  const name = `app-${at}`;
  const ready = isFailing(at) ? 0 : podsOfEach;
  return {
    metadata: meta("Deployment", name, undefined, { app: name }),
    spec: {
      replicas: podsOfEach,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: containers(name) } },
    },
    status: {
      ...{ observedGeneration: 1, replicas: podsOfEach, updatedReplicas: podsOfEach },
      ...{ readyReplicas: ready, availableReplicas: ready },
      conditions: [condition("Available", ready > 0 ? "True" : "False"), condition("Progressing")],
    },
  };
};

const replicaSet = (at) => {
  const name = `app-${at}`;
  return {
    metadata: meta("ReplicaSet", `${name}-5d`, { kind: "Deployment", name }, { app: name }),
    spec: {
      replicas: podsOfEach,
      template: { metadata: { labels: { app: name } }, spec: { containers: containers(name) } },
    },
    status: { replicas: podsOfEach, readyReplicas: isFailing(at) ? 0 : podsOfEach },
  };
};

const pod = (at, nth) => {
  const name = `app-${at}`;
  const failing = isFailing(at);
  return {
    metadata: meta("Pod", `${name}-5d-${nth}`, { kind: "ReplicaSet", name: `${name}-5d` }, { app: name }),
    spec: { nodeName: `node-${(at + nth) % nodes}`, containers: containers(name) },
    status: {
      phase: "Running",
      conditions: [
        condition("PodScheduled"),
        condition("Initialized"),
        condition("Ready", failing ? "False" : "True"),
      ],
      containerStatuses: [
        {
          ...{
            name: "app",
            ready: !failing,
            restartCount: failing ? 9 : 0,
            image: `registry.example/${name}:1.4.2`,
          },
          state: failing
            ? { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s" } }
            : { running: { startedAt: born } },
        },
      ],
    },
  };
};

const node = (at) => ({
  metadata: { name: `node-${at}`, uid: `node-${at}`, creationTimestamp: born },
  spec: {},
  status: { conditions: [{ ...condition("Ready"), lastHeartbeatTime: new Date().toISOString() }] },
});

const service = (at) => ({
  metadata: meta("Service", `app-${at}`, undefined, { app: `app-${at}` }),
  spec: { type: "ClusterIP", selector: { app: `app-${at}` }, ports: [{ port: 80, targetPort: "http" }] },
  status: {},
});

const slice = (at) => ({
  metadata: meta("EndpointSlice", `app-${at}`, undefined, { "kubernetes.io/service-name": `app-${at}` }),
  addressType: "IPv4",
  endpoints: [{ addresses: ["10.0.0.1"], conditions: { ready: !isFailing(at) } }],
  ports: [{ name: "http", port: 8080 }],
});

const range = (size) => Array.from({ length: size }, (_, at) => at);

const lists = (size) => ({
  deployments: ["Deployment", range(size).map(deployment)],
  replicasets: ["ReplicaSet", range(size).map(replicaSet)],
  pods: ["Pod", range(size).flatMap((at) => range(podsOfEach).map((nth) => pod(at, nth)))],
  services: ["Service", range(size).map(service)],
  endpointslices: ["EndpointSlice", range(size).map(slice)],
  nodes: ["Node", range(nodes).map(node)],
});

const config = {
  contexts: [{ name: "x", context: { cluster: "x", namespace: "shop" } }],
  clusters: [{ name: "x", cluster: { server: "https://x.example" } }],
};

/** A kubectl that prints what stands in files: what is measured is our reading and judging, not a server. */
const standIn = (folder, names) =>
  [
    "#!/bin/sh",
    'case "$* " in',
    `  *"config view"*) echo '${JSON.stringify(config)}';;`,
    `  *"--raw /apis "*) echo '{"kind":"APIGroupList","groups":[]}';;`,
    ...names.map((name) => `  *"/${name}?"*) cat '${join(folder, `${name}.json`)}';;`),
    `  *"?limit="*) echo '{"kind":"NoneList","items":[]}';;`,
    `  *"--raw /api"*) echo '{"kind":"APIResourceList","resources":[]}';;`,
    "  *) exit 1;;",
    "esac",
    "",
  ].join("\n");

const calm = {
  declared: [
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one", namespace: "shop" }, data: { a: "1" } },
  ],
};

/** The health of clusters of so many workloads, three pods each, against parsing the same documents. */
export const clusterCases = (folder, cli, sizes) =>
  sizes.flatMap((size) => {
    const cwd = join(folder, `cluster-${size}`);
    mkdirSync(join(cwd, "bin"), { recursive: true });
    const documents = lists(size);
    for (const [name, [kind, items]] of Object.entries(documents))
      writeFileSync(join(cwd, `${name}.json`), JSON.stringify({ kind: `${kind}List`, items }));
    writeFileSync(join(cwd, "one.json"), JSON.stringify({ ...calm, observed: calm.declared }));
    writeFileSync(join(cwd, "bin/kubectl"), standIn(cwd, Object.keys(documents)));
    chmodSync(join(cwd, "bin/kubectl"), 0o755);
    const count = `${size} workloads, ${size * podsOfEach} pods`;
    const files = Object.keys(documents).map((name) => `${name}.json`);
    const read = `for (const f of ${JSON.stringify(files)}) JSON.parse(require("node:fs").readFileSync(f, "utf8"))`;
    const words = ["scan", "one.json", "--source", "k8s", "--probe", "kubectl", "--context", "x"];
    return [
      { name: `parse ${count}`, against: `parse ${count}`, reference: true, argv: ["-e", read], cwd },
      {
        name: `scan --probe kubectl --stateless --json ${count}`,
        against: `parse ${count}`,
        argv: [cli, ...words, "--no-checks", "--stateless", "--json"],
        cwd,
        statuses: [0, 1],
        env: { PATH: [join(cwd, "bin"), process.env.PATH ?? ""].join(delimiter) },
      },
    ];
  });
