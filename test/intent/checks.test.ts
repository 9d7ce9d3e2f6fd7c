import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Check } from "../../src/core/checks/check.ts";
import { SteadystateError } from "../../src/errors.ts";
import { loadChecks } from "../../src/intent/checks.ts";
import type { Loaded } from "../../src/intent/intent.ts";
import { makeCheck, makeHttpRead, makeWhen, reference } from "../support/make.ts";
import { filesWith } from "./memory-files.ts";

const path = "steadystate/checks.json";
const load = (text: string, explicit = false): Promise<Loaded<Check>> =>
  loadChecks(path, filesWith({ [path]: text }), { explicit });

/** Each fault as `line:column entry: why`. */
const faults = async (text: string): Promise<readonly string[]> =>
  (await load(text)).faults.map(({ line, column, entry, why }) => `${line}:${column} ${entry}: ${why}`);

const emit = '"emit": {"severity": "high", "title": "down"}';
const http = (read: string, more = ""): string =>
  `[{"name": "shop", ${emit}${more}, "read": {"kind": "http"${read}}}]`;
const url = ', "url": "http://shop/healthz"';
const https = ', "url": "https://shop/healthz"';

describe("a check that is read", () => {
  test("has the defaults filled in", async () => {
    expect(await load(http(url))).toEqual({
      path,
      present: true,
      faults: [],
      entries: [makeCheck({ name: "shop", workload: undefined, emit: { severity: "high", title: "down" } })],
    });
  });

  test("keeps all that it says", async () => {
    const { entries } = await load(
      `[{"name": " shop-up ", "workload": "shop", "read": {"kind": "http", "url": "https://u:p@shop:8443/x?k=v", "method": "get"},
         "when": {"status": 401, "body": " ok|fine "}, "emit": {"severity": "critical", "title": "t"}}]`,
    );
    expect(entries).toEqual([
      makeCheck({
        read: makeHttpRead({ url: "https://u:p@shop:8443/x?k=v" }),
        when: makeWhen({
          status: { is: [{ from: 401, to: 401 }], severity: undefined },
          body: { is: "ok|fine", severity: undefined },
        }),
        emit: { severity: "critical", title: "t" },
      }),
    ]);
  });

  test("reads every condition, plain and with a severity of its own", async () => {
    const plain = await load(
      http(
        `${https}, "headers": {"Authorization": "Bearer \${SHOP_TOKEN}"}, "follow": 2, "timeout": "800ms", "retries": 1, "tls": {"ca_file": "ca.pem"}`,
        `, "when": {"status": [200, "3xx", "400-404"], "json": {"path": "a[0].b", "equals": null}, "latency": "1s", "certificate": "14d"},
           "for": "5m", "keep_for": "10m", "targets": ["eu"], "environments": ["prod"], "enabled": false,
           "author": "os:ann", "added": "2026-11-25", "proposed": true`,
      ),
    );
    expect(plain.faults).toEqual([]);
    expect(plain.entries).toEqual([
      makeCheck({
        name: "shop",
        workload: undefined,
        read: makeHttpRead({
          url: "https://shop/healthz",
          headers: { Authorization: `Bearer ${reference("SHOP_TOKEN")}` },
          follow: 2,
          timeout: 800,
          retries: 1,
          ca: resolve("steadystate/ca.pem"),
        }),
        when: makeWhen({
          status: {
            is: [
              { from: 200, to: 200 },
              { from: 300, to: 399 },
              { from: 400, to: 404 },
            ],
            severity: undefined,
          },
          json: [
            {
              is: { path: "a[0].b", steps: ["a", 0, "b"], test: { kind: "equals", value: null } },
              severity: undefined,
            },
          ],
          latency: { is: 1000, severity: undefined },
          certificate: { is: 14 * 86_400_000, severity: undefined },
        }),
        emit: { severity: "high", title: "down" },
        for: 300_000,
        keepFor: 600_000,
        targets: ["eu"],
        environments: ["prod"],
        enabled: false,
        author: "os:ann",
        added: "2026-11-25",
        proposed: true,
      }),
    ]);
    const graded = await load(
      http(
        `${https}, "tls": "verify"`,
        `, "when": {"status": {"is": "2xx", "severity": "critical"}, "body": {"matches": "ok", "severity": "low"},
           "json": [{"path": "a", "at_least": 1, "severity": "medium"}, {"path": "b", "exists": false}],
           "latency": {"max": "2s", "severity": "low"}, "certificate": {"min": "7d", "severity": "medium"}}`,
      ),
    );
    expect(graded.faults).toEqual([]);
    expect(graded.entries[0]?.when).toMatchObject({
      status: { severity: "critical" },
      body: { is: "ok", severity: "low" },
      json: [{ severity: "medium" }, { is: { test: { kind: "exists", there: false } } }],
      latency: { is: 2000, severity: "low" },
      certificate: { severity: "medium" },
    });
  });

  test("may look at the status alone", async () => {
    const { entries } = await load(http(`${url}, "method": "HEAD"`, ', "when": {"body": ""}'));
    expect(entries[0]?.when).toEqual(makeWhen());
  });

  test.each([
    ["kubectl-cpu", '"selector": "app=web", "namespace": "shop"', '"op": ">", "value": 500', { agg: "sum" }],
    [
      "kubectl-mem",
      '"selector": "app=web", "namespace": "shop", "agg": "max"',
      '"op": "!=", "value": 0.5',
      { agg: "max" },
    ],
    [
      "kubectl-log",
      '"selector": "app=web", "namespace": "shop"',
      '"pattern": "x", "expect": "absent"',
      { tail: 200 },
    ],
    ["docker-log", '"selector": "name=web", "tail": 50', '"pattern": "x", "expect": "present"', { tail: 50 }],
    ["ansible-service", '"selector": "web*", "service": "nginx"', '"expect": "active"', { service: "nginx" }],
  ])("of kind %s is carried with its condition", async (kind, read, when, kept) => {
    const loaded = await load(
      `[{"name": "n", ${emit}, "read": {"kind": "${kind}", ${read}}, "when": {${when}}}]`,
    );
    expect(loaded.faults).toEqual([]);
    expect(loaded.entries[0]?.read).toMatchObject({ kind, ...kept, when: JSON.parse(`{${when}}`) });
  });
});

const statusFault = 'when.status must be an HTTP status such as 200 or "2xx", or a list of them';
const plainSecret = `holds a secret in plain text: put it in a variable and write ${reference("NAME_OF_IT")}`;

describe("an entry that is no check", () => {
  /** The second column is where the fault points: the beginning of this text. */
  test.each([
    [http(', "url": "ftp://shop/"'), '"ftp:', "read.url must be an http:// or https:// address"],
    [http(', "url": "http://ho st/"'), '"http://ho', "read.url must be an http:// or https:// address"],
    [http(', "url": "HTTP://shop/"'), '"HTTP:', "read.url must be an http:// or https:// address"],
    [http(', "url": 7'), "7}", "read.url must be a text, not a number"],
    [http(""), '"read"', "read.url is missing"],
    [http(`${url}, "methd": "GET"`), '"methd"', "read.methd is not known, did you mean method?"],
    [http(`${url}, "method": "POST"`), '"POST"', "read.method must be one of GET, HEAD"],
    [http(`${url}, "selector": "a"`), '"selector"', "read.selector is not known"],
    [http(url, ', "when": {"status": "ok"}'), '"ok"', statusFault],
    [http(url, ', "when": {"status": 99}'), "99", statusFault],
    [http(url, ', "when": {"status": 200.5}'), "200.5", statusFault],
    [http(url, ', "when": {"status": []}'), "[]", statusFault],
    [http(url, ', "when": {"status": [200, "6xx"]}'), "[200", statusFault],
    [http(url, ', "when": {"status": {"is": 99}}'), "99", statusFault.replace("status", "status.is")],
    [
      http(url, ', "when": {"status": {"is": 200, "severty": "low"}}'),
      '"severty"',
      "when.status.severty is not known, did you mean severity?",
    ],
    [
      http(url, ', "when": {"latency": "fast"}'),
      '"fast"',
      "when.latency must be a number with a unit, such as 800ms, 5s, 1m",
    ],
    [http(url, ', "when": {"latency": 5}'), "5}", "when.latency must be a text, not a number"],
    [http(url, ', "when": {"certificate": "14d"}'), '"14d"', "when.certificate needs an https:// address"],
    [
      http(url, ', "when": {"json": {"path": "a..b", "equals": 1}}'),
      '"a..b"',
      'when.json.path must be a path such as status, checks[0].state or data["any name"]',
    ],
    [
      http(url, ', "when": {"json": {"path": "a"}}'),
      '{"path"',
      "when.json needs exactly one of equals, matches, exists, at_least, at_most",
    ],
    [
      http(url, ', "when": {"json": [{"path": "a", "equals": 1, "exists": true}]}'),
      '{"path"',
      "when.json.0 needs exactly one of equals, matches, exists, at_least, at_most",
    ],
    [
      http(url, ', "when": {"json": {"path": "a", "matches": "("}}'),
      '"("',
      "when.json.matches is no usable pattern: missing closing ): `(`",
    ],
    [http(`${url}, "follow": 11`), "11", "read.follow must be at most 10"],
    [http(`${url}, "retries": -1`), "-1", "read.retries must not be negative"],
    [http(`${url}, "timeout": "2m"`), '"2m"', "read.timeout must be at most 60s"],
    [
      http(`${url}, "tls": {"cafile": "x"}`),
      '"cafile"',
      "read.tls.cafile is not known, did you mean ca_file?",
    ],
    [
      http(`${url}, "headers": {"Authorization": "Bearer abc"}`),
      '"Bearer',
      `read.headers.Authorization ${plainSecret}`,
    ],
    [http(`${url}, "headers": {"X-Api-Key": "canary"}`), '"canary"', `read.headers.X-Api-Key ${plainSecret}`],
    [
      http(`${url}, "headers": {"Cookie": "s=\${S}; t=0123456789012345678901234"}`),
      '"s=',
      `read.headers.Cookie ${plainSecret}`,
    ],
    [
      http(`${url}, "headers": {"X-A": "\${a b}"}`),
      '"$',
      `read.headers.X-A has a $\{ that names no variable, as ${reference("SHOP_TOKEN")} does`,
    ],
    [
      http(`${url}, "headers": {"X-A": "\${OPENAI_API_KEY}"}`),
      '"$',
      "read.headers.X-A names OPENAI_API_KEY, which is steadystate's own and is never sent",
    ],
    [
      http(`${url}, "headers": {"Connection": "close"}`),
      '"close"',
      "read.headers.Connection is a header that a check may not set",
    ],
    [http(`${url}, "headers": {"a b": "x"}`), '"x"', "read.headers.a b is no name of a header"],
    [
      http(`${url}, "headers": {"X-A": "a\\nb"}`),
      '"a',
      "read.headers.X-A must be printable ASCII on one line",
    ],
    [
      http(url, ', "for": "soon"'),
      '"soon"',
      "for must be a number with a unit, such as 90s, 15m, 6h, 3d, 2w",
    ],
    [http(url, ', "keepfor": "5m"'), '"keepfor"', "keepfor is not known, did you mean keep_for?"],
    [http(url, ', "environments": "prod"'), '"prod"', "environments must be a list, not a text"],
    [http(url, ', "when": {"body": "["}'), '"["', "when.body is no usable pattern: missing closing ]: `[`"],
    [
      http(url, ', "when": {"body": "a\\\\Z"}'),
      '"a\\',
      "when.body is no usable pattern: the anchor \\Z (use $ or \\z) is not offered by the linear-time engine",
    ],
    [http(url, ', "when": []'), "[]", "when must be an object, not a list"],
    [
      http(`${url}, "method": "HEAD"`, ', "when": {"body": "ok"}'),
      '"ok"',
      "when.body can never be found: a HEAD request brings no body",
    ],
    [http(url, ', "enabled": "no"'), '"no"', "enabled must be true or false, not a text"],
    [http(url, ', "workload": ""'), '""', "workload must not be empty"],
  ])("%s", async (text, spot, why) => {
    expect(await faults(text)).toEqual([`1:${text.indexOf(spot) + 1} 0 "shop": ${why}`]);
  });

  test.each([
    ["[7]", "1:2 0: the entry must be an object, not a number"],
    ["[null]", "1:2 0: the entry must be an object, not null"],
    ["[{}]", "1:2 0: read is missing"],
    ['[{"read": []}]', "1:11 0: read must be an object, not a list"],
    ['[{"read": {}}]', "1:3 0: read.kind is missing"],
    ['[{"read": {"kind": ["http"]}}]', "1:20 0: read.kind must be a text, not a list"],
    [
      '[{"name": "x", "read": {"kind": "htpp"}}]',
      '1:33 0 "x": read.kind must be one of http, kubectl-cpu, kubectl-mem, kubectl-log, docker-log, ansible-service, did you mean http?',
    ],
    [
      '[{"read": {"kind": "command"}}]',
      "1:20 0: read.kind must be one of http, kubectl-cpu, kubectl-mem, kubectl-log, docker-log, ansible-service",
    ],
  ])("%s", async (text, fault) => {
    expect(await faults(text)).toEqual([fault]);
  });

  test("is told every field that is wrong", async () => {
    const text = `[
  {
    "name": "",
    "read": { "kind": "kubectl-log", "selector": "--all", "namespace": "a/b", "tail": 0 },
    "when": { "pattern": "(a", "expect": "gone" },
    "emit": { "severity": "High", "titel": "x" }
  }
]`;
    expect(await faults(text)).toEqual([
      "3:13 0: name must not be empty",
      "6:27 0: emit.severity must be one of low, medium, high, critical, did you mean high?",
      "6:5 0: emit.title is missing",
      "6:35 0: emit.titel is not known, did you mean title?",
      "4:50 0: read.selector must not begin with -",
      "4:72 0: read.namespace must be the name of a namespace",
      "4:87 0: read.tail must be positive",
      "5:26 0: when.pattern is no usable pattern: missing closing ): `(a`",
      "5:42 0: when.expect must be one of present, absent",
    ]);
  });

  test("leaves the good ones beside it", async () => {
    const good = (name: string) => http(url).slice(1, -1).replace('"shop"', `"${name}"`);
    const loaded = await load(`[${good("a")},\n{},\n${good("b")},\n${good("a")}]`);
    expect(loaded.entries.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(loaded.faults).toEqual([
      { path, line: 2, column: 1, entry: "1", why: "read is missing" },
      { path, line: 4, column: 10, entry: '3 "a"', why: "name is already the name of entry 0" },
    ]);
  });
});

describe("a file that holds no list", () => {
  test.each([
    ["", "1:1 undefined: the file is not JSON: "],
    ["[\n  {,}\n]", "2:4 undefined: the file is not JSON: "],
    ["[{}", "1:4 undefined: the file is not JSON: "],
    ["  {}", "1:3 undefined: the file must be a list of checks, but it is "],
    ['"x"', "1:1 undefined: the file must be a list of checks, but it is a text"],
  ])("%j is one fault", async (text, start) => {
    const [fault, ...more] = await faults(text);
    expect(fault?.slice(0, start.length)).toBe(start);
    expect(more).toEqual([]);
    expect((await load(text)).entries).toEqual([]);
  });

  test("an empty list is no fault", async () => {
    expect(await load("[]")).toEqual({ path, present: true, entries: [], faults: [] });
  });

  test("a file that cannot be read is a fault, and an error where it was named", async () => {
    const files = filesWith({
      [path]: new SteadystateError("input-invalid", "cannot read it: permission denied"),
    });
    expect(await loadChecks(path, files, { explicit: false })).toEqual({
      path,
      present: true,
      entries: [],
      faults: [
        {
          path,
          line: undefined,
          column: undefined,
          entry: undefined,
          why: "cannot read it: permission denied",
        },
      ],
    });
    await expect(loadChecks(path, files, { explicit: true })).rejects.toThrow("permission denied");
  });

  test("a file that is not there is nothing, and an error where it was named", async () => {
    const nothing = { path, present: false, entries: [], faults: [] };
    expect(await loadChecks(path, filesWith({}), { explicit: false })).toEqual(nothing);
    await expect(loadChecks(path, filesWith({}), { explicit: true })).rejects.toMatchObject({
      code: "usage",
      message: "there is no file steadystate/checks.json",
    });
  });
});

test("no fault repeats what a URL holds", async () => {
  for (const bad of ["ftp://ops:canary@shop/", "http://ops:canary@ho st/?a=canary"])
    expect(JSON.stringify(await faults(http(`, "url": "${bad}"`)))).not.toContain("canary");
});
