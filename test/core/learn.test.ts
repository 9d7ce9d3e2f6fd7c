import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { resolveBound } from "../../src/core/bound/bound.ts";
import type { Finding } from "../../src/core/finding.ts";
import type { Happening, Taken } from "../../src/core/learn/episode.ts";
import type { Known, Lesson } from "../../src/core/learn/lesson.ts";
import { lessonsOf } from "../../src/core/learn.ts";
import { matchSolutions } from "../../src/core/runbook/match.ts";
import type { Solution } from "../../src/core/runbook/solution.ts";
import { solutionDigest } from "../../src/core/runbook/vouching.ts";
import { splitWords } from "../../src/core/shell-words.ts";
import { findingOf } from "../support/remembered.ts";
import { solution } from "../support/solution.ts";

const minute = 60_000;
const day = 86_400_000;
const now = Date.UTC(2026, 10, 26);

const bound = resolveBound({ committed: undefined, variable: undefined, fault: undefined });

/** `at` in days before now. */
const event = (
  { fingerprint }: Finding,
  at: number,
  transition: Happening["transition"],
  said: Partial<Happening> = {},
): Happening => ({ at: now - at * day, fingerprint, transition, by: undefined, note: undefined, ...said });

/** Opened two hours before somebody closed it, who says how. */
const byHand = (finding: Finding, at: number, note?: string, by = "os:ana"): readonly Happening[] => [
  event(finding, at + 1 / 12, "opened"),
  event(finding, at, "resolved", { by, note }),
];

const wentAway = (finding: Finding, at: number, minutes: number): readonly Happening[] => [
  event(finding, at, "opened"),
  event(finding, at - (minutes * minute) / day, "absent"),
  event(finding, at - ((minutes + 30) * minute) / day, "resolved"),
];

const learnt = (
  findings: readonly Finding[],
  happenings: readonly (readonly Happening[])[],
  over: Partial<Known> & { readonly entries?: readonly Solution[] } = {},
): readonly Lesson[] => {
  const entries = over.entries ?? [];
  return lessonsOf({
    ...{ findings, entries, bound, now, taken: [], names: [], since: now - 90 * day },
    // Newest first, as memory tells it.
    happenings: happenings.flat().sort((a, b) => b.at - a.at),
    answers: (finding) =>
      matchSolutions(entries, {
        ...{ category: finding.category, type: finding.identity.kind, rules: [], title: finding.title },
        reach: { environment: undefined, target: undefined },
      }),
    ...over,
  });
};

const only = (lessons: readonly Lesson[]): Lesson => {
  const [lesson, ...more] = lessons;
  if (lesson === undefined || more.length > 0) throw new Error(`not one lesson: ${JSON.stringify(lessons)}`);
  return lesson;
};

/** What a shell would make of a command: the words of `add-solution`, and the entry as the file reads it. */
const captured = ({ command }: Lesson): Solution => {
  const split = splitWords(command);
  if (!split.ok) throw new Error(split.why);
  const [program, verb, text, ...more] = split.words;
  expect([program, verb, more]).toEqual(["steadystate", "add-solution", []]);
  return solution(JSON.parse(text ?? ""));
};
const runOf = (lesson: Lesson): unknown => {
  const { solution: does } = captured(lesson);
  return does.kind === "action" ? does.action : does.run;
};

const web = findingOf("CrashLoopBackOff", "web");
const api = findingOf("CrashLoopBackOff", "api", { namespace: "pay" });

describe("a fix that people keep applying by hand", () => {
  test.each([
    [
      "names are placeholders",
      "helm test web -n shop",
      "helm test api -n pay",
      "helm test {workload} -n {namespace}",
    ],
    [
      "also behind a slash and an equals sign",
      "ssh ops restart deploy/web --in=shop",
      "ssh ops restart deploy/api --in=pay",
      "ssh ops restart deploy/{workload} --in={namespace}",
    ],
    ["in quotes", "ssh ops 'restart web'", "ssh ops 'restart api'", "ssh ops 'restart {workload}'"],
    [
      "what is part of a word stays",
      "helm test web web-2 --web xweb -n shop",
      "helm test api web-2 --web xweb -n pay",
      "helm test {workload} web-2 --web xweb -n {namespace}",
    ],
  ])("%s", (_, one, other, run) => {
    const lesson = only(learnt([web, api], [byHand(web, 3, one), byHand(api, 2, other)]));
    expect(lesson).toMatchObject({
      ...{ kind: "by-hand", about: "CrashLoopBackOff", count: 2, but: undefined },
      what: `2 of 2 that were closed by hand say: ${run}`,
      evidence: [web.fingerprint, api.fingerprint],
    });
    expect(captured(lesson)).toMatchObject({ name: "crash-loop-back-off-fix", for: "CrashLoopBackOff" });
    expect(runOf(lesson)).toBe(run);
  });

  it("a program is never filled in, whatever the workload is called", () => {
    const kubectl = findingOf("CrashLoopBackOff", "kubectl");
    const lesson = only(
      learnt([kubectl], [byHand(kubectl, 3, "kubectl get pods"), byHand(kubectl, 2, "kubectl get pods")]),
    );
    expect(runOf(lesson)).toBe("kubectl get pods");
  });

  it("a namespace of the workload's own name is told apart by its option", () => {
    const twin = findingOf("CrashLoopBackOff", "shop");
    const note = "helm test shop -n shop";
    const lesson = only(learnt([twin], [byHand(twin, 3, note), byHand(twin, 2, note)]));
    expect(runOf(lesson)).toBe("helm test {workload} -n {namespace}");
  });

  it("what an action of the catalog does is an entry of that action", () => {
    const lesson = only(
      learnt(
        [web, api],
        [
          byHand(web, 3, "kubectl rollout restart deploy/web -n shop"),
          byHand(api, 2, "kubectl -n pay rollout restart deployment api"),
          byHand(api, 1, "kubectl rollout restart deployment/api --namespace=pay"),
        ]
          .slice(0, 1)
          .concat([byHand(api, 1, "kubectl rollout restart deploy/api -n pay")]),
      ),
    );
    expect(captured(lesson).solution).toMatchObject({ kind: "action", action: "rollout-restart" });
  });

  it("and where the catalog offers it already, there is nothing to capture", () => {
    const killed = findingOf("OOMKilled", "web");
    const note = "kubectl rollout restart deployment web --namespace shop";
    const lesson = only(learnt([killed], [byHand(killed, 3, note), byHand(killed, 2, note)]));
    expect(lesson).toMatchObject({
      ...{ draft: undefined, but: "rollout-restart is offered for it as it is" },
      command: `steadystate show ${killed.fingerprint.slice(0, 12)}`,
    });
  });

  it("says how many of those that were closed carry the note, never each time", () => {
    const { what } = only(
      learnt([web, api], [byHand(web, 3, "did x"), byHand(api, 2, "did x"), byHand(web, 1)]),
    );
    expect(what).toBe("2 of 3 that were closed by hand say: did x");
  });

  test.each([
    ["prose", "rolled it back", "it is told in words, not as a command"],
    ["a pipe", "kubectl get pods | xargs kubectl delete", "as a command it has |"],
    ["a variable", "kubectl delete pod $POD", "it needs a shell"],
    ["another cluster", "kubectl --context prod delete pod x", "as a command it has --context"],
    [
      "a secret",
      "curl -H 'Authorization: Bearer ‹secret›' https://x/restart",
      "it holds what looks like a secret",
    ],
    ["a placeholder of its own", "systemctl restart {workload}", "it holds placeholders of its own"],
    ["what cannot be seen", "systemctl restart \u202egnp.x", "it holds characters that cannot be seen"],
    ["an open quote", "kubectl delete pod 'x", "as a command it"],
  ])("%s is told without a command that runs", (_, note, but) => {
    const lesson = only(learnt([web], [byHand(web, 3, note), byHand(web, 2, note)]));
    expect(lesson.but).toContain(but);
    // What is captured then is a text for people.
    expect(captured(lesson).solution).toMatchObject({ kind: "command", run: undefined });
  });

  it("words that differ in more than the names are no one fix", () => {
    expect(
      learnt([web, api], [byHand(web, 3, "helm test web -n shop"), byHand(api, 2, "helm test db -n pay")]),
    ).toEqual([]);
  });

  it("nothing is learnt from an agent, a job, or what we did", () => {
    const note = "helm test web -n shop";
    expect(learnt([web], [byHand(web, 3, note, "mcp:x"), byHand(web, 2, note, "ci:x")])).toEqual([]);
    const taken: Taken[] = [3.01, 2.01].map((at) => ({
      ...{ fingerprint: web.fingerprint, entry: undefined, at: now - at * day },
      ...{ state: "verified", relapsed: false, approved: true },
    }));
    expect(learnt([web], [byHand(web, 3, note), byHand(web, 2, note)], { taken })).toEqual([]);
  });

  it("where an entry answers already, that is said", () => {
    const entries = [solution({ name: "bounce", for: "CrashLoopBackOff" })];
    const lesson = only(learnt([web], [byHand(web, 3, "did x"), byHand(web, 2, "did x")], { entries }));
    expect(lesson).toMatchObject({ draft: undefined, but: "the runbook entry bounce answers some of it" });
  });

  it("of drift it is kept to the one kind of things, or nothing is drafted", () => {
    const drift = (name: string, kind: string): Finding => ({
      ...findingOf("changed-in-reality", name, { kind }),
      ...{ type: "drift", label: `${kind}.${name}` },
    });
    const [a, b, c] = [drift("a", "aws_sqs_queue"), drift("b", "aws_sqs_queue"), drift("c", "aws_instance")];
    const note = "aws sqs purge-queue --queue-url x";
    const entry = captured(only(learnt([a, b], [byHand(a, 3, note), byHand(b, 2, note)])));
    expect([entry.for, entry.match]).toEqual(["changed-in-reality", "aws_sqs_queue"]);
    const several = only(learnt([a, c], [byHand(a, 3, note), byHand(c, 2, note)]));
    expect(several).toMatchObject({ draft: undefined, but: "it was done to things of several kinds" });
  });

  test("whatever a note holds, the command is three words and what it captures is what was said", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: "binary" }),
          fc.constantFrom("'; rm -rf / #", "$(x)", "a\nb", "--x"),
        ),
        fc.constantFrom("", "kubectl delete pod -x "),
        (hostile, before) => {
          const note = `${before}${hostile}`.trim();
          if (note === "") return;
          for (const lesson of learnt([web], [byHand(web, 3, note), byHand(web, 2, note)])) {
            const entry = captured(lesson);
            const run = entry.solution.kind === "action" ? undefined : entry.solution.run;
            if (run !== undefined) expect(lesson.what.endsWith(run)).toBe(true);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("a category of any letters is one word of the command", () => {
    const odd = findingOf('it\'s $(rm) "x"', "web");
    const lesson = only(learnt([odd], [byHand(odd, 3, "did x"), byHand(odd, 2, "did x")]));
    expect(captured(lesson)).toMatchObject({ name: "it-s-rm-x-fix", for: 'it\'s $(rm) "x"' });
  });
});

describe("what keeps coming back", () => {
  const opened = (finding: Finding, ...at: readonly number[]): readonly Happening[] =>
    at.flatMap((days) => [
      event(finding, days, "opened"),
      event(finding, days - 0.5, "resolved", { by: "os:ana" }),
    ]);

  it("three times in 30 days without an entry is told, with a skeleton that nobody runs", () => {
    const lesson = only(learnt([web, api], [opened(web, 9, 5), opened(api, 3)]));
    expect(lesson).toMatchObject({
      ...{ kind: "recurring", about: "CrashLoopBackOff", count: 3 },
      what: "opened 3 times in 30d at 2 things, and no entry answers it",
      but: `look first: steadystate history --finding ${api.fingerprint.slice(0, 12)}`,
    });
    expect(captured(lesson).solution).toMatchObject({ kind: "command", run: undefined });
  });

  it("not where it is rarer, older, or answered", () => {
    expect(learnt([web], [opened(web, 9, 5)])).toEqual([]);
    expect(learnt([web], [opened(web, 40, 9, 5)])).toEqual([]);
    const entries = [solution({ for: "CrashLoopBackOff" })];
    expect(learnt([web], [opened(web, 9, 5, 3)], { entries })).toEqual([]);
  });

  it("of drift only the same thing counts, and its name is in what would answer", () => {
    const drift = (name: string) => ({ ...findingOf("changed-in-reality", name), type: "drift" as const });
    const [a, b] = [drift("a"), drift("b")];
    expect(learnt([a, b], [opened(a, 9, 5), opened(b, 3)])).toEqual([]);
    const entry = captured(only(learnt([a], [opened(a, 9, 5, 3)])));
    expect(new RegExp(entry.match ?? "^$").test(a.label)).toBe(true);
  });
});

describe("what goes away by itself", () => {
  it("is told with how long it takes, and a wait rather than silence", () => {
    const open = findingOf("CrashLoopBackOff", "db");
    const lesson = only(
      learnt([web, api, open], [wentAway(web, 9, 4), wentAway(api, 8, 6), [event(open, 1, "opened")]], {
        entries: [solution({ for: "CrashLoopBackOff" })],
      }),
    );
    expect(lesson).toMatchObject({
      ...{ kind: "self-heals", count: 2, command: `steadystate snooze ${open.fingerprint.slice(0, 12)} 8m` },
      what: expect.stringContaining("open for 4m (median)"),
    });
  });

  test.each([
    ["somebody closed one by hand", byHand(web, 2, "did x"), []],
    ["an agent closed one", byHand(web, 2, undefined, "mcp:x"), []],
    [
      "we put one right",
      [],
      [
        {
          ...{ fingerprint: web.fingerprint, entry: undefined, at: now - 9 * day + minute },
          state: "verified" as const,
          ...{ relapsed: false, approved: false },
        },
      ],
    ],
  ] as const)("never where %s", (_, more, taken) => {
    const past = [wentAway(web, 9, 4), wentAway(api, 8, 6), more];
    expect(learnt([web, api], past, { taken }).filter(({ kind }) => kind === "self-heals")).toEqual([]);
  });
});

describe("entries", () => {
  const restart = solution({
    ...{ name: "bounce", for: "CrashLoopBackOff" },
    solution: { kind: "action", action: "rollout-restart" },
  });
  const use = (at: number, over: Partial<Taken> = {}): Taken => ({
    ...{
      fingerprint: web.fingerprint,
      state: "verified",
      relapsed: false,
      approved: true,
      at: now - at * day,
    },
    entry: { name: "bounce", digest: solutionDigest(restart) },
    ...over,
  });
  const thrice = [use(9), use(6), use(3)];

  it("that people said yes to three times, and that helped each time, are ready", () => {
    expect(only(learnt([web], [], { entries: [restart], taken: thrice }))).toMatchObject({
      ...{ kind: "promote", about: "bounce", count: 3, command: "steadystate scan --autonomy auto" },
    });
  });

  test.each([
    ["one did not help", [...thrice, use(1, { state: "not-effective" })], [], {}],
    ["one failed", [...thrice, use(1, { state: "failed" })], [], {}],
    ["nobody knows what became of one", [...thrice, use(1, { state: "unknown" })], [], {}],
    ["one relapsed", [...thrice, use(1, { relapsed: true })], [], {}],
    ["nobody said yes", thrice.map((one) => ({ ...one, approved: false })), [], {}],
    [
      "it meant something else then",
      thrice.map((one) => ({ ...one, entry: { name: "bounce", digest: "0" } })),
      [],
      {},
    ],
    ["it is a draft", thrice, [], { proposed: true }],
    ["its author says that it is graver", thrice, [], { reversibility: "medium" }],
    ["it is words of one's own", thrice, [], { solution: { kind: "command", run: "true" } }],
  ])("not where %s", (_, taken, happenings, over) => {
    const entry = solution({
      ...{ name: "bounce", for: "CrashLoopBackOff" },
      solution: { kind: "action", action: "rollout-restart" },
      ...over,
    });
    const digest = solutionDigest(entry);
    const uses = taken.map((one) =>
      one.entry?.digest === solutionDigest(restart) ? { ...one, entry: { name: "bounce", digest } } : one,
    );
    const gone: Finding = { ...web, presence: "resolved" };
    expect(learnt([gone], [happenings], { entries: [entry], taken: uses })).toEqual([]);
  });

  it("that are drafts and answer what is open wait for a voucher", () => {
    const draft = solution({ name: "bounce", for: "CrashLoopBackOff", proposed: true });
    expect(only(learnt([web], [], { entries: [draft] }))).toMatchObject({
      ...{ kind: "vouch", command: "steadystate vouch bounce", count: 1 },
    });
    expect(learnt([{ ...web, presence: "resolved" }], [], { entries: [draft] })).toEqual([]);
  });
});

test("the same memory in any order teaches the same", () => {
  const past = [
    ...byHand(web, 3, "did x"),
    ...byHand(api, 2, "did x"),
    ...wentAway(findingOf("Evicted", "a"), 5, 3),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(past, { minLength: past.length }), (shuffled) => {
      const [a, b] = [shuffled, past].map((happenings) =>
        lessonsOf({
          ...{ findings: [web, api], entries: [], bound, now, taken: [], since: 0, names: [], happenings },
          answers: () => [],
        }),
      );
      expect(a).toEqual(b);
    }),
    { numRuns: 50 },
  );
});
