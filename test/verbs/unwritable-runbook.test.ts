import { chmodSync, chownSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { asNobody, nobody } from "../history/temporary.ts";
import { askIn } from "../support/ask.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";
import { ann, digestOf, file, fix } from "../support/runbook-wall.ts";

test.each([
  ["add-solution", { solution: JSON.stringify({ ...fix, name: "another" }) }],
  ["vouch", { name: fix.name, digest: digestOf(fix) }],
  ["remove-solution", { name: fix.name, force: true }],
] as const)("%s in a folder that may not be written tells so, and changes nothing", async (verb, input) => {
  const folder = temporaryFolder({ [file]: [{ ...fix, author: "os:ann", added: "2026-01-01" }] });
  const before = readFileSync(folder.at(file), "utf8");
  // The memory beside it can be written: what is refused is the runbook alone.
  if (process.getuid?.() === 0) chownSync(folder.root, nobody, nobody);
  chmodSync(folder.at(file), 0o444);
  chmodSync(folder.at("steadystate"), 0o555);
  await asNobody(async () => {
    expect(() => writeFileSync(folder.at("steadystate/plain"), "")).toThrow("EACCES");
    const ctx = await contextIn(folder.root, { actor: ann });
    const { exit, text } = await askIn(ctx, verb, input);
    expect([exit, text]).toEqual([2, expect.stringContaining("steadystate/")]);
    expect(text).not.toMatch(/EACCES|at \w+ \(/);
    const rows = (await (await ctx.history.look())?.audit({ limit: 9 })) ?? [];
    expect(rows.filter(({ event }) => event === "authored" || event === "vouched")).toEqual([]);
    await (await ctx.history.look())?.close();
  });
  chmodSync(folder.at("steadystate"), 0o755);
  expect(readFileSync(folder.at(file), "utf8")).toBe(before);
});
