import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { HttpReading } from "../../src/core/checks/check.ts";
import { bad, check, dark, good, minute, start, wall } from "../support/check-wall.ts";

const listing = (folder: { readonly root: string; readonly at: (path: string) => string }) => [
  readdirSync(folder.root).sort(),
  readdirSync(folder.at(".steadystate")).sort(),
  readFileSync(folder.at(".steadystate/state.db")).toString("base64"),
];

describe("a scan asks the checks too", () => {
  test("what fails is a finding that is listed, shown, matched with the runbook, and resolves when it answers", async () => {
    const solutions = [
      {
        name: "restart",
        author: "ops",
        for: "shop",
        solution: { kind: "command", run: "systemctl restart shop" },
      },
    ];
    const { world, ask, scan, folder } = await wall([check("shop"), check("other")], {
      "steadystate/solutions.json": solutions,
    });
    world.answers.set("shop", bad);
    const first = await scan();
    expect([first.exit, first.text]).toEqual([0, expect.stringContaining("shop does not answer")]);
    const { data } = await ask("findings");
    expect(data["findings"]).toMatchObject([
      {
        title: "shop does not answer",
        category: "shop",
        severity: "high",
        workload: "web",
        label: "check/shop",
      },
    ]);
    const [{ fingerprint } = { fingerprint: "" }] = data["findings"] as { fingerprint: string }[];
    const shown = await ask("show", { finding: fingerprint });
    expect(shown.text).toContain("systemctl restart shop");
    expect(shown.text).toContain("connection refused");
    expect((await ask("summary")).data).toMatchObject({ impaired: { high: 1 }, worst: { category: "shop" } });
    const everything = JSON.stringify([
      first,
      data,
      shown,
      readFileSync(folder.at(".steadystate/state.db"), "latin1"),
    ]);
    expect(everything).not.toContain("canary");

    world.at = 1;
    expect((await scan()).data["alerts"]).toMatchObject([{ items: [{ memory: "recurring" }] }]);
    world.answers.set("shop", good);
    world.at = 2;
    expect((await scan()).data["resolved"]).toMatchObject([{ title: "shop does not answer" }]);
  });

  test("what could not be asked leaves the look partial: status 3, and nothing resolves", async () => {
    const { world, ask, scan } = await wall([check("shop"), check("other")]);
    world.answers.set("shop", bad);
    await scan();
    world.at = 1;
    world.answers.set("shop", dark);
    const second = await scan();
    expect([second.exit, second.data["resolved"]]).toEqual([3, []]);
    expect(second.text).toContain("not seen: check shop: the name cannot be resolved now");
    expect((await ask("findings")).data["findings"]).toMatchObject([{ presence: "stale" }]);
  });

  test("a broken entry does not disable its sibling, and the scan says that it saw only a part", async () => {
    const { world, scan } = await wall([check("shop"), { name: "broken", read: { kind: "htpp" } }]);
    world.answers.set("shop", bad);
    const { exit, text } = await scan();
    expect([exit, text]).toEqual([3, expect.stringContaining("shop does not answer")]);
    expect(text).toContain("did you mean http?");
  });

  test("--no-checks and ci ask nothing; without remembering they are asked all the same", async () => {
    const { world, ask, scan, folder } = await wall([check("shop")]);
    world.answers.set("shop", bad);
    await ask("ci", { path: "plan.json" });
    await scan({ checks: false, stateless: true });
    expect(world.asked).toEqual([]);
    expect((await scan({ stateless: true })).text).toContain("shop does not answer");
    expect(readdirSync(folder.root)).not.toContain(".steadystate");
    await scan({ checks: false });
    expect((await ask("findings")).data["findings"]).toEqual([]);
  });

  test("a scan that could not look at the source still remembers the checks", async () => {
    const { world, ask, scan, folder, heard } = await wall([check("shop")]);
    world.answers.set("shop", bad);
    folder.write({ "infra/readme.md": "nothing here" });
    expect((await scan({ path: "infra" })).exit).toBe(3);
    expect(heard).toContain("the checks were asked and remembered all the same: steadystate findings");
    expect((await ask("findings")).data["findings"]).toMatchObject([{ category: "shop" }]);
  });

  test("what is for one environment resolves by a look at that one alone", async () => {
    const { world, ask, scan } = await wall([check("all"), check("shop", { environments: ["prod", "dev"] })]);
    world.answers.set("all", bad).set("shop", bad);
    await scan({ label: "prod" });
    world.at = 1;
    await scan({ label: "dev" });
    const open = async () => ((await ask("findings", { limit: 0 })).data["findings"] as unknown[]).length;
    expect(await open(), "one for everybody, one for each environment").toBe(3);
    world.answers.clear();
    world.at = 2;
    await scan({ label: "dev" });
    expect(await open()).toBe(1);
    world.at = 3;
    await scan({ label: "prod" });
    expect(await open()).toBe(0);
  });

  test("a check that is declared no more resolves", async () => {
    const { world, scan, folder, verdict } = await wall([check("shop"), check("other")]);
    world.answers.set("shop", bad);
    await scan();
    folder.write({ "steadystate/checks.json": [check("other")] });
    expect(await verdict()).toBe("WORKING");
    world.at = 1;
    expect((await scan()).data["resolved"]).toMatchObject([{ title: "shop does not answer" }]);
    folder.write({ "steadystate/checks.json": [] });
    world.at = 2;
    expect((await scan()).exit).toBe(0);
  });
});

describe("a live answer takes the place of the remembered one", () => {
  test("and the looks at checks are no place of their own", async () => {
    const { world, ask, scan, verdict } = await wall([check("shop")]);
    world.answers.set("shop", bad);
    await scan();
    expect(await verdict()).toBe("DOWN");
    world.answers.set("shop", good);
    const health = await ask("health");
    expect(health.data).toMatchObject({
      verdict: "WORKING",
      impaired: [],
      evidence: { scopes: [{ source: "terraform" }] },
    });
    world.answers.set("shop", { ...good, latencyMs: 90_000 });
    expect(await verdict()).toBe("WORKING");
  });

  test("but where it could not be asked the remembered one still holds", async () => {
    const { world, ask, scan } = await wall([check("shop")]);
    world.answers.set("shop", bad);
    await scan();
    world.answers.set("shop", dark);
    expect((await ask("health")).data).toMatchObject({
      verdict: "DEGRADED",
      impaired: [{ category: "shop" }],
    });
  });
});

test("the good answer of a draft is no evidence, its bad one is heard (L1)", async () => {
  const { world, ask, verdict } = await wall([check("draft", { proposed: true, author: "mcp:x" })]);
  expect((await ask("health")).data).toMatchObject({
    verdict: "UNKNOWN",
    because: [expect.any(String), "check draft answers, but it is a draft that nobody vouched"],
  });
  expect((await ask("smoke")).text).toContain("draft (draft)");
  world.answers.set("draft", bad);
  expect(await verdict()).toBe("DOWN");
});

describe("no fault under any condition is WORKING (L1)", () => {
  const https = { kind: "http", url: "https://127.0.0.1:9/shop" };
  const json = { json: { path: "state", equals: "up" } };
  const answer = (more: Partial<Extract<HttpReading, { kind: "answered" }>>): HttpReading => ({
    ...good,
    ...more,
  });
  const end = (days: number) => answer({ certificateEnd: start + days * 1440 * minute });

  test.each<[string, Readonly<Record<string, unknown>>, HttpReading, string]>([
    ["a status", { status: "2xx" }, answer({ status: 204 }), "WORKING"],
    ["a status", { status: "2xx" }, answer({ status: 404 }), "DOWN"],
    ["a status", { status: { is: 200, severity: "low" } }, answer({ status: 404 }), "DOWN"],
    ["a body", { body: "^ok" }, answer({ body: "ok" }), "WORKING"],
    ["a body", { body: "^ok" }, answer({ body: "" }), "DOWN"],
    ["a body", { body: "ok$" }, answer({ body: "x", cut: true }), "UNKNOWN"],
    ["json", json, answer({ body: '{"state":"up"}' }), "WORKING"],
    ["json", json, answer({ body: '{"state":"down"}' }), "DOWN"],
    ["json", json, answer({ body: '{"state":"up"' }), "DOWN"],
    ["json", json, answer({ body: '{"state":"up"', cut: true }), "UNKNOWN"],
    ["latency", { latency: "4ms" }, good, "DEGRADED"],
    ["latency", { latency: { max: "4ms", severity: "low" } }, good, "WORKING"],
    ["a certificate", { certificate: "14d" }, end(15), "WORKING"],
    ["a certificate", { certificate: "14d" }, end(13), "DEGRADED"],
    ["a certificate", { certificate: { min: "14d", severity: "low" } }, end(0), "DOWN"],
    ["a certificate", { certificate: "14d" }, good, "UNKNOWN"],
    ["anything", json, bad, "DOWN"],
    ["anything", json, dark, "UNKNOWN"],
  ])("%s %j of %j is %s", async (_, when, reading, expected) => {
    const { world, verdict } = await wall([check("shop", { read: https, when })]);
    world.answers.set("shop", reading);
    expect(await verdict()).toBe(expected);
  });
});

describe("for and keep_for", () => {
  test("count by what scans remembered; health and smoke read it and write nothing", async () => {
    const { world, ask, scan, verdict, folder } = await wall([check("shop", { for: "5m", keep_for: "10m" })]);
    world.answers.set("shop", bad);
    const first = await scan();
    expect([first.exit, first.data["alerts"]]).toEqual([0, []]);
    const before = listing(folder);
    world.at = 2;
    const pending = await ask("health");
    expect(pending.data).toMatchObject({
      verdict: "UNKNOWN",
      because: ["check shop: connection refused; failing for 2m, counts after 5m", expect.any(String)],
    });
    expect((await ask("smoke")).exit).toBe(3);
    world.at = 5;
    expect(await verdict()).toBe("DOWN");
    expect((await ask("smoke")).exit).toBe(1);
    expect(listing(folder)).toEqual(before);
    expect((await scan()).text).toContain("shop does not answer");
    world.answers.set("shop", good);
    world.at = 6;
    expect((await scan()).text).toContain("counts as failing until it has for 10m");
    world.at = 15;
    expect(await verdict()).toBe("DOWN");
    world.at = 16;
    expect((await scan()).data["resolved"]).toMatchObject([{ title: "shop does not answer" }]);
    expect(await verdict()).toBe("WORKING");
  });

  test("without memory a failure has not lasted: a gate cannot tell, and health is UNKNOWN", async () => {
    const { world, ask, verdict, folder } = await wall([check("shop", { for: "5m" })]);
    world.answers.set("shop", bad);
    expect(await verdict()).toBe("UNKNOWN");
    expect((await ask("ci", { path: "plan.json", checks: true })).exit).toBe(3);
    expect(readdirSync(folder.root)).not.toContain(".steadystate");
  });
});
