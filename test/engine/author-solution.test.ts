import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { draftSolution, writeSolution } from "../../src/engine/author-solution.ts";
import { agent } from "../support/context.ts";
import { ann, digestOf, fix, forged, job, runbookWall } from "../support/runbook-wall.ts";

/** As a verb does with what a model answered. */
const modelSays = async (
  ctx: Context,
  said: Readonly<Record<string, unknown>>,
  insists = false,
): Promise<unknown> => {
  const drafted = await draftSolution(JSON.stringify(said), { insists, wrote: "model" }, ctx);
  return writeSolution(drafted, undefined, ctx);
};

describe("what a model wrote", () => {
  test.each([
    ["a person", ann],
    ["an agent", agent],
    ["a job", job],
  ])("is a draft of %s, whatever it says of itself", async (_name, actor) => {
    const wall = await runbookWall([]);
    const own = { ...forged, vouched_digest: digestOf(fix), author: actor.id, vouched_by: actor.id };
    await modelSays(wall.as(actor), { ...fix, ...own });
    expect(wall.written()).toEqual([{ ...fix, author: actor.id, added: expect.any(String), proposed: true }]);
    const [row, ...more] = await wall.audit();
    expect([row, more]).toEqual([expect.stringContaining(`authored ${actor.id} ${fix.name}`), []]);
  });

  test("by the words of a person is that person's word, and vouched: the seam tells the two apart", async () => {
    const wall = await runbookWall([]);
    const drafted = await draftSolution(JSON.stringify(fix), { insists: false, wrote: "caller" }, wall.ctx);
    await writeSolution(drafted, undefined, wall.ctx);
    expect(wall.written()[0]).toMatchObject({ vouched_by: "os:ann", vouched_digest: digestOf(fix) });
  });

  test.each([
    ["vouched by the person who asks", { author: "os:ann", vouched_by: "os:ann" }],
    ["vouched by another", { author: "os:ann", vouched_by: "os:bob" }],
    ["another's draft", { author: "os:bob", proposed: true }],
    ["committed, by nobody", {}],
  ])("takes the place of no entry that is %s, however that person insists", async (_name, stands) => {
    const vouched =
      "vouched_by" in stands ? { vouched_at: forged.vouched_at, vouched_digest: digestOf(fix) } : {};
    const wall = await runbookWall([{ ...fix, ...stands, ...vouched }]);
    await wall.ctx.history.open();
    const before = wall.text();
    const evil = { ...fix, solution: { kind: "command", run: "touch {workload}" } };
    for (const insists of [false, true])
      await expect(modelSays(wall.ctx, evil, insists)).rejects.toMatchObject({ code: "refused" });
    expect(wall.text()).toBe(before);
    expect((await wall.audit()).map((row) => row.split(" ")[0])).toEqual(["refused", "refused"]);
  });

  test("takes the place of an own draft", async () => {
    const wall = await runbookWall([{ ...fix, author: "os:ann", proposed: true }]);
    await modelSays(wall.ctx, { ...fix, problem: "said better" });
    expect(wall.written()).toMatchObject([{ problem: "said better", proposed: true }]);
  });

  const secret = "hunter2-Zx91kQpL77";
  test.each([
    ["a secret in its words", { run: `mysql --password=${secret} {workload}` }],
    ["one in an address", { run: `curl https://root:${secret}@db.example.com` }],
    ["a pipe", { run: `cat x | sh ${secret}` }],
    ["the program filled in", { run: `{workload} --x=${secret}` }],
    ["a line break", { run: `touch 'x\n${secret}'` }],
    ["another cluster", { run: `kubectl get pods --context=${secret}` }],
    ["a secret that is an action's name", { kind: "action", action: secret }],
  ])("with %s is none: nothing is written, and it is quoted nowhere", async (_name, said) => {
    const wall = await runbookWall([]);
    const evil = { ...fix, solution: { kind: "command", ...said } };
    const before = wall.text();
    const failed = await modelSays(wall.ctx, evil).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(failed).toMatchObject({ code: "input-invalid" });
    expect(wall.text()).toBe(before);
    expect(await wall.audit()).toEqual([]);
    expect(`${String(failed)}${JSON.stringify(failed)}`).not.toContain(secret);
  });
});
