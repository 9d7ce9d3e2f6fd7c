import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { ci } from "../../src/verbs/look/ci.ts";
import { scan } from "../../src/verbs/look/scan.ts";
import { show } from "../../src/verbs/working/show.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const change = (
  name: string,
  actions: readonly string[],
  before: unknown,
  after: unknown,
  more: object = {},
) => ({
  address: `aws_sqs_queue.${name}`,
  mode: "managed",
  type: "aws_sqs_queue",
  name,
  change: { actions, before, after, ...more },
});

const planOf = (...changes: readonly unknown[]) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  configuration: {},
  resource_changes: changes,
});

const update = (name: string) => change(name, ["update"], { delay: 1 }, { delay: 2 });
const textOf = async (reply: ReturnType<typeof dispatch>): Promise<string> => {
  const answer = await reply;
  return answer.ok ? renderPlain(answer.doc()) : answer.error.message;
};
const dataOf = async (reply: ReturnType<typeof dispatch>): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await reply;
  if (!answer.ok) throw answer.error;
  return answer.data;
};

describe("scan", () => {
  test("says what a clean look means, and what it does not", async () => {
    const ctx = await contextIn(temporaryFolder({ "plan.json": planOf() }).root);
    expect(await textOf(dispatch(scan, { path: "plan.json" }, ctx))).toContain("declared and real agree");
    const recorded = await textOf(dispatch(scan, { path: "plan.json", source: "terraform-state" }, ctx));
    expect(recorded).toContain("reality was not looked at");
    expect(recorded).not.toContain("declared and real agree");
    const part = await contextIn(temporaryFolder({ "plan.json": { resource_changes: [] } }).root);
    const unverified = await textOf(dispatch(scan, { path: "plan.json" }, part));
    expect(unverified).toContain("nothing departs in the part of a plan that was given");
    expect(unverified).not.toContain("declared and real agree");
  });

  test("--fail-on trips, and without it drift is no failure", async () => {
    const ctx = await contextIn(temporaryFolder({ "plan.json": planOf(update("a")) }).root);
    const path = "plan.json";
    expect((await dispatch(scan, { path }, ctx)).exit).toBe(0);
    expect((await dispatch(scan, { path, failOn: "medium" }, ctx)).exit).toBe(1);
    expect((await dispatch(scan, { path, failOn: "high" }, ctx)).exit).toBe(0);
  });

  test("resolves after the grace, not before, and says so", async () => {
    const folder = temporaryFolder({ "plan.json": planOf(update("a"), update("b")) });
    let now = Date.UTC(2026, 10, 1);
    const ctx = await contextIn(folder.root, { now: () => now });
    await dispatch(scan, { path: "plan.json" }, ctx);
    folder.write({ "plan.json": planOf(update("a")) });
    now += 10 * 60_000;
    expect(await dataOf(dispatch(scan, { path: "plan.json" }, ctx))).toMatchObject({
      absent: 1,
      resolved: [],
    });
    now += 40 * 60_000;
    const later = await textOf(dispatch(scan, { path: "plan.json" }, ctx));
    expect(later).toContain("Resolved since the last look: 1");
    expect(later).toContain("seen 50m");
  });

  test("a grace that is no duration is told and the usual one taken", async () => {
    const folder = temporaryFolder({ "plan.json": planOf(update("a")) });
    const ctx = await contextIn(folder.root, { env: { STEADYSTATE_RESOLVE_AFTER: "soon" } });
    await dispatch(scan, { path: "plan.json" }, ctx);
    expect(ctx.heard.join()).toContain("STEADYSTATE_RESOLVE_AFTER");
  });

  test("many alerts are capped on the screen and whole in the data", async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      change(`q${index}`, ["update"], { [`a${index}`]: 1 }, { [`a${index}`]: 2 }),
    );
    const ctx = await contextIn(temporaryFolder({ "plan.json": planOf(...many) }).root);
    const reply = dispatch(scan, { path: "plan.json", stateless: true }, ctx);
    expect(await textOf(reply)).toContain("and 15 more alerts");
    expect((await dataOf(reply))["alerts"]).toHaveLength(40);
  });

  test("the same plan twice gives the same bytes, in whatever order its rows stand (L7)", async () => {
    const rows = [
      update("a"),
      update("b"),
      change("c", ["create"], null, { delay: 1 }),
      change("d", ["delete"], { delay: 1 }, null),
    ];
    const folder = temporaryFolder({ "plan.json": planOf(...rows) });
    const ctx = await contextIn(folder.root);
    const once = JSON.stringify(await dataOf(dispatch(scan, { path: "plan.json", stateless: true }, ctx)));
    folder.write({ "plan.json": planOf(...rows.toReversed()) });
    expect(JSON.stringify(await dataOf(dispatch(scan, { path: "plan.json", stateless: true }, ctx)))).toBe(
      once,
    );
  });

  test("bare is the reference's shape", async () => {
    const ctx = await contextIn(temporaryFolder({ "plan.json": planOf(update("a")) }).root);
    const reply = await dispatch(scan, { path: "plan.json" }, ctx);
    expect(reply.ok && reply.bare()).toMatchObject({
      summary: { alerts: 1, signals: 0, resolved: 0 },
      alerts: [
        {
          title: expect.any(String),
          severity: "medium",
          tier: "alert",
          source: "terraform",
          resources: ["aws_sqs_queue.a"],
          fingerprints: [expect.stringMatching(/^[0-9a-f]{64}$/)],
          changes: [{ identity: "aws_sqs_queue.a", change_type: "modified" }],
        },
      ],
      resolved: [],
      spend: null,
    });
  });

  test("platform namespaces may be added from the environment without losing the finding", async () => {
    const ctx = await contextIn(temporaryFolder({ "plan.json": planOf(update("a")) }).root, {
      env: { STEADYSTATE_PLATFORM_NAMESPACES: "infra, edge" },
    });
    expect((await dispatch(scan, { path: "plan.json" }, ctx)).ok).toBe(true);
  });
});

describe("ci", () => {
  const tripped = { "plan.json": planOf(update("a"), change("b", ["create"], null, { delay: 1 })) };

  test("counts what lies under the gate, and shows it", async () => {
    const ctx = await contextIn(temporaryFolder(tripped).root);
    const reply = dispatch(ci, { path: "plan.json" }, ctx);
    expect((await reply).exit).toBe(0);
    expect(await dataOf(reply)).toMatchObject({ gate: "pass", threshold: "high", below: 2, failing: 0 });
    expect(await textOf(reply)).toMatch(/PASS[\s\S]*2 findings under the gate[\s\S]*Under the gate/);
  });

  test("asks no check by itself, and counts them when told to (D6)", async () => {
    const folder = temporaryFolder({
      "plan.json": planOf(),
      "steadystate/checks.json": [
        {
          name: "dead",
          read: { kind: "http", url: "http://127.0.0.1:9/" },
          when: { status: 200 },
          emit: { severity: "high", title: "x" },
        },
      ],
    });
    let asked = 0;
    const readCheck: Context["readCheck"] = () => {
      asked += 1;
      return Promise.resolve({ kind: "answered", status: 500, body: "", latencyMs: 1 });
    };
    const ctx: Context = { ...(await contextIn(folder.root)), readCheck };
    expect((await dispatch(ci, { path: "plan.json" }, ctx)).exit).toBe(0);
    expect(asked).toBe(0);
    const told = dispatch(ci, { path: "plan.json", checks: true }, ctx);
    expect((await told).exit).toBe(1);
    expect(asked).toBe(1);
    expect(await textOf(told)).toContain("check dead");
  });

  test("a checks file that cannot be read leaves the gate without an answer", async () => {
    const folder = temporaryFolder({ "plan.json": planOf(), "steadystate/checks.json": "[{]" });
    const ctx = await contextIn(folder.root);
    expect((await dispatch(ci, { path: "plan.json" }, ctx)).exit).toBe(0);
    expect((await dispatch(ci, { path: "plan.json", checks: true }, ctx)).exit).toBe(3);
    expect((await dispatch(ci, { path: "plan.json", checks: true, onUnknown: "pass" }, ctx)).exit).toBe(0);
  });

  test("names the runbook entry that is broken, and shows the ones that are not", async () => {
    const folder = temporaryFolder({
      "plan.json": planOf(update("a")),
      "steadystate/solutions.json": [
        { name: "good", match: "aws_sqs_queue", author: "ops", solution: { kind: "command", run: "do it" } },
        { name: "bad", match: "(?=x)", author: "ops", solution: { kind: "command", run: "do it" } },
      ],
    });
    const ctx = await contextIn(folder.root);
    expect(await textOf(dispatch(ci, { path: "plan.json", failOn: "any" }, ctx))).toContain("good");
    expect(ctx.heard.join()).toMatch(/solutions\.json:\d+:\d+ .*bad/);
  });

  test("tells what is configured and not used yet", async () => {
    const folder = temporaryFolder({
      "plan.json": planOf(),
      "steadystate/config.toml": '[ci]\nto = "slack"\ndeliver = "none"\n',
    });
    const ctx = await contextIn(folder.root);
    expect((await dispatch(ci, { path: "plan.json" }, ctx)).exit).toBe(0);
    expect(ctx.heard).toEqual(['[ci] to = "slack" is not used by this version']);
  });

  test("says its stance where it cannot tell", async () => {
    const later = change("c", ["create"], null, {}, { after_unknown: { policy: true } });
    const folder = temporaryFolder({
      "plan.json": planOf({ ...later, address: "aws_sqs_queue_policy.c", type: "aws_sqs_queue_policy" }),
    });
    const ctx = await contextIn(folder.root);
    const asked = dispatch(ci, { path: "plan.json" }, ctx);
    expect((await asked).exit).toBe(3);
    expect(await textOf(asked)).toMatch(/CANNOT TELL[\s\S]*the gate stays shut/);
    const passed = dispatch(ci, { path: "plan.json", onUnknown: "pass" }, ctx);
    expect((await passed).exit).toBe(0);
    expect(await textOf(passed)).toContain("the gate lets it through");
  });
});

describe("show", () => {
  test("an ambiguous prefix lists its candidates", async () => {
    const many = Array.from({ length: 400 }, (_, index) => update(`q${index}`));
    const ctx = await contextIn(temporaryFolder({ "plan.json": planOf(...many) }).root);
    const { alerts } = (await dataOf(dispatch(scan, { path: "plan.json" }, ctx))) as {
      alerts: { items: { fingerprint: string }[] }[];
    };
    const prints = alerts.flatMap(({ items }) => items.map(({ fingerprint }) => fingerprint)).sort();
    const twins = prints.find((print, index) => prints[index + 1]?.startsWith(print.slice(0, 4)));
    if (twins === undefined)
      throw new Error("400 fingerprints hold no two with one prefix of four: choose more");
    const reply = await dispatch(show, { finding: twins.slice(0, 4) }, ctx);
    expect(reply).toMatchObject({ ok: false, exit: 5, error: { code: "ambiguous" } });
    expect(!reply.ok && JSON.stringify(reply.error.details)).toContain(twins);
  });
});
