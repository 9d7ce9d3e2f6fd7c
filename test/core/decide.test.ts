import { describe, expect, test } from "vitest";
import { catalogDecider, namedIn, type Question } from "../../src/core/decide/decider.ts";

const question: Question = {
  ...{ title: "web was killed", category: "OOMKilled", kind: "Deployment", label: "web", evidence: {} },
  menu: [
    { name: "rollout-restart", summary: "restart it", offered: true },
    { name: "scale", summary: "more of it", offered: false },
  ],
};

describe("what a decider answers is a name, looked up in the menu", () => {
  test.each([
    ["no name of any action", { action: "format-disk", rationale: "" }],
    ["a name with a flag", { action: "rollout-restart --context=prod", rationale: "" }],
    ["a name with a blank", { action: " rollout-restart", rationale: "" }],
    ["another case", { action: "Rollout-Restart", rationale: "" }],
    ["an action that is not on the menu", { action: "delete-node", rationale: "" }],
    ["a member of every object", { action: "constructor", rationale: "" }],
    ["a command", { action: "kubectl delete ns shop", rationale: "" }],
    ["prose", "please restart it"],
    ["nothing of the shape", { verdict: "authorized" }],
    ["a list", [{ action: "scale" }]],
    ["a number", { action: 3 }],
  ])("%s is rejected", (_, answer) => {
    expect(namedIn(answer, question)).toMatchObject({ ok: false });
  });

  test("whatever stands beside the name is left out, and the rationale is one short line without secrets", () => {
    const answer = {
      action: "scale",
      parameters: { replicas: 0 },
      command: "rm -rf /",
      rationale: `because\u001b[31m\nof AKIAIOSFODNN7EXAMPLE ${"x".repeat(9000)}`,
    };
    const named = namedIn(answer, question);
    expect(Object.keys(named).toSorted()).toEqual(["action", "ok", "rationale"]);
    const { rationale } = named.ok ? named : { rationale: "" };
    expect(rationale.length).toBeLessThanOrEqual(200);
    expect(rationale).not.toMatch(/\p{C}|AKIAIOSFODNN7EXAMPLE/u);
  });

  test("the one that asks nobody names what the catalog offers, or nothing", async () => {
    expect(await catalogDecider.decide(question)).toMatchObject({ action: "rollout-restart" });
    expect(await catalogDecider.decide({ ...question, menu: question.menu.slice(1) })).toBeUndefined();
  });
});
