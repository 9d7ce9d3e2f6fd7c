import { describe, expect } from "vitest";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { dig, text, things } from "../support/cluster/json.ts";
import { configMap, deployment, pod } from "../support/cluster/make.ts";
import { needs } from "../support/needs.ts";

const test = needs("kubectl");

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } };
const image = (tag: string) => ({
  template: {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "web", image: `nginx:${tag}`, ports: [{ containerPort: 80 }] }] },
  },
});
const files = { "web.json": deployment(), "web-2.json": deployment({}, { replicas: 2, ...image("1.26") }) };
const empty = () => clusterHere({ objects: [namespace] }, { files });

const owners = (object: Parameters<typeof dig>[0]) =>
  things(object, "metadata", "managedFields").map(
    (entry) => `${text(entry, "manager")} ${text(entry, "operation")}`,
  );

describe("apply", () => {
  test("creates with the published defaults, then patches by strategic merge", async () => {
    const { kubectl, cluster } = await empty();
    expect((await kubectl("apply", "-f", "web.json")).stdout).toBe("deployment.apps/web created\n");
    const first = cluster.objects.get("Deployment", "prod", "web");
    expect(dig(first, "spec")).toMatchObject({
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      template: {
        spec: {
          ...{ restartPolicy: "Always", dnsPolicy: "ClusterFirst", terminationGracePeriodSeconds: 30 },
          containers: [
            {
              imagePullPolicy: "IfNotPresent",
              ports: [{ containerPort: 80, protocol: "TCP" }],
              resources: {},
            },
          ],
        },
      },
    });
    const second = await kubectl("apply", "-f", "web-2.json");
    expect([second.stdout, second.stderr]).toEqual(["deployment.apps/web configured\n", ""]);
    const stored = cluster.objects.get("Deployment", "prod", "web");
    expect(dig(stored, "spec", "replicas")).toBe(2);
    expect(dig(stored, "metadata", "generation")).toBe(2);
    expect(things(stored, "spec", "template", "spec", "containers")).toMatchObject([{ image: "nginx:1.26" }]);
    expect(owners(stored)).toEqual(["kubectl-client-side-apply Update"]);
    expect((await kubectl("apply", "-f", "web-2.json")).stdout).toBe("deployment.apps/web unchanged\n");
  });

  test("on the server owns only what is declared, and refuses what another owns", async () => {
    const { kubectl, cluster } = await empty();
    await kubectl("apply", "--server-side", "-f", "web-2.json");
    const [entry] = things(cluster.objects.get("Deployment", "prod", "web"), "metadata", "managedFields");
    expect(dig(entry, "fieldsV1", "f:spec", "f:replicas")).toEqual({});
    expect(dig(entry, "fieldsV1", "f:spec", "f:strategy")).toBeUndefined();
    expect(owners({ metadata: { managedFields: [entry ?? {}] } })).toEqual(["kubectl Apply"]);
    await kubectl("scale", "deploy/web", "--replicas=5");
    const refused = await kubectl("apply", "--server-side", "-f", "web-2.json");
    expect(refused.exit).toBe(1);
    expect(refused.stderr).toContain(
      '1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
    expect(dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas")).toBe(5);
    await kubectl("apply", "--server-side", "--force-conflicts", "-f", "web-2.json");
    expect(dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas")).toBe(2);
  });

  test("on the server takes back what is declared no longer", async () => {
    const { kubectl, cluster, write } = await empty();
    write({ "cm.json": configMap({}, { a: "1", b: "2" }) });
    await kubectl("apply", "--server-side", "-f", "cm.json");
    write({ "cm.json": configMap({}, { a: "1" }) });
    await kubectl("apply", "--server-side", "-f", "cm.json");
    expect(dig(cluster.objects.get("ConfigMap", "prod", "settings"), "data")).toEqual({ a: "1" });
  });

  test("a dry run on the server answers with the result and stores nothing", async () => {
    const { kubectl, cluster } = await empty();
    const { stdout } = await kubectl("apply", "-f", "web.json", "--dry-run=server", "-o", "json");
    expect(JSON.parse(stdout)).toMatchObject({ spec: { replicas: 1, progressDeadlineSeconds: 600 } });
    expect(cluster.objects.get("Deployment", "prod", "web")).toBeUndefined();
    expect(cluster.requests.filter(({ dryRun }) => dryRun).map(({ verb }) => verb)).toEqual(["create"]);
  });

  test("into a namespace that is not there is refused", async () => {
    const { kubectl } = await clusterHere({}, { files });
    expect((await kubectl("apply", "-f", "web.json")).stderr).toContain('namespaces "prod" not found');
  });
});

test("diff shows what an apply would change, with status 1", async () => {
  const { kubectl, cluster } = await empty();
  await kubectl("apply", "-f", "web.json");
  const { stdout, exit } = await kubectl("diff", "-f", "web-2.json");
  expect(exit).toBe(1);
  expect(stdout).toMatch(/^-\s+- image: nginx:1\.25$/m);
  expect(stdout).toMatch(/^\+\s+- image: nginx:1\.26$/m);
  expect(dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas")).toBe(1);
  expect((await kubectl("diff", "-f", "web.json")).exit).toBe(0);
});

describe("patch", () => {
  test("of all three types", async () => {
    const { kubectl, cluster } = await empty();
    await kubectl("apply", "-f", "web.json");
    const patch = async (type: string, body: unknown) =>
      (await kubectl("patch", "deploy", "web", "--type", type, "-p", JSON.stringify(body))).stdout;
    const added = { spec: { template: { spec: { containers: [{ name: "side", image: "busybox:1" }] } } } };
    expect(await patch("strategic", added)).toBe("deployment.apps/web patched\n");
    const containers = () =>
      things(cluster.objects.get("Deployment", "prod", "web"), "spec", "template", "spec", "containers").map(
        (one) => text(one, "name"),
      );
    expect(containers().toSorted()).toEqual(["side", "web"]);
    expect(await patch("merge", added)).toBe("deployment.apps/web patched\n");
    expect(containers()).toEqual(["side"]);
    await patch("json", [{ op: "replace", path: "/spec/replicas", value: 4 }]);
    expect(dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas")).toBe(4);
    const failed = await kubectl(
      "patch",
      "deploy",
      "web",
      "--type",
      "json",
      "-p",
      '[{"op":"test","path":"/spec/replicas","value":9}]',
    );
    expect(failed.stderr).toContain("testing value failed");
  });

  test("of what may not change is refused", async () => {
    const { kubectl } = await empty();
    await kubectl("apply", "-f", "web.json");
    const body = '{"spec":{"selector":{"matchLabels":{"app":"other"}}}}';
    const { stderr } = await kubectl("patch", "deploy", "web", "--type", "merge", "-p", body);
    expect(stderr).toContain(
      'The Deployment "web" is invalid: spec.selector: Invalid value: field is immutable',
    );
  });
});

test("scale goes through the subresource", async () => {
  const { kubectl, cluster } = await empty();
  await kubectl("apply", "-f", "web.json");
  expect((await kubectl("scale", "deploy/web", "--replicas=3")).stdout).toBe("deployment.apps/web scaled\n");
  expect(dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas")).toBe(3);
  const wrong = await kubectl("scale", "deploy/web", "--current-replicas=7", "--replicas=1");
  expect(wrong.stderr).toContain("Expected replicas to be 7, was 3");
});

describe("rollout", () => {
  test("restart is an annotation of the template", async () => {
    const { kubectl, cluster } = await empty();
    await kubectl("apply", "-f", "web.json");
    expect((await kubectl("rollout", "restart", "deploy/web")).stdout).toBe(
      "deployment.apps/web restarted\n",
    );
    const stored = cluster.objects.get("Deployment", "prod", "web");
    const annotations = dig(stored, "spec", "template", "metadata", "annotations");
    expect(Object.keys(annotations ?? {})).toEqual(["kubectl.kubernetes.io/restartedAt"]);
    expect(owners(stored)).toContain("kubectl-rollout Update");
  });

  test("status waits for what the object says", async () => {
    const { kubectl, cluster } = await empty();
    await kubectl("apply", "-f", "web.json");
    const waiting = kubectl("rollout", "status", "deploy/web", "--timeout=15s");
    await cluster.until(({ verb, resource }) => verb === "watch" && resource === "deployments");
    const ready = {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
    };
    cluster.objects.put({ ...cluster.objects.get("Deployment", "prod", "web"), status: ready });
    expect((await waiting).stdout).toContain('deployment "web" successfully rolled out\n');
  });

  test("undo goes back to the template of the revision before", async () => {
    const { kubectl, cluster } = await empty();
    await kubectl("apply", "-f", "web-2.json");
    const live = cluster.objects.get("Deployment", "prod", "web");
    const revision = (number: string, tag: string) => ({
      apiVersion: "apps/v1",
      kind: "ReplicaSet",
      metadata: {
        ...{ name: `web-${number}`, namespace: "prod", labels: { app: "web" } },
        annotations: { "deployment.kubernetes.io/revision": number },
        ownerReferences: [
          {
            apiVersion: "apps/v1",
            kind: "Deployment",
            name: "web",
            uid: text(live, "metadata", "uid"),
            controller: true,
          },
        ],
      },
      spec: { replicas: 1, selector: { matchLabels: { app: "web" } }, ...image(tag) },
    });
    cluster.objects.put(revision("1", "1.25"));
    cluster.objects.put(revision("2", "1.26"));
    expect((await kubectl("rollout", "undo", "deploy/web")).stdout).toBe("deployment.apps/web rolled back\n");
    const stored = cluster.objects.get("Deployment", "prod", "web");
    expect(things(stored, "spec", "template", "spec", "containers")).toMatchObject([{ image: "nginx:1.25" }]);
  });
});

describe("delete", () => {
  const owner = { ...pod({ name: "owner" }), metadata: { name: "owner", namespace: "prod", uid: "u-1" } };
  const child = {
    ...configMap({ name: "child" }),
    metadata: {
      ...{ name: "child", namespace: "prod" },
      ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "owner", uid: "u-1" }],
    },
  };

  test("takes dependents along, or orphans them", async () => {
    const { kubectl, cluster } = await clusterHere({ objects: [owner, child] });
    expect((await kubectl("delete", "pod", "owner", "--cascade=orphan")).stdout).toBe(
      'pod "owner" deleted\n',
    );
    expect(dig(cluster.objects.get("ConfigMap", "prod", "child"), "metadata", "ownerReferences")).toEqual([]);
    const other = await clusterHere({ objects: [owner, child] });
    await other.kubectl("delete", "pod", "owner");
    expect(other.cluster.objects.get("ConfigMap", "prod", "child")).toBeUndefined();
  });

  test("leaves a pod terminating where no kubelet answers, unless forced", async () => {
    const { kubectl, cluster } = await clusterHere({ objects: [owner], kubelet: false });
    await kubectl("delete", "pod", "owner", "--wait=false", "--grace-period=9");
    const left = cluster.objects.get("Pod", "prod", "owner");
    expect(dig(left, "metadata", "deletionGracePeriodSeconds")).toBe(9);
    expect((await kubectl("get", "pods")).stdout).toContain("Terminating");
    await kubectl("delete", "pod", "owner", "--force", "--grace-period=0");
    expect(cluster.objects.get("Pod", "prod", "owner")).toBeUndefined();
  });

  test("as a dry run on the server deletes nothing", async () => {
    const { kubectl, cluster } = await clusterHere({ objects: [owner] });
    expect((await kubectl("delete", "pod", "owner", "--dry-run=server")).stdout).toBe(
      'pod "owner" deleted (server dry run)\n',
    );
    expect(cluster.objects.get("Pod", "prod", "owner")).toBeDefined();
  });
});

test("kustomize renders without any cluster", async () => {
  const { kubectl, cluster } = await clusterHere(
    {},
    {
      files: {
        "k/kustomization.yaml": "namePrefix: a-\nresources: [cm.json]\n",
        "k/cm.json": configMap({}, { a: "1" }),
      },
    },
  );
  expect((await kubectl("kustomize", "k")).stdout).toContain("name: a-settings\n");
  expect(cluster.requests).toEqual([]);
});
