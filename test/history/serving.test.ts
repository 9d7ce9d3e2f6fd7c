import { describe, expect, test } from "vitest";
import type { Serving } from "../../src/core/serving.ts";
import type { Look } from "../../src/history/history.ts";
import { asOfVersion, itemOf, lookAt, minute, opened, rawly, start, stateFile } from "./temporary.ts";

const web: Serving = { kind: "Deployment", namespace: "shop", name: "web", serves: "yes" };
const api: Serving = { ...web, name: "api", serves: "no" };

const remembering = async () => {
  const file = await stateFile();
  const history = await opened(file);
  let at = start;
  const look = async (
    serving: readonly Serving[] | undefined,
    status: Look["coverage"]["status"] = "complete",
  ) => {
    at += minute;
    const base = lookAt([]);
    const times = { startedAt: at, finishedAt: at, observedAt: at };
    await history.remember({ ...base, ...times, serving, coverage: { ...base.coverage, status } });
    return [...(await history.serving()).values()].flat();
  };
  return { file, history, look };
};

describe("which workloads serve is known by the newest look of a scope", () => {
  test("a whole look replaces it, a partial one keeps the rest as unknown, any other leaves it", async () => {
    const { look } = await remembering();
    expect(await look(undefined)).toEqual([]);
    expect(await look([web, api])).toEqual([web, api]);
    expect(await look(undefined)).toEqual([web, api]);
    expect(await look([], "failed")).toEqual([web, api]);
    expect(await look([api], "partial")).toEqual([api, { ...web, serves: "unknown" }]);
    expect(await look([web])).toEqual([web]);
    expect(await look([])).toEqual([]);
  });

  test("an older observation that comes late changes nothing", async () => {
    const { history, look } = await remembering();
    await look([web]);
    await history.remember({ ...lookAt([]), serving: [api], observedAt: start - 60 * minute });
    expect([...(await history.serving()).values()].flat()).toEqual([web]);
  });

  test("a store from before it was kept gets it, and loses nothing", async () => {
    const file = await stateFile();
    const before = await opened(file);
    await before.remember(lookAt([itemOf("a")]));
    await before.close();
    asOfVersion(file, 3);
    const history = await opened(file);
    expect([(await history.findings({})).length, (await history.serving()).size]).toEqual([1, 0]);
    await history.remember({ ...lookAt([itemOf("a")]), serving: [web] });
    expect([...(await history.serving()).values()]).toEqual([[web]]);
  });

  test("a damaged row is a damaged store, not a workload that serves", async () => {
    const { file, history, look } = await remembering();
    await look([web]);
    rawly(file, (db) => db.exec(`update scopes set serving = '[{"kind": "Deployment"}]'`));
    await expect(history.serving()).rejects.toMatchObject({ code: "store-unusable" });
  });
});
