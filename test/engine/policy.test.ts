import { describe, expect, it, test } from "vitest";
import { policyOf } from "../../src/engine/policy.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const policyIn = async (
  files: Readonly<Record<string, unknown>>,
  how: { readonly target?: string; readonly env?: Readonly<Record<string, string>> } = {},
) => {
  const folder = temporaryFolder(files);
  return policyOf({ target: how.target }, await contextIn(folder.root, { env: how.env ?? {} }));
};

const committed = (text: string) => ({ "steadystate/config.toml": text });

describe("the policy", () => {
  it("of nothing committed", async () => {
    expect(await policyIn({})).toMatchObject({
      ...{ stopped: undefined, freezes: [], protectedTarget: false, perHour: 6, fourEyes: false },
      ...{ expires: 86_400_000, settle: 60_000 },
      roles: { operator: [], approver: [], breakglass: [], committed: false },
    });
  });

  it("of what a team committed", async () => {
    const text = [
      '[bound]\nprotected_targets = ["prod-*"]\nprotected_namespaces = ["payments"]\nper_hour = 2\nsettle = "90s"',
      '[platform]\nnamespaces = ["ops"]',
      '[roles]\napprover = ["os:ana"]\nbreakglass = ["os:eve"]',
      '[approvals]\nfour_eyes = ["irreversible"]\nexpires = "1h"\n',
    ].join("\n");
    const env = { STEADYSTATE_BREAKGLASS_USERS: "os:max, ,slack:T1:U2" };
    const policy = await policyIn(committed(text), { target: "prod-eu", env });
    expect(policy).toMatchObject({
      ...{ stopped: undefined, protectedTarget: true, perHour: 2, settle: 90_000, expires: 3_600_000 },
      fourEyes: ["irreversible"],
      roles: {
        ...{ approver: ["os:ana"], committed: true },
        breakglass: ["os:eve", "os:max", "slack:T1:U2"],
      },
    });
    expect(policy.protectedNamespaces).toEqual(
      expect.arrayContaining(["kube-*", "cert-manager", "cattle-system", "ops", "payments"]),
    );
    expect((await policyIn(committed(text), { target: "staging" })).protectedTarget).toBe(false);
    expect((await policyIn(committed(text))).protectedTarget).toBe(true);
  });

  it("an empty [roles] is committed: nobody has any", async () => {
    expect((await policyIn(committed("[roles]\n"))).roles.committed).toBe(true);
  });

  it("tells the freezes that hold now for the target", async () => {
    const text = `[[freeze]]\nfrom = "2020-01-01T00:00Z"\nto = "2999-01-01T00:00Z"\ntargets = ["prod"]\nreason = "audit"\n`;
    expect((await policyIn(committed(text), { target: "prod" })).freezes).toMatchObject([
      { reason: "audit" },
    ]);
    expect((await policyIn(committed(text), { target: "shop" })).freezes).toEqual([]);
  });
});

describe("the stop file", () => {
  test.each([
    ["committed", { "steadystate/STOP": "incident 7\nmore" }, "steadystate/STOP says: incident 7"],
    ["local", { ".steadystate/STOP": "" }, ".steadystate/STOP stands there"],
    ["a folder", { "steadystate/STOP/keep": "" }, "steadystate/STOP stands there"],
    ["beside a config in another place", { "ops/config.toml": "", "ops/STOP": "x" }, "ops/STOP says: x"],
  ])("stops everything: %s", async (_, files, why) => {
    const env: Readonly<Record<string, string>> =
      "ops/STOP" in files ? { STEADYSTATE_CONFIG: "ops/config.toml" } : {};
    expect((await policyIn(files, { env })).stopped).toBe(why);
  });

  it("of the repository holds in each wall of it", async () => {
    const folder = temporaryFolder({
      ".git/HEAD": "",
      "steadystate/STOP": "x",
      "walls/a/steadystate/config.toml": "",
    });
    const policy = await policyOf({ target: "a" }, await contextIn(folder.at("walls/a")));
    expect(policy.stopped).toContain("STOP says: x");
  });

  it("shows no secret, one line, no more than is read in a glance", async () => {
    const { stopped } = await policyIn({
      "steadystate/STOP": `see https://ana:hunter2hunter2@ci.test/7 ${"x".repeat(900)}\u2028[ok]`,
    });
    expect(stopped).not.toContain("hunter2");
    expect(stopped?.length).toBeLessThan(240);
  });
});

describe("a file of the policy that nobody can understand stops everything, and is told", () => {
  test.each([
    ["no TOML", "[bound", "is not TOML"],
    ["a mistake elsewhere", "[terraform]\nbinn = 1\n", "binn"],
    ["an impact that is none", '[bound]\nself_healing = "noen"\n', "self_healing"],
    ["a budget that is none", '[bound]\nper_hour = "many"\n', "per_hour"],
    ["a pattern that is none", '[bound]\nprotected_targets = ["*prod"]\n', "protected_targets"],
    ["a freeze without a reason", '[[freeze]]\ndays = ["fri"]\nfrom = "16:00"\nto = "18:00"\n', "reason"],
    ["a freeze that is a table", '[freeze]\nreason = "x"\n', "freeze"],
    [
      "a time that is none",
      '[[freeze]]\ndays = ["fri"]\nfrom = "26:00"\nto = "18:00"\nreason = "x"\n',
      "from",
    ],
    ["a zone that is none", '[bound]\ntimezone = "Vienna"\n', "timezone"],
    ["a role that is none", '[roles]\napprovers = ["os:ana"]\n', "approvers"],
    ["a person that is none", '[roles]\napprover = ["ana"]\n', "approver"],
    ["four eyes that are none", '[approvals]\nfour_eyes = "yes"\n', "four_eyes"],
    ["an approval that never expires", '[approvals]\nexpires = "52w"\n', "expires"],
  ])("%s", async (_, text, why) => {
    const policy = await policyIn(committed(text), { target: "shop" });
    expect(policy.stopped).toContain(why);
    expect(policy).toMatchObject({ protectedTarget: true, protectedNamespaces: ["*"], perHour: 0 });
    expect(policy.bound.faults).toHaveLength(1);
    expect(policy.roles).toEqual({ operator: [], approver: [], breakglass: [], committed: true });
  });

  it("a variable that points nowhere", async () => {
    const env = { STEADYSTATE_CONFIG: "gone.toml" };
    expect((await policyIn({}, { env })).stopped).toContain("gone.toml");
  });
});
