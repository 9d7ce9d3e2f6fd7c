import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import type { User } from "../support/cluster/access.ts";
import type { Clients } from "../support/cluster/clients.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { configMap, deployment } from "../support/cluster/make.ts";
import { needs } from "../support/needs.ts";
import { wallBeside } from "../support/wall-beside-cluster.ts";

const test = needs("kubectl");

const canary = "CANARY-8f3kd02ms";
const base64 = Buffer.from(canary).toString("base64");

const kustomization = {
  "app/web.yaml": JSON.stringify(deployment({ namespace: "" }, { replicas: 2 }), (key, value) =>
    key === "namespace" && value === "" ? undefined : value,
  ),
  "app/kustomization.yaml": [
    "resources: [web.yaml]",
    "namespace: prod",
    "labels: [{ pairs: { app.kubernetes.io/instance: shop } }]",
    "configMapGenerator: [{ name: settings, literals: [MODE=safe] }]",
    `secretGenerator: [{ name: login, literals: [password=${canary}] }]`,
  ].join("\n"),
};

/** The overlay as it was applied by the real kubectl. */
const applied = async (here: Clients): Promise<void> => {
  here.write({});
  const { folder } = await wallBeside(here, kustomization);
  const { exit, stderr } = await here.kubectl("apply", "-k", folder.at("app"));
  expect([exit, stderr]).toEqual([0, stderr]);
};

const scan = { source: "kustomize-live", path: "app", checks: false } as const;
const anything = { objects: [configMap({ name: "kube-root-ca.crt" })] };

const titles = (data: { alerts: { items: { title: string }[] }[]; signals: { title: string }[] }) =>
  [...data.alerts.flatMap(({ items }) => items), ...data.signals].map(({ title }) => title).sort();

describe("a Kustomize overlay against the cluster that runs it", () => {
  test("what was applied agrees; what was changed, deleted and added by hand is told, and nobody else's things are", async () => {
    const here = await clusterHere({ objects: [...anything.objects, deployment({ name: "another-team" })] });
    await applied(here);
    const { ask } = await wallBeside(here, kustomization);
    const first = await ask("scan", scan);
    expect([first.exit, titles(first.data)], first.text).toEqual([0, []]);
    expect(first.data.looks[0]).toMatchObject({
      status: "complete",
      looked: 3,
      scope: "cluster=test path=app",
    });

    await here.kubectl("set", "image", "deployment/web", "web=evil:1");
    await here.kubectl("delete", "configmap", "--selector=app.kubernetes.io/instance=shop");
    await here.kubectl("create", "configmap", "left-over");
    await here.kubectl("label", "configmap", "left-over", "app.kubernetes.io/instance=shop");
    const second = await ask("scan", scan);
    expect(titles(second.data)).toEqual([
      expect.stringMatching(/ConfigMap\/prod\/left-over/),
      expect.stringMatching(/ConfigMap\/prod\/settings-\w+ is gone/),
      expect.stringMatching(/Deployment\/prod\/web/),
    ]);
    expect(second.text).not.toContain("another-team");
    expect(second.text).toContain("kubectl-set");

    await here.kubectl("delete", "deployment", "web");
    const gone = await ask("scan", scan);
    expect(gone.data.alerts.flatMap(({ items }: { items: unknown[] }) => items)).toContainEqual(
      expect.objectContaining({ severity: "high", direction: "vanished" }),
    );

    await applied(here);
    await here.kubectl("delete", "configmap", "left-over");
    expect((await ask("scan", scan)).data.resolved).toHaveLength(3);
  });

  test("an autoscaler moves the count inside its band, and only there; one that may not be read leaves counts alone", async () => {
    const here = await clusterHere(anything);
    await applied(here);
    here.write({
      "hpa.json": {
        ...{ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
        metadata: { name: "web", namespace: "prod" },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
          ...{ minReplicas: 2, maxReplicas: 5 },
        },
      },
    });
    const scaler = await here.kubectl("apply", "-f", "hpa.json");
    expect([scaler.exit, scaler.stderr]).toEqual([0, ""]);
    await here.kubectl("scale", "deployment", "web", "--replicas=4");
    const { ask } = await wallBeside(here, kustomization);
    expect(titles((await ask("scan", scan)).data)).toEqual([]);
    await here.kubectl("scale", "deployment", "web", "--replicas=9");
    expect(titles((await ask("scan", scan)).data)).toHaveLength(1);
    here.cluster.faults.add({
      resource: "horizontalpodautoscalers",
      answer: { kind: "status", code: 403 },
    });
    const blind = await ask("scan", { ...scan, stateless: true });
    expect([blind.exit, titles(blind.data)]).toEqual([3, []]);
    expect(blind.data.looks[0].gaps).toMatchObject([{ what: "HorizontalPodAutoscaler in prod" }]);
  });

  test("a kind that may not be read is a gap, and resolves nothing", async () => {
    const here = await clusterHere({ ...anything, tokens }, { token: "admin" });
    await applied(here);
    await here.kubectl("delete", "configmap", "--selector=app.kubernetes.io/instance=shop");
    const { ask, folder } = await wallBeside(here, kustomization);
    expect(titles((await ask("scan", scan)).data)).toHaveLength(1);
    await applied(here);
    const narrow = here.cluster.kubeconfig(folder.at("narrow"), { namespace: "prod", token: "narrow" });
    const partial = await ask("scan", { ...scan, context: "test", kubeconfig: narrow });
    expect(partial.exit).toBe(3);
    expect(partial.data).toMatchObject({ resolved: [], stale: 1, complete: false });
    expect(partial.data.looks[0].gaps).toEqual([
      { what: "ConfigMap in prod", why: "may not list configmaps in namespace prod" },
      { what: "Secret in prod", why: "may not list secrets in namespace prod" },
    ]);
    expect((await ask("findings", {})).data.findings).toMatchObject([{ presence: "stale" }]);
    here.cluster.faults.add({ path: "/apis*", answer: { kind: "status", code: 503 } });
    const dark = await ask("scan", scan);
    expect([dark.exit, dark.text]).toMatchObject([
      3,
      expect.stringMatching(/the context test .*could not be looked at/),
    ]);
    here.cluster.faults.clear();
    expect((await ask("scan", scan)).data.resolved).toHaveLength(1);
  });

  test("a list of many pages is read to its end", async () => {
    const many = Array.from({ length: 1200 }, (_, nth) => configMap({ name: `c${nth}` }));
    const here = await clusterHere({ objects: [...anything.objects, ...many] });
    await applied(here);
    await here.kubectl("delete", "configmap", "c7");
    const { ask } = await wallBeside(here, kustomization);
    expect(titles((await ask("scan", scan)).data)).toEqual([]);
    expect(here.cluster.requests.filter(({ query }) => query["continue"] !== undefined)).not.toEqual([]);
  });

  test("no secret comes out, whether it stands in a Secret, a variable or what was applied last", async () => {
    const here = await clusterHere(anything);
    await applied(here);
    await here.kubectl("set", "env", "deployment/web", `DB_PASSWORD=${canary}`);
    await here.kubectl("set", "env", "deployment/web", `PLAIN=${canary}`);
    await here.kubectl("scale", "deployment", "web", "--replicas=7");
    await here.kubectl("delete", "secret", "--selector=app.kubernetes.io/instance=shop");
    const { ask, folder, heard } = await wallBeside(here, kustomization);
    const told = await ask("scan", { ...scan, verbose: true });
    expect(titles(told.data)).toHaveLength(2);
    const store = readFileSync(folder.at(".steadystate/state.db"), "latin1");
    for (const text of [told.text, JSON.stringify(told.data), heard.join("\n"), store]) {
      expect(text).not.toContain(canary);
      expect(text).not.toContain(base64);
    }
  });

  test("an overlay that cannot be rendered, and one that renders to nothing", async () => {
    const here = await clusterHere(anything);
    const { ask } = await wallBeside(here, {
      "app/kustomization.yaml": "resources: [gone.yaml]",
      "none/x": "",
    });
    expect(await ask("scan", scan)).toMatchObject({ exit: 3, text: expect.stringContaining("gone.yaml") });
    expect(await ask("scan", { ...scan, path: "none" })).toMatchObject({
      exit: 3,
      text: expect.stringContaining("kustomization"),
    });
  });

  test("a kind that the cluster does not know has no objects; one in another version only is not compared", async () => {
    const here = await clusterHere(anything);
    const crd = { apiVersion: "shop.example/v1", kind: "Till", metadata: { name: "one", namespace: "prod" } };
    const old = {
      apiVersion: "policy/v1beta1",
      kind: "PodDisruptionBudget",
      metadata: { name: "web", namespace: "prod" },
    };
    const { ask } = await wallBeside(here, {
      "app/all.json": JSON.stringify(crd),
      "app/old.json": JSON.stringify(old),
      "app/kustomization.yaml": "resources: [all.json, old.json]",
    });
    const { data, exit } = await ask("scan", scan);
    expect(exit).toBe(3);
    expect(titles(data)).toEqual([expect.stringMatching(/Till\/prod\/one is gone/)]);
    expect(data.looks[0].gaps).toEqual([
      { what: "PodDisruptionBudget (policy/v1beta1)", why: expect.stringContaining("other versions only") },
    ]);
  });
});

const rules = (...resources: readonly string[]): User["rules"] => [
  { verbs: ["*"], apiGroups: ["*"], resources },
];
const tokens: Readonly<Record<string, User>> = {
  admin: { user: "admin", rules: rules("*") },
  narrow: { user: "narrow", rules: rules("deployments", "horizontalpodautoscalers") },
};
