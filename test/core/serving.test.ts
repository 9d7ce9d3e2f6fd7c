import { describe, expect, test } from "vitest";
import { type Serving, servingAfter, workloadName, workloadsMeant } from "../../src/core/serving.ts";

const workload = (kind: string, namespace: string, serves: Serving["serves"] = "yes", name = "web") => ({
  ...{ kind, namespace, name, serves },
});
const shop = workload("Deployment", "shop");
const till = workload("StatefulSet", "till", "no");

describe("servingAfter", () => {
  test.each([
    ["a whole look replaces all", "complete", [till], [till]],
    ["a whole look that saw none leaves none", "complete", [], []],
    [
      "a partial look keeps the rest, of which nobody knows now",
      "partial",
      [till],
      [till, { ...shop, serves: "unknown" }],
    ],
    [
      "a partial look goes before what was known",
      "partial",
      [{ ...shop, serves: "no" }],
      [{ ...shop, serves: "no" }],
    ],
    ["a failed look changes nothing", "failed", [], [shop]],
    ["a look without a probe changes nothing", "complete", undefined, [shop]],
  ] as const)("%s", (_name, status, now, after) => {
    expect(servingAfter([shop], now, status)).toEqual(after);
  });
});

describe("workloadsMeant", () => {
  const known = [shop, till, workload("Deployment", "till"), workload("Deployment", "shop", "yes", "api")];
  const meant = (asked: string, among: readonly Serving[] = known) => {
    const { all, ambiguous } = workloadsMeant(workloadName(asked), among);
    return [ambiguous, ...all.map(({ kind, namespace }) => `${kind} ${namespace}`)];
  };

  test.each([
    ["web", [false, "Deployment shop", "StatefulSet till", "Deployment till"]],
    ["WEB", [false, "Deployment shop", "StatefulSet till", "Deployment till"]],
    ["shop/web", [false, "Deployment shop"]],
    ["till/web", [false, "StatefulSet till", "Deployment till"]],
    ["deployment/web", [false, "Deployment shop", "Deployment till"]],
    ["deploy/web", [false, "Deployment shop", "Deployment till"]],
    ["sts/web", [false, "StatefulSet till"]],
    ["statefulsets/till/web", [false, "StatefulSet till"]],
    ["deployment/shop/api", [false, "Deployment shop"]],
    ["eb", [false]],
    ["prod/web", [false]],
    ["a/b/c/web", [false]],
  ])("%s", (asked, wanted) => {
    expect(meant(asked)).toEqual(wanted);
  });

  test("a word that is a kind of one and the namespace of another is nobody's", () => {
    expect(meant("job/web", [workload("Job", "shop"), workload("Deployment", "job")])[0]).toBe(true);
    expect(meant("deployment/job/web", [workload("Job", "shop"), workload("Deployment", "job")])).toEqual([
      false,
      "Deployment job",
    ]);
  });

  test("what stands around it is read alike", () => {
    const covers = (asked: string, kind: string, namespace: string) =>
      workloadsMeant(workloadName(asked), known).covers({ kind, namespace });
    expect(covers("shop/web", "Service", "shop")).toBe(true);
    expect(covers("shop/web", "Service", "till")).toBe(false);
    expect(covers("sts/web", "Service", "till"), "a Service is of no kind of workload").toBe(true);
    expect(covers("sts/web", "Deployment", "till")).toBe(false);
    expect(covers("sts/shop/web", "Service", "till")).toBe(false);
    expect(covers("shop/web", "aws_s3_bucket", ""), "what has no namespace may be of any").toBe(true);
  });
});
