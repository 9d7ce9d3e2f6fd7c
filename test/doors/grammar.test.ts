import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpret } from "../../src/doors/chat/grammar.ts";
import { spell } from "../../src/verbs/typed.ts";
import { fakeKit } from "./support/kit.ts";
import { prose } from "./support/prose.ts";

const { verbs } = fakeKit();
const read = (line: string) => interpret(line, verbs);

describe("a well-formed line is one call", () => {
  test.each([
    ["status", "status", {}],
    ["STATUS", "status", {}],
    ["  status  ", "status", {}],
    ["steadystate status", "status", {}],
    ["ss status", "status", {}],
    ["/status", "status", {}],
    ["/ status", "status", {}],
    ["steadystate", "status", {}],
    ["show 3f2a", "show", { finding: "3f2a" }],
    ["get 3f2a", "show", { finding: "3f2a" }],
    ['show "a b"', "show", { finding: "a b" }],
    ["show 'a b'", "show", { finding: "a b" }],
    ['show "say \\"hi\\""', "show", { finding: 'say "hi"' }],
    ["show finding=3f2a", "show", { finding: "3f2a" }],
    ["show --finding 3f2a", "show", { finding: "3f2a" }],
    ["show other=3f2a", "show", { finding: "other=3f2a" }],
    ['show "finding=3f2a"', "show", { finding: "finding=3f2a" }],
    ['show "--finding"', "show", { finding: "--finding" }],
    ["show -- --finding", "show", { finding: "--finding" }],
    ['show ""', "show", { finding: "" }],
    ["mute 3f2a 3d", "mute", { finding: "3f2a", for: "3d" }],
    ["mute for=3d 3f2a", "mute", { finding: "3f2a", for: "3d" }],
    ['mute 3f2a --note "it is known"', "mute", { finding: "3f2a", note: "it is known" }],
    ["mute 3f2a --note='it is known'", "mute", { finding: "3f2a", note: "it is known" }],
    ["mute 3f2a note=known", "mute", { finding: "3f2a", note: "known" }],
    ["scan --fail-on low -v", "scan", { failOn: "low", verbose: true }],
    ["scan -f low", "scan", { failOn: "low" }],
    ["scan fail-on=low failOn=low", undefined, {}],
    ["scan failOn=low", "scan", { failOn: "low" }],
    ["scan fail-on=low", "scan", { failOn: "low" }],
    ["scan --to slack --to console", "scan", { to: ["slack", "console"] }],
    ["scan --to slack,console", "scan", { to: ["slack", "console"] }],
    ["scan --var-file a,b", "scan", { varFile: ["a,b"] }],
    ["scan --limit 7", "scan", { limit: 7 }],
    ["scan --verbose=false", "scan", { verbose: false }],
    ["scan --no-probe --no-llm", "scan", { probe: false, noLlm: true }],
    ["scan --llm", "scan", { noLlm: false }],
    ["ask how do we approve things", "ask", { question: ["how", "do", "we", "approve", "things"] }],
    ["ask question=why", "ask", { question: ["question=why"] }],
    ["ask is don't a word", "ask", { question: ["is", "don't", "a", "word"] }],
    ["hold --mode act", "hold", { mode: "act" }],
  ])("%s", (line, verb, input) => {
    const understood = read(line);
    if (verb === undefined) expect(understood.kind).toBe("nothing");
    else expect(understood).toEqual({ kind: "call", verb, input });
  });
});

describe("anything else is nothing, and says why", () => {
  test.each([
    ["", /help/],
    ["   ", /help/],
    ["/", undefined],
    ["shwo 3f2a", /"shwo" is none, did you mean "show"\?/],
    ["show", /finding is missing.*usage: show <finding>/],
    ["show me what is wrong", /takes one word there, not "me what is wrong"/],
    ["status now", /takes no words/],
    ["mute a b c", /at most 2 words/],
    ["scan --fial-on low", /there is no option --fial-on, did you mean "--fail-on"\?/],
    ["scan -x", /there is no option -x/],
    ["scan -undefined", /there is no option -undefined/],
    ["scan --fail-on", /--fail-on needs a value/],
    ["scan --fail-on --verbose", /--fail-on needs a value/],
    ["scan --fail-on lwo", /must be one of any, low, high.*did you mean "low"\?/],
    ["scan --limit many", /must be a number/],
    ["scan --verbose=perhaps", /true or false/],
    ["scan --limit 1 --limit 2", /limit is given twice/],
    ["show 3f2a --finding 77aa", undefined],
    ['show "3f2a', /quote is not closed/],
    ["silo add edge", /terminal only: steadystate silo add <name>/],
    ["a".repeat(5000), /longer than/],
  ])("%s", (line, why) => {
    const understood = read(line);
    if (why === undefined) return expect(["call", "nothing"]).toContain(understood.kind);
    expect(understood).toEqual({ kind: "nothing", say: expect.stringMatching(why) });
  });
});

test("prose never reaches a verb that has an effect, but for a first word and one reference that must then be confirmed", () => {
  const calls = prose.map(read).flatMap((understood) => (understood.kind === "call" ? [understood] : []));
  // `approve it` is a well-formed line; what it names does not exist, and it would have to be confirmed.
  expect(calls).toEqual([
    { kind: "call", verb: "approve", input: { finding: "it" } },
    { kind: "call", verb: "approve", input: { finding: "it" } },
  ]);
});

const words = fc.constantFrom(
  ...["approve", "show", "mute", "scan", "status", "ask", "hold", "silo", "add", "get"],
  ...["we", "should", "not", "never", "please", "3f2a", "it", "and", "yes", "the", "act", "all"],
);

test("a sentence of verbs and words is a call only where it is well formed", () => {
  /** Least and most words after each verb; no sentence of these words holds an option. */
  const arity: Readonly<Record<string, readonly [number, number]>> = {
    status: [0, 0],
    show: [1, 1],
    get: [1, 1],
    ask: [1, Number.POSITIVE_INFINITY],
    scan: [0, 1],
    approve: [1, 1],
    hold: [0, 0],
    mute: [1, 2],
  };
  const seen = { call: 0, nothing: 0 };
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 6 }), ([first = "", ...rest]) => {
      const [least, most] = arity[first] ?? [1, 0];
      const wellFormed = rest.length >= least && rest.length <= most;
      const { kind } = read([first, ...rest].join(" "));
      seen[kind] += 1;
      expect(kind).toBe(wellFormed ? "call" : "nothing");
    }),
    { numRuns: 3000 },
  );
  expect(seen.call).toBeGreaterThan(100);
  expect(seen.nothing).toBeGreaterThan(100);
});

test("no verb is found behind any other first word", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.array(words, { maxLength: 5 }), (lead, rest) => {
      const head = lead.trim().toLowerCase().split(/\s+/)[0]?.replace(/^\//, "") ?? "";
      const names = [
        "",
        "steadystate",
        "ss",
        "silo",
        ...verbs.flatMap(({ name, aliases }) => [name, ...aliases]),
      ];
      fc.pre(!names.includes(head));
      expect(read([lead, ...rest, "approve 3f2a"].join(" ")).kind).toBe("nothing");
    }),
    { numRuns: 2000 },
  );
});

test("what is spelled back reads as the same call", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("--x", "a=b", "it's", '"', "\\", "a b", "", "-"),
  );
  const mute = verbs.find(({ name }) => name === "mute");
  const scan = verbs.find(({ name }) => name === "scan");
  const ask = verbs.find(({ name }) => name === "ask");
  const calls = fc.oneof(
    fc.tuple(
      fc.constant(mute),
      fc.record({ finding: text, for: text, note: text }, { requiredKeys: ["finding"] }),
    ),
    fc.tuple(
      fc.constant(scan),
      fc.record(
        {
          path: text,
          to: fc.subarray(["console", "slack"], { minLength: 1 }),
          limit: fc.integer(),
          verbose: fc.boolean(),
          noLlm: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    ),
    fc.tuple(fc.constant(ask), fc.record({ question: fc.array(text, { minLength: 1, maxLength: 4 }) })),
  );
  fc.assert(
    fc.property(calls, ([facts, input]) => {
      if (facts === undefined) throw new Error("the fake kit lost a verb");
      const line = spell(facts, input);
      expect([line, read(line)]).toEqual([line, { kind: "call", verb: facts.name, input: { ...input } }]);
    }),
    { numRuns: 2000 },
  );
});
