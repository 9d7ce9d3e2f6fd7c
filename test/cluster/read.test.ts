import { describe, expect } from "vitest";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import type { Thing } from "../support/cluster/json.ts";
import { configMap, deployment, pod } from "../support/cluster/make.ts";
import { needs } from "../support/needs.ts";

const test = needs("kubectl");

const definition: Thing = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { plural: "widgets", kind: "Widget", shortNames: ["wd"] },
    versions: [
      {
        ...{ name: "v1", served: true, storage: true },
        additionalPrinterColumns: [{ name: "Size", type: "string", jsonPath: ".spec.size" }],
      },
    ],
  },
};

const widget: Thing = {
  apiVersion: "example.com/v1",
  kind: "Widget",
  metadata: { name: "one", namespace: "prod" },
  spec: { size: "large" },
};

const world = [
  pod({ name: "web-1" }),
  pod({ name: "web-2", labels: { app: "web", tier: "front" } }),
  pod(
    { name: "job-1", namespace: "batch", labels: { app: "job" } },
    { status: { phase: "Failed", reason: "Evicted" } },
  ),
  deployment(),
  configMap({}, { a: "1", b: "2" }),
  definition,
  widget,
];

const namesIn = (stdout: string): readonly string[] =>
  JSON.parse(stdout).items.map((item: { metadata: { name: string } }) => item.metadata.name);

describe("get", () => {
  test("prints many kinds as JSON, whole", async () => {
    const { kubectl, cluster } = await clusterHere({ objects: world });
    const { stdout, exit } = await kubectl(
      "get",
      "deployments,pods,configmaps,widgets.example.com",
      "-o",
      "json",
    );
    expect(exit).toBe(0);
    expect(namesIn(stdout)).toEqual(["web", "web-1", "web-2", "settings", "one"]);
    const [first] = JSON.parse(stdout).items;
    expect(first).toEqual(cluster.objects.get("Deployment", "prod", "web"));
  });

  test("prints YAML", async () => {
    const { kubectl } = await clusterHere({ objects: world });
    const { stdout } = await kubectl("get", "cm", "settings", "-o", "yaml");
    expect(stdout).toContain('data:\n  a: "1"\n  b: "2"\nkind: ConfigMap\n');
  });

  test("prints the server's own columns, more of them when wide", async () => {
    const { kubectl } = await clusterHere({ objects: world });
    const plain = (await kubectl("get", "pods")).stdout.split("\n").map((line) => line.split(/\s{2,}/));
    expect(plain[0]).toEqual(["NAME", "READY", "STATUS", "RESTARTS", "AGE"]);
    expect(plain[1]?.slice(0, 4)).toEqual(["web-1", "1/1", "Running", "2"]);
    const wide = (await kubectl("get", "pods", "-o", "wide")).stdout;
    expect(wide).toMatch(/^NAME +READY +STATUS +RESTARTS +IP +NODE +AGE\n.*10\.0\.0\.7 +node-1/);
    expect((await kubectl("get", "wd")).stdout).toMatch(/^NAME +SIZE +AGE\none +large/);
  });

  test("asks for the pages of a long list and shows all of them", async () => {
    const many = Array.from({ length: 7 }, (_, index) => pod({ name: `p-${index}` }));
    const { kubectl, cluster } = await clusterHere({ objects: many });
    const { stdout } = await kubectl("get", "pods", "-A", "--chunk-size=3", "-o", "json");
    expect(namesIn(stdout)).toHaveLength(7);
    const pages = cluster.requests.filter(({ resource }) => resource === "pods");
    expect(pages.map(({ query }) => [query["limit"], query["continue"] !== undefined])).toEqual([
      ["3", false],
      ["3", true],
      ["3", true],
    ]);
  });

  test("selects by label and by field", async () => {
    const { kubectl } = await clusterHere({ objects: world });
    const chosen = async (...args: readonly string[]) =>
      namesIn((await kubectl("get", "pods", "-A", "-o", "json", ...args)).stdout);
    expect(await chosen("-l", "app=web,tier!=front")).toEqual(["web-1"]);
    expect(await chosen("-l", "app in (web, job),!tier")).toEqual(["job-1", "web-1"]);
    expect(await chosen("-l", "app notin (web)")).toEqual(["job-1"]);
    expect(await chosen("-l", "tier")).toEqual(["web-2"]);
    expect(await chosen("--field-selector", "status.phase!=Running")).toEqual(["job-1"]);
    expect(await chosen("--field-selector", "metadata.name=web-2,metadata.namespace=prod")).toEqual([
      "web-2",
    ]);
  });

  test("says what is not there", async () => {
    const { kubectl } = await clusterHere({ objects: world });
    const missing = await kubectl("get", "deploy", "ghost");
    expect(missing.stderr).toBe('Error from server (NotFound): deployments.apps "ghost" not found\n');
    expect(missing.exit).toBe(1);
    expect((await kubectl("get", "gizmos")).stderr).toContain(
      'the server doesn\'t have a resource type "gizmos"',
    );
  });

  test("watches until what it waits for happens", async () => {
    const { kubectl, cluster } = await clusterHere({ objects: world });
    const waiting = kubectl("wait", "pod/web-1", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=15s");
    await cluster.until(({ verb, resource }) => verb === "watch" && resource === "pods");
    cluster.objects.put({ ...cluster.objects.get("Pod", "prod", "web-1"), status: { phase: "Succeeded" } });
    expect((await waiting).stdout).toBe("pod/web-1 condition met\n");
  });
});

test("a definition makes its kind served, in both forms of discovery", async () => {
  const { kubectl, cluster } = await clusterHere({ objects: world });
  const { stdout } = await kubectl("api-resources", "--api-group=example.com", "--no-headers");
  expect(stdout).toMatch(/^widgets +wd +example.com\/v1 +true +Widget\n$/);
  const legacy: unknown = await (await fetch(`${cluster.url}/apis/example.com/v1`)).json();
  expect(legacy).toMatchObject({
    kind: "APIResourceList",
    resources: [{ name: "widgets", namespaced: true }],
  });
  const groups: unknown = await (await fetch(`${cluster.url}/apis`)).json();
  expect(groups).toMatchObject({ kind: "APIGroupList" });
});

test("top shows what the metrics API measures, and says when there is none", async () => {
  const usage = (cpu: string, memory: string) => ({ cpu, memory });
  const measured: Thing = {
    apiVersion: "metrics.k8s.io/v1beta1",
    kind: "PodMetrics",
    metadata: { name: "web-1", namespace: "prod" },
    timestamp: "2026-01-01T00:00:00Z",
    window: "30s",
    containers: [{ name: "web", usage: usage("250m", "64Mi") }],
  };
  const { kubectl } = await clusterHere({ objects: [...world, measured] });
  expect((await kubectl("top", "pods", "--no-headers")).stdout).toMatch(/^web-1 +250m +64Mi/);
  const bare = await clusterHere({ objects: world });
  expect((await bare.kubectl("top", "pods")).stderr).toContain("Metrics API not available");
});

test("events are read like anything else", async () => {
  const event: Thing = {
    ...{ apiVersion: "v1", kind: "Event", metadata: { name: "web-1.1", namespace: "prod" } },
    ...{ type: "Warning", reason: "BackOff", message: "Back-off restarting failed container" },
    involvedObject: { kind: "Pod", name: "web-1", namespace: "prod" },
    lastTimestamp: "2026-01-01T00:00:00Z",
  };
  const { kubectl } = await clusterHere({ objects: [...world, event] });
  const args = [
    "get",
    "events",
    "--field-selector",
    "involvedObject.name=web-1,type=Warning",
    "--no-headers",
  ];
  expect((await kubectl(...args)).stdout).toMatch(/Warning +BackOff +pod\/web-1 +Back-off restarting/);
});

test("several clusters live side by side, told apart by context", async () => {
  const left = await clusterHere({ objects: [configMap({ name: "left" })] });
  const right = await clusterHere({ objects: [configMap({ name: "right" })] });
  const both = await clusterHere({}, { context: "left", others: { right: right.cluster.url } });
  const names = async (client: typeof left.kubectl, ...args: readonly string[]) =>
    (await client("get", "cm", "-o", "name", ...args)).stdout;
  expect(await names(left.kubectl)).toBe("configmap/left\n");
  expect(await names(both.kubectl, "--context", "right")).toBe("configmap/right\n");
});
