import { describe, expect, test } from "vitest";
import type { Solution } from "../../src/core/runbook/solution.ts";
import type { Loaded } from "../../src/intent/intent.ts";
import { loadSolutions } from "../../src/intent/solutions.ts";
import { filesWith } from "./memory-files.ts";

const path = "steadystate/solutions.json";
const load = (text: string): Promise<Loaded<Solution>> =>
  loadSolutions(path, filesWith({ [path]: text }), { explicit: false });
const one = (over: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([
    { name: "fix", author: "ops", for: "Evicted", solution: { kind: "command", run: "true" }, ...over },
  ]);
const faults = async (text: string): Promise<readonly string[]> =>
  (await load(text)).faults.map(({ line, column, entry, why }) => `${line}:${column} ${entry}: ${why}`);

describe("an entry of the runbook", () => {
  test("has the defaults filled in", async () => {
    expect(await load(one({}))).toEqual({
      path,
      present: true,
      faults: [],
      entries: [
        {
          name: "fix",
          author: "ops",
          for: "Evicted",
          match: undefined,
          problem: undefined,
          solution: { kind: "command", run: "true", target: undefined },
          impact: "medium",
          reversibility: "medium",
          added: undefined,
          proposed: false,
        },
      ],
    });
  });

  test("is trimmed, its grades in any case, its kind open, its unknown keys left alone", async () => {
    const text = one({
      name: " restart mailer ",
      author: 7,
      for: " ",
      match: " queue.*stuck ",
      problem: " p ",
      solution: { kind: "seance", target: " {workload} ", medium: "x" },
      impact: " LOW ",
      reversibility: "High",
      added: "2026-06-07",
      proposed: true,
      vouched_by: "ana",
    });
    expect(await load(text)).toMatchObject({
      faults: [],
      entries: [
        {
          name: "restart mailer",
          author: "7",
          for: undefined,
          match: "queue.*stuck",
          problem: "p",
          solution: { kind: "seance", run: undefined, target: "{workload}" },
          impact: "low",
          reversibility: "high",
          added: "2026-06-07",
          proposed: true,
        },
      ],
    });
    expect(Object.keys((await load(text)).entries[0] ?? {})).not.toContain("vouched_by");
  });

  test.each([
    [{ name: undefined }, "{", "0: name is missing"],
    [{ name: " " }, '" "', "0: name must not be empty"],
    [{ author: undefined }, "{", '0 "fix": author is missing'],
    [{ for: undefined }, "{", '0 "fix": the entry needs for, match or both'],
    [{ for: "", match: " " }, "{", '0 "fix": the entry needs for, match or both'],
    [
      { match: "(a)\\1" },
      '"(a)',
      '0 "fix": match is no usable pattern: the back-reference \\1 is not offered by the linear-time engine',
    ],
    [{ solution: { kind: "reboot" } }, '{"kind"', '0 "fix": solution needs run, target or both'],
    [{ solution: { run: "true" } }, '"solution"', '0 "fix": solution.kind is missing'],
    [{ solution: "true" }, '"true"', '0 "fix": solution must be an object, not a text'],
    [{ impact: "enormous" }, '"enormous"', '0 "fix": impact must be one of low, medium, high'],
    [
      { impact: "meduim" },
      '"meduim"',
      '0 "fix": impact must be one of low, medium, high, did you mean medium?',
    ],
    [{ reversibility: null }, "null", '0 "fix": reversibility must be a text, not null'],
    [{ proposed: "yes" }, '"yes"', '0 "fix": proposed must be true or false, not a text'],
    [{ proposed: null }, "null", '0 "fix": proposed must be true or false, not null'],
    [{ problem: ["x"] }, '["x"]', '0 "fix": problem must be a text, not a list'],
  ])("with %j is a fault", async (over, spot, fault) => {
    const text = one(over);
    expect(await faults(text)).toEqual([`1:${text.indexOf(spot) + 1} ${fault}`]);
    expect((await load(one(over))).entries).toEqual([]);
  });

  test("does not take the good ones with it", async () => {
    const good = one({}).slice(1, -1);
    const loaded = await load(`[${good},\n 5,\n ${good}]`);
    expect(loaded.entries).toHaveLength(1);
    expect(loaded.faults.map(({ line, column, entry, why }) => [line, column, entry, why])).toEqual([
      [2, 2, "1", "the entry must be an object, not a number"],
      [3, 10, '2 "fix"', "name is already the name of entry 0"],
    ]);
  });
});

test("a broken file is one fault and no entries", async () => {
  const loaded = await load('[\n {"name": "a"\n  "author": "b"}\n]');
  expect(loaded).toMatchObject({
    present: true,
    entries: [],
    faults: [{ path, line: 3, column: 3, entry: undefined }],
  });
  expect(loaded.faults).toHaveLength(1);
  expect((await load("{}")).faults[0]?.why).toMatch(/^the file must be a list of solutions, but it is /);
});
