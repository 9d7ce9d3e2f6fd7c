import { describe, expect, it, test } from "vitest";
import { solutionDigest } from "../../../src/core/runbook/vouching.ts";
import { correctingCommand } from "../../../src/core/runbook/written.ts";
import { readSolution } from "../../../src/intent/solutions.ts";
import { solution } from "../../support/solution.ts";
import { good } from "../../verbs/runbook-test/good.ts";

/** The JSON of a command whose quotes hold no other quote. */
const jsonIn = (command: string | undefined): Readonly<Record<string, unknown>> =>
  JSON.parse(/^steadystate add-solution '(.*)' --replace$/s.exec(command ?? "")?.[1] ?? "null");

describe("the command that corrects an entry", () => {
  test.each([
    ...good.map(({ entry: { vouched_by: _, ...entry } }) => [entry.name, entry] as const),
    [
      "everything",
      { env: ["TOKEN"], impact: "high", reversibility: "low", problem: "it is stuck", match: "w\\.b" },
    ] as const,
  ])("means the same where nothing is corrected: %s", (_, given) => {
    const entry = solution(given);
    const read = readSolution({ author: "os:ann", ...jsonIn(correctingCommand(entry, {})) });
    expect(read).toMatchObject({ ok: true, value: { problem: entry.problem } });
    expect(read.ok && solutionDigest(read.value)).toBe(solutionDigest(entry));
  });

  it("says what is corrected, and nothing that nobody said", () => {
    expect(jsonIn(correctingCommand(solution({ targets: ["shopp"] }), { targets: ["shop"] }))).toEqual({
      ...{ name: "fix", for: "Evicted", solution: { kind: "command", run: "true" }, targets: ["shop"] },
    });
  });

  it("is none for a draft: whoever gives it would stand for what nobody has read", () => {
    expect(correctingCommand(solution({ proposed: true }), { for: "Failed" })).toBeUndefined();
  });

  it("is none where a secret would be printed", () => {
    const token = `ghp_${"aB3".repeat(12)}`;
    expect(correctingCommand(solution({ problem: `use ${token}` }), { for: "Failed" })).toBeUndefined();
  });

  it("is one argument for a shell, whatever it holds", () => {
    const command = correctingCommand(solution({ problem: "it's $HOME" }), {});
    expect(command).toContain(String.raw`it'\''s $HOME`);
  });
});
