import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { helm } from "../../../src/sources/helm/index.ts";
import { namespaceProd, shopChart } from "../../support/chart.ts";
import { clusterHere } from "../../support/cluster/cluster-here.ts";
import { type Thing, text } from "../../support/cluster/json.ts";
import { liveLook } from "../../support/live-look.ts";
import { needs } from "../../support/needs.ts";

const test = needs("helm", "kubectl");

const here = (options = {}, more = {}) =>
  clusterHere({ objects: [namespaceProd], ...options }, { files: shopChart(), ...more });
type Here = Awaited<ReturnType<typeof here>>;
const look = (clients: Here) => liveLook(helm, clients);

const secretOf = ({ cluster }: Here, name: string): Thing => {
  const found = cluster.objects.all().find((object) => text(object, "metadata", "name") === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

/** The record of a release under other words, as helm itself packs it. */
const repacked = (secret: Thing, change: (record: Record<string, unknown>) => void): Thing => {
  const packed = Buffer.from(text(secret, "data", "release"), "base64").toString();
  const record: unknown = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
  if (typeof record !== "object" || record === null) throw new Error("no record");
  const mine: Record<string, unknown> = { ...record };
  change(mine);
  const whole = gzipSync(JSON.stringify(mine)).toString("base64");
  const info = mine["info"];
  const status = typeof info === "object" && info !== null && "status" in info ? String(info.status) : "";
  const [name, version] = [String(mine["name"]), String(mine["version"])];
  return {
    ...secret,
    metadata: {
      name: `sh.helm.release.v1.${name}.v${version}`,
      namespace: text(secret, "metadata", "namespace"),
      labels: { owner: "helm", name, version, status },
    },
    data: { release: Buffer.from(whole).toString("base64") },
  };
};

const asked = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});

const inState = (clients: Here, status: string, since: Date) => {
  const secret = secretOf(clients, "sh.helm.release.v1.web.v1");
  clients.cluster.objects.put(
    repacked(secret, (record) => {
      record["info"] = { ...asked(record["info"]), status, last_deployed: since.toISOString() };
    }),
  );
};

describe("the releases of a cluster", () => {
  test("what was installed agrees; an edit is told by its path, with the release", async () => {
    const clients = await here();
    await clients.helm("install", "web", "./shop");
    const clean = await look(clients);
    expect(clean.departures).toEqual([]);
    expect(clean.coverage).toMatchObject({
      status: "complete",
      basis: "declared-vs-real",
      looked: 3,
      gaps: [],
    });
    await clients.kubectl("set", "image", "deployment/web-web", "web=nginx:9.9");
    await clients.kubectl("delete", "configmap", "web-settings");
    expect((await look(clients)).departures).toMatchObject([
      {
        direction: "vanished",
        identity: { kind: "ConfigMap", namespace: "prod", name: "web-settings" },
        reason: "of the release prod/web",
      },
      {
        direction: "changed-in-reality",
        identity: { kind: "Deployment", namespace: "prod", name: "web-web" },
        reason: expect.stringMatching(/^of the release prod\/web, set by kubectl/),
        diff: [{ path: "spec.template.spec.containers[name=web].image", before: "nginx:9.9" }],
      },
    ]);
  });

  test("several releases, namespaces and things outside of any; an upgrade moves the declaration", async () => {
    const clients = await here(
      {},
      {
        files: shopChart({
          "shop/templates/role.yaml":
            'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: "{{ .Release.Namespace }}-{{ .Release.Name }}"}\nrules: [{apiGroups: [""], resources: [pods], verbs: [get]}]\n',
        }),
      },
    );
    await clients.kubectl("create", "namespace", "eu");
    await clients.helm("install", "web", "./shop");
    await clients.helm("install", "web", "./shop", "-n", "eu");
    await clients.helm("upgrade", "web", "./shop", "-n", "eu", "--set", "greeting=bonjour");
    expect(await look(clients)).toMatchObject({
      departures: [],
      coverage: { status: "complete", looked: 8 },
    });
    await clients.kubectl(
      "patch",
      "clusterrole",
      "eu-web",
      "--type=json",
      "-p",
      '[{"op":"replace","path":"/rules/0/verbs","value":["*"]}]',
    );
    expect((await look(clients)).departures).toMatchObject([
      {
        identity: { kind: "ClusterRole", namespace: "", name: "eu-web" },
        reason: expect.stringContaining("eu/web"),
      },
    ]);
  });

  test("one that failed is a symptom, and what it wanted is compared all the same", async () => {
    const clients = await here();
    await clients.helm("install", "web", "./shop");
    inState(clients, "failed", new Date());
    await clients.kubectl("set", "image", "deployment/web-web", "web=nginx:9.9");
    expect((await look(clients)).departures).toMatchObject([
      { type: "symptom", category: "ReleaseFailed", severity: "high" },
      { type: "drift", identity: { kind: "Deployment" } },
    ]);
  });

  test("what an upgrade that failed did not bring is not applied yet; what a hand changed is", async () => {
    const clients = await here();
    await clients.helm("install", "web", "./shop");
    const deployed = secretOf(clients, "sh.helm.release.v1.web.v1");
    await clients.helm("upgrade", "web", "./shop", "--set", "greeting=bonjour");
    const failed = secretOf(clients, "sh.helm.release.v1.web.v2");
    // The cluster as it was: helm wrote the revision down and broke off before the first object.
    await clients.helm("rollback", "web", "1");
    await clients.kubectl("delete", "secret", "sh.helm.release.v1.web.v3");
    clients.cluster.objects.put(deployed);
    clients.cluster.objects.put(
      repacked(failed, (record) => {
        record["info"] = { ...asked(record["info"]), status: "failed" };
      }),
    );
    await clients.kubectl("set", "image", "deployment/web-web", "web=nginx:9.9");
    expect((await look(clients)).departures).toMatchObject([
      { type: "symptom", category: "ReleaseFailed" },
      { direction: "not-yet-applied", identity: { name: "web-settings" }, diff: [{ before: "hello" }] },
      { direction: "changed-in-reality", identity: { name: "web-web" } },
    ]);
  });

  test("one under way is a gap, so that nothing of it counts as gone; after a while it is stuck", async () => {
    const clients = await here();
    await clients.helm("install", "web", "./shop");
    await clients.kubectl("set", "image", "deployment/web-web", "web=nginx:9.9");
    inState(clients, "pending-upgrade", new Date());
    const young = await look(clients);
    expect(young.departures).toEqual([]);
    expect(young.coverage).toMatchObject({ status: "failed", gaps: [{ what: "release prod/web" }] });
    inState(clients, "pending-upgrade", new Date(Date.now() - 20 * 60_000));
    const old = await look(clients);
    expect(old.coverage.status).toBe("complete");
    expect(old.departures).toMatchObject([
      { type: "symptom", category: "ReleasePending" },
      { type: "drift", identity: { kind: "Deployment" } },
    ]);
  });

  test("one that cannot be read is a gap, and the others are judged", async () => {
    const clients = await here();
    await clients.helm("install", "web", "./shop");
    await clients.helm("install", "api", "./shop");
    const secret = secretOf(clients, "sh.helm.release.v1.web.v1");
    clients.cluster.objects.put(
      repacked(secret, (record) => {
        record["manifest"] = "---\nkind: [\n";
      }),
    );
    await clients.kubectl("delete", "configmap", "api-settings", "web-settings");
    const { coverage, departures } = await look(clients);
    expect(coverage).toMatchObject({ status: "partial", gaps: [{ what: "release prod/web" }] });
    expect(departures).toMatchObject([{ identity: { name: "api-settings" }, direction: "vanished" }]);
  });

  test("more releases than helm lists by itself are all seen", async () => {
    const clients = await here();
    await clients.helm("install", "web", "./shop");
    const secret = secretOf(clients, "sh.helm.release.v1.web.v1");
    for (let nth = 0; nth < 300; nth += 1)
      clients.cluster.objects.put(
        repacked(secret, (record) => {
          record["name"] = `more-${nth}`;
          record["info"] = { ...asked(record["info"]), status: "uninstalled" };
        }),
      );
    const { coverage, informational } = await look(clients);
    expect([coverage.looked, informational["releases that are gone"]]).toEqual([303, 300]);
  }, 120_000);

  test("what may be seen of one namespace only says so; what may not be seen at all is an error", async () => {
    const rule = { verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["prod"] };
    const tokens = {
      admin: { user: "admin", rules: [{ ...rule, namespaces: undefined }] },
      half: { user: "half", rules: [rule] },
      none: { user: "none", rules: [] },
    };
    const admin = await here({ tokens }, { token: "admin" });
    await admin.helm("install", "web", "./shop");
    const as = (token: string): Here => ({
      ...admin,
      environment: {
        ...admin.environment,
        KUBECONFIG: admin.cluster.kubeconfig(`${admin.root}/${token}`, { token, namespace: "prod" }),
      },
    });
    const half = await look(as("half"));
    expect(half.departures).toEqual([]);
    expect(half.coverage).toMatchObject({ status: "partial", looked: 3, gaps: [{ what: "releases" }] });
    await expect(look(as("none"))).rejects.toMatchObject({
      code: "source-failed",
      details: { class: "forbidden" },
    });
  });

  test("a cluster without any release was not compared with anything, which is no green", async () => {
    const { coverage } = await look(await here());
    expect(coverage).toMatchObject({ status: "failed", gaps: [{ what: "releases" }] });
  });

  test("variables that would aim helm elsewhere change nothing", async () => {
    const elsewhere = await here();
    const clients = await here();
    await clients.helm("install", "web", "./shop");
    const environment = {
      ...clients.environment,
      HELM_KUBEAPISERVER: elsewhere.cluster.url,
      HELM_KUBETOKEN: "x",
      HELM_NAMESPACE: "nowhere",
      HELM_KUBECONTEXT: "nowhere",
    };
    const seen = await look({ ...clients, environment });
    expect(seen).toMatchObject({ departures: [], coverage: { status: "complete", looked: 3 } });
    expect(elsewhere.cluster.requests).toEqual([]);
  });
});
