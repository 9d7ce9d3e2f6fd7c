import { expect } from "vitest";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { dig, text } from "../support/cluster/json.ts";
import { needs } from "../support/needs.ts";

const test = needs("helm");

const chart = {
  "shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: '9'\n",
  "shop/values.yaml": "greeting: hello\n",
  "shop/templates/settings.yaml": [
    ...["apiVersion: v1", "kind: ConfigMap", "metadata:", "  name: {{ .Release.Name }}-settings"],
    ...["data:", "  greeting: {{ .Values.greeting | quote }}", ""],
  ].join("\n"),
};
const objects = [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } }];

test("a release is installed, upgraded, looked at, rolled back and uninstalled", async () => {
  const { helm, cluster } = await clusterHere({ objects }, { files: chart });
  const greeting = () => dig(cluster.objects.get("ConfigMap", "prod", "web-settings"), "data", "greeting");
  const secrets = () =>
    cluster.objects
      .all()
      .filter((object) => object["type"] === "helm.sh/release.v1")
      .map((object) => text(object, "metadata", "labels", "status"));

  expect((await helm("install", "web", "./shop")).stdout).toContain("STATUS: deployed\nREVISION: 1\n");
  expect([greeting(), secrets()]).toEqual(["hello", ["deployed"]]);
  expect((await helm("upgrade", "web", "./shop", "--set", "greeting=good day")).exit).toBe(0);
  expect([greeting(), secrets()]).toEqual(["good day", ["superseded", "deployed"]]);

  const listed: unknown = JSON.parse((await helm("list", "-A", "--max", "0", "-o", "json")).stdout);
  expect(listed).toMatchObject([
    {
      name: "web",
      namespace: "prod",
      revision: "2",
      status: "deployed",
      chart: "shop-1.2.3",
      app_version: "9",
    },
  ]);
  expect((await helm("status", "web", "-o", "json")).stdout).toContain('"status":"deployed"');
  expect((await helm("get", "manifest", "web")).stdout).toContain('greeting: "good day"');
  expect((await helm("get", "values", "web", "-o", "json")).stdout).toBe('{"greeting":"good day"}\n');

  expect((await helm("rollback", "web", "1")).stdout).toContain("Rollback was a success");
  expect([greeting(), secrets().length]).toEqual(["hello", 3]);
  expect((await helm("uninstall", "web")).stdout).toBe('release "web" uninstalled\n');
  expect([greeting(), secrets()]).toEqual([undefined, []]);
});

test("its objects carry helm's marks, and it owns what the chart declares", async () => {
  const { helm, cluster } = await clusterHere({ objects }, { files: chart });
  await helm("install", "web", "./shop");
  const stored = cluster.objects.get("ConfigMap", "prod", "web-settings");
  expect(text(stored, "metadata", "labels", "app.kubernetes.io/managed-by")).toBe("Helm");
  expect(text(stored, "metadata", "annotations", "meta.helm.sh/release-name")).toBe("web");
  expect(dig(stored, "metadata", "managedFields")).toMatchObject([{ manager: "helm", operation: "Apply" }]);
});

test("a dry run of an install leaves nothing behind", async () => {
  const { helm, cluster } = await clusterHere({ objects }, { files: chart });
  const { stdout } = await helm("install", "web", "./shop", "--dry-run=server");
  expect(stdout).toContain('greeting: "hello"');
  expect(cluster.objects.get("ConfigMap", "prod", "web-settings")).toBeUndefined();
  expect(cluster.requests.every(({ method }) => method === "GET")).toBe(true);
});

test("a forbidden list of releases is an error, not an empty list", async () => {
  const { helm } = await clusterHere(
    { objects, tokens: { nobody: { user: "nobody", rules: [] } } },
    { token: "nobody" },
  );
  const { exit, stdout, stderr } = await helm("list", "-o", "json");
  expect([exit, stdout]).toEqual([1, ""]);
  expect(stderr).toContain('secrets is forbidden: User "nobody" cannot list resource "secrets"');
});
