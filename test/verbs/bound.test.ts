import { describe, expect, it, test } from "vitest";
import { ask } from "../support/ask.ts";
import { temporaryFolder } from "../support/repo.ts";

const shop = '[bound]\nself_healing = "one"\n';

const posture = async (committed: string | undefined, variable?: string) => {
  const folder = temporaryFolder(committed === undefined ? {} : { "steadystate/config.toml": committed });
  const { data, exit, text } = await ask("posture", {}, folder, {
    env: variable === undefined ? {} : { STEADYSTATE_BOUND: variable },
  });
  const reach = data.bound.map(({ ceiling }: { ceiling: string }) => ceiling).join(" ");
  return { ...data, reach, exit, text };
};

describe("posture", () => {
  it("tells the built-in bound where nothing is committed", async () => {
    expect(await posture(undefined)).toMatchObject({
      reach: "tenant service none none",
      exit: 0,
      faults: [],
    });
  });

  it("tells whether the audit is keyed from outside", async () => {
    const { data, text } = await ask("posture", {}, temporaryFolder(), {
      env: { STEADYSTATE_AUDIT_KEY_FILE: "/elsewhere/key" },
    });
    expect([data.auditKeyed, text]).toEqual([true, expect.stringContaining("keyed from outside")]);
    expect((await posture(undefined)).auditKeyed).toBe(false);
  });

  it("tells a committed one, and what the variable may not widen", async () => {
    const told = await posture(shop, "self_healing=service,lossless=one");
    expect(told).toMatchObject({ reach: "one one none none", exit: 0, understood: true });
    expect(told.text).toContain("wider than the committed one: refused");
    expect((await posture(`${shop}env_may_widen = true\n`, "self_healing=service")).reach).toBe(
      "tenant service none none",
    );
  });

  it("a table that sets no ceiling is a committed bound all the same", async () => {
    expect((await posture('[bound]\ntimezone = "UTC"\n', "recoverable=one")).reach).toBe(
      "tenant service none none",
    );
  });

  test.each([
    ["no TOML", "[bound", "is not TOML"],
    ["a name that is none", '[bound]\nself-healing = "one"\n', "self-healing"],
    ["an impact that is none", '[bound]\nself_healing = "noen"\n', "self_healing"],
    ["false", "[bound]\nself_healing = false\n", "self_healing"],
    ["0", "[bound]\nself_healing = 0\n", "self_healing"],
    ["a mistake elsewhere in the file", '[terraform]\nbinn = "x"\n', "binn"],
  ])("a committed mistake closes everything and is told with its place: %s", async (_, committed, why) => {
    const told = await posture(committed, "lossless=fleet");
    expect(told).toMatchObject({ reach: "none none none none", exit: 1, understood: false });
    expect(told.faults[0]).toContain(why);
    expect(told.faults[0]).toMatch(/config\.toml:\d+:\d+/);
    expect(told.text).toContain("nothing runs unattended");
  });

  it("a mistake in the variable does the same", async () => {
    const told = await posture(undefined, "recoverble=service");
    expect(told).toMatchObject({ reach: "none none none none", exit: 1 });
    expect(told.faults).toEqual([
      "STEADYSTATE_BOUND: there is no reversibility recoverble, did you mean recoverable?",
    ]);
  });

  it("says what each switch allows now, and what would run by itself", async () => {
    const entry = { name: "again", author: "ops", for: "OOMKilled", vouched_by: "ana" };
    const action = { ...entry, solution: { kind: "action", action: "rollout-restart" } };
    const words = { ...entry, name: "words", impact: "low", solution: { kind: "command", run: "true" } };
    const folder = temporaryFolder({ "steadystate/solutions.json": [action, words] });
    const plain = await ask("posture", {}, folder);
    expect(plain.data.unattended).toEqual([
      expect.stringContaining("the runbook entry again (action, self_healing/service)"),
    ]);
    const env = {
      ...{ STEADYSTATE_REFLEX_AUTO: "reclaim-evicted,nonsense", STEADYSTATE_DECIDER_AUTO: "disabled" },
      ...{ STEADYSTATE_SOLUTION_AUTO: "1", STEADYSTATE_NO_SAFETY_NET: "1" },
    };
    const { data, text } = await ask("posture", {}, folder, { env });
    expect(data.unattended).toEqual([
      expect.stringContaining("the reflex reclaim-evicted, for Evicted"),
      expect.stringContaining("again"),
    ]);
    expect(data.switches.map(({ state }: { readonly state: string }) => state)).toEqual([
      ...["fault", "fault", "on", "on"],
    ]);
    for (const said of ["nonsense, which is no reflex", "neither yes nor no", "drafts are offered to people"])
      expect(text).toContain(said);
    folder.write({ "steadystate/STOP": "" });
    expect((await ask("posture", {}, folder, { env })).data.unattended).toEqual([]);
  });
});

describe("posture tells what else holds, from what is committed", () => {
  const of = async (files: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>> = {}) =>
    ask("posture", {}, temporaryFolder(files), { env, now: () => Date.parse("2026-11-27T18:00:00Z") });

  it("who, where and how much", async () => {
    const { data, text, exit } = await of(
      {
        "steadystate/config.toml": [
          '[bound]\nprotected_targets = ["prod-*"]\nper_hour = 2\nsettle = "90s"\ntimezone = "Europe/Vienna"',
          '[roles]\napprover = ["os:ana"]\n[approvals]\nfour_eyes = ["recoverable"]\nexpires = "4h"',
          '[[freeze]]\ndays = ["fri"]\nfrom = "16:00"\nto = "08:00"\nreason = "weekend"',
          '[[freeze]]\ndays = ["sat"]\nfrom = "16:00"\nto = "18:00"\ntargets = ["shop"]\nreason = "sale"\n',
        ].join("\n"),
        "steadystate/targets.json": { shop: { source: "k8s-live", context: "shop" } },
      },
      { STEADYSTATE_BREAKGLASS_USERS: "os:max" },
    );
    expect(exit).toBe(0);
    expect(data).toMatchObject({
      protected: { targets: ["prod-*"] },
      ...{ perHour: 2, settle: "1m 30s", expires: "4h", fourEyes: ["recoverable"] },
      roles: { committed: true, operator: [], approver: ["os:ana"], breakglass: ["os:max"] },
      freezes: [
        { reason: "weekend", until: "2026-11-28T07:00:00Z", next: "2026-12-04T15:00:00Z" },
        { reason: "sale", targets: ["shop"], next: "2026-11-28T15:00:00Z" },
      ],
      remarks: ["[bound] protected_targets names prod-*, and no committed target is called so"],
    });
    expect(text).toContain("frozen: every target, weekend (until 2026-11-28T07:00:00Z");
    expect(text).toContain("not now: shop, sale (next at 2026-11-28T15:00:00Z)");
  });

  it("says first that everything is stopped, with status 1", async () => {
    const { exit, text, data } = await of({ ".steadystate/STOP": "incident 12\n" });
    expect([exit, data.stopped]).toEqual([1, ".steadystate/STOP says: incident 12"]);
    expect(text.split("\n")[0]).toContain(
      "nothing runs, for people too: .steadystate/STOP says: incident 12",
    );
  });

  it("says that nobody could break glass", async () => {
    expect((await of({})).text).toContain("nobody has the role breakglass");
  });
});

type Row = {
  readonly name: string;
  readonly confirmation: string;
  readonly command: readonly string[];
  readonly offered?: boolean;
};

describe("actions", () => {
  const confirmations = async (variable: string) => {
    const { data } = await ask("actions", {}, temporaryFolder(), { env: { STEADYSTATE_BOUND: variable } });
    return Object.fromEntries(data.actions.map(({ name, confirmation }: Row) => [name, confirmation]));
  };

  it("says what each asks of a person under the bound that holds", async () => {
    expect(await confirmations("")).toMatchObject({
      "rollout-restart": "none",
      scale: "confirm",
      cordon: "type-the-name",
      "delete-node": "type-the-name",
    });
    expect(await confirmations("self_healing=none")).toMatchObject({ "rollout-restart": "confirm" });
    expect(await confirmations("junk")).toMatchObject({
      "reclaim-evicted-pods": "confirm",
      "rollout-restart": "confirm",
    });
  });

  it("to one finding: its own thing is filled in, what only a person can say stays open, the rest says why not", async () => {
    const web = (replicas: number) => ({
      ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web.v2", namespace: "shop" } },
      spec: { replicas, template: { spec: { containers: [{ name: "web", image: "web:1" }] } } },
    });
    const folder = temporaryFolder({ "s.json": { declared: [web(3)], observed: [web(1)] } });
    const { data: found, text } = await ask("scan", { path: "s.json", source: "k8s", checks: false }, folder);
    const fingerprint = found?.alerts[0].items[0].fingerprint;
    expect(fingerprint, text).toBeDefined();
    const { data } = await ask("actions", { finding: fingerprint }, folder);
    const rows: Readonly<Record<string, string>> = Object.fromEntries(
      data.actions.map(({ name, command }: Row) => [name, command.join(" ")]),
    );
    expect(rows["rollout-restart"]).toBe("kubectl rollout restart deployment/web.v2 --namespace=shop");
    expect(rows["rollback"]).toContain("deployment/web.v2 --to-revision=<revision>");
    expect(data.unfit.map(({ name }: Row) => name)).toEqual([
      ...["argocd-refresh", "suspend-cron-job", "resume-cron-job", "cordon", "uncordon"],
      ...["terraform-apply", "argocd-sync", "helm-rollback", "delete-node"],
    ]);
    expect(data.actions.filter(({ offered }: Row) => offered)).toEqual([]);
  });
});
