import { describe, expect } from "vitest";
import { makeRun } from "../../src/system/run.ts";
import type { verbs } from "../../src/verbs/index.ts";
import { at, type Thing } from "../probes/kubectl/states/parts.ts";
import { askIn } from "../support/ask.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { app, plain } from "../support/serving-apps.ts";
import { toolPath } from "../support/tools.ts";

const test = needs("kubectl");

/** The same things in another namespace, as things of their own. */
const inNamespace = (things: readonly Thing[], namespace: string): readonly Thing[] =>
  JSON.parse(
    JSON.stringify(things)
      .replaceAll('"namespace":"shop"', `"namespace":"${namespace}"`)
      .replaceAll('"uid":"', `"uid":"${namespace}-`),
  );

const world = async (things: readonly (readonly Thing[])[]) => {
  const reader = { user: "reader", rules: [...everything] };
  const { cluster } = await clusterHere({ tokens: { t: reader } });
  const put = (...apps: readonly (readonly Thing[])[]) => {
    for (const one of plain(apps.flat())) cluster.objects.put(one);
  };
  put(...things);
  const folder = temporaryFolder({
    "steadystate/targets.json": { eu: { source: "k8s-live", context: "eu", kubeconfig: "eu.kubeconfig" } },
  });
  cluster.kubeconfig(folder.at("eu.kubeconfig"), { context: "eu", token: "t" });
  const run = makeRun({ PATH: toolPath, HOME: folder.root });
  const clock = { now: at };
  const ask = async (verb: keyof typeof verbs, input: Readonly<Record<string, unknown>>) => {
    clock.now += 2000;
    const ctx = await contextIn(folder.root, {
      now: () => clock.now,
      hands: { run },
      env: { STEADYSTATE_RESOLVE_AFTER: "0" },
    });
    return askIn(ctx, verb, input);
  };
  const probe = () => ask("probe", { target: "eu" });
  const health = (workload: string, more = {}) => ask("health", { workload, ...more });
  const verdictOf = async (workload: string) => (await health(workload)).data.verdict;
  return { cluster, put, reader, probe, health, verdictOf };
};

describe("health of one workload, from what a probe saw", () => {
  test("it serves: WORKING, whatever is with the others", async () => {
    const { probe, health, verdictOf } = await world([app("web"), app("api", true)]);
    expect(await verdictOf("web")).toBe("UNKNOWN");
    await probe();
    const { exit, text, data } = await health("web");
    expect([exit, data.verdict]).toEqual([0, "WORKING"]);
    expect(data.workloads).toEqual([
      {
        kind: "Deployment",
        namespace: "shop",
        name: "web",
        serves: "yes",
        scope: "the cluster eu (env=eu target=eu)",
      },
    ]);
    expect(text).toContain("Deployment shop/web serves (the cluster eu (env=eu target=eu))");
    const api = await health("api");
    expect([api.exit, api.data.verdict]).toEqual([1, "DOWN"]);
    expect(api.text).toContain("nothing of api serves: Deployment shop/api");
    expect(await verdictOf("deployment/web")).toBe("WORKING");
    expect(await verdictOf("statefulset/web")).toBe("UNKNOWN");
  });

  test("it comes and goes with the looks", async () => {
    const { probe, put, cluster, verdictOf } = await world([app("web")]);
    await probe();
    put(app("web", true));
    await probe();
    expect(await verdictOf("web")).toBe("DOWN");
    put(app("web"));
    await probe();
    expect(await verdictOf("web")).toBe("WORKING");
    for (const { kind, metadata } of cluster.objects.all() as readonly {
      kind: string;
      metadata: { name: string };
    }[])
      if (metadata.name.startsWith("web")) cluster.objects.remove(kind, "shop", metadata.name);
    await probe();
    expect(await verdictOf("web")).toBe("UNKNOWN");
  });

  test("a name that several bear means all of them, and says so", async () => {
    const { probe, health, verdictOf } = await world([app("web"), inNamespace(app("web", true), "test")]);
    await probe();
    const both = await health("web");
    expect([both.exit, both.data.verdict, both.data.workloads.length]).toEqual([1, "DEGRADED", 2]);
    expect(both.text).toContain("web means 2 workloads; one alone: steadystate health deployment/shop/web");
    expect(both.text).toContain("Deployment test/web does not serve");
    expect(await verdictOf("shop/web")).toBe("WORKING");
    expect(await verdictOf("test/web")).toBe("DOWN");
    expect(await verdictOf("deployment/test/web")).toBe("DOWN");
    expect(await verdictOf("prod/web")).toBe("UNKNOWN");
  });

  test("an unknown one is UNKNOWN, with the nearest name", async () => {
    const { probe, health } = await world([app("storefront")]);
    await probe();
    const { exit, text } = await health("storefrnt");
    expect([exit, text]).toEqual([
      3,
      expect.stringContaining("nothing here is named storefrnt, did you mean storefront?"),
    ]);
    expect(text).toContain("steadystate health storefront");
  });

  test("too old, dark, or not whole: nobody knows", async () => {
    const { probe, health, verdictOf, cluster, reader } = await world([app("web")]);
    await probe();
    expect((await health("web", { maxAge: "1s" })).exit).toBe(3);
    reader.rules.splice(0, 1, {
      verbs: ["*"],
      apiGroups: ["apps", "batch", "policy", "autoscaling"],
      resources: ["*"],
    });
    await probe();
    const blind = await health("web");
    expect([blind.exit, blind.data.verdict]).toEqual([3, "UNKNOWN"]);
    reader.rules.splice(0, 1, ...everything);
    await probe();
    expect(await verdictOf("web")).toBe("WORKING");
    await cluster.close();
    await probe();
    const dark = await health("web");
    expect([dark.exit, dark.data.verdict]).toEqual([3, "UNKNOWN"]);
    expect(dark.text).not.toContain("nothing here is named");
    expect(dark.data.workloads).toMatchObject([{ name: "web", serves: "unknown" }]);
    expect(dark.text).toContain("steadystate probe eu");
  });
});
