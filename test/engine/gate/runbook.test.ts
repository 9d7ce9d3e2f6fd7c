import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { agent } from "../../support/context.ts";
import { type GateOptions, gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");

const base = { name: "bounce", author: "ana", for: "OOMKilled", impact: "low", reversibility: "high" };
const words = "kubectl rollout restart deployment/{workload} --namespace={namespace}";
const entry = (over: Readonly<Record<string, unknown>> = {}) => ({
  ...base,
  solution: { kind: "command", run: words },
  ...over,
});
const restart = { kind: "action", action: "rollout-restart" };

const unattended = {
  config: "[runbook]\nauto_commands = true\n",
  env: { STEADYSTATE_SOLUTION_AUTO: "1" },
} as const;

const worldWith = async (over: Readonly<Record<string, unknown>> = {}, options: GateOptions = {}) => {
  const world = await gateWorld({ runbook: [entry(over)], ...options });
  return { ...world, finding: await world.found() };
};

/** Writes another runbook, and answers a context that has not read the old one. */
const rewritten = async (world: Awaited<ReturnType<typeof worldWith>>, entries: readonly unknown[]) => {
  writeFileSync(join(world.folder.root, "steadystate/solutions.json"), JSON.stringify(entries));
  return world.contextFor();
};

const audited = async (world: Awaited<ReturnType<typeof worldWith>>) =>
  (await (await world.ctx.history.open()).audit({ limit: 100 })).toReversed();

type Void = readonly [what: string, entries: readonly unknown[], why: string];
const voids: readonly Void[] = [
  [
    "says another thing",
    [entry({ solution: { kind: "command", run: `${words} --timeout=1s` } })],
    "the runbook entry",
  ],
  ["answers something else", [entry({ for: "Evicted" })], "does not answer"],
  ["is for another target", [entry({ targets: ["eu"] })], "does not answer"],
  ["is for another environment", [entry({ environments: ["prod"] })], "does not answer"],
  ["is gone", [], "no usable entry bounce"],
  ["is a draft again", [entry({ proposed: true })], "is a draft"],
  [
    "was vouched as something else",
    [entry({ vouched_by: "os:bo", vouched_digest: "0".repeat(64) })],
    "is a draft",
  ],
  ["cannot be used", [entry({ impact: "enormous" })], "no usable entry bounce"],
];

describe("a command of the runbook", () => {
  test("waits for a yes, then runs word by word at the target of the finding, and is judged by it", async () => {
    const world = await worldWith();
    const asked = await world.ask("fix", { finding: world.finding });
    expect(asked.exit).toBe(6);
    expect(asked.data).toMatchObject({
      state: "waits",
      why: expect.stringContaining(
        "bounce is a command, which waits for a yes without [runbook] auto_commands",
      ),
      offer: {
        action: "runbook:bounce",
        entry: "bounce",
        envelope: "self_healing/service",
        command: ["kubectl", "rollout", "restart", "deployment/web", "--namespace=shop"],
      },
    });
    expect(world.ran).toEqual([]);
    const approved = await world.ask("approve", { offer: asked.data.offer.offer });
    expect([approved.exit, approved.data.end]).toEqual([0, "verified"]);
    const [ran, ...more] = world.ran;
    expect(more).toEqual([]);
    expect(ran?.argv[0]).toMatch(/^\/.*\/kubectl$/);
    const aims = ran?.argv.slice(1, 3).map((word) => word.split("=")[0]);
    expect(aims).toEqual(["--kubeconfig", "--context"]);
    expect(ran?.argv.slice(3)).toEqual(["rollout", "restart", "deployment/web", "--namespace=shop"]);
    expect((await audited(world)).map(({ event, outcome }) => [event, outcome])).toEqual([
      ["offered", undefined],
      ["escalated", undefined],
      ["intent", undefined],
      ["result", "verified"],
    ]);
  });

  test("that changed nothing for the better is a failure", async () => {
    const world = await worldWith({}, { restart: "leaks", ...unattended });
    const { exit, data } = await world.ask("fix", { finding: world.finding });
    expect([exit, data.acted.end]).toEqual([7, "not-effective"]);
  });

  for (const [when, options, over, why] of [
    [
      "nothing is committed",
      { env: { STEADYSTATE_SOLUTION_AUTO: "1" } },
      {},
      "without [runbook] auto_commands",
    ],
    ["the switch is off", { config: unattended.config }, {}, "while STEADYSTATE_SOLUTION_AUTO is off"],
    [
      "the switch says neither yes nor no",
      { config: unattended.config, env: { STEADYSTATE_SOLUTION_AUTO: "maybe" } },
      {},
      "while STEADYSTATE_SOLUTION_AUTO is off",
    ],
    [
      "its author says that it breaks more",
      unattended,
      { impact: "medium" },
      "self_healing/tenant is outside",
    ],
    ["its author says nothing", unattended, { impact: undefined }, "self_healing/tenant is outside"],
    [
      "the bound is narrowed",
      { ...unattended, env: { ...unattended.env, STEADYSTATE_BOUND: "self_healing=none" } },
      {},
      "outside the bound",
    ],
    [
      "it is a playbook",
      unattended,
      { solution: { kind: "PlayBook", run: words } },
      "recoverable/node is outside",
    ],
    [
      "its words speak of a protected namespace",
      unattended,
      { solution: { kind: "command", run: "kubectl rollout restart deployment/coredns -n kube-system" } },
      "the namespace kube-system is protected",
    ],
    [
      "its words speak of every namespace",
      unattended,
      { solution: { kind: "command", run: "kubectl delete pods -A --field-selector=status.phase=Failed" } },
      "the namespace kube-system is protected",
    ],
    [
      "it is a reboot",
      unattended,
      { solution: { kind: "Reboot", run: words } },
      "recoverable/node is outside",
    ],
  ] as const)
    test(`does not run by itself where ${when}`, async () => {
      const world = await worldWith(over, options);
      const { exit, text, data } = await world.ask("fix", { finding: world.finding });
      expect([exit, data.state]).toEqual([6, "waits"]);
      expect(text.replace(/\s+/g, " ")).toContain(why);
      const auto = await world.ask("scan", { target: "shop", checks: false, autonomy: "auto" });
      expect(auto.data.settled).toMatchObject([{ state: "waits" }]);
      expect(world.ran).toEqual([]);
    });

  for (const kind of ["command", "COMMAND", " Command "])
    test(`runs by itself where everything allows it, whatever the case of its kind: ${kind}`, async () => {
      const world = await worldWith({ solution: { kind, run: words } }, unattended);
      const { data } = await world.ask("scan", { target: "shop", checks: false, autonomy: "auto" });
      expect(data.settled).toMatchObject([{ state: "acted" }]);
      expect(world.ran).toHaveLength(1);
      const [, intent] = await audited(world);
      expect(intent).toMatchObject({
        event: "intent",
        decision: "within-bound",
        actor: { class: "automation", id: "steadystate:auto" },
      });
    });

  test("an agent only ever offers it, and approves nothing", async () => {
    const world = await worldWith({}, unattended);
    const ctx = await world.contextFor({ actor: agent });
    const asked = await world.ask("fix", { finding: world.finding }, ctx);
    expect([asked.exit, asked.text.replace(/\s+/g, " ")]).toEqual([
      6,
      expect.stringContaining("which an agent only ever offers"),
    ]);
    expect((await world.ask("approve", { offer: asked.data.offer.offer }, ctx)).exit).toBe(6);
    expect(world.ran).toEqual([]);
  });

  test("is told beside the catalog, declined, and offered again as the file has it then", async () => {
    const world = await worldWith({ for: undefined, match: "memory" });
    const listed = await world.ask("actions", { finding: world.finding });
    expect(listed.data.ways).toEqual([
      { name: "bounce", because: "its title matches /memory/", runbook: true },
      { name: "rollout-restart", because: "the catalog offers it for OOMKilled", runbook: false },
    ]);
    expect(listed.text).toContain("what bounce would do now");
    const { data } = await world.ask("fix", { finding: world.finding });
    await world.ask("decline", { offer: data.offer.offer });
    const again = await world.ask("reoffer", { offer: data.offer.offer });
    expect([again.exit, again.data.offer]).toEqual([0, expect.objectContaining({ entry: "bounce" })]);
    const other = await rewritten(world, [
      entry({ for: undefined, match: "memory", solution: { kind: "command", run: `${words} --timeout=9s` } }),
    ]);
    const anew = await world.ask("reoffer", { offer: data.offer.offer }, other);
    expect(anew.data.offer.command.at(-1)).toBe("--timeout=9s");
  });

  test("is not run where the finding has gone meanwhile", async () => {
    const world = await worldWith();
    const { data } = await world.ask("fix", { finding: world.finding });
    world.heal();
    const { exit, text } = await world.ask("approve", { offer: data.offer.offer });
    expect([exit, text]).toEqual([0, expect.stringContaining("nothing was left to do")]);
    expect(world.ran).toEqual([]);
  });

  for (const [what, entries, why] of voids)
    test(`that was offered is void once the entry ${what}`, async () => {
      const world = await worldWith();
      const { data } = await world.ask("fix", { finding: world.finding });
      const ctx = await rewritten(world, entries);
      const { exit, text } = await world.ask("approve", { offer: data.offer.offer }, ctx);
      expect([exit === 0, text.replace(/\s+/g, " ")]).toEqual([false, expect.stringContaining(why)]);
      expect(world.ran).toEqual([]);
      expect((await audited(world)).at(-1)?.event).toBe("refused");
    });

  test("gets PATH, HOME, LANG, its own variables, and the kubeconfig that points at the target", async () => {
    const script = '#!/bin/sh\nenv | sort > "$0.env"\ncat > "$0.in"\nprintf "%s\\n" "$@" > "$0.words"\n';
    const lent = { GATEWAY: "east", STEADYSTATE_SECRET: "s3cret", GITHUB_TOKEN: "ghp_x" };
    const before = { ...process.env };
    Object.assign(process.env, lent);
    try {
      const world = await worldWith(
        { env: ["GATEWAY"], solution: { kind: "command", run: "./bounce.sh '{namespace} {workload}' now" } },
        { files: { "bounce.sh": script } },
      );
      chmodSync(join(world.folder.root, "bounce.sh"), 0o755);
      const { data } = await world.ask("fix", { finding: world.finding });
      expect((await world.ask("approve", { offer: data.offer.offer })).data.end).toBe("not-effective");
      const read = (end: string) => readFileSync(join(world.folder.root, `bounce.sh.${end}`), "utf8");
      const names = read("env")
        .split("\n")
        .map((line) => line.split("=")[0]);
      expect(names).toEqual(expect.arrayContaining(["GATEWAY", "PATH", "KUBECONFIG"]));
      const few = [
        "GATEWAY",
        "HOME",
        "KUBECONFIG",
        "KUBECTL_KUBERC",
        "LANG",
        "PATH",
        "PWD",
        "OLDPWD",
        "SHLVL",
        "_",
        "",
      ];
      expect(names.filter((name) => !few.includes(name ?? ""))).toEqual([]);
      expect(read("words")).toBe("shop web\nnow\n");
      expect(read("in")).toBe("");
    } finally {
      process.env = before;
    }
  });
});

describe("an action of the catalog that the runbook names", () => {
  test("runs by itself inside the bound, and claims to cure what it answers", async () => {
    const world = await worldWith({ impact: undefined, reversibility: undefined, solution: restart });
    const { exit, data, text } = await world.ask("fix", { finding: world.finding });
    expect([exit, data.acted]).toEqual([
      0,
      expect.objectContaining({ end: "verified", action: "rollout-restart" }),
    ]);
    expect(text).toContain("it helped");
  });

  test("is as grave as its author says, and never milder than the catalog", async () => {
    const graver = await worldWith({ impact: "high", reversibility: undefined, solution: restart });
    const waits = await graver.ask("fix", { finding: graver.finding });
    expect(waits.data).toMatchObject({ state: "waits", offer: { envelope: "self_healing/node" } });
    const milder = await worldWith(
      { impact: "low", reversibility: "high", solution: { kind: "action", action: "scale-to-zero" } },
      unattended,
    );
    const zero = await milder.ask("fix", { finding: milder.finding });
    expect(zero.data).toMatchObject({ state: "waits", offer: { envelope: "recoverable/service" } });
    expect([...graver.ran, ...milder.ran]).toEqual([]);
  });

  test("a draft is offered to nobody, and to a person where the safety net is lifted, who still says yes", async () => {
    const draft = { solution: restart, proposed: true, impact: undefined, reversibility: undefined };
    const plain = await worldWith(draft);
    // The catalog itself still answers.
    expect((await plain.ask("run", { action: "bounce", finding: plain.finding })).text).toContain(
      "is a draft",
    );
    const lifted = await worldWith(draft, { env: { STEADYSTATE_NO_SAFETY_NET: "on" } });
    const asked = await lifted.ask("run", { action: "bounce", finding: lifted.finding });
    expect([asked.exit, asked.data.why]).toEqual([
      6,
      expect.stringContaining("is a draft: nobody has vouched it yet"),
    ]);
    const machine = await lifted.contextFor({ actor: agent });
    const other = await lifted.ask("run", { action: "bounce", finding: lifted.finding }, machine);
    expect(other.text).toContain("is a draft");
    expect(lifted.ran).toEqual([]);
    expect((await lifted.ask("approve", { offer: asked.data.offer.offer })).data.end).toBe("verified");
  });

  test("what is only shown is offered to nobody, and the catalog answers", async () => {
    const world = await worldWith({ solution: { kind: "reboot", target: "{workload}" } });
    const { data } = await world.ask("fix", { finding: world.finding });
    expect(data.acted).toMatchObject({ action: "rollout-restart", end: "verified" });
  });
});
