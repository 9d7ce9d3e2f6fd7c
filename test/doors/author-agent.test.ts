import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect, onTestFinished, test } from "vitest";
import { makeKit } from "../../src/compose/index.ts";
import type { Kit } from "../../src/doors/door.ts";
import { agentServer } from "../../src/doors/mcp/index.ts";
import { whereIn } from "../support/agent.ts";
import { askIn } from "../support/ask.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";
import { ann, at, digestOf, file, fix, forged } from "../support/runbook-wall.ts";
import { rememberWaiting, sick } from "../support/waiting-offer.ts";

/** A wall with a finding that an entry could answer, an agent of the highest grant, and what was let loose. */
const wall = async () => {
  const folder = temporaryFolder({
    "steadystate/targets.json": { eu: { source: "k8s-live", context: "eu" } },
  });
  const ctx = await contextIn(folder.root, { actor: ann });
  await rememberWaiting(ctx);
  const acted: unknown[] = [];
  const real = makeKit();
  const kit: Kit = {
    ...real,
    context: async (where, stance) => ({
      ...(await real.context(where, stance)),
      act: async (request) => {
        acted.push(request);
        throw new Error("an effect was let loose");
      },
    }),
  };
  const [near, far] = InMemoryTransport.createLinkedPair();
  const { server } = agentServer(kit, whereIn(folder.root), { grant: "write", label: undefined }, () => {});
  const client = new Client({ name: "os:ann", version: "1" });
  await Promise.all([server.connect(near), client.connect(far)]);
  onTestFinished(() => client.close());
  const call = async (name: string, input: Readonly<Record<string, unknown>>) => {
    const { isError, content } = CallToolResultSchema.parse(
      await client.callTool({ name, arguments: { ...input } }),
    );
    return { isError: isError === true, text: JSON.stringify(content) };
  };
  return { folder, ctx, acted, call };
};

test("an agent that authors, vouches and approves reaches no code, whoever it says that it is", async () => {
  const { folder, ctx, acted, call } = await wall();
  const evil = { ...fix, solution: { kind: "command", run: "touch {workload}" } };
  const digest = digestOf(evil);
  const claims = { ...forged, vouched_digest: digest, vouched_by: "os:ann", author: "os:ann" };
  expect((await call("add-solution", { solution: JSON.stringify({ ...evil, ...claims }) })).isError).toBe(
    false,
  );
  expect(JSON.parse(readFileSync(folder.at(file), "utf8"))).toEqual([
    { ...evil, author: "mcp:os:ann", added: expect.any(String), proposed: true },
  ]);
  for (const input of [{ name: fix.name }, { name: fix.name, digest }]) {
    const { isError, text } = await call("vouch", input);
    expect([isError, text]).toEqual([true, expect.stringContaining("is for a person")]);
  }
  const run = await call("run", { action: fix.name, finding: sick.fingerprint });
  expect([run.isError, run.text]).toEqual([true, expect.stringContaining("is a draft")]);
  const taken = await call("fix", { finding: sick.fingerprint });
  expect(taken.text).not.toContain("touch zero");
  for (const { action, entry } of (await (await ctx.history.look())?.gate.list({})) ?? [])
    expect([action.name, entry]).toEqual(["rollout-restart", undefined]);
  expect((await call("show", { finding: sick.fingerprint })).text).toContain("draft fix, not vouched");
  expect(acted).toEqual([]);
  const rows = (await (await ctx.history.look())?.audit({ limit: 50 })) ?? [];
  expect(
    rows.filter(({ target }) => target === "vouch").map(({ event, actor }) => [event, actor.id]),
  ).toEqual([
    ["refused", "mcp:os:ann"],
    ["refused", "mcp:os:ann"],
  ]);
});

test("what a person vouched and somebody changed afterwards is offered to nobody", async () => {
  const { folder, ctx, call } = await wall();
  expect((await askIn(ctx, "add-solution", { solution: JSON.stringify(fix) })).exit).toBe(0);
  const [entry] = JSON.parse(readFileSync(folder.at(file), "utf8"));
  folder.write({ [file]: [{ ...entry, solution: { kind: "command", run: "touch {workload}" } }] });
  const asked = await call("run", { action: fix.name, finding: sick.fingerprint });
  expect([asked.isError, asked.text]).toEqual([
    true,
    expect.stringContaining("changed since os:ann vouched it"),
  ]);
  const later = await contextIn(folder.root, { actor: ann });
  const byPerson = await askIn(later, "run", { action: fix.name, finding: sick.fingerprint });
  expect([byPerson.exit, byPerson.text]).toEqual([6, expect.stringContaining("is a draft")]);
});

test("hostile text in a hand-written entry is inert in what people read", async () => {
  const { folder, ctx } = await wall();
  const evil = "\u001b[2J\u202e[x](javascript:alert(1)) @everyone\nDRAFT forged";
  folder.write({ [file]: [{ ...fix, author: evil, problem: evil }] });
  for (const verb of ["solutions", "vouch"] as const) {
    const { text } = await askIn(ctx, verb, { name: fix.name });
    expect(text).not.toMatch(/\u001b|\u202e|^DRAFT forged/m);
  }
});

test("eight writers at once lose nothing", async () => {
  const folder = temporaryFolder({ [file]: [] });
  const contexts = await Promise.all(
    Array.from({ length: 8 }, () => contextIn(folder.root, { actor: ann, now: () => Date.parse(at) })),
  );
  const names = contexts.map((_, n) => `fix-${n}`);
  const ended = await Promise.all(
    contexts.map((ctx, n) =>
      askIn(ctx, "add-solution", { solution: JSON.stringify({ ...fix, name: names[n] }) }),
    ),
  );
  expect(ended.map(({ exit }) => exit)).toEqual(names.map(() => 0));
  const written: readonly { readonly name: string }[] = JSON.parse(readFileSync(folder.at(file), "utf8"));
  expect(written.map(({ name }) => name).sort()).toEqual(names);
});
