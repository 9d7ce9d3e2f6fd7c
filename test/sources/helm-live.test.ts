import { describe, expect } from "vitest";
import { helmLive } from "../../src/sources/helm-live.ts";
import { namespaceProd, shopChart } from "../support/chart.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { liveLook } from "../support/live-look.ts";
import { needs } from "../support/needs.ts";

const test = needs("helm", "kubectl");

const here = (more: Readonly<Record<string, string>> = {}) =>
  clusterHere({ objects: [namespaceProd] }, { files: shopChart(more) });
type Here = Awaited<ReturnType<typeof here>>;

const look = (clients: Here, settings = {}) =>
  liveLook(helmLive, clients, { path: `${clients.root}/shop`, settings });
const named = (release: string, values: readonly string[] = []) => ({ helm: { release, values } });
const saidBy = async (work: Promise<unknown>) => JSON.stringify(await work.then(() => "", shown));
const shown = ({ code, message, hint }: { code: string; message: string; hint: string }) => ({
  ...{ code, message, hint },
});

describe("a chart against the cluster that runs it", () => {
  test("what was installed agrees; an edit is told by its path, what nobody declares of the release too", async () => {
    const clients = await here();
    await clients.helm("install", "shop", "./shop");
    const clean = await look(clients);
    expect(clean.departures).toEqual([]);
    expect(clean.coverage).toMatchObject({ status: "complete", looked: 2, gaps: [] });

    await clients.kubectl("set", "image", "deployment/shop-web", "web=nginx:9.9");
    const label = "app.kubernetes.io/instance=shop";
    await clients.kubectl("create", "configmap", "left-over");
    await clients.kubectl("label", "configmap", "left-over", label);
    const { departures } = await look(clients);
    expect(departures).toMatchObject([
      { direction: "unmanaged", identity: { kind: "ConfigMap", name: "left-over" } },
      {
        direction: "changed-in-reality",
        identity: { kind: "Deployment", namespace: "prod", name: "shop-web" },
        diff: [{ path: "spec.template.spec.containers[name=web].image", before: "nginx:9.9" }],
      },
    ]);
  });

  test("release, namespace and values are the ones that are given", async () => {
    const clients = await here({ "eu.yaml": "greeting: bonjour\nimage: nginx:2\n" });
    await clients.kubectl("create", "namespace", "eu");
    await clients.helm("install", "web", "./shop", "-n", "eu", "-f", "eu.yaml");
    const settings = { ...named("web", [`${clients.root}/eu.yaml`]), namespace: "eu" };
    expect(await look(clients, settings)).toMatchObject({ departures: [], coverage: { looked: 2 } });
    const without = await look(clients, { ...named("web"), namespace: "eu" });
    expect(without.departures).toHaveLength(2);
    const elsewhere = await look(clients, named("web"));
    expect(elsewhere.departures.map((one) => one.type === "drift" && one.direction)).toEqual([
      ...["vanished", "vanished"],
    ]);
  });

  test("what a chart makes up anew at each rendering is not compared, and is counted", async () => {
    const made = {
      "shop/templates/login.yaml": `apiVersion: v1
kind: Secret
metadata: {name: login, labels: {app.kubernetes.io/instance: {{ .Release.Name }}}}
stringData: {password: {{ randAlphaNum 20 | quote }}, user: ann}
---
apiVersion: v1
kind: Secret
metadata:
  name: login-{{ randAlphaNum 6 | lower }}
  labels: {app.kubernetes.io/instance: {{ .Release.Name }}}
  annotations: {note: {{ uuidv4 }}}
stringData: {user: ann}
`,
    };
    const clients = await here(made);
    await clients.helm("install", "shop", "./shop");
    const clean = await look(clients);
    expect(clean.departures).toEqual([]);
    expect(clean.informational).toMatchObject({ "generated places": 1, "generated names": 1 });
    // What is written out beside it still is.
    await clients.kubectl("patch", "secret", "login", "-p", '{"stringData":{"user":"eve"}}');
    const { departures } = await look(clients);
    expect(departures).toMatchObject([
      { identity: { kind: "Secret", name: "login" }, diff: [{ path: "data.user" }] },
    ]);
  });

  test("it is rendered for the version and the kinds of that cluster", async () => {
    const clients = await here({
      "shop/templates/version.yaml": `apiVersion: v1
kind: ConfigMap
metadata: {name: version}
data:
  server: {{ .Capabilities.KubeVersion.Version }}
  middleware: {{ .Capabilities.APIVersions.Has "traefik.io/v1alpha1/Middleware" | quote }}
`,
    });
    clients.cluster.objects.put(definition);
    await clients.helm("install", "shop", "./shop");
    expect((await look(clients)).departures).toEqual([]);
    await clients.kubectl("delete", "crd", "middlewares.traefik.io");
    const { departures } = await look(clients);
    expect(departures).toMatchObject([{ diff: [{ path: "data.middleware", after: "false" }] }]);
  });

  test("a lookup is warned of; definitions are declared too", async () => {
    const clients = await here({
      "shop/templates/ask.yaml":
        '{{- if lookup "v1" "Secret" "prod" "x" }}\napiVersion: v1\nkind: Pod\nmetadata: {name: never}\n{{- end }}\n',
      "shop/crds/middleware.yaml": JSON.stringify(definition),
    });
    await clients.helm("install", "shop", "./shop");
    const seen = await look(clients);
    expect(seen).toMatchObject({ departures: [], coverage: { looked: 3 } });
    expect(seen.warnings.join()).toContain("lookup");
  });

  test("the tool's own refusals: charts not fetched, templates that fail, a name that is none", async () => {
    const clients = await here({
      "needy/Chart.yaml":
        "apiVersion: v2\nname: needy\nversion: 1.0.0\ndependencies: [{name: redis, version: 1.x, repository: 'https://charts.example.com'}]\n",
      "quoting/Chart.yaml": "apiVersion: v2\nname: quoting\nversion: 1.0.0\n",
      "quoting/values.yaml": "password: Kanari8values-Rr12\n",
      "quoting/templates/x.yaml": '{{ fail (printf "bad: %s" .Values.password) }}\n',
    });
    const at = (folder: string, settings = {}) =>
      saidBy(liveLook(helmLive, clients, { path: `${clients.root}/${folder}`, settings }));
    const needy = await at("needy");
    expect(needy).toContain('"code":"not-initialised"');
    expect(needy).toContain("redis");
    expect(needy).toContain(`helm dependency build ${clients.root}/needy`);
    const quoting = await at("quoting");
    expect(quoting).toContain('"code":"source-failed"');
    expect(quoting).toContain("bad: ‹secret");
    expect(quoting).not.toContain("Kanari8");
    expect(await at("shop", named("--post-renderer"))).toContain("no name of a release");
    expect(await at(".")).toContain("holds no chart");
  });

  test("a kind that may not be read is a gap, and nothing of it counts as gone", async () => {
    const rules = [
      { verbs: ["*"], apiGroups: ["", "autoscaling"], resources: ["configmaps", "horizontalpodautoscalers"] },
    ];
    const clients = await clusterHere(
      { objects: [namespaceProd], tokens: { half: { user: "half", rules } } },
      { token: "half", files: shopChart() },
    );
    const { coverage, departures } = await look(clients);
    expect(coverage.status).toBe("partial");
    expect(JSON.stringify(coverage.gaps)).toContain("may not list deployments.apps in namespace prod");
    expect(departures).toMatchObject([{ identity: { kind: "ConfigMap" }, direction: "vanished" }]);
  });
});

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "middlewares.traefik.io" },
  spec: {
    group: "traefik.io",
    scope: "Namespaced",
    names: { kind: "Middleware", plural: "middlewares", singular: "middleware", listKind: "MiddlewareList" },
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};
