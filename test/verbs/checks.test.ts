import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import type { HttpReading } from "../../src/core/checks/check.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { agent, contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const nothing: Readonly<Record<string, unknown>> = {};

const ask = async (name: keyof typeof verbs, input: Readonly<Record<string, unknown>>, ctx: Context) => {
  const reply = await dispatch(await verbs[name](), input, ctx);
  return reply.ok
    ? { exit: reply.exit, data: reply.data, text: renderPlain(reply.doc()), error: undefined }
    : { exit: reply.exit, data: nothing, text: "", error: reply.error };
};

const check = (name: string, over: Readonly<Record<string, unknown>> = {}) => ({
  name,
  read: { kind: "http", url: `http://127.0.0.1:9/${name}` },
  emit: { severity: "high", title: `${name} does not answer` },
  ...over,
});

const answers: Readonly<Record<string, HttpReading>> = {
  good: { kind: "answered", status: 200, body: "ok", latencyMs: 7 },
  bad: { kind: "no-answer", reason: "connection refused" },
  dark: { kind: "unable", reason: "the name cannot be resolved now" },
};

/** A wall with these checks; each is answered by its name's first word. */
const wall = async (entries: unknown, options = {}) => {
  const folder = temporaryFolder(entries === undefined ? {} : { "steadystate/checks.json": entries });
  const ctx = await contextIn(folder.root, options);
  return {
    folder,
    ctx: {
      ...ctx,
      readCheck: ({ name }: { readonly name: string }) =>
        Promise.resolve(answers[name.split("-")[0] ?? ""] ?? { kind: "unable" as const, reason: "?" }),
    },
  };
};

describe("smoke", () => {
  test.each([
    [["good-1", "good-2"], 0, "2 of 2 checks answer as demanded"],
    [["good-1", "bad-1"], 1, "1 of 2 checks answer as demanded; 1 does not"],
    [["good-1", "dark-1"], 3, "1 of 2 checks answer as demanded; 1 cannot be told"],
    [["bad-1", "dark-1"], 1, "0 of 2 checks answer as demanded; 1 does not; 1 cannot be told"],
  ])("of %j ends with %i", async (names, exit, text) => {
    const { ctx } = await wall(names.map((name) => check(name)));
    const answer = await ask("smoke", {}, ctx);
    expect([answer.exit, answer.text.split("\n")[0]]).toEqual([exit, expect.stringContaining(text)]);
  });

  test("tells failures first, each with its place, its reason and how long it took", async () => {
    const { ctx } = await wall([check("good-1"), check("dark-1"), check("bad-1")]);
    const { data, text } = await ask("smoke", {}, ctx);
    const rows = data["checks"] as readonly { name: string }[];
    expect(rows.map(({ name }) => name)).toEqual(["bad-1", "dark-1", "good-1"]);
    expect(text).toMatch(/FAIL +bad-1 +connection refused \(http:\/\/127\.0\.0\.1:9\/bad-1\)/);
    expect(text).toMatch(/PASS +good-1 +7 ms/);
  });

  test("an entry that cannot be used is status 3, and the others still answer", async () => {
    const { ctx } = await wall([check("good-1"), { name: "broken", read: { kind: "htpp" } }]);
    const { exit, text } = await ask("smoke", {}, ctx);
    expect(exit).toBe(3);
    expect(text).toContain("1 of 1 check answers as demanded");
    expect(text).toContain("did you mean http?");
    expect(text).toContain("steadystate checks");
  });

  test("of one workload asks what speaks for it, and nothing that does is status 3", async () => {
    const { ctx } = await wall([check("good-1"), check("bad-1", { workload: "web" })]);
    expect((await ask("smoke", { workload: "web" }, ctx)).data["checks"]).toHaveLength(1);
    const nobody = await ask("smoke", { workload: "queue" }, ctx);
    expect([nobody.exit, nobody.text]).toEqual([
      3,
      expect.stringContaining("none of 2 checks speaks for queue"),
    ]);
  });

  test("leaves out what is for other environments and targets or switched off, and says so", async () => {
    const entries = [
      check("good-1"),
      check("good-2", { environments: ["prod", "eu"] }),
      check("bad-1", { environments: ["dev"] }),
      check("bad-2", { targets: ["west"] }),
      check("bad-3", { enabled: false }),
    ];
    const { ctx } = await wall(entries);
    const bare = await ask("smoke", {}, ctx);
    expect([bare.exit, bare.data["elsewhere"], bare.data["off"]]).toEqual([0, 3, 1]);
    expect(bare.text).toContain("3 checks are for other environments or targets");
    expect(bare.text).toContain("1 check is switched off");
    expect((await ask("smoke", { label: "prod" }, ctx)).text).toContain("2 of 2 checks");
    expect((await ask("smoke", { label: "dev" }, ctx)).exit).toBe(1);
    expect((await ask("smoke", { target: "west" }, ctx)).exit).toBe(1);
    const health = await ask("health", { label: "dev" }, ctx);
    expect([health.exit, health.data["leftOut"]]).toEqual([1, { elsewhere: 2, off: 1 }]);
    expect((await ask("health", {}, ctx)).text).toContain("3 checks are for other environments or targets");
    const { ctx: other } = await wall(entries.slice(2));
    const none = await ask("smoke", {}, other);
    expect([none.exit, none.text]).toEqual([
      3,
      expect.stringContaining("none of 3 checks is for what was asked"),
    ]);
  });

  test("an impaired answer is status 1, a noted one 0", async () => {
    const { ctx } = await wall([check("good-1", { when: { latency: { max: "1ms", severity: "low" } } })]);
    const noted = await ask("smoke", {}, ctx);
    expect([noted.exit, noted.text]).toEqual([
      0,
      expect.stringContaining("answered in 7ms, expected within 1ms"),
    ]);
    expect((await ask("health", {}, ctx)).data["verdict"]).toBe("WORKING");
    const { ctx: slow } = await wall([check("good-1", { when: { latency: "1ms" } })]);
    const impaired = await ask("smoke", {}, slow);
    expect([impaired.exit, impaired.text]).toEqual([1, expect.stringContaining("IMPAIRED")]);
    const health = await ask("health", {}, slow);
    expect(health.data).toMatchObject({
      verdict: "DEGRADED",
      because: [expect.stringContaining("check good-1")],
    });
  });

  test("nothing declared is said, with how to declare it; --require makes it a failure", async () => {
    const { ctx, folder } = await wall(undefined);
    const bare = await ask("smoke", {}, ctx);
    expect([bare.exit, bare.text]).toEqual([0, expect.stringContaining("no check is declared here")]);
    expect(bare.text).toContain("steadystate help health");
    expect((await ask("smoke", { require: true }, ctx)).exit).toBe(1);
    expect(readdirSync(folder.root)).toEqual([]);
    const empty = await wall([]);
    expect((await ask("smoke", {}, empty.ctx)).text).toContain("the checks file declares no check");
  });

  test("a file of no use is status 3, a named file that is not there 2, and an agent names none", async () => {
    const { ctx, folder } = await wall([]);
    folder.writeRaw("steadystate/checks.json", "[{");
    expect((await ask("smoke", { require: true }, ctx)).exit).toBe(3);
    expect((await ask("smoke", { checks: "none.json" }, ctx)).exit).toBe(2);
    const refused = await ask("smoke", { checks: "mine.json" }, { ...ctx, actor: agent });
    expect([refused.exit, refused.error?.code]).toEqual([6, "refused"]);
  });
});

describe("checks", () => {
  test("lists what each asks and demands, without what is secret in it", async () => {
    const { ctx } = await wall([
      check("shop", {
        read: { kind: "http", url: "https://ann:canary-1@shop/h?token=canary-2", method: "head" },
        when: { status: 401 },
      }),
      check("queue", {
        read: { kind: "kubectl-log", selector: "app=q", namespace: "shop" },
        when: { pattern: "ready", expect: "present" },
      }),
    ]);
    const { exit, data, text } = await ask("checks", {}, ctx);
    expect(exit).toBe(0);
    expect(data["checks"]).toMatchObject([
      { name: "shop", asks: "HEAD https://shop/h?token=…", demands: ["status 401"], severity: "high" },
      { name: "queue", asks: "kubectl-log shop/app=q", demands: ["pattern ready", "expect present"] },
    ]);
    expect(text + JSON.stringify(data)).not.toContain("canary");
    expect(text).toContain("steadystate smoke");
  });

  test("names every fault with its line, and the status is 3", async () => {
    const { ctx, folder } = await wall([]);
    folder.writeRaw(
      "steadystate/checks.json",
      '[\n  {"name": "x", "read": {"kind": "http", "ulr": "http://a"}}\n]',
    );
    const { exit, text } = await ask("checks", {}, ctx);
    expect(exit).toBe(3);
    expect(text).toContain("did you mean url?");
    expect(text).toMatch(/checks\.json:2:\d+/);
  });

  test("nothing declared is no fault", async () => {
    const { ctx, folder } = await wall(undefined);
    const { exit, text } = await ask("checks", {}, ctx);
    expect([exit, text]).toEqual([0, expect.stringContaining("no check is declared here")]);
    expect(readdirSync(folder.root)).toEqual([]);
    expect((await ask("checks", { checks: "x.json" }, { ...ctx, actor: agent })).error?.code).toBe("refused");
  });
});
