import { describe, expect, test } from "vitest";
import type { Symptom } from "../../../src/core/departure.ts";
import { scopeOf } from "../../../src/core/scope.ts";
import { probes } from "../../../src/probes/index.ts";
import {
  ago,
  at,
  condition,
  container,
  deployment,
  ended,
  node,
  object,
  pod,
  replicaSet,
  running,
  type Thing,
  waiting,
} from "./states/parts.ts";

const scope = scopeOf({
  source: "kubectl",
  ...{ environment: undefined, target: "prod", workspace: undefined, folder: undefined },
  ...{ realPath: "https://prod.example", shownPath: "the cluster prod" },
});

const symptomOf = (objects: readonly Thing[]): Symptom => {
  const document = {
    ...{ context: "prod", objects: JSON.parse(JSON.stringify(objects)) },
    ...{ unread: [], gaps: [], events: [], notes: [], dark: false },
  };
  const platform = { namespaces: [], workloads: [], applications: [] };
  const [found, ...more] = probes.kubectl.diagnose({ document, readAt: at }, { scope, platform }).departures;
  if (found?.type !== "symptom" || more.length > 0)
    throw new Error(`not one symptom: ${JSON.stringify(found)}`);
  return found;
};

const since = (objects: readonly Thing[]): string | undefined => {
  const began = symptomOf(objects).since;
  return began === undefined ? undefined : new Date(began).toISOString().replace(".000", "");
};
const crash = (count: number, lastEnd: string, lasted = "30s") =>
  waiting("CrashLoopBackOff", "", { restartCount: count, lastState: ended("Error", 1, lastEnd, lasted) });
const lone = (ready: string, ...containers: readonly Thing[]): readonly Thing[] => [
  pod("tool", { ready: ["False", ready], containers }),
];

describe("since when it fails", () => {
  test("is its only end, where it has ended once", () => {
    expect(since(lone("2h", container("app", crash(0, "4m"))))).toBe(ago("4m"));
  });

  test("is when the pod was last ready, where it was not ready during its last run", () => {
    expect(since(lone("2h", container("app", crash(9, "4m"))))).toBe(ago("2h"));
  });

  test("is not told where it was ready between two ends: the last of many is not the first", () => {
    expect(since(lone("4m", container("app", crash(9, "4m"))))).toBeUndefined();
  });

  test("is not told where another container may be why the pod is not ready", () => {
    const other = container("side", { ready: false, state: running("3d") });
    expect(since(lone("2d", container("app", crash(9, "4m")), other))).toBeUndefined();
  });

  test("is the start of a pod that never got its image", () => {
    expect(since(lone("9m", container("app", waiting("ErrImagePull"))))).toBe(ago("9m"));
  });

  test("is the first of its pods, and nothing where one of them does not tell", () => {
    const web = (...ends: readonly Thing[]) => [
      deployment("web", { replicas: 2, available: 0 }, {}),
      replicaSet("web-a", "web", { ready: 0 }),
      ...ends.map((one, nth) =>
        pod(`web-a-${nth}`, { of: ["ReplicaSet", "web-a"], ready: ["False", "4m"], containers: [one] }),
      ),
    ];
    const [first, second, many] = [crash(0, "30m"), crash(0, "20m"), crash(9, "4m")].map((one) =>
      container("app", one),
    );
    if (first === undefined || second === undefined || many === undefined) throw new Error("three ends");
    expect(since(web(second, first))).toBe(ago("30m"));
    expect(since(web(second, many))).toBeUndefined();
  });

  test("is the turn of a condition, and for a rollout that was given up its last step before", () => {
    expect(since([node("node-1", { conditions: [condition("DiskPressure", "True", "10m")] })])).toBe(
      ago("10m"),
    );
    const progressing = condition("Progressing", "False", "20m", "ProgressDeadlineExceeded");
    const stuck = deployment("web", {}, { status: { conditions: [progressing] } });
    expect(since([stuck])).toBe(ago("30m"));
  });

  test("of a CronJob is told only where the last run that went well is still there", () => {
    const run = (name: string, type: string, ends: string) =>
      object(
        "batch/v1",
        "Job",
        name,
        {
          spec: {},
          status: {
            [type === "Failed" ? "failed" : "succeeded"]: 1,
            conditions: [condition(type, "True", ends)],
          },
        },
        {
          creationTimestamp: ago(ends),
          ownerReferences: [
            {
              apiVersion: "batch/v1",
              kind: "CronJob",
              name: "nightly",
              uid: "CronJob-nightly",
              controller: true,
            },
          ],
        },
      );
    const cron = object("batch/v1", "CronJob", "nightly", {
      spec: { schedule: "0 * * * *" },
      status: { lastScheduleTime: ago("30m") },
    });
    const [third, second] = [run("n-3", "Failed", "30m"), run("n-2", "Failed", "90m")];
    expect(since([cron, third, second, run("n-1", "Complete", "150m")])).toBe(ago("90m"));
    expect(since([cron, third, second])).toBeUndefined();
  });
});

const template = (image: string, more: Thing = {}): Thing => ({
  metadata: { labels: { app: "web" }, annotations: { "acme.example/seed": image } },
  spec: {
    serviceAccountName: "shop",
    imagePullSecrets: [{ name: "registry" }],
    initContainers: [{ name: "wait", envFrom: [{ configMapRef: { name: "waiting" } }] }],
    containers: [
      {
        ...{ name: "app", image, envFrom: [{ secretRef: { name: "keys" } }] },
        env: [
          { name: "MODE", valueFrom: { configMapKeyRef: { name: "modes", key: "m" } } },
          { name: "TOKEN", valueFrom: { secretKeyRef: { name: "tokens", key: "t" } } },
        ],
        ...more,
      },
    ],
    volumes: [
      { name: "a", configMap: { name: "files" } },
      { name: "b", secret: { secretName: "certificate" } },
      { name: "c", persistentVolumeClaim: { claimName: "data" } },
      { name: "d", projected: { sources: [{ configMap: { name: "part" } }, { secret: { name: "bit" } }] } },
    ],
  },
});

const rollout = (young: Thing, old: Thing, { youngAge = "12m", oldAge = "30d" } = {}): readonly Thing[] => [
  deployment("web", { replicas: 2, available: 2, updated: 1 }, { spec: { template: young } }),
  ...[
    { name: "web-old", age: oldAge, revision: 1, template: old },
    { name: "web-new", age: youngAge, revision: 2, template: young },
  ].map(({ name, age, revision, template: own }) => ({
    ...replicaSet(name, "web", { replicas: 2, ready: 2, revision, created: age }),
    spec: { replicas: 2, template: own },
  })),
  ...["1", "2"].map((nth) => pod(`web-old-${nth}`, { of: ["ReplicaSet", "web-old"] })),
  pod("web-new-1", {
    ...{ of: ["ReplicaSet", "web-new"], age: "12m", phase: "Pending", ready: ["False", "12m"] },
    containers: [container("app", waiting("ImagePullBackOff", "no such image"))],
    spec: { nodeName: "node-7" },
  }),
  pod("web-new-2", { of: ["ReplicaSet", "web-new"] }),
];

describe("what speaks for a cause", () => {
  const found = symptomOf(
    rollout(template("shop/app:2", { resources: { limits: { memory: "64Mi" } } }), template("shop/app:1")),
  );

  test("is everything that its template names, and the nodes of what fails", () => {
    const uses = found.bearings?.uses.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
    expect(uses?.sort()).toEqual([
      ...["ConfigMap shop/files", "ConfigMap shop/modes", "ConfigMap shop/part", "ConfigMap shop/waiting"],
      ...["Node /node-7", "PersistentVolumeClaim shop/data", "Secret shop/bit", "Secret shop/certificate"],
      ...["Secret shop/keys", "Secret shop/registry", "Secret shop/tokens", "ServiceAccount shop/shop"],
    ]);
    for (const { scope: own } of found.bearings?.uses ?? []) expect(own).toBe(scope.identity);
  });

  test("is its newest template: when it came, and what differs in field paths", () => {
    expect(found.bearings?.rollout).toEqual({
      since: Date.parse(ago("12m")),
      changed: [
        'spec.template.metadata.annotations["acme.example/seed"]',
        "spec.template.spec.containers[name=app].image",
        "spec.template.spec.containers[name=app].resources",
      ],
    });
  });

  test("is how many fail under each template", () => {
    expect(found.bearings?.siblings).toEqual({
      young: { failing: 1, all: 2 },
      old: { failing: 0, all: 2 },
    });
  });

  test("tells no time of a rollout that went back to an older template", () => {
    const back = symptomOf(
      rollout(template("shop/app:2"), template("shop/app:1"), { youngAge: "30d", oldAge: "1h" }),
    );
    expect(back.bearings?.rollout).toBeUndefined();
    expect(back.bearings?.siblings).toBeDefined();
  });

  test("of a set comes from its controller revisions, where they were read", () => {
    const of = {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      name: "agent",
      uid: "DaemonSet-agent",
      controller: true,
    };
    const kept = (name: string, revision: number, created: string, image: string) =>
      object(
        "apps/v1",
        "ControllerRevision",
        name,
        { revision, data: { spec: { template: { $patch: "replace", ...template(image) } } } },
        { creationTimestamp: ago(created), ownerReferences: [of] },
      );
    const agent = object("apps/v1", "DaemonSet", "agent", {
      spec: { template: template("agent:2") },
      status: { desiredNumberScheduled: 2, currentNumberScheduled: 2, numberReady: 1, observedGeneration: 1 },
    });
    const one = (name: string, hash: string, containers: readonly Thing[]) =>
      pod(name, {
        ...{ of: ["DaemonSet", "agent"], ready: ["False", "9m"], age: "9m", containers },
        labels: { "controller-revision-hash": hash },
      });
    const set = [
      agent,
      one("agent-a", "new", [container("app", waiting("ErrImagePull"))]),
      pod("agent-b", { of: ["DaemonSet", "agent"], labels: { "controller-revision-hash": "old" } }),
    ];
    const told = symptomOf([
      ...set,
      kept("agent-old", 1, "20d", "agent:1"),
      kept("agent-new", 2, "9m", "agent:2"),
    ]).bearings;
    expect(told).toMatchObject({
      rollout: { since: Date.parse(ago("9m")) },
      siblings: { young: { failing: 1, all: 1 }, old: { failing: 0, all: 1 } },
    });
    expect(told?.rollout?.changed).toContain("spec.template.spec.containers[name=app].image");
    expect(symptomOf(set).bearings).toMatchObject({ rollout: undefined, siblings: undefined });
  });

  test("is nothing for what runs no pods", () => {
    const claimed = object("v1", "PersistentVolumeClaim", "data", { spec: {}, status: { phase: "Lost" } });
    expect(symptomOf([claimed]).bearings).toBeUndefined();
  });
});
