import { describe, expect } from "vitest";
import type { Departure } from "../../src/core/departure.ts";
import { helmLive } from "../../src/sources/helm-live.ts";
import { namespaceProd, shopChart } from "../support/chart.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { text } from "../support/cluster/json.ts";
import { liveLook } from "../support/live-look.ts";
import { needs } from "../support/needs.ts";

const test = needs("helm", "kubectl");

const installed = async (options = {}, more = {}) => {
  const clients = await clusterHere(
    { objects: [namespaceProd], ...options },
    {
      files: shopChart({ "next.yaml": "image: nginx:1.26\n" }),
      ...more,
    },
  );
  await clients.helm("install", "shop", "./shop");
  return clients;
};
type Here = Awaited<ReturnType<typeof installed>>;

const look = (clients: Here, ...values: readonly string[]) =>
  liveLook(helmLive, clients, {
    path: `${clients.root}/shop`,
    settings: { helm: { release: undefined, values: values.map((file) => `${clients.root}/${file}`) } },
  });
const told = (departures: readonly Departure[]): readonly string[] =>
  departures.map((one) =>
    one.type === "drift" ? `${one.identity.name}: ${one.direction} ${one.action}` : one.type,
  );

describe("which side moved, by what the release keeps", () => {
  test("values that were not applied yet, an edit by hand, and both", async () => {
    const clients = await installed();
    expect(told((await look(clients, "next.yaml")).departures)).toEqual(["shop-web: not-yet-applied update"]);
    await clients.helm("upgrade", "shop", "./shop", "-f", "next.yaml");
    expect((await look(clients, "next.yaml")).departures).toEqual([]);

    await clients.kubectl("set", "image", "deployment/shop-web", "web=nginx:9.9");
    const [edited] = (await look(clients, "next.yaml")).departures;
    expect(edited).toMatchObject({
      direction: "changed-in-reality",
      reason: expect.stringMatching(/set by kubectl-set at /),
      since: expect.any(Number),
    });
    expect(Math.abs((edited?.since ?? 0) - Date.now())).toBeLessThan(600_000);
  });

  test("a hand at one place while the chart moved on at another; a hand where the chart moved on", async () => {
    const clients = await installed();
    const value = [{ name: "DB_PASSWORD", value: "x" }];
    const patch = { spec: { template: { spec: { containers: [{ name: "web", env: value }] } } } };
    await clients.kubectl("patch", "deployment", "shop-web", "-p", JSON.stringify(patch));
    const [both] = (await look(clients, "next.yaml")).departures;
    expect(both).toMatchObject({ direction: "both", action: "update" });
    expect(both?.type === "drift" && both.reason).toMatch(
      /changed in reality: env\[name=DB_PASSWORD\]\.value \(kubectl-patch at .*\); not applied yet: containers\[name=web\]\.image \(helm at /,
    );
    await clients.kubectl("set", "image", "deployment/shop-web", "web=nginx:9.9");
    const [same] = (await look(clients, "next.yaml")).departures;
    expect(same?.type === "drift" && same.reason).toMatch(
      /changed on both sides: containers.* \(kubectl-set at /,
    );
  });

  test("what was never installed is to be created; what was deleted by hand is gone", async () => {
    const clients = await installed();
    clients.write({
      "shop/templates/more.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n",
    });
    await clients.kubectl("delete", "configmap", "shop-settings");
    expect(told((await look(clients)).departures)).toEqual([
      ...["more: not-yet-applied create", "shop-settings: vanished create"],
    ]);
  });

  test("what the chart no longer declares, helm takes away with the next upgrade", async () => {
    const clients = await installed();
    clients.write({ "shop/templates/settings.yaml": "" });
    expect(told((await look(clients)).departures)).toEqual(["shop-settings: not-yet-applied delete"]);
    await clients.helm("upgrade", "shop", "./shop");
    expect((await look(clients)).departures).toEqual([]);
    expect(clients.cluster.objects.all().map((one) => text(one, "metadata", "name"))).not.toContain(
      "shop-settings",
    );
  });

  test("a definition beside the templates that was deleted is gone: no release keeps it", async () => {
    const clients = await clusterHere(
      { objects: [namespaceProd] },
      { files: shopChart({ "shop/crds/shelf.yaml": shelf }) },
    );
    await clients.helm("install", "shop", "./shop");
    await clients.kubectl("delete", "crd", "shelves.acme.example");
    expect(told((await look(clients)).departures)).toEqual(["shelves.acme.example: vanished create"]);
  });

  test("a release that nobody knows excuses nothing", async () => {
    const clients = await installed();
    await clients.helm("uninstall", "shop");
    expect(told((await look(clients)).departures)).toEqual([
      ...["shop-settings: vanished create", "shop-web: vanished create"],
    ]);
  });

  test("who may not read what helm keeps is told so, and who set a place still counts", async () => {
    const rule = { verbs: ["*"], apiGroups: ["*"] };
    const tokens = {
      admin: { user: "admin", rules: [{ ...rule, resources: ["*"] }] },
      half: {
        user: "half",
        rules: [{ ...rule, resources: ["deployments", "configmaps", "horizontalpodautoscalers"] }],
      },
    };
    const admin = await installed({ tokens }, { token: "admin" });
    const KUBECONFIG = admin.cluster.kubeconfig(`${admin.root}/half`, { token: "half", namespace: "prod" });
    const seen = await look({ ...admin, environment: { ...admin.environment, KUBECONFIG } }, "next.yaml");
    expect(told(seen.departures)).toEqual(["shop-web: not-yet-applied update"]);
    expect(seen.warnings.join()).toContain("what helm keeps of the release prod/shop could not be read");
    expect(seen.coverage.status).toBe("complete");
  });
});

const shelf = JSON.stringify({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "shelves.acme.example" },
  spec: {
    group: "acme.example",
    scope: "Namespaced",
    names: { kind: "Shelf", plural: "shelves", singular: "shelf", listKind: "ShelfList" },
    versions: [
      {
        ...{ name: "v1", served: true, storage: true },
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
});
