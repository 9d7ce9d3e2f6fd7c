import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { helm as executor } from "../../src/executors/helm.ts";
import { readEnv } from "../../src/system/env.ts";
import { namespaceProd, shopChart } from "../support/chart.ts";
import { dig, text } from "../support/cluster/json.ts";
import { executing } from "../support/executing.ts";
import { needs } from "../support/needs.ts";
import { reachOf } from "../support/reach.ts";
import { follow } from "./workloads.ts";

const test = needs("kubectl", "helm");

const named = { namespace: "prod", release: "web" };
const wordy = (greeting: string) => [
  "--set",
  `greeting=${greeting}`,
  "--set",
  `password=${greeting}-password-77`,
];

/** Nobody makes a workload of the test cluster ready while helm waits for it. */
const secret = `apiVersion: v1
kind: Secret
metadata: {name: "{{ .Release.Name }}-door"}
stringData: {password: {{ .Values.password | quote }}}
`;

const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: "{{ .Release.Name }}-data"}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
`;
const hook = `apiVersion: v1
kind: ConfigMap
metadata:
  name: "{{ .Release.Name }}-around"
  annotations: {helm.sh/hook: "pre-upgrade, post-rollback"}
data: {step: one}
`;

/** A release that was installed and upgraded once, by the real helm. */
const released = async (more: Readonly<Record<string, string>> = {}) => {
  const chart = shopChart({ "shop/templates/web.yaml": secret, ...more });
  const here = await executing({
    ...{ objects: [namespaceProd], executor, config: { files: chart }, controller: follow },
  });
  await ran(here.helm("install", "web", "./shop", ...wordy("hello")));
  await ran(here.helm("upgrade", "web", "./shop", ...wordy("bye")));
  const greeting = () =>
    dig(here.cluster.objects.get("ConfigMap", "prod", "web-settings"), "data", "greeting");
  const stands = () =>
    here.cluster.objects
      .all()
      .filter((object) => object["type"] === "helm.sh/release.v1")
      .map((object) => text(object, "metadata", "labels", "status"));
  return { ...here, greeting, stands };
};

const ran = async (run: Promise<{ readonly exit: number; readonly stderr: string }>) => {
  const { exit, stderr } = await run;
  expect([exit, stderr]).toEqual([0, ""]);
};

describe("a rollback by the real helm", () => {
  test("brings back the revision before, keeps every one, and tells what changes by name alone", async () => {
    const { perform, greeting, stands, ran: runs, kubeconfig } = await released();
    expect(greeting()).toBe("bye");
    const { foresight, result, settled } = await perform("helm-rollback", named);
    expect(result).toMatchObject({ exit: 0, stdout: "Rollback was a success! Happy Helming!\n" });
    expect(settled).toEqual({ state: "arrived", why: "helm deployed it as revision 3" });
    expect([greeting(), stands()]).toEqual(["hello", ["superseded", "superseded", "deployed"]]);
    expect(foresight.told).toEqual([
      "revision 1 (shop-1.2.3) takes the place of revision 2 (shop-1.2.3, deployed)",
      "changed: ConfigMap/prod/web-settings, Secret/prod/web-door",
      "no hook runs",
    ]);
    expect(foresight.inverse).toEqual({ action: "helm-rollback", parameters: { ...named, revision: 2 } });
    expect(foresight.alsoReaches).toEqual([named.namespace]);
    expect(JSON.stringify(foresight)).not.toContain("password-77");
    expect(runs.map(({ argv }) => argv.join(" "))).toEqual([
      `helm rollback web 1 --namespace=prod --wait --timeout=5m0s --history-max=0 --kubeconfig=${kubeconfig} --kube-context=test`,
    ]);
  });

  test("of a release whose upgrade failed goes to the last one that was sound, and has no way back", async () => {
    const { helm, perform, write, greeting, cluster } = await released();
    write(shopChart({ "shop/templates/extra.yaml": claim }));
    const failed = await helm("upgrade", "web", "./shop", ...wordy("worse"), "--wait", "--timeout=1s");
    expect([failed.exit, greeting()]).toEqual([1, "worse"]);
    const { foresight, settled } = await perform("helm-rollback", named);
    expect(foresight).toMatchObject({
      parameters: { ...named, revision: 2 },
      facts: { revision: "3", status: "failed" },
      envelope: { reversibility: "irreversible", impact: "service" },
      inverse: undefined,
    });
    expect(foresight.told).toContain(
      "deleted, as it was not declared then: PersistentVolumeClaim/prod/web-data, apps/Deployment/prod/web-web",
    );
    expect([settled.state, greeting()]).toEqual(["arrived", "bye"]);
    expect(cluster.objects.get("PersistentVolumeClaim", "prod", "web-data")).toBeUndefined();
  });

  test("tells the hooks that run, and nothing is left in the folders of a person", async () => {
    const { perform, root, reach } = await released({ "shop/templates/around.yaml": hook });
    const { foresight } = await perform("helm-rollback", { ...named, revision: 1 });
    expect(foresight.told).toContain(
      "runs around it, and nobody knows to what effect: ConfigMap/prod/web-around",
    );
    expect(foresight.envelope).toEqual({ reversibility: "irreversible", impact: "service" });
    for (const left of [reach.keep, join(root, ".config"), join(root, ".cache")])
      expect(existsSync(left), left).toBe(false);
  });

  test("is refused where helm keeps no such release or revision", async () => {
    const { foresee } = await released();
    const why = async (given: object) => {
      const seen = await foresee("helm-rollback", { ...named, ...given });
      return seen.ok ? seen.value : `${seen.class}: ${seen.why}`;
    };
    expect(await why({ release: "other" })).toBe("not-found: no release is called other there");
    expect(await why({ revision: 7 })).toBe(
      "not-found: revision 7 is none that was deployed without a fault: 1 are",
    );
    expect(await why({ revision: 2 })).toEqual({ noop: "it is at revision 2 already" });
    expect(await why({ release: "web --force" })).toMatch(/^unfit: /);
  });
});

/** A reach whose helm keeps these revisions, and one object in each of them. */
const keeping = (...statuses: readonly string[]) =>
  reachOf({
    context: "prod",
    access: { context: "prod", kubeconfig: undefined },
    look: {
      helm: async ([, what]) => ({
        ok: true,
        value:
          what === "web"
            ? JSON.stringify(statuses.map((status, at) => ({ revision: at + 1, status, chart: "shop-1" })))
            : "",
      }),
    },
  });

describe("a release that is not at rest", () => {
  it.each([
    ...["pending-upgrade", "pending-rollback", "pending-install", "uninstalling", "uninstalled", "unknown"],
  ])("%s is not taken back", async (status) => {
    const wanted = { action: "helm-rollback", parameters: named };
    expect(await executor.foresee(wanted, keeping("superseded", status))).toMatchObject({
      ...{ ok: false, class: "unfit", why: expect.stringContaining(`revision 2 is ${status}`) },
    });
  });

  it("has nothing to go back to where all before it failed", async () => {
    const wanted = { action: "helm-rollback", parameters: named };
    expect(await executor.foresee(wanted, keeping("failed", "failed"))).toMatchObject({
      ...{ class: "not-found", why: "helm keeps no revision before 2 that was deployed without a fault" },
    });
  });

  it.each([
    ["arrived", "helm deployed it as revision 3", ["superseded", "superseded", "deployed"]],
    ["not-arrived", "revision 3 is failed", ["deployed", "superseded", "failed"]],
    ["not-arrived", "revision 3 is pending-rollback", ["deployed", "deployed", "pending-rollback"]],
    ["not-arrived", "helm is at revision 2 still", ["superseded", "deployed"]],
    ["not-arrived", "revision 4 came after it", ["superseded", "superseded", "superseded", "deployed"]],
  ] as const)("settles as %s: %s", async (state, why, statuses) => {
    const foresight = {
      ...{ parameters: { ...named, revision: 1 }, facts: { revision: "2" }, told: [], inverse: undefined },
    };
    const wanted = { action: "helm-rollback", parameters: foresight.parameters };
    expect(await executor.settle(wanted, foresight, keeping(...statuses), 1000)).toEqual({ state, why });
  });

  it("aims at one context, with nothing of a person's own", () => {
    const reach = reachOf({
      context: "prod",
      access: { context: undefined, kubeconfig: "/k" },
      env: readEnv({ HELM_DRIVER: "configmap" }),
    });
    const nothing = { parameters: {}, facts: {}, told: [], inverse: undefined };
    const { argv, env } = executor.aim(["helm", "rollback", "web", "1"], nothing, reach);
    expect(argv.slice(4)).toEqual(["--kubeconfig=/k", "--kube-context=prod"]);
    expect(env).toMatchObject({ HELM_NO_PLUGINS: "1", HELM_DRIVER: "configmap" });
    expect(Object.keys(env).filter((name) => !/^HELM_|^KUBECACHEDIR$/.test(name))).toEqual([]);
  });
});
