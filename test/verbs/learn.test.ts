import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Context } from "../../src/context.ts";
import { askIn } from "../support/ask.ts";
import { agent, contextIn } from "../support/context.ts";
import { day, failing, seenAt } from "../support/remembered.ts";
import { temporaryFolder } from "../support/repo.ts";

const now = Date.parse("2026-11-26T12:00:00Z");
const ana: Context["actor"] = {
  ...{ class: "human", id: "os:ana", name: "ana", channel: "terminal", onBehalfOf: undefined },
};

const web = failing("CrashLoopBackOff", "web");
const api = failing("CrashLoopBackOff", "api", { namespace: "pay" });

/** A wall in which somebody closed both by hand, and said how. */
const wall = async (notes: readonly [string, string], files: Readonly<Record<string, unknown>> = {}) => {
  const folder = temporaryFolder(files);
  const clock = { now: now - 3 * day };
  const ctx = await contextIn(folder.root, { now: () => clock.now, actor: ana });
  await seenAt(ctx, clock.now, [web, api]);
  for (const [at, { fingerprint }] of [web, api].entries()) {
    clock.now += day / 2;
    expect((await askIn(ctx, "resolve", { finding: fingerprint, how: notes[at] })).exit).toBe(0);
  }
  clock.now = now;
  return { folder, ctx, ask: (input = {}) => askIn(ctx, "learn", input) };
};

describe("learn", () => {
  it("drafts the entry that people keep applying, with the command that adds it", async () => {
    const { ask } = await wall(["helm test web -n shop", "helm test api -n pay"]);
    const { data, text, exit } = await ask();
    expect(exit).toBe(0);
    expect(data.lessons).toEqual([
      {
        ...{ kind: "by-hand", about: "CrashLoopBackOff", count: 2, since: "2026-11-23T12:00:00Z" },
        what: "2 of 2 that were closed by hand say: helm test {workload} -n {namespace}",
        evidence: [web.fingerprint, api.fingerprint].sort(),
        draft:
          '{"name":"crash-loop-back-off-fix","for":"CrashLoopBackOff","solution":{"kind":"command","run":"helm test {workload} -n {namespace}"}}',
        command: expect.stringMatching(/^steadystate add-solution '\{.*\}'$/),
      },
    ]);
    expect(text).toContain("People keep putting it right by hand");
    expect(text).toContain("nothing was changed, a person decides");
    expect((await ask({ since: "1d" })).data.lessons).toEqual([]);
  });

  it("answers an agent the same, and changes nothing", async () => {
    const { ask, ctx, folder } = await wall(["helm test web -n shop", "helm test api -n pay"]);
    const asAgent = await askIn({ ...ctx, actor: agent, grant: "read" }, "learn");
    expect(asAgent.data).toEqual((await ask()).data);
    expect(existsSync(folder.at("steadystate"))).toBe(false);
  });

  it("a secret in a note is masked, and no command is made of it", async () => {
    const token = `ghp_${"aB3".repeat(12)}`;
    const { ask } = await wall([`curl -H ${token} https://x/go`, `curl -H ${token} https://x/go`]);
    const { data, text } = await ask();
    expect(JSON.stringify(data) + text).not.toContain(token);
    expect(data.lessons[0]).toMatchObject({ but: "it holds what looks like a secret" });
    expect(JSON.parse(data.lessons[0].draft).solution).not.toHaveProperty("run");
  });

  it("a hostile note is inert on the screen and in the command", async () => {
    const note = "\u001b[2Jkubectl delete ns '; rm -rf /'\n::warning::x";
    const { ask } = await wall([note, note]);
    const { text, data } = await ask();
    expect(text).not.toContain("\u001b");
    expect(text).not.toMatch(/^::/m);
    expect(data.lessons[0].command).not.toContain("rm -rf");
  });

  it("knows the runbook", async () => {
    const { ask } = await wall(["did x", "did x"], {
      "steadystate/solutions.json": [
        {
          ...{ name: "bounce", author: "ops", for: "CrashLoopBackOff", proposed: true },
          solution: { kind: "command", run: "true" },
        },
      ],
    });
    expect((await ask()).data.lessons).toMatchObject([
      { kind: "by-hand", but: "the runbook entry bounce answers some of it" },
    ]);
  });

  it("an entry that nobody has filled answers nothing, and one that cannot be used keeps its name", async () => {
    const base = { name: "crash-loop-back-off-fix", author: "ops", for: "CrashLoopBackOff" };
    const { ask } = await wall(["helm test web -n shop", "helm test api -n pay"], {
      "steadystate/solutions.json": [
        { ...base, solution: { kind: "command", target: "say here what a person does about it" } },
        { ...base, name: "crash-loop-back-off-fix-2", solution: { kind: "nonsense", run: "true" } },
      ],
    });
    const [lesson] = (await ask()).data.lessons;
    expect(lesson).toMatchObject({ kind: "by-hand", about: "CrashLoopBackOff" });
    expect(JSON.parse(lesson.draft)).toMatchObject({
      ...{ name: "crash-loop-back-off-fix-3", solution: { run: "helm test {workload} -n {namespace}" } },
    });
  });

  it("says what it knows nothing of", async () => {
    const { root } = temporaryFolder();
    const ctx = await contextIn(root, { now: () => now });
    const { exit, text } = await askIn(ctx, "learn");
    expect([exit, text]).toEqual([0, expect.stringContaining("nothing was ever scanned here")]);
    expect(existsSync(`${root}/.steadystate`)).toBe(false);
    await seenAt(ctx, now - day, [web]);
    expect((await askIn(ctx, "learn")).text).toContain("nothing to learn since 90d");
  });
});
