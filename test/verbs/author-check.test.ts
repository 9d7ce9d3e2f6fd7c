import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import type { HttpReading } from "../../src/core/checks/check.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { agent, type ContextOptions, contextIn } from "../support/context.ts";
import { reference } from "../support/make.ts";
import { temporaryFolder } from "../support/repo.ts";

const nothing: Readonly<Record<string, unknown>> = {};
const ask = async (name: keyof typeof verbs, input: Readonly<Record<string, unknown>>, ctx: Context) => {
  const reply = await dispatch(await verbs[name](), input, ctx);
  return reply.ok
    ? { exit: reply.exit, data: reply.data, text: renderPlain(reply.doc()), error: undefined }
    : { exit: reply.exit, data: nothing, text: "", error: reply.error };
};

const person: Context["actor"] = {
  class: "human",
  id: "os:ann",
  name: "ann",
  channel: "terminal",
  onBehalfOf: "bob",
};
const shop = {
  name: "shop",
  read: { kind: "http", url: "http://127.0.0.1:9/h" },
  emit: { severity: "high", title: "no answer" },
};
const file = "steadystate/checks.json";
const day = "2026-11-25";

const wall = async (entries: unknown, options: ContextOptions = {}) => {
  const folder = temporaryFolder(entries === undefined ? {} : { [file]: entries });
  const ctx = await contextIn(folder.root, {
    now: () => Date.parse(`${day}T23:59:00Z`),
    actor: person,
    ...options,
  });
  const written = (): readonly unknown[] => JSON.parse(readFileSync(folder.at(file), "utf8"));
  const add = (entry: unknown, more = {}, over: Partial<Context> = {}) =>
    ask("add-check", { check: JSON.stringify(entry), ...more }, { ...ctx, ...over });
  return { folder, ctx, written, add };
};

describe("add-check", () => {
  test("writes the entry with who wrote it and when, and leaves the others as they are", async () => {
    const other = { name: "other", "unknown field": [1], read: {} };
    const { written, add, ctx } = await wall([other]);
    const added = await add({ ...shop, author: "os:root", added: "1999-01-01", proposed: true });
    expect([added.exit, added.data]).toMatchObject([0, { done: "added", author: "os:ann", draft: false }]);
    expect(written()).toEqual([other, { ...shop, author: "os:ann", added: day }]);
    expect((await ask("checks", {}, ctx)).data["checks"]).toMatchObject([
      { name: "shop", author: "os:ann", added: day },
    ]);
  });

  test("makes the file where there is none, and reads the entry from a file", async () => {
    const { folder, ctx, written } = await wall(undefined);
    folder.write({ "shop.json": shop });
    const added = await ask("add-check", { file: "shop.json" }, ctx);
    expect([added.exit, added.text]).toEqual([0, expect.stringContaining("steadystate smoke")]);
    expect(written()).toHaveLength(1);
    expect((await ask("add-check", { file: "none.json" }, ctx)).exit).toBe(2);
    expect((await ask("add-check", {}, ctx)).error?.code).toBe("usage");
    expect((await ask("add-check", { file: "shop.json", check: "{}" }, ctx)).error?.code).toBe("usage");
  });

  test.each([
    ["{", /not JSON/],
    ["[]", /one JSON object/],
    ["7", /one JSON object/],
    [
      JSON.stringify({ ...shop, name: "", read: { kind: "http", ulr: "x" }, when: { status: 9 } }),
      /name must not be empty; read\.url is missing; read\.ulr is not known, did you mean url\?; when\.status must be an HTTP status/,
    ],
    [JSON.stringify(shop).replace("{", '{"name": "other", '), /cannot be used: name stands a second time/],
    [JSON.stringify({ ...shop, read: { kind: "command" } }), /read\.kind must be one of http/],
  ])("%s is status 2, and nothing is made", async (text, message) => {
    const { folder, ctx } = await wall(undefined);
    const { exit, error } = await ask("add-check", { check: text }, ctx);
    expect([exit, error?.message]).toEqual([2, expect.stringMatching(message)]);
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test("a file that cannot be parsed is status 2 and stays as it is, byte for byte", async () => {
    const { folder, ctx, add } = await wall([]);
    for (const broken of ["[{]", '{"name": "x"}', ""]) {
      folder.writeRaw(file, broken);
      expect((await add(shop)).exit).toBe(2);
      expect((await ask("remove-check", { name: "shop" }, ctx)).exit).toBe(2);
      expect(readFileSync(folder.at(file), "utf8")).toBe(broken);
    }
  });

  test("--test asks once, shows the answer and writes nothing", async () => {
    const { folder, add } = await wall(undefined);
    const answered: HttpReading = { kind: "answered", status: 200, body: "", latencyMs: 5 };
    const good = await add(shop, { test: true }, { readCheck: async () => answered });
    expect([good.exit, good.data]).toMatchObject([0, { done: "tested", answer: { status: "pass" } }]);
    const bad = await add(shop, { test: true }, { readCheck: async () => ({ ...answered, status: 500 }) });
    expect([bad.exit, bad.text]).toEqual([1, expect.stringContaining("answered 500, expected 200")]);
    const unable = await add(
      shop,
      { test: true },
      { readCheck: async () => ({ kind: "unable", reason: "?" }) },
    );
    expect(unable.exit).toBe(3);
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test("an own entry is replaced, another's only by a person who insists", async () => {
    const { written, add } = await wall([
      { ...shop, author: "os:bob" },
      { ...shop, name: "mine", author: "os:ann" },
    ]);
    expect((await add({ ...shop, name: "mine" })).data["done"]).toBe("replaced");
    const refused = await add(shop);
    expect([refused.exit, refused.error?.message]).toEqual([
      6,
      "the check shop is of os:bob, and was left as it is",
    ]);
    expect(refused.error?.hint).toContain("--replace");
    expect((await add(shop, { replace: true })).data["done"]).toBe("replaced");
    expect(written()).toMatchObject([{ name: "shop", author: "os:ann" }, { name: "mine" }]);
  });

  test("an agent writes drafts, and replaces drafts of its own alone, however it insists", async () => {
    const { written, add } = await wall([{ ...shop, name: "vouched", author: "mcp:test" }, shop]);
    const asAgent = { actor: agent };
    const added = await add({ ...shop, name: "draft", proposed: false }, {}, asAgent);
    expect([added.exit, added.data["draft"]]).toEqual([0, true]);
    expect(added.text).toContain("a draft");
    expect(written()[2]).toMatchObject({ name: "draft", author: "mcp:test", proposed: true });
    expect((await add({ ...shop, name: "draft" }, {}, asAgent)).data["done"]).toBe("replaced");
    for (const name of ["vouched", "shop"])
      expect((await add({ ...shop, name }, { replace: true }, asAgent)).exit).toBe(6);
    expect((await add(shop, { checks: "x.json" }, asAgent)).exit).toBe(6);
    expect((await add({ ...shop, name: "draft" }, { replace: true })).data["draft"]).toBe(false);
    expect(written()[2]).toMatchObject({ author: "os:ann" });
  });

  test("a draft is asked at public addresses only, and gets no variable", async () => {
    const { add } = await wall(undefined);
    const asAgent = { actor: agent };
    const inner = await add(shop, { test: true }, asAgent);
    expect([inner.exit, inner.data["answer"]]).toMatchObject([
      3,
      { status: "unable", reason: expect.stringContaining("nobody vouched") },
    ]);
    const read = { ...shop.read, headers: { "X-A": reference("PATH") } };
    const leaking = await add({ ...shop, read }, { test: true }, asAgent);
    expect(leaking.data["answer"]).toMatchObject({
      status: "unable",
      reason: expect.stringContaining("no variable"),
    });
  });

  test("needs the author grant, and an agent names no file", async () => {
    const { ctx, add, folder } = await wall(undefined);
    expect((await add(shop, {}, { grant: "read", actor: agent })).error?.code).toBe("not-granted");
    expect((await ask("add-check", { file: "/etc/passwd" }, { ...ctx, actor: agent })).error?.code).toBe(
      "refused",
    );
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test("a variable that is not set here is named", async () => {
    const { add } = await wall(undefined);
    const read = { ...shop.read, headers: { "X-A": reference("NO_SUCH_VARIABLE_HERE") } };
    expect((await add({ ...shop, read })).text).toContain("not set here: NO_SUCH_VARIABLE_HERE");
  });
});

describe("remove-check", () => {
  test("takes an own entry out, another's by insisting, and a broken one too", async () => {
    const mine = { ...shop, name: "mine", author: "os:ann" };
    const { ctx, written } = await wall([
      mine,
      { ...shop, name: "theirs" },
      { name: "broken", author: "os:ann" },
    ]);
    expect((await ask("remove-check", { name: "mine" }, ctx)).exit).toBe(0);
    expect((await ask("remove-check", { name: "broken" }, ctx)).exit).toBe(0);
    const refused = await ask("remove-check", { name: "theirs" }, ctx);
    expect([refused.exit, refused.error?.hint]).toEqual([6, expect.stringContaining("--force")]);
    expect((await ask("remove-check", { name: "theirs", force: true }, { ...ctx, actor: agent })).exit).toBe(
      6,
    );
    expect(written()).toHaveLength(1);
    expect((await ask("remove-check", { name: "theirs", force: true }, ctx)).exit).toBe(0);
    expect(written()).toEqual([]);
  });

  test("an unknown name is status 5 with the nearest", async () => {
    const { ctx } = await wall([shop]);
    const { exit, error } = await ask("remove-check", { name: "shp" }, ctx);
    expect([exit, error?.message]).toEqual([5, "no check is named shp, did you mean shop?"]);
    const empty = await wall(undefined);
    expect((await ask("remove-check", { name: "shop" }, empty.ctx)).exit).toBe(5);
  });
});
