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

type Bad = readonly [over: Readonly<Record<string, unknown>>, spot: string, fault: string | RegExp];
const runs = (kind: string, cases: readonly (readonly [string, string | RegExp])[]): readonly Bad[] =>
  cases.map(([run, why]) => [{ solution: { kind, run } }, JSON.stringify(run), why]);

/** Each entry, the text at whose first place the fault is, and its clause. */
const bad: readonly Bad[] = [
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
  [
    { solution: { kind: "commnad", run: "x" } },
    '"commnad"',
    '0 "fix": solution.kind must be one of action, command, playbook, reboot, workflow, did you mean command?',
  ],
  [
    { name: "Restart it" },
    '"Restart it"',
    '0 "Restart it": name must be small letters, digits and -, 63 at most',
  ],
  [{ name: "scale" }, '"scale"', '0 "scale": name is the name of a vetted action: choose another'],
  [{ target: ["eu"] }, '"target"', '0 "fix": target is not known, did you mean targets?'],
  [
    { env: ["STEADYSTATE_X"] },
    '"STEADYSTATE_X"',
    '0 "fix": env.0 is a variable that steadystate hands to nobody',
  ],
  [
    { vouched_by: "ana", vouched_digest: "x" },
    '"x"',
    '0 "fix": vouched_digest must be the digest that vouch wrote, 64 hex digits',
  ],
  ...runs("command", [
    ["a | b", "has |, and no shell is started: put it into a script"],
    ["{workload} stop", "fills a placeholder into the name of the program"],
    ["-x", "must begin with the name of a program"],
    ["restart {pod_log}", /^has the placeholder {pod_log}, which is none of namespace, /],
    [
      "tool --password=hunter2hunter2",
      "holds what looks like a secret: let a script read it from a variable that env lends",
    ],
    ["restart 'x", "has a ' that is never closed"],
    [
      "kubectl --context=prod get pods",
      "has --context: which cluster is meant comes from the target of the finding",
    ],
    ["/usr/bin/helm --kube-context prod rollback x", /^has --kube-context: /],
  ]),
  ...runs("workflow", [
    ["rebuild", "must begin with a workflow, as in acme/infra/rebuild.yml@main"],
    ["../x/rebuild.yml", "must begin with a workflow, as in acme/infra/rebuild.yml@main"],
    ["acme/../rebuild.yml", "must begin with a workflow, as in acme/infra/rebuild.yml@main"],
    ["acme/infra/rebuild.yml@{region}", "must begin with a workflow, as in acme/infra/rebuild.yml@main"],
    ["rebuild.yml@a..b", "must begin with a workflow, as in acme/infra/rebuild.yml@main"],
    ["-f.yml", "must begin with a workflow, as in acme/infra/rebuild.yml@main"],
    ["rebuild.yml force", "has an input that is no name=value"],
    ["rebuild.yml {region}=x", "has an input that is no name=value"],
  ]),
  [
    { solution: { kind: "action" } },
    '{"kind"',
    '0 "fix": solution needs action, the name of a vetted action',
  ],
  [
    { solution: { kind: "action", action: "rollout-restrat" } },
    '"rollout-restrat"',
    '0 "fix": solution.action is no vetted action, did you mean rollout-restart?',
  ],
  [
    { solution: { kind: "action", action: "scale", parameters: { copies: 3 } } },
    "3",
    '0 "fix": solution.parameters.copies is nothing that scale has',
  ],
  [
    { solution: { kind: "action", action: "scale", parameters: { replicas: "many" } } },
    '"many"',
    /^0 "fix": solution.parameters.replicas does not fit scale: /,
  ],
  [
    { solution: { kind: "action", action: "scale", run: "x" } },
    '"x"',
    '0 "fix": solution.run is not for the kind action, which needs action',
  ],
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
];

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
          solution: { kind: "command", run: "true", words: [["true"]], target: undefined },
          impact: undefined,
          reversibility: undefined,
          targets: [],
          environments: [],
          env: [],
          added: undefined,
          proposed: false,
          vouched: undefined,
        },
      ],
    });
  });

  test("is trimmed, its grades and its kind in any case", async () => {
    const text = one({
      name: " restart-mailer ",
      author: 7,
      for: " ",
      match: " queue.*stuck ",
      problem: " p ",
      solution: { kind: " REBOOT ", target: " {workload} " },
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
          name: "restart-mailer",
          author: "7",
          for: undefined,
          match: "queue.*stuck",
          problem: "p",
          solution: { kind: "reboot", run: undefined, words: undefined, target: "{workload}" },
          impact: "low",
          reversibility: "high",
          added: "2026-06-07",
          proposed: true,
          vouched: { by: "ana", at: undefined, digest: undefined },
        },
      ],
    });
  });

  test("of the kind action has the parameters of the action, typed", async () => {
    const scale = { kind: "Action", action: "scale", parameters: { replicas: 3 } };
    expect(await load(one({ solution: scale }))).toMatchObject({
      faults: [],
      entries: [{ solution: { kind: "action", action: "scale", parameters: { replicas: 3 } } }],
    });
  });

  test("of the kind workflow is a call of GitHub's own tool, an input a word", async () => {
    const fix = { kind: "workflow", run: "acme/infra/rebuild.yml@main region={region} 'why=it hung'" };
    const { entries, faults: none } = await load(one({ solution: fix }));
    expect(none).toEqual([]);
    expect(entries[0]?.solution).toMatchObject({
      words: [
        ...[["gh"], ["workflow"], ["run"], ["rebuild.yml"], ["--repo=acme/infra"], ["--ref=main"]],
        ["--raw-field=region=", { fill: "region" }],
        ["--raw-field=why=it hung"],
      ],
    });
  });

  test.each(bad)("with %j is a fault", async (over, spot, fault) => {
    const text = one(over);
    const [found = "", ...more] = await faults(text);
    expect(more).toEqual([]);
    const place = `1:${text.indexOf(spot) + 1} `;
    expect(found.slice(0, place.length)).toBe(place);
    const told = found.slice(place.length);
    const clause = told.replace(/^0 "fix": solution\.run /, "");
    if (typeof fault === "string") expect([told, clause]).toContain(fault);
    else expect([told, clause].some((text) => fault.test(text))).toBe(true);
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
