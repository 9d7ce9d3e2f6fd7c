import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { solutionDigest, standingOf } from "../../src/core/runbook/vouching.ts";
import {
  addSolution,
  draftSolution,
  removeSolution,
  type SolutionHand,
  vouchSolution,
} from "../../src/intent/author-solution.ts";
import { makeFiles } from "../../src/system/files.ts";
import { temporaryFolder } from "../support/repo.ts";
import { file, fix, forged } from "../support/runbook-wall.ts";

const files = makeFiles();
const at = Date.UTC(2026, 10, 26);
const handOf = (id: string, over: Partial<SolutionHand> = {}): SolutionHand => ({
  ...{ by: { id, draftsOnly: false }, day: "2026-11-26", insists: false, vouches: true, at },
  ...over,
});
const ann = handOf("os:ann");
const agent = handOf("mcp:a", { by: { id: "mcp:a", draftsOnly: true }, vouches: false });
const text = (over: Readonly<Record<string, unknown>> = {}): string => JSON.stringify({ ...fix, ...over });

const runbook = (entries: unknown = []) => {
  const folder = temporaryFolder({ [file]: entries });
  const path = folder.at(file);
  const add = (said: string, hand: SolutionHand) => addSolution(path, files, draftSolution(said, hand), hand);
  const written = () => JSON.parse(readFileSync(path, "utf8"));
  return { path, add, written, raw: () => readFileSync(path, "utf8") };
};

describe("a text becomes an entry", () => {
  test("with the author, the day and the voucher that the door says, whatever it claims", () => {
    const { value, entry } = draftSolution(text(forged), ann);
    expect(entry).toEqual({
      ...fix,
      ...{ author: "os:ann", added: "2026-11-26", vouched_by: "os:ann" },
      ...{ vouched_at: "2026-11-26T00:00:00.000Z", vouched_digest: solutionDigest(value) },
    });
    expect(standingOf(value)).toMatchObject({ is: "vouched", by: "os:ann" });
  });

  test("that is a draft where whoever writes does not stand for it", () => {
    const { value, entry } = draftSolution(text(forged), agent);
    expect(entry).toEqual({ ...fix, author: "mcp:a", added: "2026-11-26", proposed: true });
    expect(standingOf(value).is).toBe("draft");
  });

  test.each([
    ["{", "is not JSON"],
    ["[]", "must be one JSON object"],
    ['{"name":"x","name":"y"}', "name stands a second time"],
    [text({ solution: { kind: "command", run: "a | b" } }), "no shell is started"],
    [text({ solution: { kind: "action", action: "format-disk" } }), "is no vetted action"],
    [text({ vouch: true }), "vouch"],
  ])("and %s is none", (said, why) => {
    expect(() => draftSolution(said, ann)).toThrow(
      expect.objectContaining({ code: "input-invalid", message: expect.stringContaining(why) }),
    );
  });
});

describe("whose an entry is", () => {
  test.each([
    ["another person's", ann, handOf("os:bob"), /is (?:of|vouched by) os:ann/],
    ["a person's, for an agent that insists", ann, { ...agent, insists: true }, /is of os:ann/],
    ["another agent's draft", agent, { ...agent, by: { id: "mcp:b", draftsOnly: true } }, /is of mcp:a/],
  ])("%s is left byte for byte", async (_name, first, second, why) => {
    const { add, raw, path } = runbook();
    await add(text(), first);
    const before = raw();
    const refused = { code: "refused", message: expect.stringMatching(why) };
    await expect(add(text({ problem: "mine" }), second)).rejects.toMatchObject(refused);
    await expect(removeSolution(path, files, fix.name, second)).rejects.toMatchObject(refused);
    expect(raw()).toBe(before);
  });

  test("an agent's own draft is its own until a person vouched it; what else stands there stays", async () => {
    const other = { name: "other", odd: { kept: true } };
    const { add, written, path } = runbook([other]);
    await add(text(), agent);
    expect(await add(text({ problem: "anew" }), agent)).toEqual({ replaced: true });
    const { vouched_digest: digest } = draftSolution(text({ problem: "anew" }), ann).entry;
    const wish = { name: fix.name, digest: String(digest), by: "os:ann", at, needsSecond: true };
    await vouchSolution(path, files, wish);
    expect(written()[0]).toEqual(other);
    expect(written()[1]).toMatchObject({ author: "mcp:a", vouched_by: "os:ann", problem: "anew" });
    expect(written()[1]).not.toHaveProperty("proposed");
    await expect(add(text(), agent)).rejects.toMatchObject({
      message: expect.stringContaining("vouched by os:ann"),
    });
    await expect(removeSolution(path, files, "restart-mailr", ann)).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("did you mean restart-mailer?"),
    });
  });
});
