import { describe, expect } from "vitest";
import { makeRun } from "../../src/system/run.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderMarkdown } from "../../src/view/markdown.ts";
import { renderPlain } from "../../src/view/plain.ts";
import {
  at,
  container,
  deployment,
  object,
  pod,
  replicaSet,
  type Thing,
  waiting,
} from "../probes/kubectl/states/parts.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { plain } from "../support/serving-apps.ts";

const test = needs("kubectl");

const applied = (record: Thing): Thing => ({
  annotations: { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(record) },
});

const settings = (mode: string): Thing => {
  const declared = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "shared", namespace: "shop" } };
  return object(
    "v1",
    "ConfigMap",
    "shared",
    { data: { MODE: mode } },
    applied({ ...declared, data: { MODE: "live" } }),
  );
};

/** A deployment that reads the settings, with an argument that was given by hand. */
const app = (name: string, bad: boolean): readonly Thing[] => {
  const reads = { name: "app", image: "shop/app:1", envFrom: [{ configMapRef: { name: "shared" } }] };
  const spec = { template: { metadata: { labels: { app: name } }, spec: { containers: [reads] } } };
  const crashing = container("app", waiting("CrashLoopBackOff", "back-off 5m0s", { restartCount: 9 }));
  return [
    deployment(name, { replicas: 1, available: bad ? 0 : 1 }, { spec }),
    replicaSet(`${name}-a`, name, { replicas: 1, ready: bad ? 0 : 1 }),
    pod(`${name}-a-1`, {
      of: ["ReplicaSet", `${name}-a`],
      ...(bad ? { ready: ["False", "10m"] as const, containers: [crashing] } : {}),
    }),
  ];
};

const standing = async () => {
  const objects = plain([settings("lvie"), ...app("web", false), ...app("api", false)]);
  const here = await clusterHere(
    { objects, tokens: { t: { user: "reader", rules: everything } } },
    { token: "t" },
  );
  const clock = { now: at - 30 * 60_000 };
  const folder = temporaryFolder();
  const ctx = await contextIn(folder.root, {
    now: () => clock.now,
    hands: { run: makeRun(here.environment) },
  });
  const ask = async (verb: "scan" | "health" | "mute", input: Readonly<Record<string, unknown>>) => {
    const reply = await dispatch(await verbs[verb](), input, ctx);
    if (!reply.ok) throw new Error(`${reply.error.message} | ${reply.error.hint}`);
    const doc = reply.doc();
    return {
      text: renderPlain(doc),
      markdown: renderMarkdown(doc),
      data: JSON.parse(JSON.stringify(reply.data)),
    };
  };
  const scan = () => ask("scan", { source: "k8s-live", probe: "kubectl", checks: false });
  const fail = (...names: readonly string[]) => {
    for (const one of plain(names.flatMap((name) => app(name, true)))) here.cluster.objects.put(one);
    clock.now = at;
  };
  const put = (thing: Thing): void => {
    for (const one of plain([thing])) here.cluster.objects.put(one);
  };
  return { scan, fail, ask, put };
};

describe("scan --probe of a drift and what it breaks, with the real kubectl", () => {
  test("settings that an earlier look saw changed, and two that crash since: one alert, with what speaks for it", async () => {
    const { scan, fail } = await standing();
    const before = await scan();
    expect(before.data.alerts).toMatchObject([{ title: "ConfigMap/shop/shared changed in reality" }]);
    expect(before.data.alerts[0].causes).toBeUndefined();
    fail("web", "api");
    const { data, text, markdown } = await scan();
    expect(data.alerts).toMatchObject([
      {
        severity: "high",
        why: "Likely cause: ConfigMap/shop/shared changed in reality (data.MODE).",
        causes: [{ claim: "likely", label: "ConfigMap/shop/shared", fields: ["data.MODE"], against: [] }],
      },
    ]);
    expect(data.alerts[0].items.map(({ severity }: { severity: string }) => severity)).toEqual([
      "high",
      "high",
      "medium",
    ]);
    expect(data.counts).toEqual({ low: 0, medium: 1, high: 2, critical: 0 });
    for (const shown of [text, markdown]) {
      expect(shown).toContain("2 fail together: apps/Deployment/shop/api, apps/Deployment/shop/web");
      expect(shown).toContain("what fails uses it");
      expect(shown).toContain("nothing was found");
    }
  });

  test("where one look saw both first, nothing is proven, and each stands alone", async () => {
    const { scan, fail } = await standing();
    fail("web", "api");
    const { data, text } = await scan();
    expect(
      data.alerts.map(({ causes = [] }: { causes?: readonly { claim: string }[] }) => causes[0]?.claim),
    ).toEqual(["co-located", "co-located", undefined]);
    expect(text).toContain("co-located, not proven: ConfigMap/shop/shared changed in reality");
  });

  test("a muted drift is named as the cause, and is still muted", async () => {
    const { scan, fail, ask } = await standing();
    const { data: first } = await scan();
    await ask("mute", { finding: first.alerts[0].items[0].fingerprint, note: "known" });
    fail("web", "api");
    const { data } = await scan();
    expect(data.muted).toBe(1);
    expect(data.alerts).toHaveLength(1);
    expect(data.alerts[0].items).toHaveLength(2);
    expect(data.alerts[0].causes).toMatchObject([{ claim: "likely", label: "ConfigMap/shop/shared" }]);
  });

  test("health names what memory proves of the failing thing itself", async () => {
    const { ask, scan, fail, put } = await standing();
    const record = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "shop" },
    };
    const shaped = (args: readonly string[]) => ({
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "app", image: "shop/app:1", args }] },
      },
    });
    const meta = applied({ ...record, spec: shaped(["serve"]) });
    put(deployment("web", { replicas: 1, available: 1 }, { spec: shaped(["sevre"]), meta }));
    await scan();
    fail("web");
    put(deployment("web", { replicas: 1, available: 0 }, { spec: shaped(["sevre"]), meta }));
    await scan();
    const { data, text } = await ask("health", {});
    expect(data.causes).toMatchObject([
      { label: "apps/Deployment/shop/web", fields: ["spec.template.spec.containers[name=app].args"] },
    ]);
    expect(text).toContain("likely cause of apps/Deployment/shop/web");
  });
});
