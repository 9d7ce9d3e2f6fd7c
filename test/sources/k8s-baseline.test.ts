import { describe, expect, test } from "vitest";
import { legacyFingerprint } from "../../src/core/fingerprint.ts";
import type { ValueMap } from "../../src/core/value.ts";
import { openCluster } from "../../src/platform/kubernetes/cluster.ts";
import { k8sBaseline } from "../../src/sources/k8s-baseline.ts";
import type { Baseline } from "../../src/sources/kubernetes/baseline/document.ts";
import { baselineText } from "../../src/sources/kubernetes/baseline/document.ts";
import { isPassing, projecting } from "../../src/sources/kubernetes/baseline/project.ts";
import { makeFiles } from "../../src/system/files.ts";
import { temporaryFolder } from "../support/repo.ts";
import { requestFor } from "../support/request.ts";
import { type ServedKind, talkingCluster } from "../support/talking-cluster.ts";
import { frame } from "./terraform/frame.ts";

const projected = projecting();

const kinds: readonly ServedKind[] = [
  ["v1", "Pod", "pods", true],
  ["apps/v1", "Deployment", "deployments", true],
];

const deployment = (container: object = {}, pod: object = {}, name = "web") => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    ...{ name, namespace: "shop", uid: "1", generation: 4 },
    managedFields: [
      {
        ...{ manager: "kubectl-set", operation: "Update", time: "2026-01-02T03:04:05Z" },
        fieldsV1: {
          "f:spec": {
            "f:template": { "f:spec": { "f:containers": { 'k:{"name":"web"}': { "f:image": {} } } } },
          },
        },
      },
    ],
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [{ name: "web", image: "web:1", env: [{ name: "MODE", value: "a" }], ...container }],
        ...pod,
      },
    },
  },
});

const baselineOf = (objects: readonly ValueMap[], more: Partial<Baseline> = {}): string =>
  baselineText({
    ...{ capturedAt: "2026-01-01T00:00:00.000Z", tool: "steadystate 1", place: "prod", gaps: [], unseen: [] },
    cluster: { uid: "7d1a", server: "https://prod.example", context: "prod" },
    objects: objects.map(projected),
    ...more,
  });

/** What the source makes of these objects, against a baseline of those. */
const look = async (then: string, now: readonly Parameters<typeof talkingCluster>[0][number][]) => {
  const folder = temporaryFolder({ ".steadystate/baseline-prod-00000000.json": then });
  const run = talkingCluster(now, {
    kinds,
    other: (argv) =>
      argv.some((word) => word.endsWith("/kube-system"))
        ? JSON.stringify({ kind: "Namespace", metadata: { name: "kube-system", uid: "7d1a" } })
        : undefined,
  });
  const files = makeFiles();
  const opened = await openCluster(
    { context: "prod", kubeconfig: undefined },
    { run, withTemporaryFolder: files.withTemporaryFolder, cwd: folder.root },
    { request: 5000, whole: 60_000 },
  );
  if (!opened.ok) throw new Error(opened.why);
  const request = requestFor(folder.root, "nothing", { cluster: opened.value });
  const none = () => Promise.reject(new Error("not in this test"));
  const hands = { run, files, http: none, env: { get: () => undefined } };
  return k8sBaseline.parse(await k8sBaseline.read(request, hands), frame());
};

describe("what runs against what was captured", () => {
  test("an image by path, with who set it; the reference's own hash beside ours", async () => {
    const { departures, coverage, warnings } = await look(baselineOf([deployment()]), [
      deployment({ image: "web:2" }),
    ]);
    expect(coverage).toMatchObject({ status: "complete", looked: 1 });
    expect(warnings).toEqual([
      "compared with the baseline of 2026-01-01T00:00:00.000Z, 1 workload(s), captured by steadystate 1",
    ]);
    expect(departures).toMatchObject([
      {
        direction: "changed-in-reality",
        reason: "set by kubectl-set at 2026-01-02T03:04:05Z",
        legacy: legacyFingerprint("kubernetes", "prod/apps/Deployment/shop/web", "modified"),
        diff: [{ path: "spec.template.spec.containers[name=web].image", before: "web:2", after: "web:1" }],
      },
    ]);
  });

  test.each<[string, object, object, string]>([
    [
      "a container more",
      {},
      { initContainers: [{ name: "dig", image: "x:1" }] },
      "spec.template.spec.initContainers",
    ],
    [
      "a power",
      { securityContext: { privileged: true } },
      {},
      "spec.template.spec.containers[name=web].securityContext",
    ],
    ["the network of the node", {}, { hostNetwork: true }, "spec.template.spec.hostNetwork"],
    [
      "a variable more",
      { env: [{ name: "MODE" }, { name: "MORE" }] },
      {},
      "spec.template.spec.containers[name=web].env[name=MORE]",
    ],
    ["an argument", { args: ["--fast"] }, {}, "spec.template.spec.containers[name=web].args"],
    [
      "a folder of the node",
      {},
      { volumes: [{ name: "v", hostPath: { path: "/" } }] },
      "spec.template.spec.volumes",
    ],
    ["an account", {}, { serviceAccountName: "root" }, "spec.template.spec.serviceAccountName"],
  ])("%s counts, added or taken away", async (_, container, pod, path) => {
    const [less, more] = [deployment(), deployment(container, pod)];
    for (const [then, now] of [
      [less, more],
      [more, less],
    ] as const) {
      const { departures } = await look(baselineOf([then]), [now]);
      expect(departures).toMatchObject([{ direction: "changed-in-reality", diff: [{ path }] }]);
    }
  });

  test("a count, a value of a variable, bookkeeping and the server's own words are none", async () => {
    const now = deployment({ env: [{ name: "MODE", value: "b" }], imagePullPolicy: "Always" });
    const scaled = { ...now, spec: { ...now.spec, replicas: 9 }, status: { replicas: 9 } };
    expect((await look(baselineOf([deployment()]), [scaled])).departures).toEqual([]);
  });

  test("what is gone is vanished, what came is unmanaged; hooks and pods that end come and go", async () => {
    const hook = deployment({}, {}, "hook");
    const passing = [
      { ...hook, metadata: { ...hook.metadata, annotations: { "helm.sh/hook": "post-install" } } },
      {
        ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "once", namespace: "shop" } },
        spec: { restartPolicy: "Never", containers: [{ name: "a", image: "b" }] },
      },
    ];
    expect(passing.map(isPassing)).toEqual([true, true]);
    const seen = await look(baselineOf([deployment()]), [deployment({}, {}, "api"), ...passing]);
    expect(seen.departures).toMatchObject([
      { identity: { name: "api" }, direction: "unmanaged", action: "none" },
      { identity: { name: "web" }, direction: "vanished", action: "create" },
    ]);
    expect(seen.informational).toEqual({ "passing workloads": 2 });
  });

  test("of a kind that was not seen when it was captured nothing is new", async () => {
    const then = baselineOf([deployment()], {
      gaps: [{ what: "Pod", why: "may not list pods" }],
      unseen: [{ group: "", kind: "Pod", namespace: undefined }],
    });
    const pod = {
      ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "shop" } },
      spec: { containers: [{ name: "a", image: "b" }] },
    };
    const { departures, coverage } = await look(then, [deployment(), pod]);
    expect(departures).toEqual([]);
    expect(coverage).toMatchObject({
      status: "partial",
      gaps: [{ what: "Pod", why: "the baseline lacks it, for when it was captured: may not list pods" }],
    });
  });
});

describe("what a baseline keeps", () => {
  const secret = "Kanari7value-Qp31";
  const encoded = Buffer.from(secret).toString("base64");
  const kept = (container: object): string => JSON.stringify(projected(deployment(container)));

  test.each<[string, object]>([
    ["a value of a variable", { env: [{ name: "ANY", value: secret }] }],
    ["the same in Base64", { env: [{ name: "ANY", value: encoded }] }],
    ["the option of a secret", { args: [`--password=${secret}`] }],
    ["the word behind it", { args: ["--db-password", secret] }],
    ["a password in an address", { command: ["run", `postgres://u:${secret}@db/x`] }],
    ["a variable in a script", { command: ["sh", "-c", `export API_TOKEN=${secret}; run`] }],
    ["what a variable told", { env: [{ name: "DB_PASSWORD", value: secret }], args: ["-x", `y${secret}`] }],
    ["and its Base64", { env: [{ name: "DB_PASSWORD", value: secret }], args: ["-x", encoded] }],
    ["a header", { args: [`Authorization: Bearer ${secret}`] }],
    ["a probe and a hook", { lifecycle: { postStart: { exec: { command: [secret] } } } }],
  ])("never %s", (_, container) => {
    const text = kept(container);
    expect(text.includes(secret), text).toBe(false);
    expect(text.includes(encoded.slice(0, -2)), text).toBe(false);
  });

  test("neither labels, annotations, status nor what was applied", () => {
    const object = deployment();
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": secret, note: secret };
    const told = { ...object, metadata: { ...object.metadata, annotations }, status: { note: secret } };
    expect(JSON.stringify(projected(told)).includes(secret)).toBe(false);
  });

  test("a name that is also a careless password stays what it is", () => {
    const object = deployment({
      name: "postgres",
      image: "postgres:16",
      env: [{ name: "PASSWORD", value: "postgres" }],
    });
    expect(JSON.stringify(projected(object))).toContain('"image":"postgres:16"');
  });

  test("the same object gives the same text, and its reduced form is left as it is", () => {
    const object = deployment({
      args: ["--token=abcdef123", "-v"],
      resources: { limits: { memory: "1Gi", cpu: 1 } },
    });
    const once = projected(object);
    expect(JSON.stringify(projected(object))).toBe(JSON.stringify(once));
    expect(projected(once)).toEqual(once);
    expect(JSON.stringify(once)).toContain('"args":["--token=‹secret›","-v"]');
  });
});
