import { describe, expect, test } from "vitest";
import type { Drift } from "../../../src/core/departure.ts";
import { printIdentity } from "../../../src/core/identity.ts";
import { terraform } from "../../../src/sources/terraform/index.ts";
import { terraformState } from "../../../src/sources/terraform-state.ts";
import { captured, frame } from "./frame.ts";

const parse = (document: unknown, source: { readonly parse: typeof terraform.parse } = terraform) =>
  source.parse(captured(document), frame());
const plan = (parts: object) => ({ format_version: "1.2", planned_values: {}, configuration: {}, ...parts });
const row = (
  actions: readonly string[],
  before: unknown,
  after: unknown,
  more: object = {},
  change: object = {},
) => ({
  address: "aws_db_instance.main",
  mode: "managed",
  type: "aws_db_instance",
  name: "main",
  ...more,
  change: { actions, before, after, ...change },
});
const drifts = (document: unknown, source?: { readonly parse: typeof terraform.parse }): readonly Drift[] =>
  parse(document, source).departures.flatMap((departure) => (departure.type === "drift" ? [departure] : []));
const told = (document: unknown, source?: { readonly parse: typeof terraform.parse }) =>
  drifts(document, source).map(({ identity, direction, action, markers }) =>
    [printIdentity(identity), direction, action, ...markers].join(" "),
  );

const one = { size: 1, tags: { a: "x" } };
const two = { size: 2, tags: { a: "x" } };
const three = { size: 3, tags: { a: "x" } };
const both = (drift: object | undefined, change: object | undefined) =>
  plan({
    resource_drift: drift === undefined ? [] : [drift],
    resource_changes: change === undefined ? [] : [change],
  });
const name = "aws_db_instance.main";

describe("direction, action and markers", () => {
  const gone = row(["delete"], one, null);
  const moved = row(["update"], one, two);
  test.each<[string, unknown, readonly string[]]>([
    ["create", both(undefined, row(["create"], null, one)), [`${name} not-yet-applied create`]],
    ["update", both(undefined, row(["update"], one, two)), [`${name} not-yet-applied update`]],
    ["delete", both(undefined, row(["delete"], one, null)), [`${name} not-yet-applied delete`]],
    [
      "delete and create",
      both(undefined, row(["delete", "create"], one, two)),
      [`${name} not-yet-applied replace`],
    ],
    [
      "create and delete",
      both(undefined, row(["create", "delete"], one, two)),
      [`${name} not-yet-applied replace`],
    ],
    ["forget", both(undefined, row(["forget"], one, null)), [`${name} not-yet-applied forget`]],
    [
      "create and forget",
      both(undefined, row(["create", "forget"], one, two)),
      [`${name} not-yet-applied forget`],
    ],
    [
      "an unknown word",
      both(undefined, row(["levitate"], one, two)),
      [`${name} not-yet-applied update unknown-action`],
    ],
    [
      "no word at all",
      both(undefined, row([], one, null)),
      [`${name} not-yet-applied update unknown-action`],
    ],
    ["changed, in no word", both(row([], one, two), undefined), [`${name} changed-in-reality none`]],
    ["gone, in no word", both(row([], one, null), undefined), [`${name} vanished none`]],
    [
      "a mode that nobody knows yet",
      both(undefined, row(["delete"], one, null, { mode: "adopted" })),
      [`${name} not-yet-applied delete`],
    ],
    ["gone, and it would be created", both(gone, row(["create"], null, one)), [`${name} vanished create`]],
    ["gone, and out of the code", both(gone, undefined), [`${name} vanished none`]],
    ["gone, and a no-op", both(gone, row(["no-op"], null, null)), [`${name} vanished none`]],
    [
      "changed, and it would be changed back",
      both(moved, row(["update"], two, one)),
      [`${name} changed-in-reality update`],
    ],
    [
      "changed, and it would be replaced",
      both(moved, row(["delete", "create"], two, one)),
      [`${name} changed-in-reality replace`],
    ],
    ["changed on both sides", both(moved, row(["update"], two, three)), [`${name} both update`]],
    ["changed, and to be destroyed", both(moved, row(["delete"], two, null)), [`${name} both delete`]],
    ["changed, left alone", both(moved, undefined), [`${name} changed-in-reality none`]],
    [
      "changed, left alone by a no-op",
      both(moved, row(["no-op"], two, two)),
      [`${name} changed-in-reality none`],
    ],
    [
      "one kind of nothing for another",
      both(row(["update"], { ...one, tags: null }, { ...one, tags: {} }), undefined),
      [],
    ],
    ["no-op", both(undefined, row(["no-op"], one, one)), []],
    ["a data source", both(undefined, row(["read"], null, one, { mode: "data" })), []],
    ["an ephemeral one", both(undefined, row(["open"], null, one, { mode: "ephemeral" })), []],
    [
      "deposed",
      both(undefined, row(["delete"], one, null, { deposed: "ab12" })),
      [`${name} (deposed ab12) not-yet-applied delete deposed`],
    ],
    [
      "moved and changed",
      both(undefined, row(["update"], one, two, { previous_address: "aws_db_instance.old" })),
      [`${name} not-yet-applied update moved`],
    ],
    [
      "imported and changed",
      both(undefined, row(["update"], one, two, {}, { importing: { id: "x" } })),
      [`${name} not-yet-applied update imported`],
    ],
  ])("%s", (_name, document, expected) => {
    expect(told(document)).toEqual(expected);
  });

  test("a deposed object and the live one of the same address stay two", () => {
    const rows = [row(["update"], one, two), row(["delete"], one, null, { deposed: "ab12" })];
    expect(told(plan({ resource_changes: rows }))).toHaveLength(2);
  });

  test("an attribute computed anew is no change in code, one with an expression is", () => {
    const document = (written: object) => ({
      ...both(
        row(["update"], { ...one, endpoint: "a" }, { ...two, endpoint: "a" }),
        row(["delete", "create"], { ...two, endpoint: "a" }, one, {}, { after_unknown: { endpoint: true } }),
      ),
      configuration: {
        root_module: { resources: [{ address: name, expressions: { size: {}, ...written } }] },
      },
    });
    expect(told(document({}))).toEqual([`${name} changed-in-reality replace`]);
    expect(told(document({ endpoint: {} }))).toEqual([`${name} both replace`]);
  });

  test("what nobody wrote and the provider fills in is absent; what has an expression is unknown", () => {
    const document = (written: object) => ({
      ...both(undefined, row(["create"], null, one, {}, { after_unknown: { arn: true } })),
      configuration: { root_module: { resources: [{ address: name, expressions: written }] } },
    });
    const desired = (written: object) => JSON.stringify(drifts(document(written))[0]?.desired);
    expect(desired({ size: {} })).not.toContain("arn");
    expect(desired({ size: {}, arn: {} })).toContain("known after apply");
  });

  test("against the recorded state everything is not yet applied, and what the refresh found is only told", () => {
    const document = both(gone, row(["create"], null, one));
    expect(told(document, terraformState)).toEqual([`${name} not-yet-applied create`]);
    expect(parse(document, terraformState)).toMatchObject({
      coverage: { basis: "declared-vs-recorded" },
      warnings: [expect.stringContaining("--source terraform")],
    });
  });

  test("rows without an address stay apart, and twins are told", () => {
    const bare = (change: object) => ({ change: { actions: ["update"], ...change } });
    expect(
      new Set(
        told({ resource_changes: [bare({ before: one, after: two }), bare({ before: one, after: three })] }),
      ).size,
    ).toBe(2);
    const twins = parse(plan({ resource_changes: [row(["update"], one, two), row(["update"], one, three)] }));
    expect(new Set(twins.departures.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(twins.warnings).toEqual([expect.stringContaining("more than once")]);
  });
});

describe("what a drift carries", () => {
  test("reason, forced paths, where it was moved from, and that it holds data", () => {
    const [drift] = drifts(
      both(
        undefined,
        row(
          ["delete", "create"],
          one,
          two,
          { action_reason: "replace_because_cannot_update", previous_address: "aws_db_instance.old" },
          { replace_paths: [["size"]], after_unknown: { id: true } },
        ),
      ),
    );
    expect(drift).toMatchObject({
      reason: "replace_because_cannot_update",
      movedFrom: "aws_db_instance.old",
      stateful: true,
      diff: [{ path: "size", before: "1", after: "2", forcesReplacement: true }],
    });
    expect(JSON.stringify(drift?.desired)).toContain('"id":"‹known after apply›"');
  });

  test("an unknown is shown when nothing else differs and nobody knows what is computed", () => {
    const change = row(["update"], { id: "a" }, {}, {}, { after_unknown: { id: true } });
    expect(drifts(both(undefined, change))[0]?.diff).toMatchObject([{ path: "id", unknown: true }]);
  });

  test("unknowns deep in lists and maps are marked, and a secret stays one", () => {
    const change = row(
      ["create"],
      null,
      { list: [{ a: 1 }, null], map: { known: 1 }, password: "hunter2" },
      {},
      {
        after_unknown: {
          list: [{ b: true }, true],
          map: { late: true },
          gone: { deep: [true] },
          no: [false, {}],
        },
      },
    );
    const unknown = "‹known after apply›";
    expect(JSON.parse(JSON.stringify(drifts(both(undefined, change))[0]?.desired))).toEqual({
      list: [{ a: 1, b: unknown }, unknown],
      map: { known: 1, late: unknown },
      gone: { deep: [unknown] },
      password: "‹secret 1›",
    });
  });

  test("a side that is marked whole shows nothing but that", () => {
    const change = row(["update"], one, two, {}, { before_sensitive: true, after_sensitive: true });
    const [drift] = drifts(both(undefined, change));
    expect(JSON.stringify([drift?.reality, drift?.desired])).toBe(
      '[{"(masked)":"‹secret 1›"},{"(masked)":"‹secret 2›"}]',
    );
    expect(drift?.diff).toMatchObject([{ secret: true }]);
  });

  test("fingerprints do not depend on values, wording or source; the reference's hash stands beside", () => {
    const [first] = drifts(both(undefined, row(["update"], one, two)));
    const [second] = drifts(
      both(undefined, row(["update"], one, three, { action_reason: "x" })),
      terraformState,
    );
    expect(second?.fingerprint).toBe(first?.fingerprint);
    // SHA-256 of "terraform|aws_db_instance.main|modified", taken with sha256sum.
    expect(first?.legacy).toBe("45dcbd93192f74925249a8f603794e4d3634d7c3415d94b09ec788f7435875d1");
  });

  test("nothing is copied where nothing is masked", () => {
    const before = { size: 1, nested: [{ a: 1 }] };
    const [drift] = drifts(both(undefined, row(["update"], before, two)));
    expect(drift?.reality).toBe(before);
  });
});

describe("secrets", () => {
  const canary = "CANARY-5d1e9a";
  const document = plan({
    variables: { quiet: { value: "CANARY-variable" } },
    configuration: { root_module: { variables: { quiet: { sensitive: true } } } },
    prior_state: {
      values: {
        root_module: {
          child_modules: [{ resources: [{ values: { v: "CANARY-data" }, sensitive_values: { v: true } }] }],
        },
      },
    },
    output_changes: { o: { actions: ["create"], after: "CANARY-output", after_sensitive: true } },
    resource_changes: [
      row(
        ["no-op"],
        { value: canary },
        { value: canary },
        { address: "random_password.p", type: "random_password" },
        { before_sensitive: { value: true }, after_sensitive: { value: true } },
      ),
      row(
        ["update"],
        {
          master: canary,
          user_data: Buffer.from(`run --with ${canary}`).toString("base64"),
          url: "postgres://u:CANARY-url-1@h/d",
        },
        {
          master: "CANARY-new-77",
          env: JSON.stringify({ DB_PASSWORD: "CANARY-env", other: [encodeURIComponent(canary)] }),
          notes: ["CANARY-variable", "CANARY-data", "CANARY-output", `x ${canary} y`],
        },
        { action_reason: `because of ${canary}` },
        { before_sensitive: { master: true }, after_sensitive: { master: true } },
      ),
    ],
    checks: [
      {
        address: { kind: "check", name: "c", to_display: "check.c" },
        status: "fail",
        instances: [
          { address: { to_display: "check.c" }, status: "fail", problems: [{ message: `got ${canary}` }] },
        ],
      },
    ],
  });

  test("marked, named, shaped or repeated anywhere: none comes out, and change stays visible", () => {
    const text = JSON.stringify(parse(document));
    expect(text).not.toContain("CANARY");
    expect(text).not.toContain(Buffer.from("CANARY").toString("base64").slice(0, 7));
    expect(drifts(document)[0]?.diff.find(({ path }) => path === "master")).toMatchObject({
      before: expect.stringMatching(/^‹secret \d+›$/),
      after: expect.stringMatching(/^‹secret \d+›$/),
      secret: true,
    });
  });

  test("the canaries are in the input, and would be found", () => {
    expect(JSON.stringify(document).match(/CANARY/g)?.length).toBeGreaterThan(10);
  });
});

describe("coverage", () => {
  test.each<[string, object, string, number]>([
    ["whole", {}, "complete", 0],
    ["errored", { errored: true }, "failed", 1],
    ["incomplete", { complete: false }, "partial", 1],
    [
      "deferred",
      { deferred_changes: [{ reason: "provider_config_unknown", resource_change: { address: "a.b" } }] },
      "partial",
      1,
    ],
  ])("%s", (_name, parts, status, gaps) => {
    const { coverage } = parse(plan(parts));
    expect([coverage.status, coverage.gaps.length, coverage.basis]).toEqual([
      status,
      gaps,
      "declared-vs-real",
    ]);
  });

  test("a hand-made part of a plan is taken, and vouches for nothing", () => {
    const seen = parse({ resource_changes: [row(["create"], null, one)] });
    expect(seen).toMatchObject({
      coverage: { basis: "unverified", looked: 1 },
      warnings: [expect.stringContaining("unverified plan")],
    });
  });

  test("what is accounted for, what is only told, and when", () => {
    const { coverage, informational, observedAt } = parse(
      plan({
        timestamp: "2026-01-02T03:04:05Z",
        output_changes: { a: { actions: ["update"] }, b: { actions: ["no-op"] } },
        resource_changes: [
          row(["no-op"], one, one, { address: "a.a" }),
          row(["no-op"], one, one, { address: "a.b", previous_address: "a.old" }),
          row(["no-op"], one, one, { address: "a.c" }, { importing: { id: "x" } }),
          row(["read"], null, one, { address: "data.a.d", mode: "data" }),
        ],
        resource_drift: [row(["update"], one, two, { address: "a.e" })],
      }),
    );
    expect(coverage.looked).toBe(4);
    expect(informational).toEqual({ imports: 1, moves: 1, outputs: 1, reads: 1 });
    expect(observedAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  });
});

test("the order of rows and keys changes no byte", () => {
  const reversed = (map: object) => Object.fromEntries(Object.entries(map).reverse());
  const rows = (turn: (map: object) => object) =>
    Array.from({ length: 30 }, (_, at) =>
      row(
        ["update"],
        turn({ password: `secret-${at}`, size: 1 }),
        turn({ size: 2, token: `token-${at % 7}` }),
        { address: `aws_x.y[${at}]` },
      ),
    );
  const print = (list: readonly unknown[]) =>
    JSON.stringify(drifts(plan({ resource_changes: list })).map(({ identity, diff }) => [identity, diff]));
  expect(print(rows(reversed).toReversed())).toBe(print(rows((map) => map)));
});
