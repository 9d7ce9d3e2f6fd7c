import { describe, expect, test } from "vitest";
import type { Check, HttpReading } from "../../src/core/checks/check.ts";
import { SteadystateError } from "../../src/errors.ts";
import { type ReadSettings, readHttpCheck } from "../../src/probes/http.ts";
import { namedVariable } from "../../src/system/env.ts";
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from "../../src/system/http.ts";
import { makeCheck, makeHttpRead, reference } from "../support/make.ts";

const shop = makeCheck({ read: makeHttpRead({ method: "HEAD" }) });
const settingsWith = (
  env: Readonly<Record<string, string>> = {},
  over: Partial<ReadSettings> = {},
): ReadSettings => ({
  allow: [],
  variable: (name) => namedVariable(env, name),
  files: { readText: async () => undefined },
  clock: () => 0,
  ...over,
});
const answer: HttpResponse = {
  status: 204,
  headers: {},
  body: "ok",
  cut: false,
  latencyMs: 7,
  certificateEnd: undefined,
};

/** Answers by address; keeps what was asked. */
const web = (pages: Readonly<Record<string, Partial<HttpResponse>>>) => {
  const asked: HttpRequest[] = [];
  const http: Http = async (request) => {
    asked.push(request);
    const page = pages[request.url];
    if (page === undefined) throw new HttpFailure("no-answer", "connection refused");
    return { ...answer, ...page };
  };
  return { asked, http };
};
const to = (location: string, status = 302) => ({ status, headers: { location } });
const reading = (check: Check, http: Http, settings = settingsWith()): Promise<HttpReading> =>
  readHttpCheck(check, http, settings);

describe("readHttpCheck", () => {
  test("asks once, within the deadline and the cap, and brings back what came", async () => {
    const { asked, http } = web({ "http://shop/healthz": {} });
    expect(await reading(shop, http)).toEqual({
      kind: "answered",
      status: 204,
      body: "ok",
      cut: false,
      redirects: 0,
      latencyMs: 7,
      certificateEnd: undefined,
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      url: "http://shop/healthz",
      method: "HEAD",
      timeout: 10_000,
      bodyCap: 65_536,
    });
  });

  test.each(["no-answer", "unable"] as const)("tells %s with its reason", async (kind) => {
    const http: Http = () => Promise.reject(new HttpFailure(kind, "because"));
    expect(await reading(shop, http)).toEqual({ kind, reason: "because" });
  });

  test.each([
    ["127.0.0.1", [], false, true],
    ["169.254.169.254", [], false, false],
    ["169.254.169.254", ["shop"], false, true],
    ["127.0.0.1", [], true, false],
    ["169.254.169.254", ["shop"], true, false],
    ["8.8.8.8", [], true, true],
  ])("to %s with %j, by an agent %s: %s", async (address, allow, proposed, ok) => {
    let permitted: boolean | undefined;
    const http: Http = async ({ permit }) => {
      permitted = permit?.(address, "shop").ok;
      return answer;
    };
    await reading({ ...shop, proposed }, http, settingsWith({}, { allow }));
    expect(permitted).toBe(ok);
  });

  test("asks nothing for a kind that is not read", async () => {
    const http: Http = () => Promise.reject(new Error("never"));
    expect(await reading({ ...shop, read: { kind: "docker-log" } }, http)).toMatchObject({ kind: "unable" });
  });

  test("a bug is no reading", async () => {
    const http: Http = () => Promise.reject(new TypeError("bug"));
    await expect(reading(shop, http)).rejects.toThrow("bug");
  });
});

describe("retries", () => {
  const failing = (times: number, kind: "no-answer" | "unable") => {
    const tries: number[] = [];
    const http: Http = async ({ timeout }) => {
      tries.push(timeout);
      if (tries.length <= times) throw new HttpFailure(kind, "because");
      return answer;
    };
    return { tries, http };
  };
  const patient = makeCheck({ read: makeHttpRead({ retries: 2, timeout: 100 }) });

  test("are taken where nothing answered, within one deadline", async () => {
    const { tries, http } = failing(2, "no-answer");
    let time = 0;
    const clock = () => time++ * 10;
    expect((await reading(patient, http, settingsWith({}, { clock }))).kind).toBe("answered");
    expect(tries.length).toBe(3);
    expect(tries.every((timeout, at) => timeout < (tries[at - 1] ?? 101))).toBe(true);
    const slow = failing(2, "no-answer");
    let late = 0;
    expect((await reading(patient, slow.http, settingsWith({}, { clock: () => late++ * 60 }))).kind).toBe(
      "no-answer",
    );
    expect(slow.tries.length).toBe(1);
  });

  test("are not taken where we could not ask, nor for an answer that is not liked", async () => {
    const { tries, http } = failing(1, "unable");
    expect((await reading(patient, http)).kind).toBe("unable");
    expect(tries.length).toBe(1);
    const { asked, http: sorry } = web({ "http://shop/healthz": { status: 503 } });
    expect(await reading(patient, sorry)).toMatchObject({ status: 503 });
    expect(asked).toHaveLength(1);
  });
});

describe("headers", () => {
  const dressed = makeCheck({
    read: makeHttpRead({ headers: { Authorization: `Bearer ${reference("SHOP_TOKEN")}`, "X-Plain": "a" } }),
  });

  test("carry the values of the variables that they name, and what comes back does not", async () => {
    const { asked, http } = web({
      "http://shop/healthz": {
        body: `you said Bearer canary-77 and ${Buffer.from("canary-77").toString("base64")}`,
      },
    });
    const got = await reading(dressed, http, settingsWith({ SHOP_TOKEN: "canary-77" }));
    expect(asked[0]?.headers).toEqual({ authorization: "Bearer canary-77", "x-plain": "a" });
    expect(got).toMatchObject({ body: "you said Bearer ‹secret› and ‹secret›" });
    const broken: Http = () => Promise.reject(new HttpFailure("no-answer", "canary-77 is no header"));
    expect(await reading(dressed, broken, settingsWith({ SHOP_TOKEN: "canary-77" }))).toEqual({
      kind: "no-answer",
      reason: "‹secret› is no header",
    });
  });

  test("userinfo that comes back is hidden too", async () => {
    const read = makeHttpRead({ url: "http://ann:canary-5%40@shop/" });
    const { http } = web({
      "http://ann:canary-5%40@shop/": {
        body: `canary-5@ ${Buffer.from("ann:canary-5@").toString("base64")}`,
      },
    });
    expect(await reading(makeCheck({ read }), http)).toMatchObject({ body: "‹secret› ‹secret›==" });
  });

  test.each([
    [{}, "SHOP_TOKEN is not set"],
    [{ SHOP_TOKEN: " " }, "SHOP_TOKEN is not set"],
    [{ SHOP_TOKEN: "canary\r\nX-Evil: 1" }, "the value of SHOP_TOKEN cannot be sent in a header"],
  ])("with %j are our own inability, told without the value", async (env, reason) => {
    const { asked, http } = web({});
    expect(await reading(dressed, http, settingsWith(env))).toEqual({ kind: "unable", reason });
    expect(asked).toEqual([]);
  });

  test("never carry what is steadystate's own", async () => {
    const read = makeHttpRead({ headers: { "X-A": reference("STEADYSTATE_LLM_API_KEY") } });
    const { http } = web({});
    expect(
      await reading(makeCheck({ read }), http, settingsWith({ STEADYSTATE_LLM_API_KEY: "canary" })),
    ).toEqual({
      kind: "unable",
      reason: "STEADYSTATE_LLM_API_KEY is not set",
    });
  });

  test("of a check that nobody vouched get no variable, and it gets no file", async () => {
    const { asked, http } = web({ "http://shop/healthz": {} });
    const reason = "a check that nobody vouched is given no variable and no certificate file";
    const env = settingsWith({ SHOP_TOKEN: "canary-77" });
    expect(await reading({ ...dressed, proposed: true }, http, env)).toEqual({ kind: "unable", reason });
    const trusting = makeCheck({ read: makeHttpRead({ ca: "/etc/passwd" }), proposed: true });
    expect(await reading(trusting, http, env)).toEqual({ kind: "unable", reason });
    expect(asked).toEqual([]);
  });
});

describe("a redirect", () => {
  const following = (follow: number, read = {}) =>
    makeCheck({ read: makeHttpRead({ follow, headers: { "X-Key": reference("KEY") }, ...read }) });
  const keyed = settingsWith({ KEY: "canary-9" });

  test("is an answer where none is to be followed", async () => {
    const { asked, http } = web({ "http://shop/healthz": to("/b") });
    expect(await reading(following(0), http, keyed)).toMatchObject({ status: 302, redirects: 0 });
    expect(asked).toHaveLength(1);
  });

  test("is followed as often as the check says, and the time of all hops counts", async () => {
    const { asked, http } = web({
      "http://shop/healthz": { ...to("/b"), certificateEnd: 5 },
      "http://shop/b": { ...to("c", 308), certificateEnd: 3 },
      "http://shop/c": { status: 200, certificateEnd: 9 },
    });
    expect(await reading(following(2), http, keyed)).toMatchObject({
      status: 200,
      redirects: 2,
      latencyMs: 21,
      certificateEnd: 3,
    });
    expect(asked.map(({ headers }) => headers?.["x-key"])).toEqual(["canary-9", "canary-9", "canary-9"]);
    expect(await reading(following(1), http, keyed)).toEqual({
      kind: "no-answer",
      reason: "redirects more than 1 time, to http://shop/c",
    });
  });

  test("to another origin takes neither headers nor userinfo along, and never again", async () => {
    const pages = {
      "http://ann:pw123456@shop/a": to("http://ann:pw123456@other:81/b"),
      "http://other:81/b": to("http://shop/c"),
      "http://shop/c": { status: 200 },
    };
    const { asked, http } = web(pages);
    const url = "http://ann:pw123456@shop/a";
    expect(await reading(following(3, { url }), http, keyed)).toMatchObject({ status: 200 });
    expect(asked.map(({ url: to, headers }) => [to, headers])).toEqual([
      ["http://ann:pw123456@shop/a", { "x-key": "canary-9" }],
      ["http://other:81/b", {}],
      ["http://shop/c", {}],
    ]);
  });

  test("within the origin keeps userinfo; from https to http it is another origin", async () => {
    const { asked, http } = web({
      "https://ann:pw123456@shop/a": to("/b"),
      "https://ann:pw123456@shop/b": to("http://shop/c"),
      "http://shop/c": { status: 200 },
    });
    await reading(following(3, { url: "https://ann:pw123456@shop/a" }), http, keyed);
    expect(asked.map(({ url, headers }) => [url, headers?.["x-key"]])).toEqual([
      ["https://ann:pw123456@shop/a", "canary-9"],
      ["https://ann:pw123456@shop/b", "canary-9"],
      ["http://shop/c", undefined],
    ]);
  });

  test.each([
    ["/healthz", "redirects in a loop, to http://shop/healthz"],
    ["ftp://shop/x", "redirects to what is not an http or https address"],
    ["file:///etc/passwd", "redirects to what is not an http or https address"],
    ["http://", "redirects to what is not an http or https address"],
  ])("to %s is the target's fault", async (location, reason) => {
    const { http } = web({ "http://shop/healthz": to(location) });
    expect(await reading(following(5), http, keyed)).toEqual({ kind: "no-answer", reason });
  });

  test("is decided on by address again: a draft does not come to a private one, nobody to metadata", async () => {
    const seen: (boolean | undefined)[] = [];
    const hops = new Map<string, readonly [string, Partial<HttpResponse>]>([
      ["http://shop/healthz", ["8.8.8.8", to("http://inner/")]],
      ["http://inner/", ["10.0.0.1", to("http://meta/")]],
      ["http://meta/", ["169.254.169.254", {}]],
    ]);
    const http: Http = async ({ url, permit }): Promise<HttpResponse> => {
      const [address, page] = hops.get(url) ?? ["", {}];
      const verdict = permit?.(address, new URL(url).hostname);
      seen.push(verdict?.ok);
      if (verdict?.ok === false) throw new HttpFailure("unable", verdict.why);
      return { ...answer, ...page };
    };
    const plain = makeCheck({ read: makeHttpRead({ follow: 5 }) });
    expect(await reading(plain, http)).toMatchObject({
      kind: "unable",
      reason: expect.stringContaining("link-local"),
    });
    expect(seen).toEqual([true, true, false]);
    seen.length = 0;
    expect(await reading({ ...plain, proposed: true }, http)).toMatchObject({
      kind: "unable",
      reason: expect.stringContaining("nobody vouched"),
    });
    expect(seen).toEqual([true, false]);
  });
});

describe("certificates of its own", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";
  const trusting = makeCheck({ read: makeHttpRead({ ca: "/wall/ca.pem" }) });
  const withText = (readText: ReadSettings["files"]["readText"]) => settingsWith({}, { files: { readText } });

  test("are trusted", async () => {
    const { asked, http } = web({ "http://shop/healthz": {} });
    await reading(
      trusting,
      http,
      withText(async () => pem),
    );
    expect(asked[0]?.ca).toBe(pem);
  });

  const unusable: readonly (readonly [string, ReadSettings["files"]["readText"], string])[] = [
    ["not there", async () => undefined, "there is no certificate file /wall/ca.pem"],
    ["of something else", async () => "root:x:0:0", "/wall/ca.pem holds no certificate"],
    [
      "not readable",
      () => Promise.reject(new SteadystateError("input-invalid", "cannot read it")),
      "cannot read it",
    ],
  ];
  test.each(unusable)("%s are our own inability", async (_, readText, reason) => {
    const { asked, http } = web({});
    expect(await reading(trusting, http, withText(readText))).toEqual({ kind: "unable", reason });
    expect(asked).toEqual([]);
  });
});
