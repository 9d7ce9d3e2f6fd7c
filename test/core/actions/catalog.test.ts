import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalog, offeredTo } from "../../../src/core/actions/catalog.ts";
import { TerraformAddress } from "../../../src/core/actions/parameter.ts";
import { printEnvelope } from "../../../src/core/bound/envelope.ts";
import {
  goodParameters as good,
  hostileParameters,
  isOfItsShape,
  fuzzRuns as runs,
} from "../../support/hostile.ts";
import { makeIdentity } from "../../support/make.ts";

const commands: Readonly<Record<string, string>> = {
  "reclaim-evicted-pods": "kubectl delete pods web-1 web-2 --namespace=shop --wait=false",
  "reclaim-completed-pods": "kubectl delete pods report-x1 --namespace=shop --wait=false",
  "rollout-restart": "kubectl rollout restart deployment/web.v2 --namespace=shop",
  rollback: "kubectl rollout undo statefulset/db --to-revision=3 --namespace=shop",
  scale: "kubectl scale deployment/web --current-replicas=2 --replicas=4 --namespace=shop",
  "scale-to-zero": "kubectl scale deployment/web --current-replicas=2 --replicas=0 --namespace=shop",
  "suspend-cron-job":
    'kubectl patch cronjob/report --namespace=shop --type=merge --patch={"spec":{"suspend":true}}',
  "resume-cron-job":
    'kubectl patch cronjob/report --namespace=shop --type=merge --patch={"spec":{"suspend":false}}',
  cordon: "kubectl cordon ip-10-0-0-1.ec2.internal",
  uncordon: "kubectl uncordon n1",
  "argocd-refresh":
    "kubectl annotate applications.argoproj.io/shop argocd.argoproj.io/refresh=hard --namespace=argocd",
  "argocd-sync": [
    "kubectl patch applications.argoproj.io/shop --namespace=argocd --type=merge",
    '--patch={"operation":{"initiatedBy":{"username":"steadystate","automated":false},"info":null,"retry":null,"sync":{',
  ]
    .join(" ")
    .concat(
      `"revision":"${"b".repeat(40)}","syncOptions":["CreateNamespace=true","PrunePropagationPolicy=foreground"],`,
      '"prune":false,"dryRun":false,"resources":null,"manifests":null,"source":null,"sources":null,',
      '"revisions":null,"syncStrategy":null}}}',
    ),
  "helm-rollback": "helm rollback web 3 --namespace=shop --wait --timeout=5m0s --history-max=0",
  "terraform-apply": `terraform apply -input=false -no-color -lock-timeout=30s ${"ab".repeat(32)}.tfplan`,
  "delete-node": "kubectl delete node n1 --wait=false",
};

const envelopes: Readonly<Record<string, string>> = {
  "reclaim-evicted-pods": "lossless/tenant",
  "reclaim-completed-pods": "lossless/tenant",
  "rollout-restart": "self_healing/service",
  rollback: "recoverable/service",
  scale: "recoverable/service",
  "scale-to-zero": "recoverable/service",
  "suspend-cron-job": "recoverable/service",
  "resume-cron-job": "recoverable/service",
  cordon: "recoverable/node",
  uncordon: "recoverable/node",
  "argocd-refresh": "lossless/one",
  "argocd-sync": "recoverable/service",
  "helm-rollback": "recoverable/service",
  "terraform-apply": "recoverable/service",
  "delete-node": "irreversible/node",
};

describe("the catalog", () => {
  it("lists every action once, with what it may break", () => {
    const told = Object.fromEntries(catalog.map(({ name, envelope }) => [name, printEnvelope(envelope)]));
    expect(told).toEqual(envelopes);
    expect(catalog).toHaveLength(Object.keys(envelopes).length);
  });

  it.each(catalog.map((action) => [action.name, action] as const))(
    "%s composes its command",
    (name, action) => {
      const composed = action.compose(good[name]);
      expect(composed.ok ? composed.value.join(" ") : composed.why).toBe(commands[name]);
      expect(isOfItsShape(action, composed.ok ? composed.value : [])).toBe(true);
    },
  );

  it("has an inverse of every inverse, and each is an action", () => {
    const names = catalog.map(({ name }) => name);
    for (const { inverse } of catalog) if (inverse !== undefined) expect(names).toContain(inverse);
  });

  it("offers an apply for what a live plan shows, and for no other drift", () => {
    const to = (source: string, type: "drift" | "symptom" = "drift") =>
      offeredTo({ type, source, category: "changed-in-reality" })?.name;
    expect([to("terraform"), to("terraform-state"), to("k8s"), to("terraform", "symptom")]).toEqual([
      "terraform-apply",
      ...[undefined, undefined, undefined],
    ]);
  });

  it("offers nothing that waits for a person by its nature, and for a crash loop or a wrong image nothing", () => {
    for (const category of [
      "CrashLoopBackOff",
      "ImagePullBackOff",
      "CreateContainerConfigError",
      "Unschedulable",
      "",
    ])
      expect(offeredTo(failing(category)), category).toBeUndefined();
    expect(offeredTo(failing("Evicted"))?.name).toBe("reclaim-evicted-pods");
    expect(offeredTo(failing("OOMKilled"))?.name).toBe("rollout-restart");
    for (const { cures, envelope } of catalog)
      if (cures.length > 0) expect(envelope.reversibility).not.toBe("irreversible");
  });
});

describe("parameters from a finding", () => {
  const subject = (kind: string, group: string, name = "web.v2", namespace = "shop") => ({
    identity: makeIdentity({ style: "path", group, kind, namespace, name }),
  });
  const drawn = (name: string, given: ReturnType<typeof subject>) =>
    catalog.find((action) => action.name === name)?.draw(given);

  it("are its own parsed fields, dots and all", () => {
    expect(drawn("rollout-restart", subject("Deployment", "apps"))).toEqual({
      ok: true,
      value: { kind: "deployment", namespace: "shop", name: "web.v2" },
    });
    expect(drawn("suspend-cron-job", subject("CronJob", "batch"))).toEqual({
      ok: true,
      value: { namespace: "shop", name: "web.v2" },
    });
    expect(drawn("delete-node", subject("Node", "", "n1", ""))).toEqual({ ok: true, value: { name: "n1" } });
  });

  it.each<readonly [string, ReturnType<typeof subject>]>([
    ["delete-node", subject("Deployment", "apps")],
    ["delete-node", subject("Node", "example.com")],
    ["scale", subject("DaemonSet", "apps")],
    ["rollout-restart", subject("Deployment", "example.com")],
    ["rollout-restart", subject("Pod", "")],
    ["suspend-cron-job", subject("Job", "batch")],
    ["reclaim-evicted-pods", subject("Node", "", "n1", "")],
  ])("%s is not for every kind", (name, given) => {
    const answer = drawn(name, given);
    expect(answer?.ok, JSON.stringify(given.identity)).toBe(false);
  });

  it("a Terraform address is no object of a cluster", () => {
    const identity = makeIdentity({ style: "address", kind: "deployment", name: "web", namespace: "" });
    for (const action of catalog)
      expect(action.draw({ identity }).ok, action.name).toBe(action.shape[0] === "terraform");
  });

  it("of a drift are for the tool that told it, and only where that would do something", () => {
    const identity = makeIdentity({ style: "address", kind: "world_firewall", name: "web", namespace: "" });
    const of = (source: string, action: "update" | "none") =>
      catalog.find(({ name }) => name === "terraform-apply")?.draw({ identity, drift: { source, action } });
    expect(of("terraform", "update")).toEqual({
      ok: true,
      value: { address: "world_firewall.web", workspace: "default" },
    });
    expect(of("terraform", "none")).toMatchObject({
      ok: false,
      why: expect.stringContaining("does not mind"),
    });
    expect(of("terraform-state", "update")).toMatchObject({ ok: false });
  });

  it.each([
    "world_firewall.web",
    'world_firewall.web["10.0.0.0/8"]',
    "module.a.module.b[3].aws_s3_bucket.logs-2",
    'module.a["x.y"].world_firewall.web["a/b:c@d"]',
  ])("%s is an address", (address) => {
    expect(TerraformAddress.safeParse(address).success).toBe(true);
  });

  it.each([
    "-target=x.y",
    "data.world_firewall.web",
    "module.a",
    "module.a.b",
    "world_firewall",
    "world_firewall.web (deposed 1a2b)",
    "world_firewall.web (twin 2)",
    'world_firewall.web["‹secret 1›"]',
    'world_firewall.web["a b"]',
    'world_firewall.web["%{x}"]',
    'world_firewall.web["a\\"]',
    "world_firewall.web[-1]",
    "world_firewall.web[01]",
    "world_firewall.web\n",
    "world_firewall.web,world_firewall.db",
    "module.a.module.b",
    "",
  ])("%j is none", (address) => {
    expect(TerraformAddress.safeParse(address).success).toBe(false);
  });
});

describe("hostile parameters", () => {
  it.each(catalog.map((action) => [action.name, action] as const))(
    "%s: no further word, option, namespace or cluster, ever",
    { timeout: 600_000 },
    (name, action) => {
      fc.assert(
        fc.property(hostileParameters(name), (given) => {
          const composed = action.compose(given);
          return !composed.ok || isOfItsShape(action, composed.value);
        }),
        { numRuns: Math.ceil(runs / catalog.length) },
      );
    },
  );

  it("would be found: the check tells an option, a second word and a wrong place", () => {
    const [action] = catalog.filter(({ name }) => name === "rollout-restart");
    if (action === undefined) throw new Error("rollout-restart is gone");
    const words = commands["rollout-restart"]?.split(" ") ?? [];
    expect(isOfItsShape(action, words)).toBe(true);
    for (const wrong of [
      [...words, "--all"],
      words.with(3, "deployment/-web"),
      words.with(3, "deployment/web --all"),
      words.with(4, "--namespace=kube-system --context=x"),
      words.with(4, "--context=x"),
      words.slice(0, -1),
    ])
      expect(isOfItsShape(action, wrong), wrong.join(" ")).toBe(false);
  });
});

const failing = (category: string) => ({ type: "symptom", category, source: "kubectl" }) as const;
