import { describe, expect, test } from "vitest";
import type { Check, HttpReading, When } from "../../../src/core/checks/check.ts";
import { bodyCap, evaluateCheck } from "../../../src/core/checks/evaluate.ts";
import { parseJsonPath } from "../../../src/core/checks/json-path.ts";
import type { Severity } from "../../../src/core/severity.ts";
import { makeCheck, makeHttpRead, makeWhen } from "../../support/make.ts";

const now = Date.UTC(2026, 10, 25);
const day = 86_400_000;

const check = (when: Partial<When> = {}, fields: Partial<Check> = {}): Check =>
  makeCheck({
    read: makeHttpRead({ url: "http://ops:canary@shop/healthz?key=canary" }),
    when: makeWhen(when),
    ...fields,
  });
type Answer = Extract<HttpReading, { kind: "answered" }>;
const answered = (status: number, body = "", more: Partial<Answer> = {}): HttpReading => ({
  kind: "answered",
  status,
  body,
  latencyMs: 12,
  ...more,
});

const status = (from: number, to = from, severity?: Severity) => ({
  status: { is: [{ from, to }], severity },
});
const body = (is: string, severity?: Severity) => ({ body: { is, severity } });
const json = (path: string, demanded: unknown, severity?: Severity) => ({
  json: [{ is: { path, steps: parseJsonPath(path) ?? [], test: demanded as never }, severity }],
});
const equals = (value: unknown) => ({ kind: "equals", value });
const latency = (is: number, severity?: Severity) => ({ latency: { is, severity } });
const certificate = (is: number, severity?: Severity) => ({ certificate: { is, severity } });

type Row = readonly [string, Partial<When>, HttpReading, string, string];

/** Met, missed, unreadable: every condition in each way. */
const rows: readonly Row[] = [
  ["the demanded status", {}, answered(200), "pass", ""],
  ["the demanded status that is no success", status(401), answered(401), "pass", ""],
  ["a status in the range", status(200, 299), answered(204), "pass", ""],
  [
    "a status out of the range",
    status(200, 299),
    answered(304),
    "fail",
    "answered 304, expected 2xx; redirects are not followed",
  ],
  ["another status", {}, answered(503), "fail", "answered 503, expected 200"],
  [
    "another status, elsewhere",
    {},
    answered(503, "", { redirects: 2 }),
    "fail",
    "answered 503 after 2 redirects, expected 200",
  ],
  ["a redirect", {}, answered(301), "fail", "answered 301, expected 200; redirects are not followed"],
  ["a demanded redirect", status(301), answered(301), "pass", ""],
  ["the body", body("status.*ok"), answered(200, '{"status": "ok"}'), "pass", ""],
  [
    "another body",
    body("ok"),
    answered(200, "down"),
    "fail",
    "answered 200, but the body does not contain /ok/",
  ],
  [
    "a pattern with a token in it",
    body("token=canary-1"),
    answered(200, "down"),
    "fail",
    "answered 200, but the body does not contain /token=‹secret›/",
  ],
  ["the body with another status", body("ok"), answered(500, "ok"), "fail", "answered 500, expected 200"],
  [
    "a refused pattern",
    body("(?=ok)"),
    answered(200, "ok"),
    "unable",
    "cannot look for /(?=ok)/: the lookahead (?= is not offered by the linear-time engine",
  ],
  [
    "what lies beyond the cap",
    body("ok"),
    answered(200, "x".repeat(bodyCap)),
    "unable",
    "/ok/ is not in the first 64 KiB of the body, and the rest is not read",
  ],
  [
    "what lies beyond a cut",
    body("ok"),
    answered(200, "x", { cut: true }),
    "unable",
    "/ok/ is not in the first 64 KiB of the body, and the rest is not read",
  ],
  ["what lies within the cap", body("ok"), answered(200, `ok${"x".repeat(bodyCap - 2)}`), "pass", ""],
  ["a member", json("a.b[0].c", equals("up")), answered(200, '{"a":{"b":[{"c":"up"}]}}'), "pass", ""],
  ["a member by any name", json('["a.b"]', equals(null)), answered(200, '{"a.b":null}'), "pass", ""],
  [
    "another member",
    json("state", equals("up")),
    answered(200, '{"state":"down"}'),
    "fail",
    'state is "down", and must be "up"',
  ],
  [
    "a member of another type",
    json("n", equals(1)),
    answered(200, '{"n":"1"}'),
    "fail",
    'n is "1", and must be 1',
  ],
  ["no member", json("state", equals("up")), answered(200, "{}"), "fail", "state is not there"],
  [
    "an inherited name",
    json("constructor", { kind: "exists", there: true }),
    answered(200, "{}"),
    "fail",
    "constructor is not there",
  ],
  [
    "a member that must be there",
    json("a", { kind: "exists", there: true }),
    answered(200, '{"a":null}'),
    "pass",
    "",
  ],
  [
    "a member that must not be there",
    json("error", { kind: "exists", there: false }),
    answered(200, '{"error":1}'),
    "fail",
    "error is there",
  ],
  [
    "a number that is enough",
    json("n", { kind: "at_least", bound: 3 }),
    answered(200, '{"n":3}'),
    "pass",
    "",
  ],
  [
    "a number that is too small",
    json("n", { kind: "at_least", bound: 3 }),
    answered(200, '{"n":2}'),
    "fail",
    "n is 2, and must be at least 3",
  ],
  [
    "a number that is too large",
    json("n", { kind: "at_most", bound: 3 }),
    answered(200, '{"n":4}'),
    "fail",
    "n is 4, and must be at most 3",
  ],
  [
    "a text that is no number",
    json("n", { kind: "at_most", bound: 3 }),
    answered(200, '{"n":"1"}'),
    "fail",
    'n is "1", and must be at most 3',
  ],
  [
    "a text that matches",
    json("v", { kind: "matches", pattern: "^1\\." }),
    answered(200, '{"v":"1.2"}'),
    "pass",
    "",
  ],
  [
    "a text that does not match",
    json("v", { kind: "matches", pattern: "^1\\." }),
    answered(200, '{"v":"2.2"}'),
    "fail",
    'v is "2.2", and must contain /^1\\./',
  ],
  ["a list", json("v", equals(1)), answered(200, '{"v":[1]}'), "fail", "v is a list, and must be 1"],
  [
    "a secret member",
    json("token", equals("x")),
    answered(200, '{"token":"canary"}'),
    "fail",
    'token is another text, and must be "x"',
  ],
  ["a body that is no JSON", json("a", equals(1)), answered(200, "<html>"), "fail", "the body is not JSON"],
  [
    "JSON beyond the cap",
    json("a", equals(1)),
    answered(200, "{", { cut: true }),
    "unable",
    "the body is longer than the 64 KiB that are read",
  ],
  ["an answer in time", latency(12), answered(200), "pass", ""],
  ["a slow answer", latency(11), answered(200), "impaired", "answered in 12ms, expected within 11ms"],
  [
    "a slow answer of low severity",
    latency(11, "low"),
    answered(200),
    "noted",
    "answered in 12ms, expected within 11ms",
  ],
  [
    "a certificate that holds",
    certificate(14 * day),
    answered(200, "", { certificateEnd: now + 14 * day }),
    "pass",
    "",
  ],
  [
    "a certificate near its end",
    certificate(14 * day),
    answered(200, "", { certificateEnd: now + 13 * day }),
    "impaired",
    "the certificate ends in 1w 6d, expected to hold for 2w",
  ],
  [
    "a certificate near its end, low",
    certificate(14 * day, "low"),
    answered(200, "", { certificateEnd: now + day }),
    "noted",
    "the certificate ends in 1d, expected to hold for 2w",
  ],
  [
    "a certificate past its end",
    certificate(14 * day, "low"),
    answered(200, "", { certificateEnd: now }),
    "fail",
    "the certificate has expired",
  ],
  [
    "no certificate",
    certificate(14 * day),
    answered(200),
    "unable",
    "no certificate was seen, such as behind a proxy",
  ],
  ["silence", {}, { kind: "no-answer", reason: "connection refused" }, "fail", "connection refused"],
  [
    "inability",
    {},
    { kind: "unable", reason: "the name cannot be resolved now" },
    "unable",
    "the name cannot be resolved now",
  ],
];

describe("evaluateCheck", () => {
  test.each(rows)("%s", (_, when, reading, expected, reason) => {
    expect(evaluateCheck(check(when), reading, now)).toMatchObject({ status: expected, reason });
  });

  test("what weighs most speaks first, with its own severity", () => {
    const all = { ...body("ok", "medium"), ...latency(1, "critical"), ...certificate(day, "low") };
    const reading = answered(200, "no", { certificateEnd: now + 1 });
    expect(evaluateCheck(check(all), reading, now)).toMatchObject({
      status: "fail",
      severity: "medium",
      reason:
        "answered 200, but the body does not contain /ok/; answered in 12ms, expected within 1ms; the certificate ends in 1ms, expected to hold for 1d",
    });
    const impaired = evaluateCheck(check({ ...all, ...body("no") }), reading, now);
    expect(impaired).toMatchObject({ status: "impaired", severity: "critical" });
    // Known to be impaired stands beside what could not be seen.
    const unseen = evaluateCheck(check({ ...latency(1), ...certificate(day) }), answered(200), now);
    expect(unseen.status).toBe("impaired");
    expect(
      evaluateCheck(check({ ...latency(1, "low"), ...certificate(day) }), answered(200), now).status,
    ).toBe("unable");
    expect(evaluateCheck(check(status(204, 204, "low")), answered(200), now)).toMatchObject({
      status: "fail",
      severity: "low",
    });
  });

  test("carries who, where and how bad, without userinfo and query values", () => {
    expect(evaluateCheck(check(), answered(200), now)).toEqual({
      name: "shop-up",
      workload: "shop",
      kind: "http",
      target: "http://shop/healthz?key=…",
      severity: "high",
      status: "pass",
      reason: "",
      latencyMs: 12,
    });
  });

  test("a kind that is not read is never a pass, whatever came back", () => {
    const cpu = makeCheck({ read: { kind: "kubectl-cpu", namespace: "shop", selector: "app=web" } });
    expect(evaluateCheck(cpu, answered(200), now)).toMatchObject({
      kind: "kubectl-cpu",
      target: "shop/app=web",
      status: "unable",
      reason: "this version does not read checks of kind kubectl-cpu",
    });
    expect(evaluateCheck(makeCheck({ read: { kind: "docker-log" } }), answered(200), now).target).toBe(
      "docker-log",
    );
  });
});

test.each([
  ["a", ["a"]],
  ["a.b[0].c-d", ["a", "b", 0, "c-d"]],
  ["[0][1]", [0, 1]],
  ['["a b"].c["\\"x\\""]', ["a b", "c", '"x"']],
  ["", undefined],
  [".a", undefined],
  ["a..b", undefined],
  ["a[", undefined],
  ["a[x]", undefined],
  ["a.0", undefined],
])("the path %j", (text, steps) => {
  expect(parseJsonPath(text)).toEqual(steps);
});
