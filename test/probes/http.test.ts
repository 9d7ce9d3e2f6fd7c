import { describe, expect, test } from "vitest";
import type { Check } from "../../src/core/checks/check.ts";
import { readHttpCheck } from "../../src/probes/http.ts";
import { type Http, HttpFailure, type HttpRequest } from "../../src/system/http.ts";

const check = (read: Check["read"]): Check => ({
  name: "shop",
  workload: undefined,
  read,
  when: { status: 200, body: undefined },
  emit: { severity: "high", title: "no answer" },
});
const shop = check({ kind: "http", url: "http://shop/healthz", method: "HEAD" });
const settings = { allow: [], vouched: true, timeout: 10_000 };
const answer = { status: 204, headers: {}, body: "ok", latencyMs: 7 };

describe("readHttpCheck", () => {
  test("asks once, within the deadline and the cap, and brings back what came", async () => {
    const asked: HttpRequest[] = [];
    const http: Http = async (request) => {
      asked.push(request);
      return answer;
    };
    expect(await readHttpCheck(shop, http, settings)).toEqual({
      kind: "answered",
      status: 204,
      body: "ok",
      latencyMs: 7,
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
    expect(await readHttpCheck(shop, http, settings)).toEqual({ kind, reason: "because" });
  });

  test.each([
    ["127.0.0.1", {}, true],
    ["169.254.169.254", {}, false],
    ["169.254.169.254", { allow: ["shop"] }, true],
    ["127.0.0.1", { vouched: false }, false],
    ["8.8.8.8", { vouched: false }, true],
  ])("lets %s through with %j: %s", async (address, over, ok) => {
    let permitted: boolean | undefined;
    const http: Http = async ({ permit }) => {
      permitted = permit?.(address, "shop").ok;
      return answer;
    };
    await readHttpCheck(shop, http, { ...settings, ...over });
    expect(permitted).toBe(ok);
  });

  test("asks nothing for a kind that is not read", async () => {
    const http: Http = () => Promise.reject(new Error("asked"));
    expect(await readHttpCheck(check({ kind: "docker-log" }), http, settings)).toEqual({
      kind: "unable",
      reason: "this version does not read checks of kind docker-log",
    });
  });

  test("does not take a bug for silence", async () => {
    const http: Http = () => Promise.reject(new TypeError("bug"));
    await expect(readHttpCheck(shop, http, settings)).rejects.toThrow("bug");
  });
});
