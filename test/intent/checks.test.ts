import { describe, expect, test } from "vitest";
import type { Check } from "../../src/core/checks/check.ts";
import { SteadystateError } from "../../src/errors.ts";
import { loadChecks } from "../../src/intent/checks.ts";
import type { Loaded } from "../../src/intent/intent.ts";
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

describe("a check that is read", () => {
  test("has the defaults filled in", async () => {
    expect(await load(http(url))).toEqual({
      path,
      present: true,
      faults: [],
      entries: [
        {
          name: "shop",
          workload: undefined,
          read: { kind: "http", url: "http://shop/healthz", method: "GET" },
          when: { status: 200, body: undefined },
          emit: { severity: "high", title: "down" },
        },
      ],
    });
  });

  test("keeps all that it says", async () => {
    const { entries } = await load(
      `[{"name": " shop-up ", "workload": "shop", "read": {"kind": "http", "url": "https://u:p@shop:8443/x?k=v", "method": "get"},
         "when": {"status": 401, "body": " ok|fine "}, "emit": {"severity": "critical", "title": "t"}}]`,
    );
    expect(entries).toEqual([
      {
        name: "shop-up",
        workload: "shop",
        read: { kind: "http", url: "https://u:p@shop:8443/x?k=v", method: "GET" },
        when: { status: 401, body: " ok|fine " },
        emit: { severity: "critical", title: "t" },
      },
    ]);
  });

  test("may look at the status alone", async () => {
    const { entries } = await load(http(`${url}, "method": "HEAD"`, ', "when": {"body": ""}'));
    expect(entries[0]?.when).toEqual({ status: 200, body: undefined });
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
    [http(url, ', "when": {"status": "200"}'), '"200"', "when.status must be a number, not a text"],
    [http(url, ', "when": {"status": 99}'), "99", "when.status must be an HTTP status"],
    [http(url, ', "when": {"status": 200.5}'), "200.5", "when.status must be a whole number, not a fraction"],
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
    [http(url, ', "enabled": true'), '"enabled"', "enabled is not known"],
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
