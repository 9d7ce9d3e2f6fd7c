// Kubernetes snapshots ({declared, observed}) of any size: the same bytes for the same number, `size` objects on each side.

const labels = (name) => ({ app: name, "app.kubernetes.io/instance": `release-${name.length}` });
const metadata = (name, i) => ({ name, namespace: `team-${i % 40}`, labels: labels(name) });

/** One maker a kind: what is declared, and what a server and its people made of it. */
const makers = [
  (i) => {
    const name = `web-${i}`;
    const container = {
      name: "web",
      image: `registry.example/web:${i % 7}`,
      args: ["--port=8080", `--shard=${i}`],
      env: [
        { name: "MODE", value: "prod" },
        { name: "DB_PASSWORD", value: `password-of-${i}` },
      ],
      ports: [{ name: "http", containerPort: 8080 }],
      resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    };
    const workload = (more, replicas) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadata(name, i),
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: labels(name) }, spec: { containers: [{ ...container, ...more }] } },
      },
    });
    const defaults = { imagePullPolicy: "IfNotPresent", terminationMessagePath: "/dev/termination-log" };
    const edited = i % 20 === 0 ? { image: "registry.example/web:edited" } : {};
    return [workload({}, 2), workload({ ...defaults, ...edited }, i % 3 === 0 ? 5 : 2)];
  },
  (i) => {
    const spec = { selector: { app: `web-${i - 1}` }, ports: [{ port: 80, targetPort: "http" }] };
    const service = (more) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata(`web-${i - 1}`, i - 1),
      spec: { ...spec, ...more },
    });
    return [
      service({}),
      service({ clusterIP: `10.0.${i % 250}.1`, ports: [{ port: 80, targetPort: 8080, protocol: "TCP" }] }),
    ];
  },
  (i) => {
    const config = (level) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata(`settings-${i}`, i),
      data: { "app.yaml": `level: ${level}\nshard: ${i}\nurl: https://example.org/${i}\n` },
    });
    return [config("info"), config(i % 25 === 0 ? "debug" : "info")];
  },
  (i) => {
    const scaler = {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: metadata(`web-${i - 3}`, i - 3),
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: `web-${i - 3}` },
        minReplicas: 2,
        maxReplicas: 9,
      },
    };
    return [scaler, { ...scaler, status: { currentReplicas: 2 } }];
  },
  (i) => {
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: metadata(`data-db-${i}-0`, i),
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
    };
    const set = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadata(`db-${i}`, i),
      spec: {
        selector: { matchLabels: { app: `db-${i}` } },
        template: {
          metadata: { labels: labels(`db-${i}`) },
          spec: { containers: [{ name: "db", image: "registry.example/db:1" }] },
        },
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim.spec }],
      },
    };
    return [set, set, claim];
  },
];

/** `size` objects are declared; a claim that a set makes by itself lives beside every fifth. */
export const snapshotDocument = (size) => {
  const made = Array.from({ length: size }, (_, i) => makers[i % makers.length](i));
  return JSON.stringify({
    declared: made.map(([declared]) => declared),
    observed: made.flatMap(([, ...live]) => live),
  });
};
