import { describe, expect, test } from "vitest";
import type { Finding, Presence } from "../../src/core/finding.ts";
import type { History } from "../../src/history/history.ts";
import { makeDrift, makeIdentity, makeScope, makeSymptom } from "../support/make.ts";
import { itemOf, lookAt, minute, opened, rawly, start, stateFile } from "./temporary.ts";

const names = ({ findings }: History, ...presence: Presence[]): Promise<readonly string[]> =>
  findings({ presence }).then((found) => found.map(({ identity }) => identity.name));

const dark = {
  status: "failed",
  basis: "declared-vs-real",
  gaps: [{ what: "plan", why: "timed out" }],
  looked: 0,
} as const;

describe("a finding", () => {
  test("comes back as it was seen", async () => {
    const history = await opened(await stateFile());
    const identity = makeIdentity({ scope: "prod", namespace: 'module.a["x"]', name: "db", key: '["k.1"]' });
    const departure = makeDrift({
      identity,
      direction: "both",
      action: "replace",
      markers: ["moved"],
      reason: "replace_because_tainted",
      movedFrom: "aws_db.old",
      provenance: { source: "terraform", address: "a", file: "main.tf", line: 12 },
      diffCut: 2,
      diff: [
        {
          path: "size",
          before: undefined,
          after: "2",
          secret: false,
          unknown: true,
          forcesReplacement: true,
        },
        {
          path: "password",
          before: "‹secret 1›",
          after: undefined,
          secret: true,
          unknown: false,
          forcesReplacement: false,
        },
      ],
    });
    const flag = {
      rule: "r1",
      version: 1,
      pack: "aws",
      title: "t",
      because: 'it\'s "open"',
      stance: "exposed-now",
      severity: "high",
      references: [],
      hint: "close it",
    } as const;
    const item = itemOf(departure, { flags: [flag], severity: "critical", disposition: "review" });
    await history.remember(lookAt([item]));
    const expected: Finding = {
      fingerprint: departure.fingerprint,
      legacy: departure.legacy,
      type: "drift",
      identity,
      label: 'module.a["x"].aws_s3_bucket.db["k.1"]',
      resolutionScope: makeScope().resolution,
      source: "terraform",
      title: "db differs",
      severity: "critical",
      layer: "application",
      disposition: "review",
      category: "both",
      direction: "both",
      action: "replace",
      workload: undefined,
      flags: [{ rule: "r1", stance: "exposed-now", because: 'it\'s "open"', hint: "close it" }],
      evidence: {
        reason: "replace_because_tainted",
        "moved from": "aws_db.old",
        markers: "moved",
        "more attributes": "2",
      },
      diff: departure.diff,
      file: "main.tf",
      line: 12,
      presence: "present",
      suppression: undefined,
      firstSeen: start,
      lastObserved: start,
      staleSince: undefined,
      resolvedAt: undefined,
    };
    expect(await history.findings({})).toStrictEqual([expected]);
  });

  test("that is a symptom keeps its evidence and its workload", async () => {
    const history = await opened(await stateFile());
    await history.remember(lookAt([itemOf(makeSymptom({ evidence: { restarts: "7" } }))]));
    expect(await history.findings({})).toMatchObject([
      {
        type: "symptom",
        category: "CrashLoopBackOff",
        workload: "web",
        evidence: { detail: "the container exits again and again", restarts: "7" },
        direction: undefined,
        diff: [],
      },
    ]);
  });
});

describe("from look to look", () => {
  test("new, recurring, absent, resolved, reopened: with their times and their events", async () => {
    const history = await opened(await stateFile());
    const at = (minutes: number) => start + minutes * minute;
    const seen = (minutes: number, ...items: string[]) =>
      history.remember(
        lookAt(
          items.map((name) => itemOf(name)),
          { finishedAt: at(minutes) },
        ),
      );
    const first = await seen(0, "logs", "kept");
    expect([...first.recollections.values()].map(({ state }) => state)).toEqual(["new", "new"]);
    const second = await seen(1, "logs", "kept");
    expect([...second.recollections.values()]).toMatchObject([
      { state: "recurring", firstSeen: at(0) },
      { state: "recurring", firstSeen: at(0) },
    ]);
    expect((await history.findings({})).map(({ lastObserved }) => lastObserved)).toEqual([at(1), at(1)]);
    expect(await seen(30, "kept")).toMatchObject({ absent: 1, resolved: [], stale: 0 });
    expect(await history.findings({ presence: ["absent"] })).toMatchObject([
      { lastObserved: at(1), firstSeen: at(0) },
    ]);
    expect(await seen(31, "kept")).toMatchObject({ absent: 0, resolved: [{ title: "logs differs" }] });
    expect(await history.findings({ presence: ["resolved"] })).toMatchObject([
      { lastObserved: at(1), resolvedAt: at(31) },
    ]);
    expect(await seen(40, "kept")).toMatchObject({ absent: 0, resolved: [] });
    const back = await seen(50, "kept", "logs");
    expect([...back.recollections.values()].map(({ state }) => state).sort()).toEqual([
      "recurring",
      "reopened",
    ]);
    const [logs] = await history.findings({ keyword: "logs" });
    expect(logs).toMatchObject({
      firstSeen: at(0),
      lastObserved: at(50),
      resolvedAt: undefined,
      presence: "present",
    });
    const events = await history.events({ fingerprint: logs?.fingerprint, limit: 9 });
    expect(events.map(({ transition, at: when, scan }) => [transition, when, scan])).toEqual([
      ["reopened", at(50), 6],
      ["resolved", at(31), 4],
      ["absent", at(30), 3],
      ["opened", at(0), 1],
    ]);
    expect(await history.events({ limit: 2 })).toHaveLength(2);
  });

  test("a severity that moved is told with what it was", async () => {
    const history = await opened(await stateFile());
    await history.remember(lookAt([itemOf("logs")]));
    const worse = itemOf("logs", { severity: "critical" });
    const { recollections } = await history.remember(lookAt([worse], { finishedAt: start + 1 }));
    expect([...recollections.values()]).toMatchObject([{ state: "recurring", was: "medium" }]);
    expect(await history.findings({})).toMatchObject([{ severity: "critical" }]);
    expect((await history.events({ limit: 1 }))[0]).toMatchObject({
      transition: "escalated",
      from: "medium",
      to: "critical",
    });
  });

  test("a document older than the last look resolves nothing and makes nothing older", async () => {
    const history = await opened(await stateFile());
    await history.remember(lookAt([itemOf("logs")]));
    const old = { finishedAt: start + 90 * minute, observedAt: start - minute, grace: 0 };
    expect(await history.remember(lookAt([itemOf("early")], old))).toMatchObject({ resolved: [], absent: 0 });
    expect(
      (await history.findings({})).map(({ identity, lastObserved }) => [identity.name, lastObserved]),
    ).toEqual([
      ["early", start - minute],
      ["logs", start],
    ]);
    await history.remember(lookAt([itemOf("early"), itemOf("logs")], { finishedAt: start + 95 * minute }));
    expect((await history.findings({})).map(({ lastObserved }) => lastObserved)).toEqual([
      start + 95 * minute,
      start + 95 * minute,
    ]);
  });
});

describe("two scopes", () => {
  const east = makeScope({ target: "east", realPath: "/east" });
  const west = makeScope({ target: "west", realPath: "/west" });
  const late = start + 90 * minute;

  test("one goes dark: nothing of it resolves, whatever the other says", async () => {
    const history = await opened(await stateFile());
    await history.remember(lookAt([itemOf("e1"), itemOf("e2")], { scope: east }));
    await history.remember(lookAt([itemOf("w1")], { scope: west }));
    expect(
      await history.remember(lookAt([], { scope: east, coverage: dark, finishedAt: late })),
    ).toMatchObject({
      resolved: [],
      stale: 2,
    });
    expect(await history.remember(lookAt([], { scope: west, finishedAt: late }))).toMatchObject({
      resolved: [{ title: "w1 differs" }],
      stale: 0,
    });
    expect(await names(history, "stale")).toEqual(expect.arrayContaining(["e1", "e2"]));
    expect(await names(history, "resolved")).toEqual(["w1"]);
    expect(await history.findings({ presence: ["stale"], limit: 1 })).toMatchObject([
      { staleSince: late, lastObserved: start },
    ]);
    expect(
      await history.remember(lookAt([itemOf("e1")], { scope: east, finishedAt: late + 1 })),
    ).toMatchObject({
      resolved: [{ title: "e2 differs" }],
    });
  });

  test("their last looks are told apart, with the last complete one", async () => {
    const history = await opened(await stateFile());
    await history.remember(lookAt([itemOf("e1")], { scope: east }));
    await history.remember(lookAt([], { scope: west }));
    await history.remember(lookAt([], { scope: east, coverage: dark, finishedAt: late }));
    expect(await history.lastLooks()).toStrictEqual(
      [
        {
          scope: east,
          coverage: dark,
          assertions: { passed: 1, failed: 0, unknown: 0 },
          startedAt: late,
          finishedAt: late,
          observedAt: late,
          items: 0,
          lastComplete: start,
        },
        {
          scope: west,
          coverage: { status: "complete", basis: "declared-vs-real", gaps: [], looked: 0 },
          assertions: { passed: 1, failed: 0, unknown: 0 },
          startedAt: start,
          finishedAt: start,
          observedAt: start,
          items: 0,
          lastComplete: start,
        },
      ].sort((a, b) => (a.scope.resolution < b.scope.resolution ? -1 : 1)),
    );
  });

  test("a thing that two sources see is one finding until both have lost it", async () => {
    const history = await opened(await stateFile());
    const recorded = makeScope({ source: "terraform-state" });
    await history.remember(
      lookAt([itemOf("logs", { severity: "low" })], { scope: recorded, finishedAt: start - 9 }),
    );
    await history.remember(lookAt([itemOf("logs", { severity: "high" })]));
    const one = await history.findings({});
    expect(one).toMatchObject([{ source: "terraform", severity: "high", firstSeen: start - 9 }]);
    expect(await history.byPrefix(one[0]?.fingerprint.slice(0, 8) ?? "?", 9)).toEqual(one);
    expect((await history.tally(start)).open.noted).toEqual({ low: 0, medium: 0, high: 1, critical: 0 });
    const gone = await history.remember(lookAt([], { finishedAt: late }));
    expect(gone.resolved).toEqual([]);
    expect(await history.findings({})).toMatchObject([
      { source: "terraform-state", severity: "low", presence: "present" },
    ]);
    expect(await history.tally(start)).toMatchObject({ resolved: 0, open: { noted: { low: 1, high: 0 } } });
    const both = await history.remember(lookAt([], { scope: recorded, finishedAt: late }));
    expect(both.resolved).toMatchObject([{ title: "logs differs" }]);
    expect(await history.findings({})).toEqual([]);
    expect(await history.findings({ presence: ["resolved"] })).toHaveLength(1);
  });
});

describe("suppression", () => {
  const mute = (
    file: string,
    fingerprint: string,
    fields: Readonly<Record<string, string | number | null>> = {},
  ) => {
    const row = {
      fingerprint,
      kind: "muted",
      until: null,
      by: "os:ana",
      note: "known",
      max_severity: null,
      ...fields,
    };
    rawly(file, (database) =>
      database
        .prepare(
          "insert into suppressions (fingerprint, kind, until, by, note, max_severity, updated_at) values (@fingerprint, @kind, @until, @by, @note, @max_severity, 0)",
        )
        .run(row),
    );
  };

  test("survives absence and resolution, and holds in every scope", async () => {
    const file = await stateFile();
    const history = await opened(file);
    const logs = itemOf("logs");
    await history.remember(lookAt([logs]));
    mute(file, logs.departure.fingerprint, { max_severity: "medium" });
    const muted = {
      kind: "muted",
      until: undefined,
      by: "os:ana",
      note: "known",
      maxSeverity: "medium",
    } as const;
    expect(await history.findings({})).toMatchObject([{ suppression: muted, presence: "present" }]);
    await history.remember(lookAt([], { finishedAt: start + 31 * minute }));
    expect(await history.findings({ presence: ["resolved"] })).toMatchObject([{ suppression: muted }]);
    const elsewhere = lookAt([logs], {
      scope: makeScope({ source: "terraform-state" }),
      finishedAt: start + 40 * minute,
    });
    expect([...(await history.remember(elsewhere)).recollections.values()]).toMatchObject([
      { state: "new", suppression: muted },
    ]);
  });

  test("is counted apart, unless it has run out or is broken through", async () => {
    const file = await stateFile();
    const history = await opened(file);
    const items = ["plain", "muted", "snoozed", "over", "worse"].map((name) => itemOf(name));
    const broken = makeSymptom({ severity: "high" });
    await history.remember(
      lookAt([
        ...items,
        itemOf(broken, { severity: "high", disposition: "impaired" }),
        itemOf("plumbing", { layer: "platform" }),
      ]),
    );
    const key = (name: string) =>
      items.find(({ title }) => title === `${name} differs`)?.departure.fingerprint ?? "";
    mute(file, key("muted"));
    mute(file, key("snoozed"), { kind: "snoozed", until: start + 1 });
    mute(file, key("over"), { kind: "snoozed", until: start });
    mute(file, key("worse"), { max_severity: "low" });
    expect(await history.tally(start)).toEqual({
      open: {
        impaired: { low: 0, medium: 0, high: 1, critical: 0 },
        review: { low: 0, medium: 0, high: 0, critical: 0 },
        noted: { low: 0, medium: 3, high: 0, critical: 0 },
        platform: { low: 0, medium: 1, high: 0, critical: 0 },
      },
      muted: 2,
      absent: 0,
      stale: 0,
      resolved: 0,
    });
    const heard = (await history.findings({ loudAt: start })).map(({ identity }) => identity.name);
    expect(heard.sort()).toEqual(["over", "plain", "plumbing", "web", "worse"]);
    expect(await history.findings({ loudAt: start, layer: "platform" })).toMatchObject([
      { layer: "platform" },
    ]);
    expect(await history.findings({ loudAt: start + 1 })).toHaveLength(6);
    expect(await history.findings({})).toHaveLength(7);
  });
});
