import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { askHealth } from "../../src/engine/health.ts";
import { sources } from "../../src/sources/index.ts";
import type { Source } from "../../src/sources/source.ts";
import type { Run } from "../../src/system/run.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { contextIn } from "../support/context.ts";
import { cellsOf } from "../support/fault-cells.ts";
import { argoKinds, fleetKinds, healthyApplication, healthyFleet } from "../support/gitops-worlds.ts";
import { temporaryFolder } from "../support/repo.ts";
import { callOf, commonKinds, type ServedKind, talkingCluster, unlucky } from "../support/talking-cluster.ts";

const applied = (object: Readonly<Record<string, unknown>>, metadata: object) => ({
  ...object,
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    ...metadata,
    annotations: {
      "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({
        ...{ apiVersion: "apps/v1", kind: "Deployment" },
        ...object,
        metadata,
      }),
    },
  },
});
const web = applied(
  { spec: { template: { spec: { containers: [{ name: "web", image: "web:1" }] } } } },
  { name: "web", namespace: "shop" },
);

const release = {
  ...{ name: "web", namespace: "shop", revision: "1", status: "deployed", chart: "web-1.0.0" },
  updated: "2026-11-25 19:46:19.123456789 +0000 UTC",
};

type World = {
  readonly files: Readonly<Record<string, unknown>>;
  /** Folder that is scanned; none where the source reads nothing but the cluster. */
  readonly path: string | undefined;
  readonly run: Run;
  /** Calls of which a misfortune may go unnoticed, each with the reason. */
  readonly harmless?: Readonly<Record<string, string>>;
  /** What has to be done before the first look. */
  readonly prepare?: (ctx: Context) => Promise<void>;
};

const workloads: readonly ServedKind[] = [
  ["v1", "Pod", "pods", true],
  ["apps/v1", "Deployment", "deployments", true],
  ["apps/v1", "StatefulSet", "statefulsets", true],
  ["apps/v1", "DaemonSet", "daemonsets", true],
  ["apps/v1", "ReplicaSet", "replicasets", true],
  ["batch/v1", "CronJob", "cronjobs", true],
];

const capture = async (ctx: Context): Promise<void> => {
  const taken = await dispatch(await verbs.baseline(), { context: "prod" }, ctx);
  expect(taken.exit, JSON.stringify(taken)).toBe(0);
};

/** A healthy world for each source that looks at a cluster. */
const worlds: Readonly<Record<string, World>> = {
  "k8s-live": { files: {}, path: undefined, run: talkingCluster([web]) },
  "k8s-baseline": {
    files: {},
    path: undefined,
    run: talkingCluster([web], { kinds: workloads, other: (argv) => named(argv) }),
    prepare: capture,
    harmless: {
      "--raw /api/v1/namespaces/kube-system --context=prod: it is refused":
        "who may not see what names the cluster knows it by its address",
    },
  },
  "kustomize-live": {
    files: { "overlay/kustomization.yaml": "" },
    path: "overlay",
    run: talkingCluster([web], {
      other: (argv) => (argv.includes("kustomize") ? JSON.stringify(web) : undefined),
    }),
  },
  helm: {
    files: {},
    path: undefined,
    run: talkingCluster([web], {
      other: (argv) =>
        argv[0] !== "helm"
          ? undefined
          : argv.includes("list")
            ? JSON.stringify([release])
            : JSON.stringify(web),
    }),
  },
  "helm-live": {
    files: {
      "chart/Chart.yaml": "name: shop",
      "chart/templates/x.yaml": '{{ .Capabilities.APIVersions.Has "keda.sh/v1alpha1" }}',
    },
    path: "chart",
    run: talkingCluster([web], {
      kinds: [...commonKinds, ["keda.sh/v1alpha1", "ScaledObject", "scaledobjects", true]],
      other: (argv) =>
        argv.includes("history")
          ? JSON.stringify([{ revision: 1, status: "deployed" }])
          : argv.includes("template") || argv.includes("manifest")
            ? JSON.stringify(web)
            : undefined,
    }),
    harmless: {
      "helm history shop --namespace=shop --output=json --kube-context=prod: it is refused":
        "who may not read what helm keeps of a release is warned, and sees what lives",
      "helm get manifest shop --namespace=shop --revision=1 --kube-context=prod: it is refused": "the same",
    },
  },
  argocd: {
    files: {},
    path: undefined,
    run: talkingCluster([healthyApplication()], { kinds: argoKinds }),
  },
  rancher: {
    files: {},
    path: undefined,
    run: talkingCluster(healthyFleet(), { kinds: fleetKinds }),
    harmless: {
      "kubectl get --raw /apis/fleet.cattle.io/v1alpha1/bundledeployments?limit=500 --context=prod: it is refused":
        "what they say stands in their bundles too",
    },
  },
};

const named = (argv: readonly string[]): string | undefined =>
  argv.includes("/api/v1/namespaces/kube-system")
    ? JSON.stringify({ kind: "Namespace", metadata: { name: "kube-system", uid: "7d1a" } })
    : undefined;

const live: readonly Source[] = Object.values<Source>(sources).filter(({ cluster }) => cluster.length > 0);

/** Every call that a healthy look makes, found by making one. */
const callsOf = async ({
  name,
  run,
  path,
  root,
}: World & { readonly name: string; readonly root: string }) => {
  const calls = new Set<string>();
  const recording: Run = (request) => {
    calls.add(callOf(request.argv));
    return run(request);
  };
  const ctx = await contextIn(root, { hands: { run: recording } });
  const scanned = await dispatch(await verbs.scan(), { source: name, path, stateless: true }, ctx);
  expect(scanned.exit, JSON.stringify(scanned)).toBe(0);
  return [...calls];
};

const nothingAsked = { workload: undefined, maxAge: undefined, checks: undefined };

describe("no fault of any call to a cluster is ever green (L1)", () => {
  test("every source that looks at one has a world", () =>
    expect(live.map(({ name }) => name).sort()).toEqual(Object.keys(worlds).sort()));

  test.each(Object.entries(worlds))("%s", { timeout: 120_000 }, async (name, world) => {
    const folder = temporaryFolder(world.files);
    await world.prepare?.(await contextIn(folder.root, { hands: { run: world.run } }));
    const calls = await callsOf({ name, root: folder.root, ...world });
    expect(calls.length).toBeGreaterThan(1);
    const good = await contextIn(folder.root, { hands: { run: world.run } });
    const scan = async (ctx: Context) =>
      dispatch(await verbs.scan(), { source: name, path: world.path, checks: false }, ctx);
    expect((await scan(good)).exit).toBe(0);
    const unnoticed = new Set<string>();
    for (const [call, misfortune, go] of cellsOf(calls)) {
      const cell = `${name}: ${call}: ${misfortune}`;
      const excuse = Object.keys(world.harmless ?? {}).find((words) => cell.includes(words));
      if (excuse !== undefined) unnoticed.add(excuse);
      if (excuse !== undefined) continue;
      const hands = { run: unlucky(world.run, call, go) };
      const ctx = await contextIn(folder.root, { hands, env: { STEADYSTATE_RESOLVE_AFTER: "0" } });
      const again = await scan(ctx);
      expect([2, 3], `${cell}: ${JSON.stringify(again)}`).toContain(again.exit);
      if (again.ok) expect(again.data, cell).toMatchObject({ complete: false, resolved: [], alerts: [] });
      expect((await askHealth(nothingAsked, ctx)).judgement.verdict, cell).toBe("UNKNOWN");
    }
    expect([...unnoticed]).toEqual(Object.keys(world.harmless ?? {}));
  });
});
