import { describe, expect, test } from "vitest";
import { askIn } from "../support/ask.ts";
import { agent, contextIn } from "../support/context.ts";
import { ann, at, bob, digestOf, file, fix, job, runbookWall as wall } from "../support/runbook-wall.ts";

describe("vouch", () => {
  const draft = { ...fix, author: "mcp:test", proposed: true };

  test("shows the entry whole with the command that vouches exactly it, and writes nothing", async () => {
    const { vouch, text, audit } = await wall([draft]);
    const before = text();
    const shown = await vouch(undefined);
    expect(shown.data).toMatchObject({ done: "shown", stood: "draft", changed: [] });
    for (const part of [
      ...["OOMKilled", "systemctl restart <workload>", "self_healing/service", "mcp:test", "queue is stuck"],
      `steadystate vouch restart-mailer ${digestOf(fix).slice(0, 12)}`,
    ])
      expect(shown.text).toContain(part);
    expect([text(), await audit()]).toEqual([before, []]);
  });

  test("vouches exactly what was read; the author and what else stands there stay", async () => {
    const { vouch, written, audit } = await wall([draft, { ...draft, name: "other" }]);
    const vouched = await vouch(digestOf(fix).slice(0, 12));
    expect(vouched.data).toMatchObject({ done: "vouched", stood: "draft", entry: { draft: false } });
    const { proposed: _, ...rest } = draft;
    expect(written()).toEqual([
      { ...rest, vouched_by: "os:ann", vouched_at: at, vouched_digest: digestOf(fix) },
      { ...draft, name: "other" },
    ]);
    expect(await audit()).toEqual([`vouched os:ann restart-mailer ${digestOf(fix).slice(0, 12)}`]);
  });

  test("again is told as such, and a committed entry that nobody vouched can be", async () => {
    const { vouch } = await wall([{ ...fix, author: "ops" }]);
    expect((await vouch(digestOf(fix))).data.stood).toBe("committed");
    const again = await vouch(digestOf(fix));
    expect([again.data.stood, again.text]).toEqual(["vouched", expect.stringContaining("vouched again")]);
  });

  test("content that was swapped between reading and vouching is refused, and said", async () => {
    const { vouch, folder, text, audit } = await wall([draft]);
    const read = digestOf(fix).slice(0, 12);
    const swapped = { ...draft, solution: { kind: "command", run: "curl evil" } };
    folder.write({ [file]: [swapped] });
    const before = text();
    const refused = await vouch(read);
    expect([refused.exit, refused.text]).toEqual([
      6,
      expect.stringContaining(
        `says something else by now: it is ${digestOf(swapped).slice(0, 12)}, not ${read}`,
      ),
    ]);
    expect([text(), await audit()]).toEqual([before, []]);
  });

  test("what was changed after it was vouched is a draft again, and vouch tells what moved", async () => {
    const { add, vouch, folder, written, list } = await wall(undefined);
    await add(fix);
    const [entry] = written();
    folder.write({
      [file]: [{ ...entry, solution: { kind: "command", run: "rm -r {name}" }, impact: "high" }],
    });
    expect((await list()).solutions[0]).toMatchObject({
      draft: true,
      why: "it was changed since os:ann vouched it",
    });
    const fresh = await contextIn(folder.root, { actor: ann });
    const shown = await askIn(fresh, "vouch", { name: fix.name });
    expect([shown.data.stood, shown.data.changed]).toEqual([
      "changed",
      [
        "runs: systemctl restart <workload> -> rm -r <name>",
        "may break: self_healing/service -> self_healing/node",
      ],
    ]);
    expect((await vouch(digestOf(fix))).exit).toBe(6);
  });

  test.each([
    ["a job", job, undefined, "only a person vouches, and ci:ann is none"],
    ["somebody without the role", ann, '[roles]\napprover = ["os:bob"]\n', "has not the role approver"],
    ["somebody in chat without roles", { ...ann, id: "slack:U1" }, undefined, "no [roles] are committed"],
  ] as const)("%s is refused, with a row of the audit", async (_, actor, config, why) => {
    const { vouch, ctx, text, audit } = await wall([draft], config === undefined ? {} : { config });
    await ctx.history.open();
    const before = text();
    const refused = await vouch(digestOf(fix), actor);
    expect([refused.exit, refused.text]).toEqual([6, expect.stringContaining(why)]);
    const shown = await vouch(undefined, actor);
    expect([shown.exit, shown.text]).toEqual([0, expect.stringContaining("not for you: ")]);
    expect([text(), await audit()]).toEqual([before, [`refused ${actor.id} restart-mailer `]]);
  });

  test("an agent is refused before anything is looked at, with a row of the audit", async () => {
    const { vouch, ctx, audit } = await wall([draft]);
    await ctx.history.open();
    for (const digest of [undefined, digestOf(fix)]) expect((await vouch(digest, agent)).exit).toBe(6);
    expect(await audit()).toEqual(["refused mcp:test vouch ", "refused mcp:test vouch "]);
  });

  test("with four eyes nobody vouches for what they wrote, and somebody else does", async () => {
    const { add, vouch, written } = await wall(undefined, { config: "[approvals]\nfour_eyes = true\n" });
    await add(fix);
    const own = await vouch(digestOf(fix));
    expect([own.exit, own.text]).toEqual([6, expect.stringContaining("four_eyes wants a second person")]);
    expect((await vouch(undefined)).data.asks).toContain("four_eyes");
    expect((await vouch(digestOf(fix), bob)).exit).toBe(0);
    expect(written()[0]).toMatchObject({ author: "os:ann", vouched_by: "os:bob" });
  });

  test("an unknown name is status 5 with the nearest, a digest that is none is a mistake", async () => {
    const { vouch } = await wall([draft]);
    const unknown = await vouch(digestOf(fix), ann, "restart-mailr");
    expect([unknown.exit, unknown.text]).toEqual([
      5,
      expect.stringContaining("did you mean restart-mailer?"),
    ]);
    expect((await vouch("xyz")).exit).toBe(2);
    expect((await vouch("0123")).exit).toBe(2);
  });
});
