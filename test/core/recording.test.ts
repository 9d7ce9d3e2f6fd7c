import { describe, expect, test } from "vitest";
import type { Policy } from "../../src/core/departure.ts";
import { closeMasks, openMasks } from "../../src/core/recording/opaque.ts";
import { readRecording } from "../../src/core/recording/read.ts";
import { beginsRecording, type Judging } from "../../src/core/recording/recording.ts";
import { writeRecording } from "../../src/core/recording/write.ts";
import type { Solution } from "../../src/core/runbook/solution.ts";
import { standingOf } from "../../src/core/runbook/vouching.ts";
import { secretValue, unknownValue, type Value } from "../../src/core/value.ts";
import { waiverOf } from "../../src/core/waive.ts";
import { makeDrift, makeIdentity, makeObservation, makeScope, makeSymptom } from "../support/make.ts";
import { makeJudging, recordingOf } from "../support/recording.ts";

const entryOf = (solution: Solution["solution"], more: Partial<Solution> = {}): Solution => ({
  ...{ name: "restart", author: "ana", for: "CrashLoopBackOff", match: "web", solution },
  ...{ targets: ["eu"], environments: ["prod"], proposed: false, vouched: undefined },
  ...{ problem: undefined, impact: undefined, reversibility: undefined, env: [], added: undefined },
  ...more,
});

const { type: _, ...common } = makeDrift();
const policy: Policy = {
  ...{ fingerprint: common.fingerprint, legacy: common.legacy, identity: common.identity },
  ...{ provenance: { source: "rules", address: "a.b", file: "main.tf", line: 7 }, since: 12 },
  ...{ type: "policy", rule: "public", severity: "low", title: "open", detail: "to all" },
};

/** Every member that there is, so that none is forgotten in the file. */
const everything: Judging = makeJudging({
  failOn: "high",
  tuning: "strict",
  platform: { namespaces: ["infra"], workloads: ["proxy"], applications: ["shop/web"] },
  waivers: [waiverOf({ rule: "public", resource: "aws_*", reason: "for now", owner: "ana", expires: 99 })],
  mutes: [
    {
      ...{ key: "ab12", title: "t", by: "ana", note: "n", added: "2026", maxSeverity: "low", rules: ["r"] },
      ...{ expires: 5, owner: "team" },
    },
  ],
  solutions: [entryOf({ kind: "action", action: "rollout-restart", parameters: {} }, { proposed: true })],
  remembered: {
    ...{ scan: 3, absent: 1, stale: 2, resolved: [{ fingerprint: "ff", title: "gone" }] },
    recollections: new Map([
      [
        "ab",
        {
          state: "reopened",
          firstSeen: 7,
          was: "low",
          suppression: {
            ...{ kind: "snoozed", until: 8, by: "ana", note: "n", owner: "o", origin: "local" },
            ...{ maxSeverity: "high", rules: ["r"] },
          },
        },
      ],
    ]),
  },
  observations: [
    makeObservation({
      scope: makeScope({ environment: "prod", workspace: "blue" }),
      coverage: {
        status: "partial",
        basis: "unverified",
        gaps: [{ what: "a", why: "b" }],
        looked: 4,
      },
      departures: [
        makeDrift({
          reality: { size: 1, list: [null, true, { deep: secretValue(3) }], "‹›": "a", "‹›‹›x": 2 },
          desired: { size: unknownValue, "": -1.5 },
          diff: [
            {
              ...{ path: "size", before: "1", after: undefined, secret: false },
              ...{ unknown: true, forcesReplacement: true },
            },
          ],
          ...{ reason: "why", movedFrom: "a.c", markers: ["moved"], diffCut: 2, stateful: true },
        }),
        policy,
        makeSymptom({
          ...{ evidence: { pod: "web-1", container: "app" }, since: 4, workload: undefined },
          bearings: {
            uses: [makeIdentity({ name: "settings" })],
            rollout: { since: 3, changed: ["image"] },
            siblings: { young: { failing: 1, all: 2 }, old: { failing: 0, all: 1 } },
          },
        }),
      ],
      assertions: { passed: 1, failed: 2, unknown: 3 },
      serving: [{ kind: "Deployment", namespace: "shop", name: "web", serves: "unknown" }],
      observedAt: 6,
      informational: { moves: 2 },
      warnings: ["careful"],
      blindTo: ["Erroring"],
    }),
  ],
});

describe("a recording", () => {
  test("gives back every member that the answer is made of", () => {
    const read = readRecording(writeRecording(everything, "1.2.3"));
    if (!read.ok) throw new Error(read.why);
    expect(read).toMatchObject({ version: "1.2.3", changed: false });
    const { remembered, waivers, observations, ...rest } = read.judging;
    const { remembered: known, waivers: _w, observations: seen, ...told } = everything;
    expect(rest).toEqual(told);
    expect(remembered).toEqual(known);
    expect(waivers[0]?.covers("aws_s3.x")).toBe(true);
    const { resolution, ...scope } = observations[0]?.scope ?? makeScope();
    expect(resolution).not.toContain("/repo");
    expect([{ ...observations[0], scope: { ...scope, resolution: seen[0]?.scope.resolution } }]).toEqual(
      seen,
    );
    expect(Object.keys(everything.observations[0] ?? {})).toHaveLength(9);
  });

  test("what is masked comes back masked, and no document passes for a mask", () => {
    const tree: Value = { "‹›": "‹secret 1›", a: secretValue(1), b: [unknownValue], "‹›‹›": { "‹›": 1 } };
    const again = closeMasks(JSON.parse(JSON.stringify(openMasks(tree))));
    expect(again).toEqual(tree);
    expect(closeMasks({ "‹›": "text" })).toBe(undefined);
    expect(closeMasks([{ "‹›": "‹secret 1›", more: 1 }])).toBe(undefined);
  });

  test("is redacted once more, wherever the secret stands", () => {
    const secret = "hunter2-canary";
    const text = writeRecording(
      {
        ...everything,
        solutions: [
          entryOf({
            ...{ kind: "command", words: undefined, target: undefined },
            run: `psql postgres://ann:${secret}@db/x`,
          }),
        ],
        observations: everything.observations.map((one) => ({
          ...one,
          warnings: [`password=${secret}`],
          departures: [makeSymptom({ evidence: { log: `api_key: "${secret}"` } })],
        })),
      },
      "1.2.3",
    );
    expect(text).not.toContain(secret);
    expect(text.match(/‹secret›/g)).toHaveLength(3);
  });

  test("an entry that changed since it was vouched was a draft, and stays one", () => {
    const solution = { kind: "command", run: "date", words: undefined, target: "web" } as const;
    const vouched = { by: "os:ana", at: 1, digest: "0".repeat(64) };
    const solutions = [entryOf(solution, { vouched, impact: "high" }), entryOf(solution, { impact: "low" })];
    const read = readRecording(recordingOf({ solutions }));
    expect(read.ok && read.judging.solutions.map((one) => standingOf(one).is)).toEqual(["draft", "vouched"]);
    expect(read.ok && read.judging.solutions[1]).toEqual(entryOf(solution));
  });

  test("tells what is wrong with a file, and quotes nothing of it", () => {
    const text = recordingOf();
    const why = (broken: string): string => {
      const read = readRecording(broken);
      return read.ok ? "read" : `${read.why} | ${read.hint}`;
    };
    expect(why("")).toContain("is no whole recording: line 1, column 1: it is empty");
    expect(why(text.slice(0, -60))).toMatch(/no whole recording: line \d+, column \d+: /);
    expect(why("[1, 2]")).toContain("is no recording: it is a list of 2 items");
    expect(why('{"resource_changes": [], "format_version": "1.2"}')).toContain("is no recording");
    expect(why(text.replace('"format": 1', '"format": 2').replace('"0.1.0"', '"9.1.0"'))).toBe(
      "is a recording of format 2, and this version reads format 1 | replay it with steadystate 9.1.0, which recorded it",
    );
    expect(why(text.replace('"format": 1', '"format": "canary"'))).toContain("format unknown");
    const damaged = why(text.replace('"stateful": false', '"stateful": "canary"'));
    expect(damaged).toContain("damaged: observations.0.departures.0.stateful");
    expect(damaged).not.toContain("canary");
    expect(why(text.replace('"tuning": "default",', ""))).toContain("damaged: tuning");
    expect(why(text.replace('"stateful"', '"statefull"'))).toContain("damaged");
    expect(why(text.replace('"digest"', '"digested"'))).toContain("damaged");
  });

  test("says that it was changed, and not that it was only laid out anew", () => {
    const changed = (text: string): unknown => {
      const read = readRecording(text);
      return read.ok ? read.changed : read.why;
    };
    const text = recordingOf();
    expect(changed(text)).toBe(false);
    expect(changed(JSON.stringify(JSON.parse(text)))).toBe(false);
    expect(changed(text.replace("aws_s3_bucket", "aws_s3_bukket"))).toBe(true);
  });

  test("is known by its beginning", () => {
    expect(beginsRecording(recordingOf().slice(0, 200))).toBe(true);
    expect(beginsRecording('{"recording":"steadystate"')).toBe(true);
    expect(beginsRecording('{"about": {"recording": "steadystate"}}')).toBe(false);
  });
});
