import { describe, expect } from "vitest";
import { makeRun } from "../../src/system/run.ts";
import {
  ago,
  at,
  condition,
  container,
  node,
  object,
  pod,
  type Thing,
  waiting,
} from "../probes/kubectl/states/parts.ts";
import { askIn } from "../support/ask.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { app, plain } from "../support/serving-apps.ts";

const test = needs("kubectl");

const standing = async (objects: readonly Thing[], tokens = { t: { user: "reader", rules: everything } }) => {
  const here = await clusterHere({ objects: plain(objects), tokens }, { token: "t" });
  const folder = temporaryFolder();
  const clock = { now: at };
  const ctx = await contextIn(folder.root, {
    now: () => clock.now,
    hands: { run: makeRun(here.environment) },
    env: { STEADYSTATE_RESOLVE_AFTER: "0" },
  });
  const ask = async (
    verb: "scan" | "health" | "findings" | "show",
    input: Readonly<Record<string, unknown>> = {},
  ) => {
    return askIn(ctx, verb, input);
  };
  const scan = (more: Readonly<Record<string, unknown>> = {}) =>
    ask("scan", { source: "k8s-live", probe: "auto", checks: false, ...more });
  return { here, clock, ask, scan, heard: ctx.heard };
};

describe("scan --probe of a cluster, with the real kubectl", () => {
  test("what serves is evidence: WORKING, and the look is a scope of its own", async () => {
    const { scan, ask } = await standing([...app("web"), node("node-1")]);
    const { exit, text, data } = await scan();
    expect([exit, data.looks.map(({ source }: { source: string }) => source)]).toEqual([
      0,
      ["k8s-live", "kubectl"],
    ]);
    expect(text).toContain("declared and real agree, and nothing was seen to fail");
    expect(text).toContain("1 of 1 application workload serves");
    expect(await ask("health")).toMatchObject({ exit: 0, data: { verdict: "WORKING" } });
    const without = await scan({ probe: "none", stateless: true });
    expect(without.data.looks.length).toBe(1);
  });

  test("one of two fails: DEGRADED; all fail: DOWN; mended: resolved and WORKING", async () => {
    const { here, scan, ask, clock } = await standing([...app("web"), ...app("api", true)]);
    const first = await scan();
    expect(first.data.alerts).toMatchObject([
      { severity: "high", title: "Deployment shop/api crashes again and again (CrashLoopBackOff)" },
    ]);
    expect(await ask("health")).toMatchObject({ exit: 1, data: { verdict: "DEGRADED" } });
    for (const one of plain(app("web", true))) here.cluster.objects.put(one);
    clock.now += 60_000;
    expect((await scan()).data.alerts.length).toBe(2);
    expect(await ask("health")).toMatchObject({ exit: 1, data: { verdict: "DOWN" } });
    for (const one of plain([...app("web"), ...app("api")])) here.cluster.objects.put(one);
    clock.now += 60_000;
    expect((await scan()).data.resolved.length).toBe(2);
    expect(await ask("health")).toMatchObject({ exit: 0, data: { verdict: "WORKING" } });
  });

  test("a kind that may not be read is named, and nothing that was found there resolves", async () => {
    const bad = node("node-1", { conditions: [condition("Ready", "False", "9m", "KubeletNotReady")] });
    const reader = { user: "reader", rules: [...everything] };
    const { scan, ask, clock } = await standing([...app("web"), bad], { t: reader });
    expect((await scan()).data.alerts).toMatchObject([{ title: "Node node-1 is not ready (NotReady)" }]);
    const most = ["pods", "services", "configmaps", "persistentvolumeclaims"];
    reader.rules.splice(
      0,
      1,
      { verbs: ["*"], apiGroups: [""], resources: most },
      ...[
        "apps",
        "batch",
        "autoscaling",
        "policy",
        "networking.k8s.io",
        "discovery.k8s.io",
        "apiregistration.k8s.io",
      ].map((group) => ({ verbs: ["*"], apiGroups: [group], resources: ["*"] })),
    );
    clock.now += 60_000;
    const { exit, text, data } = await scan();
    expect([exit, data.resolved, data.stale]).toEqual([3, [], 1]);
    expect(text).toContain("not seen: Node: may not list nodes in the whole cluster");
    expect((await ask("health")).data.verdict).toBe("UNKNOWN");
    // The source saw all of its own: what it finds is whole, and what it does not find has gone.
    expect(data.looks.map(({ status }: { status: string }) => status)).toEqual(["complete", "partial"]);
  });

  test("a cluster that went dark resolves nothing and is never green", async () => {
    const { here, scan, ask, clock } = await standing([...app("web"), ...app("api", true)]);
    await scan();
    await here.cluster.close();
    clock.now += 60_000;
    expect((await scan()).exit).toBe(3);
    expect((await ask("health")).data.verdict).toBe("UNKNOWN");
    expect((await ask("findings")).data.findings).toMatchObject([
      { category: "CrashLoopBackOff", presence: "stale" },
    ]);
  });

  test("a custom resource is judged where its group is served", async () => {
    const definition = object(
      "apiextensions.k8s.io/v1",
      "CustomResourceDefinition",
      "certificates.cert-manager.io",
      {
        spec: {
          ...{ group: "cert-manager.io", scope: "Namespaced" },
          names: { kind: "Certificate", plural: "certificates", singular: "certificate" },
          versions: [{ name: "v1", served: true, storage: true }],
        },
      },
      { namespace: undefined },
    );
    const certificate = object("cert-manager.io/v1", "Certificate", "tls", {
      status: { notAfter: ago("1d"), conditions: [condition("Ready", "True", "90d")] },
    });
    const { scan } = await standing([...app("web"), definition, certificate]);
    expect((await scan()).data.alerts).toMatchObject([
      { severity: "high", title: "Certificate shop/tls has run out (CertExpiring)" },
    ]);
  });

  const definition = (kind: string, plural: string) =>
    object(
      "apiextensions.k8s.io/v1",
      "CustomResourceDefinition",
      `${plural}.acme.example`,
      {
        spec: {
          ...{ group: "acme.example", scope: "Namespaced" },
          names: { kind, plural, singular: kind.toLowerCase() },
          versions: [{ name: "v1", served: true, storage: true }],
        },
      },
      { namespace: undefined },
    );
  const failing = (kind: string) =>
    object("acme.example/v1", kind, "thing", {
      status: { conditions: [condition("Ready", "False", "1h", "NoWay", "there is no way")] },
    });

  test("a kind that nobody listed is judged by its conditions; reports and attempts are left out", async () => {
    const { scan } = await standing([
      ...app("web"),
      ...[definition("Widget", "widgets"), failing("Widget")],
      ...[definition("WidgetReport", "widgetreports"), failing("WidgetReport")],
      ...[definition("WidgetRun", "widgetruns"), failing("WidgetRun")],
    ]);
    const { data } = await scan();
    expect(data.alerts).toMatchObject([
      { severity: "medium", title: "Widget shop/thing is not ready (NoWay)" },
    ]);
    expect(data.complete).toBe(true);
  });

  test("a kind that nobody listed and that may not be read is told, and darkens nothing", async () => {
    const core = { verbs: ["*"], apiGroups: [""], resources: ["*"] };
    const rules = [
      core,
      ...[
        ...["apps", "batch", "autoscaling", "policy", "networking.k8s.io", "discovery.k8s.io"],
        ...["apiregistration.k8s.io"],
      ].map((group) => ({ verbs: ["*"], apiGroups: [group], resources: ["*"] })),
    ];
    const objects = [...app("web"), definition("Widget", "widgets"), failing("Widget")];
    const { scan, ask } = await standing(objects, { t: { user: "reader", rules } });
    const { exit, data } = await scan();
    expect([exit, data.complete]).toEqual([0, true]);
    expect(JSON.stringify(data)).toContain("this account may not read Widget (acme.example)");
    expect(JSON.stringify(data)).toContain("storageclasses could not be read");
    expect((await ask("health")).data.verdict).toBe("WORKING");
  });

  test("an event of the cluster is the message of a pod that is not created", async () => {
    const stuck = pod("tool", {
      ...{ age: "20m", phase: "Pending", ready: ["False", "20m"] as const },
      containers: [container("app", waiting("ContainerCreating"))],
    });
    const event = (type: string, message: string) => ({
      ...object("v1", "Event", `tool.${type}`),
      ...{ type, reason: "FailedMount", message, lastTimestamp: ago("1m") },
      involvedObject: { kind: "Pod", namespace: "shop", name: "tool", uid: "Pod-tool" },
    });
    const { scan, ask } = await standing([
      ...app("web"),
      stuck,
      event("Warning", "no such secret"),
      event("Normal", "all is well"),
    ]);
    expect((await scan()).data.alerts).toMatchObject([{ title: expect.stringContaining("StuckCreating") }]);
    const [{ fingerprint }] = (await ask("findings")).data.findings;
    const shown = await ask("show", { finding: fingerprint });
    expect(shown.text).toContain("no such secret");
    expect(shown.text).not.toContain("all is well");
  });
});
