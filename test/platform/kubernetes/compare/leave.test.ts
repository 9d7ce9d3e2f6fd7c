import { describe, expect, test } from "vitest";
import type { Pair } from "../../../support/kubernetes-pairs.ts";
import { comparisonOf } from "../../../support/pair-judge.ts";
import { container, deployment, object, pair, pathsOf, type Tree, web } from "../../../support/pair-parts.ts";

describe("co-owners", () => {
  const scaler = (spec: Tree, kind = "HorizontalPodAutoscaler"): Tree => ({
    ...object(kind, kind === "ScaledObject" ? "keda.sh/v1alpha1" : "autoscaling/v2"),
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" }, ...spec },
  });
  const scaled = (declared: number, live: number, world: readonly Tree[]): readonly string[] =>
    pathsOf(deployment({}, { replicas: declared }), deployment({}, { replicas: live }), {
      world: world as never,
    });

  test.each([
    ["inside the band", 3, 9, scaler({ minReplicas: 2, maxReplicas: 10 }), false],
    ["above the band", 3, 11, scaler({ minReplicas: 2, maxReplicas: 10 }), true],
    ["below the band", 3, 1, scaler({ minReplicas: 2, maxReplicas: 10 }), true],
    ["a band without a lower end", 3, 1, scaler({ maxReplicas: 10 }), false],
    ["switched off in Git, running", 0, 4, scaler({ minReplicas: 2, maxReplicas: 10 }), true],
    ["running in Git, switched off", 4, 0, scaler({ minReplicas: 2, maxReplicas: 10 }), true],
    ["KEDA at zero", 3, 0, scaler({ maxReplicaCount: 5 }, "ScaledObject"), false],
    ["KEDA with a lower end, at zero", 3, 0, scaler({ minReplicaCount: 1 }, "ScaledObject"), true],
    [
      "KEDA that idles at zero",
      3,
      0,
      scaler({ minReplicaCount: 1, idleReplicaCount: 0 }, "ScaledObject"),
      false,
    ],
    ["KEDA without an upper end", 3, 101, scaler({}, "ScaledObject"), true],
    [
      "of another namespace",
      3,
      4,
      { ...scaler({ maxReplicas: 9 }), metadata: { name: "web", namespace: "other" } },
      true,
    ],
    [
      "of another thing",
      3,
      4,
      scaler({ maxReplicas: 9, scaleTargetRef: { kind: "Deployment", name: "api" } }),
      true,
    ],
  ])("%s", (_title, declared, live, autoscaler, isDrift) => {
    expect(scaled(declared, live, [autoscaler])).toEqual(isDrift ? ["spec.replicas"] : []);
  });

  test("declared zero against a running thing, and the reverse, without an autoscaler", () => {
    expect(scaled(0, 3, [])).toEqual(["spec.replicas"]);
    expect(scaled(3, 0, [])).toEqual(["spec.replicas"]);
  });

  const vertical = (policy: Tree, mode = "Auto"): Tree => ({
    ...object("VerticalPodAutoscaler", "autoscaling.k8s.io/v1"),
    spec: {
      targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      updatePolicy: { updateMode: mode },
      resourcePolicy: { containerPolicies: [{ containerName: "*", ...policy }] },
    },
  });
  const sizes = (cpu: string, limit: string): Tree =>
    container({ resources: { requests: { cpu }, limits: { cpu: limit } } });

  test.each([
    ["in the declared proportion", vertical({}), "1", "2", []],
    ["a limit alone", vertical({}), "500m", "8", ["limits"]],
    ["above what it may", vertical({ maxAllowed: { cpu: "800m" } }), "1", "2", ["requests"]],
    ["requests only", vertical({ controlledValues: "RequestsOnly" }), "1", "2", ["limits"]],
    ["memory only", vertical({ controlledResources: ["memory"] }), "1", "2", ["limits", "requests"]],
    ["not this container", vertical({ mode: "Off" }), "1", "2", ["limits", "requests"]],
    ["only advice", vertical({}, "Off"), "1", "2", ["limits", "requests"]],
  ])("a vertical autoscaler: %s", (_title, world, cpu, limit, sides) => {
    expect(pathsOf(sizes("500m", "1"), sizes(cpu, limit), { world: [world] as never })).toEqual(
      sides.map((side) => `${web}.resources.${side}.cpu`),
    );
  });

  const hook = (caBundle: string, annotations: Tree = {}): Tree =>
    object(
      "ValidatingWebhookConfiguration",
      "admissionregistration.k8s.io/v1",
      { webhooks: [{ name: "a.b", clientConfig: { caBundle } }] },
      { annotations },
    );

  test("a certificate is somebody else's only where it is asked for", () => {
    const asked = { "cert-manager.io/inject-ca-from": "shop/hook" };
    expect(pathsOf(hook("YQ==", asked), hook("Yg==", asked))).toEqual([]);
    expect(pathsOf(hook("YQ=="), hook("Yg=="))).toEqual(["webhooks[name=a.b].clientConfig.caBundle"]);
    expect(pathsOf(hook("Cg=="), hook("Yg=="))).toEqual([]);
  });

  test("what a controller made is its own business", () => {
    const made = object(
      "Secret",
      "v1",
      { data: { a: "Yg==" } },
      {
        ownerReferences: [{ kind: "ExternalSecret", name: "web", controller: true }],
      },
    );
    const { differences, notes } = comparisonOf(pair(object("Secret", "v1", { data: { a: "YQ==" } }), made));
    expect(differences).toEqual([]);
    expect(notes).toEqual([{ path: "", note: "made by ExternalSecret/web", what: "co-owned" }]);
  });

  test("a job that cleans itself up, and a hook, are not missing; any other is", () => {
    expect(pathsOf(object("Job", "batch/v1", { spec: { ttlSecondsAfterFinished: 60 } }), null)).toEqual([]);
    expect(
      pathsOf(object("Job", "batch/v1", {}, { annotations: { "helm.sh/hook": "pre-install" } }), null),
    ).toEqual([]);
    expect(pathsOf(object("Job", "batch/v1"), null)).toEqual([""]);
  });
});

describe("ignore rules", () => {
  const changed = [container({ args: ["a"] }), container({ args: ["b"], image: "web:2" })] as const;

  test.each([
    ["our own form", { kind: "Deployment", path: "spec.template.spec.containers*.args" }, true],
    ["a place above", { path: "spec.template" }, true],
    ["another kind", { kind: "StatefulSet", path: "spec.*" }, false],
    ["another name", { name: "api*", path: "spec.*" }, false],
    ["another namespace", { namespace: "prod", path: "spec.*" }, false],
    ["a name that only begins alike", { path: "spec.templ" }, false],
    [
      "a pointer",
      { group: "apps", kind: "Deployment", jsonPointers: ["/spec/template/spec/containers/0/args"] },
      true,
    ],
    ["a jq path", { jqPathExpressions: [".spec.template.spec.containers[].args"] }, true],
    [
      "a jq path with a condition",
      { jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "web") | .args'] },
      true,
    ],
    [
      "a jq path for another container",
      { jqPathExpressions: ['.spec.template.spec.containers[]|select(.name=="db").args'] },
      false,
    ],
    ["a jq program that is no path", { jqPathExpressions: ["to_entries"] }, false],
  ])("%s", (_title, rule, isHidden) => {
    const paths = pathsOf(changed[0], changed[1], { ignore: [rule] as never });
    expect(paths.includes(`${web}.args`)).toBe(!isHidden);
  });
});

describe("secrets", () => {
  test("no value of a Secret and none of a secret variable leaves", () => {
    const made = (word: string): Pair["declared"] =>
      object("Secret", "v1", { stringData: { password: `${word}-hunter2-hunter2`, mode: word } }) as never;
    const variable = (word: string) =>
      container({ env: [{ name: "DB_PASSWORD", value: `${word}-hunter3-hunter3` }] });
    const said = JSON.stringify([
      comparisonOf(
        pair(made("old"), { ...made("new"), data: { password: "bmV3LWh1bnRlcjI=", mode: "bmV3" } }),
      ),
      comparisonOf(pair(variable("old"), variable("new"))),
    ]);
    expect(said).toContain("data.password");
    expect(said).toContain("env[name=DB_PASSWORD].value");
    expect(said).not.toMatch(/hunter|aHVudGVy|bmV3|b2xk/);
    expect(said.match(/"secret":true/g)).toHaveLength(3);
  });
});
