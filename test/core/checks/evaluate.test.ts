import { describe, expect, test } from "vitest";
import type { Check, HttpReading } from "../../../src/core/checks/check.ts";
import { bodyCap, evaluateCheck } from "../../../src/core/checks/evaluate.ts";

const check = (when: Partial<Check["when"]> = {}): Check => ({
  name: "shop-up",
  workload: "shop",
  read: { kind: "http", url: "http://ops:canary@shop/healthz?key=canary", method: "GET" },
  when: { status: 200, body: undefined, ...when },
  emit: { severity: "high", title: "the shop does not answer" },
});
const answered = (status: number, body = ""): HttpReading => ({
  kind: "answered",
  status,
  body,
  latencyMs: 12,
});

describe("evaluateCheck", () => {
  test.each<[string, Partial<Check["when"]>, HttpReading, string, string]>([
    ["the demanded status", {}, answered(200), "pass", ""],
    ["the demanded status that is no success", { status: 401 }, answered(401), "pass", ""],
    ["another status", {}, answered(503), "fail", "answered 503, expected 200"],
    ["a redirect", {}, answered(301), "fail", "answered 301, expected 200; redirects are not followed"],
    ["a demanded redirect", { status: 301 }, answered(301), "pass", ""],
    ["the body", { body: "status.*ok" }, answered(200, '{"status": "ok"}'), "pass", ""],
    [
      "another body",
      { body: "ok" },
      answered(200, "down"),
      "fail",
      "answered 200, but the body does not contain /ok/",
    ],
    [
      "a pattern with a token in it",
      { body: "token=canary-1" },
      answered(200, "down"),
      "fail",
      "answered 200, but the body does not contain /token=‹secret›/",
    ],
    [
      "the body with another status",
      { body: "ok" },
      answered(500, "ok"),
      "fail",
      "answered 500, expected 200",
    ],
    ["silence", {}, { kind: "no-answer", reason: "connection refused" }, "fail", "connection refused"],
    [
      "inability",
      {},
      { kind: "unable", reason: "the name cannot be resolved now" },
      "unable",
      "the name cannot be resolved now",
    ],
    [
      "a refused pattern",
      { body: "(?=ok)" },
      answered(200, "ok"),
      "unable",
      "cannot look for /(?=ok)/: the lookahead (?= is not offered by the linear-time engine",
    ],
    [
      "what lies beyond the cap",
      { body: "ok" },
      answered(200, "x".repeat(bodyCap)),
      "unable",
      "/ok/ is not in the first 64 KiB of the body, and the rest is not read",
    ],
    ["what lies within the cap", { body: "ok" }, answered(200, `ok${"x".repeat(bodyCap - 2)}`), "pass", ""],
  ])("%s", (_, when, reading, status, reason) => {
    expect(evaluateCheck(check(when), reading)).toMatchObject({ status, reason });
  });

  test("carries who, where and how bad, without userinfo and query values", () => {
    expect(evaluateCheck(check(), answered(200))).toEqual({
      name: "shop-up",
      workload: "shop",
      kind: "http",
      target: "http://shop/healthz?key=…",
      severity: "high",
      status: "pass",
      reason: "",
      latencyMs: 12,
    });
  });

  test("a kind that is not read is never a pass, whatever came back", () => {
    const cpu: Check = { ...check(), read: { kind: "kubectl-cpu", namespace: "shop", selector: "app=web" } };
    expect(evaluateCheck(cpu, answered(200))).toMatchObject({
      kind: "kubectl-cpu",
      target: "shop/app=web",
      status: "unable",
      reason: "this version does not read checks of kind kubectl-cpu",
    });
    const bare: Check = { ...check(), read: { kind: "docker-log" } };
    expect(evaluateCheck(bare, answered(200)).target).toBe("docker-log");
  });
});
