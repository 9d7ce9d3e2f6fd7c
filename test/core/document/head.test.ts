import { describe, expect, test } from "vitest";
import { headOfJson, topOfYaml } from "../../../src/core/document/head.ts";
import { knownShape, sourceOfShape } from "../../../src/core/document/known-shapes.ts";

describe("the beginning of a JSON document", () => {
  const plan = JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    variables: { a: { value: 'x"},{\\' } },
    planned_values: { root_module: { resources: [{ address: "a.b" }, { address: "a.c" }] } },
    resource_changes: [],
  });

  test("is told for what it is wherever it is cut behind its first keys", () => {
    expect(headOfJson(plan)).toEqual(JSON.parse(plan));
    const shortest = plan.indexOf('"variables"') + '"variables":{"a":{'.length;
    for (let at = shortest; at < plan.length; at += 1)
      expect(sourceOfShape(headOfJson(plan.slice(0, at))), plan.slice(0, at)).toBe("terraform");
  });

  test.each(["", "plain", '"text', "}", "]]", "[".repeat(100_000), '{"a" 1,'])(
    "of case %# is no value",
    (text) => {
      expect(headOfJson(text)).toBeUndefined();
    },
  );
});

describe("the outside of a YAML document", () => {
  test.each([
    ["declared:\n- a: 1\nobserved: []\n", "k8s"],
    ["# c\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  kind: x\n", "argocd"],
    [
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: argoproj.io/v1alpha1\n  kind: Application\n",
      "argocd",
    ],
    ["apiVersion: fleet.cattle.io/v1alpha1\nkind: 'GitRepo' # c\n---\nkind: x\n", "rancher"],
    ["kind: Deployment\napiVersion: apps/v1\n", undefined],
  ])("%j is for %s", (text, source) => {
    expect(sourceOfShape(topOfYaml(text))).toBe(source);
  });

  test("a text without a key is none, and a kubeconfig is one however it is spaced and quoted", () => {
    expect(topOfYaml("a\n- b\n")).toBeUndefined();
    const top = topOfYaml('"kind":   "Config"   # x\napiVersion: v1\nclusters:\n  - name: a\n');
    expect(top === undefined ? undefined : knownShape(top)).toBe("a kubeconfig");
  });
});

test("a list of kubectl is what its objects are", () => {
  const item = { apiVersion: "argoproj.io/v1alpha1", kind: "Application" };
  const pod = { apiVersion: "v1", kind: "Pod" };
  expect(sourceOfShape({ apiVersion: "v1", kind: "List", items: [item] })).toBe("argocd");
  expect(sourceOfShape({ ...item, kind: "ApplicationList", items: [item] })).toBe("argocd");
  expect(sourceOfShape({ apiVersion: "v1", kind: "List", items: [pod] })).toBeUndefined();
});
