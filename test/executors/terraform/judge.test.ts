import { describe, expect, it } from "vitest";
import { judgeEffect } from "../../../src/executors/terraform/judge.ts";
import { judgePlan } from "../../../src/platform/terraform/gate.ts";

const seal = (secret: string): string => `sealed(${secret})`;
const address = "world_database.main";

type Words = readonly string[];
const row = (actions: Words, more: Readonly<Record<string, unknown>> = {}) => {
  const [type = "", name = ""] = String(more["address"] ?? address).split(".");
  const change = { actions, before: { size: 1 }, after: { size: 2 } };
  return { address, mode: "managed", type, name, change, ...more };
};
const judge = (changes: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) => {
  const document = { format_version: "1.2", planned_values: {}, resource_changes: changes, ...more };
  return judgeEffect(judgePlan(document, "plan"), address, seal);
};
const told = (judged: ReturnType<typeof judge>): string =>
  judged.is === "effect"
    ? `${judged.effect.envelope?.reversibility ?? "as the catalog says"}`
    : `${judged.is}: ${judged.why}`;

describe("what one plan would do", () => {
  it.each<readonly [string, Words, string]>([
    ["a creation", ["create"], "as the catalog says"],
    ["an update", ["update"], "as the catalog says"],
    ["a removal", ["delete"], "irreversible"],
    ["a replacement", ["delete", "create"], "irreversible"],
    ["one that is created first", ["create", "delete"], "irreversible"],
    ["nothing", ["no-op"], "nothing: a new plan has nothing to do to world_database.main"],
    ["to forget", ["forget"], "unfit: the plan would only forget world_database.main, which is no repair"],
    [
      "to forget and make anew",
      ["create", "forget"],
      "unfit: the plan would only forget world_database.main, which is no repair",
    ],
    ["a word of tomorrow", ["transmogrify"], "unfit: the planned action (transmogrify) is not known here"],
    [
      "known words in a new company",
      ["update", "delete"],
      "unfit: the planned action (update, delete) is not known here",
    ],
    ["no word", [], "unfit: the planned action (none) is not known here"],
  ])("%s", (_name, actions, expected) => {
    expect(told(judge([row(actions)]))).toBe(expected);
  });

  it.each<readonly [string, readonly unknown[], Readonly<Record<string, unknown>>, string]>([
    [
      "another that changes",
      [row(["update"], { address: "world_firewall.web" })],
      {},
      "world_firewall.web (update)",
    ],
    [
      "a word of tomorrow elsewhere",
      [row(["twist"], { address: "world_firewall.web" })],
      {},
      "world_firewall.web (twist)",
    ],
    [
      "an old object of the same address",
      [row(["delete"], { deposed: "1a2b" })],
      {},
      "world_database.main (delete)",
    ],
    [
      "one that moves in the state",
      [row(["no-op"], { address: "a.b", previous_address: "a.c" })],
      {},
      "a.b (moved or imported)",
    ],
    [
      "another instance",
      [row(["update"], { address: 'world_database.main["b"]' })],
      {},
      'world_database.main["b"] (update)',
    ],
    ["what is put off", [], { deferred_changes: [{ reason: "unknown" }] }, "defers 1 changes"],
    ["what it starts beside", [], { action_invocations: [{}] }, "would start actions"],
    ["a plan that broke off", [], { errored: true }, "ended with errors"],
    ["a part of a plan", [], { format_version: undefined }, "no whole document"],
  ])("unfit for %s", (_name, changes, more, expected) => {
    expect(told(judge([row(["update"]), ...changes], more))).toContain(expected);
    expect(told(judge([row(["update"]), ...changes], more))).toMatch(/^unfit: /);
  });

  it("is another for every part of the change, and never holds a secret", () => {
    const of = (after: Readonly<Record<string, unknown>>): string => {
      const judged = judge([
        row(["update"], {
          change: { actions: ["update"], before: { key: "CANARY-1" }, after, after_sensitive: { key: true } },
        }),
      ]);
      if (judged.is !== "effect") throw new Error(judged.why);
      expect(JSON.stringify(judged)).not.toContain("CANARY");
      return judged.effect.change;
    };
    const all = [{ key: "CANARY-2" }, { key: "CANARY-3" }, { key: "CANARY-2", size: 1 }].map(of);
    expect(new Set(all).size).toBe(3);
    expect(of({ key: "CANARY-2" })).toBe(all[0]);
  });

  it("tells the commands that run on this machine beside it", () => {
    const configuration = {
      root_module: {
        module_calls: {
          net: {
            module: {
              resources: [{ type: "world_database", name: "main", provisioners: [{ type: "local-exec" }] }],
            },
          },
        },
      },
    };
    const deep = 'module.net["a.b"].world_database.main';
    const document = {
      ...{ format_version: "1.2", planned_values: {}, configuration },
      resource_changes: [row(["create"], { address: deep, type: "world_database", name: "main" })],
    };
    const judged = judgeEffect(judgePlan(document, "plan"), deep, seal);
    expect(judged.is === "effect" ? judged.effect.told : []).toContain(
      "its provisioners run on this machine: local-exec",
    );
  });
});
