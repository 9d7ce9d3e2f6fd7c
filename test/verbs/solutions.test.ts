import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { askIn } from "../support/ask.ts";
import { agent } from "../support/context.ts";
import { ann, at, digestOf, file, fix, forged, job, runbookWall as wall } from "../support/runbook-wall.ts";
import { rememberWaiting, sick } from "../support/waiting-offer.ts";

describe("add-solution", () => {
  test("a person's entry is vouched by that person, whatever the text says, and others stay as they are", async () => {
    const other = { name: "Other", "unknown field": [1] };
    const { add, written, audit } = await wall([other]);
    const added = await add({ ...fix, ...forged });
    expect([added.exit, added.data.done, added.data.entry.draft]).toEqual([0, "added", false]);
    expect(written()).toEqual([
      other,
      {
        ...{ ...fix, author: "os:ann", added: "2026-11-25" },
        ...{ vouched_by: "os:ann", vouched_at: at, vouched_digest: digestOf(fix) },
      },
    ]);
    expect(await audit()).toEqual([
      "authored os:ann restart-mailer added",
      `vouched os:ann restart-mailer ${digestOf(fix).slice(0, 12)}`,
    ]);
  });

  test.each([
    ["an agent's", agent, undefined],
    ["a job's", job, undefined],
    ["with four eyes a person's", ann, "[approvals]\nfour_eyes = true\n"],
    ["with four eyes for some a person's", ann, '[approvals]\nfour_eyes = ["recoverable"]\n'],
    ["without the role a person's", ann, '[roles]\napprover = ["os:bob"]\n'],
    ["without roles a chat user's", { ...ann, id: "slack:U1", channel: "chat" } as const, undefined],
  ])("%s is a draft", async (_, actor, config) => {
    const { add, written, audit } = await wall(undefined, config === undefined ? {} : { config });
    const added = await add({ ...fix, ...forged }, {}, actor);
    expect([added.exit, added.data.entry.draft, added.text]).toEqual([
      0,
      true,
      expect.stringContaining("steadystate vouch restart-mailer"),
    ]);
    expect(written()).toEqual([{ ...fix, author: actor.id, added: "2026-11-25", proposed: true }]);
    expect(await audit()).toEqual([`authored ${actor.id} restart-mailer added`]);
  });

  test.each([
    ["{", /the solution is not JSON/],
    ["[]", /must be one JSON object/],
    [JSON.stringify({ ...fix, name: "Bad Name\u001b[31m" }), /name must be small letters/],
    [JSON.stringify({ ...fix, name: "rollback" }), /name is the name of a vetted action/],
    [JSON.stringify({ ...fix, taget: "x" }), /taget is not known, did you mean targets\?/],
    [JSON.stringify({ ...fix, for: undefined }), /needs for, match or both/],
    [JSON.stringify({ ...fix, match: "(?=x)" }), /match is no usable pattern/],
    [JSON.stringify({ ...fix, solution: { kind: "command", run: "a | b" } }), /no shell is started/],
    [JSON.stringify({ ...fix, solution: { kind: "command", run: "rm {log}" } }), /placeholder \{log\}/],
    [JSON.stringify({ ...fix, solution: { kind: "shell", run: "a" } }), /solution\.kind must be one of/],
    [JSON.stringify(fix).replace("{", '{"name": "other", '), /name stands a second time/],
    [JSON.stringify({ ...fix, env: ["STEADYSTATE_MODE"] }), /env\.0 is a variable/],
  ])("%s is status 2, and nothing is made", async (text, message) => {
    const { folder, ctx } = await wall(undefined);
    const refused = await askIn(ctx, "add-solution", { solution: text });
    expect([refused.exit, refused.text]).toEqual([2, expect.stringMatching(message)]);
    expect(refused.text).not.toContain("\u001b");
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test("an own entry is replaced and vouched anew, another's or one that another vouched only by insisting", async () => {
    const theirs = { ...fix, name: "theirs", author: "os:bob" };
    const stood = { ...fix, name: "stood", author: "os:ann", vouched_by: "os:bob" };
    const { add, written, audit } = await wall([theirs, stood, { ...fix, author: "os:ann" }]);
    expect((await add(fix)).data.done).toBe("replaced");
    const [refused, kept] = [await add({ ...fix, name: "theirs" }), await add({ ...fix, name: "stood" })];
    expect([refused.exit, refused.text]).toEqual([
      6,
      "the runbook entry theirs is of os:bob, and was left as it is | steadystate add-solution --replace, if it is to be so",
    ]);
    expect([kept.exit, kept.text]).toEqual([6, expect.stringContaining("is vouched by os:bob")]);
    expect(written().map(({ author, vouched_by }) => [author, vouched_by])).toEqual([
      ["os:bob", undefined],
      ["os:ann", "os:bob"],
      ["os:ann", "os:ann"],
    ]);
    expect((await audit()).slice(2)).toEqual(["refused os:ann theirs ", "refused os:ann stood "]);
    for (const name of ["theirs", "stood"])
      expect((await add({ ...fix, name }, { replace: true })).data.done).toBe("replaced");
    expect(written().map(({ vouched_by }) => vouched_by)).toEqual(["os:ann", "os:ann", "os:ann"]);
  });

  test.each([agent, job])("$id changes drafts of its own alone, however it insists", async (actor) => {
    const draft = { ...fix, name: "draft", author: actor.id, proposed: true };
    const entries = [
      draft,
      { ...fix, name: "committed", author: actor.id },
      { ...draft, name: "vouched", vouched_by: "os:ann" },
      { ...fix, name: "theirs", author: "os:ann" },
      { ...draft, name: "their-draft", author: "mcp:other" },
      { ...fix, name: "nobodys", author: undefined, proposed: true },
    ];
    const { add, remove, text } = await wall(entries);
    const before = text();
    for (const { name } of entries.slice(1)) {
      expect([name, (await add({ ...fix, name }, { replace: true }, actor)).exit]).toEqual([name, 6]);
      expect([name, (await remove(name, { force: true }, actor)).exit]).toEqual([name, 6]);
    }
    expect(text()).toBe(before);
    expect((await add({ ...fix, name: "draft" }, {}, actor)).data.done).toBe("replaced");
    expect((await remove("draft", {}, actor)).exit).toBe(0);
  });

  test("a name that stands twice is replaced by nobody, and so is none that cannot be read", async () => {
    const mine = { ...fix, author: "os:ann" };
    const { add, vouch, text } = await wall([mine, { ...mine, name: " restart-mailer " }]);
    const before = text();
    for (const refused of [await add(fix, { replace: true }), await vouch(digestOf(fix))])
      expect([refused.exit, refused.text]).toEqual([6, expect.stringContaining("2 entries are named")]);
    expect(text()).toBe(before);
  });

  test("a file that cannot be parsed is status 2 and stays, byte for byte", async () => {
    const { folder, add, vouch, remove } = await wall([]);
    for (const broken of ["[{]", '{"name": "x"}', "", '[{"name": "a", "name": "b"}]']) {
      folder.writeRaw(file, broken);
      for (const one of [await add(fix), await remove("x"), await vouch("0123456789ab")])
        expect([one.exit, one.text]).toEqual([2, expect.stringContaining("left untouched")]);
      expect(readFileSync(folder.at(file), "utf8")).toBe(broken);
    }
  });

  test("--test says what it would be, and which remembered findings it answers; it writes nothing", async () => {
    const { folder, add, ctx } = await wall(undefined);
    const empty = await add(fix, { test: true });
    expect([empty.exit, empty.data.done, empty.data.answered]).toEqual([0, "tested", []]);
    expect(readdirSync(folder.root)).toEqual([]);
    await rememberWaiting(ctx);
    const tried = await add(fix, { test: true });
    expect(tried.data.answered).toEqual([
      {
        ...{ finding: sick.fingerprint, title: sick.title, because: "its category is OOMKilled" },
        command: ["systemctl", "restart", "zero"],
      },
    ]);
    expect(tried.text).toContain("systemctl restart zero");
    const unfit = await add({ ...fix, solution: { kind: "reboot", run: "reboot {host}" } }, { test: true });
    expect(unfit.data.answered[0].unfit).toBe("the finding tells no host");
    const vetted = { ...fix, solution: { kind: "action", action: "rollout-restart" } };
    expect((await add(vetted, { test: true })).data.answered[0].unfit).toBeUndefined();
    expect(readdirSync(folder.root)).toEqual([".steadystate"]);
  });

  test("reads the entry from a file, or from another runbook; an agent names neither", async () => {
    const { folder, ctx, as } = await wall(undefined);
    folder.write({ "one.json": fix });
    expect((await askIn(ctx, "add-solution", { file: "one.json", solutions: "other.json" })).exit).toBe(0);
    expect(JSON.parse(readFileSync(folder.at("other.json"), "utf8"))).toHaveLength(1);
    const listed = await askIn(ctx, "solutions", { solutions: "other.json" });
    expect([listed.data.solutions.length, listed.text]).toEqual([
      1,
      expect.stringContaining("--solutions other.json"),
    ]);
    for (const input of [{ file: "none.json" }, {}, { file: "one.json", solution: "{}" }])
      expect((await askIn(ctx, "add-solution", input)).exit).toBe(2);
    for (const input of [{ file: "one.json" }, { solution: JSON.stringify(fix), solutions: "x.json" }])
      expect((await askIn(as(agent), "add-solution", input)).exit).toBe(6);
    for (const verb of ["solutions", "remove-solution"] as const)
      expect((await askIn(as(agent), verb, { name: fix.name, solutions: "other.json" })).exit).toBe(6);
  });
});

describe("solutions", () => {
  test("lists every entry with who stands for it, and each fault with its place", async () => {
    const { ctx } = await wall([
      { ...fix, author: "ops" },
      { ...fix, name: "draft", author: "mcp:x", proposed: true, targets: ["eu"], environments: ["prod"] },
      { ...fix, name: "by-hand", author: "ops", solution: { kind: "reboot", target: "the gateway" } },
      { ...fix, name: "vetted", author: "ops", solution: { kind: "action", action: "cordon" } },
      { name: "broken" },
    ]);
    const listed = await askIn(ctx, "solutions");
    expect(listed.exit).toBe(3);
    expect(
      listed.data.solutions.map((row: Readonly<Record<string, unknown>>) => [
        row["name"],
        row["envelope"],
        row["draft"],
      ]),
    ).toEqual([
      ["restart-mailer", "self_healing/service", false],
      ["draft", "self_healing/service", true],
      ["by-hand", "recoverable/node", false],
      ["vetted", expect.stringContaining("/node"), false],
    ]);
    for (const part of [
      ...["DRAFT draft", "OOMKilled at eu in prod", "a person does it, on the gateway", "kubectl cordon"],
      ...["vouched by the commit alone", "solutions.json:", '4 "broken"', "steadystate vouch draft"],
    ])
      expect(listed.text).toContain(part);
  });

  test("one entry whole; an empty runbook says how to write one", async () => {
    const { ctx } = await wall([{ ...fix, author: "ops", env: ["MAIL_TOKEN"] }]);
    const one = await askIn(ctx, "solutions", { name: fix.name });
    expect([one.exit, one.text]).toEqual([0, expect.stringContaining("MAIL_TOKEN")]);
    expect((await askIn(ctx, "solutions", { name: "restart" })).exit).toBe(5);
    const empty = await wall(undefined);
    const nothing = await askIn(empty.ctx, "solutions");
    expect([nothing.exit, nothing.text]).toEqual([
      0,
      expect.stringContaining("steadystate help add-solution"),
    ]);
    expect(readdirSync(empty.folder.root)).toEqual([]);
  });

  test("an entry that holds a secret is none, and the secret is never shown", async () => {
    const run = "curl -H 'Authorization: Bearer ghp_abcdefghijklmnopqrstuvwxyz0123456789' https://x.example";
    const { ctx, vouch } = await wall([{ ...fix, author: "ops", solution: { kind: "command", run } }]);
    const all = JSON.stringify([await askIn(ctx, "solutions"), await vouch(undefined)]);
    expect(all).toContain("solution.run holds what looks like a secret");
    expect(all).not.toContain("ghp_abc");
  });
});

describe("remove-solution", () => {
  test("takes an own entry out, another's by insisting, a broken one too", async () => {
    const { remove, written, audit } = await wall([
      { ...fix, author: "os:ann" },
      { ...fix, name: "theirs", author: "ops" },
      { name: "broken", author: "os:ann" },
    ]);
    for (const name of [fix.name, "broken"]) expect((await remove(name)).exit).toBe(0);
    const refused = await remove("theirs");
    expect([refused.exit, refused.text]).toEqual([
      6,
      expect.stringContaining("steadystate remove-solution theirs --force"),
    ]);
    expect(written()).toHaveLength(1);
    expect((await remove("theirs", { force: true })).exit).toBe(0);
    expect(written()).toEqual([]);
    expect(await audit()).toEqual([
      "authored os:ann restart-mailer removed",
      "authored os:ann broken removed",
      "refused os:ann theirs ",
      "authored os:ann theirs removed",
    ]);
    expect((await remove("theirs")).exit).toBe(5);
  });
});
