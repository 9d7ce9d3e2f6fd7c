import { describe, expect } from "vitest";
import { argocd as executor } from "../../src/executors/argocd.ts";
import { application, resource, type Tree } from "../sources/argocd/make.ts";
import type { Cluster } from "../support/cluster/cluster.ts";
import { dig, isThing, type Thing, text, thing } from "../support/cluster/json.ts";
import { executing } from "../support/executing.ts";
import { needs } from "../support/needs.ts";

const test = needs("kubectl");

const one = "a".repeat(40);
const two = "b".repeat(40);
const named = { namespace: "argocd", name: "shop" };
const mark = "argocd.argoproj.io/refresh";

const definition: Thing = {
  ...{ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
  metadata: { name: "applications.argoproj.io" },
  spec: {
    ...{ group: "argoproj.io", scope: "Namespaced" },
    names: { kind: "Application", plural: "applications", singular: "application" },
    versions: [{ name: "v1alpha1", served: true, storage: true }],
  },
};
const home = { apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } } as const;

const outOfSync = { status: "OutOfSync" };
/** Compared with revision two, of which one deployment differs; revision one was deployed last. */
const drifted = (status: Tree = {}, spec: Tree = {}, more: Tree = {}): Thing => {
  const made = application({
    sync: { status: "OutOfSync", revision: two },
    resources: [resource(outOfSync), resource({ kind: "Service", group: "" })],
    ...status,
  });
  const own: unknown = made["spec"];
  const whole: unknown = {
    ...made,
    metadata: { ...named, uid: "uid-shop" },
    spec: { ...(typeof own === "object" ? own : {}), ...spec },
    ...more,
  };
  if (!isThing(whole)) throw new Error("no object");
  return whole;
};

const stored = (cluster: Cluster): Thing => {
  const found = cluster.objects.get("Application", "argocd", "shop");
  if (found === undefined) throw new Error("no application");
  return found;
};

/** As the controller does: what is asked for becomes the state, and is cleared when it has ended; a refresh is taken off. */
const controller =
  (phase = "Succeeded", message = "successfully synced") =>
  (cluster: Cluster): void => {
    const app = stored(cluster);
    const { operation, ...rest } = app;
    const { [mark]: _asked, ...annotations } = thing(app, "metadata", "annotations");
    const status = thing(app, "status");
    const next = { ...rest, metadata: { ...thing(app, "metadata"), annotations } };
    cluster.objects.put(
      operation === undefined
        ? { ...next, status: { ...status, reconciledAt: "2026-03-01T13:00:00Z" } }
        : {
            ...next,
            ...(phase === "Running" ? { operation } : {}),
            status: {
              ...status,
              operationState: { phase, message, operation, startedAt: "2026-03-01T12:30:00Z" },
            },
          },
    );
  };

const here = (app: Thing = drifted(), run = controller()) =>
  executing({ objects: [definition, home, app], executor, controller: run });

describe("a sync", () => {
  test("is asked for by the real kubectl at the revision that was compared, and nothing is pruned", async () => {
    const { perform, cluster, ran, kubeconfig } = await here(
      drifted({}, { syncPolicy: { syncOptions: ["CreateNamespace=true", "Prune=confirm"] } }),
    );
    const { foresight, result, settled } = await perform("argocd-sync", named);
    expect(result).toMatchObject({ exit: 0, stdout: "application.argoproj.io/shop patched\n", stderr: "" });
    expect(settled).toEqual({ state: "arrived", why: "Argo CD synced it: successfully synced" });
    const asked = thing(stored(cluster), "status", "operationState", "operation");
    expect(asked).toEqual({
      initiatedBy: { username: "steadystate", automated: false },
      sync: { revision: two, syncOptions: ["CreateNamespace=true"], prune: false, dryRun: false },
    });
    expect(dig(stored(cluster), "operation")).toBeUndefined();
    expect(foresight).toMatchObject({
      parameters: { ...named, revision: two, options: ["CreateNamespace=true"] },
      facts: { uid: "uid-shop", compared: two, deployed: one },
      told: [
        `${"b".repeat(10)} is applied; ${"a".repeat(10)} was deployed before`,
        "1 resource out of sync: apps/Deployment/shop/web",
        "it deploys to https://kubernetes.default.svc, namespace shop",
        "nothing is pruned",
      ],
      inverse: { action: "argocd-sync", parameters: { ...named, revision: one } },
      alsoReaches: ["shop"],
    });
    expect(foresight.envelope).toBeUndefined();
    expect(ran[0]?.argv.slice(-2)).toEqual([`--kubeconfig=${kubeconfig}`, "--context=test"]);
  });

  test("that somebody else asked for in the same moment keeps nothing of it that prunes or forces", async () => {
    const { foresee, argvOf, act, reach, cluster } = await here();
    const seen = await foresee("argocd-sync", named);
    if (!seen.ok || "noop" in seen.value) throw new Error("not foreseen");
    const theirs = {
      sync: { prune: true, resources: [{ kind: "Service" }], syncStrategy: { apply: { force: true } } },
      retry: { limit: 9 },
    };
    cluster.objects.put({ ...stored(cluster), operation: theirs });
    await act(executor.aim(argvOf("argocd-sync", seen.value), seen.value, reach));
    expect(dig(stored(cluster), "operation")).toEqual({
      initiatedBy: { username: "steadystate", automated: false },
      sync: { revision: two, syncOptions: [], prune: false, dryRun: false },
    });
  });

  test("goes back to what was deployed before, and says that nobody knows what changes", async () => {
    const { perform, cluster } = await here();
    const { foresight } = await perform("argocd-sync", { ...named, revision: one });
    expect(text(stored(cluster), "status", "operationState", "operation", "sync", "revision")).toBe(one);
    expect(foresight.told).toContain(
      "any of its 2 resources may change; which, Argo CD does not say beforehand",
    );
  });

  for (const [state, why, phase, message] of [
    ["not-arrived", "the sync failed: one or more objects failed", "Failed", "one or more objects failed"],
    ["not-arrived", "the sync failed: it broke", "Error", "it broke"],
    ["not-arrived", "the sync goes on: blocked by sync window", "Running", "blocked by sync window"],
  ] as const)
    test(`that is ${phase} has not arrived`, async () => {
      const { perform } = await here(drifted(), controller(phase, message));
      expect((await perform("argocd-sync", named)).settled).toEqual({ state, why });
    });

  test("that no controller takes has not arrived", async () => {
    const { perform } = await here(drifted(), () => undefined);
    expect((await perform("argocd-sync", named)).settled).toEqual({
      ...{ state: "not-arrived", why: "Argo CD has not begun with it" },
    });
  });

  const running = { operationState: { phase: "Running", startedAt: "2026-03-01T11:00:00Z" } };
  const automated = { syncPolicy: { automated: {} } };
  for (const [name, app, why] of [
    ["while an operation runs", drifted(running), /an operation of Argo CD goes on/],
    ["while one is asked for", drifted({}, {}, { operation: { sync: {} } }), /goes on there/],
    ["where its syncs are automatic", drifted({}, automated), /would do it by itself/],
    ["where it has several sources", drifted({}, { sources: [{}, {}] }), /several sources/],
    [
      "where Argo CD is blind",
      drifted({ conditions: [{ type: "ComparisonError", message: "x" }] }),
      /could not compare it/,
    ],
    [
      "to a branch",
      drifted({ sync: { status: "OutOfSync", revision: "main" } }),
      /revision: must be a whole/,
    ],
    ["with force", drifted({}, { syncPolicy: { syncOptions: ["Force=true"] } }), /Force=true is none/],
  ] as const)
    test(`is refused ${name}`, async () => {
      const { foresee } = await here(app);
      expect(await foresee("argocd-sync", named)).toMatchObject({
        ...{ ok: false, class: "unfit", why: expect.stringMatching(why) },
      });
    });

  test("is refused at a revision that was neither compared nor deployed", async () => {
    const { foresee } = await here();
    expect(await foresee("argocd-sync", { ...named, revision: "c".repeat(40) })).toMatchObject({
      ...{
        class: "unfit",
        why: `${"c".repeat(10)} is neither what Argo CD compared with nor what it deployed before`,
      },
    });
  });

  test("of what an automatic sync tried already and leaves alone is done", async () => {
    const tried = { operationState: { phase: "Succeeded", syncResult: { revision: two } } };
    const { foresee } = await here(drifted(tried, automated));
    expect(await foresee("argocd-sync", named)).toMatchObject({ ok: true });
    const healing = await here(drifted(tried, { syncPolicy: { automated: { selfHeal: true } } }));
    expect(await healing.foresee("argocd-sync", named)).toMatchObject({ class: "unfit" });
  });

  test("of what is in sync is nothing", async () => {
    const { foresee } = await here(drifted({ sync: { status: "Synced", revision: two }, resources: [] }));
    expect(await foresee("argocd-sync", named)).toMatchObject({ value: { noop: expect.any(String) } });
  });

  const set = resource({ ...outOfSync, kind: "StatefulSet", name: "db" });
  for (const [name, app, envelope] of [
    ["what keeps data", drifted({ resources: [set] }), "irreversible service"],
    ["replacing", drifted({}, { syncPolicy: { syncOptions: ["Replace=true"] } }), "irreversible service"],
    [
      "two namespaces",
      drifted({ resources: [resource(outOfSync), resource({ ...outOfSync, namespace: "kube-system" })] }),
      "recoverable tenant",
    ],
  ] as const)
    test(`is graver with ${name}`, async () => {
      const { foresee } = await here(app);
      const [reversibility, impact] = envelope.split(" ");
      expect(await foresee("argocd-sync", named)).toMatchObject({
        value: { envelope: { reversibility, impact } },
      });
    });

  test("tells what stays although Git declares it no more", async () => {
    const stays = resource({ ...outOfSync, kind: "Job", group: "batch", name: "old", requiresPruning: true });
    const { foresee } = await here(drifted({ resources: [resource(outOfSync), stays] }));
    expect(await foresee("argocd-sync", named)).toMatchObject({
      value: {
        told: expect.arrayContaining([
          "1 resource out of sync: apps/Deployment/shop/web",
          "nothing is pruned: batch/Job/shop/old stay, though Git declares them no more",
        ]),
      },
    });
  });

  test("has other facts once what was looked at moved, and the same while Argo CD only looks again", async () => {
    const { foresee, cluster } = await here();
    const facts = async () => {
      const seen = await foresee("argocd-sync", { ...named, revision: two });
      return seen.ok && !("noop" in seen.value) ? seen.value.facts : seen;
    };
    const before = await facts();
    controller()(cluster);
    expect(await facts()).toEqual(before);
    const moved = drifted({ resources: [resource(outOfSync), resource({ ...outOfSync, name: "api" })] });
    cluster.objects.put(moved);
    expect(await facts()).not.toEqual(before);
  });
});

describe("a refresh", () => {
  test("is asked for by the real kubectl, once, and has arrived when Argo CD took it off", async () => {
    const { perform, foresee, cluster } = await here(drifted(), controller());
    const { foresight, result, settled } = await perform("argocd-refresh", named);
    expect(result).toMatchObject({ exit: 0, stdout: "application.argoproj.io/shop annotated\n", stderr: "" });
    expect(settled).toEqual({ state: "arrived", why: "Argo CD compared it anew" });
    expect(foresight).toMatchObject({ parameters: { ...named, refresh: "normal" }, inverse: undefined });
    expect(foresight.envelope).toBeUndefined();
    cluster.objects.put({
      ...stored(cluster),
      metadata: { ...thing(stored(cluster), "metadata"), annotations: { [mark]: "normal" } },
    });
    expect(await foresee("argocd-refresh", named)).toMatchObject({ value: { noop: expect.any(String) } });
  });

  test("is hard where Argo CD could not compare, and graver where its syncs are automatic", async () => {
    const { foresee } = await here(
      drifted({ conditions: [{ type: "ComparisonError", message: "x" }] }, { syncPolicy: { automated: {} } }),
    );
    expect(await foresee("argocd-refresh", named)).toMatchObject({
      value: {
        parameters: { refresh: "hard" },
        envelope: { reversibility: "recoverable", impact: "service" },
      },
    });
  });

  test("that nobody answers has not arrived", async () => {
    const { perform } = await here(drifted(), () => undefined);
    expect((await perform("argocd-refresh", named)).settled.state).toBe("not-arrived");
  });
});
