import { describe, expect, test } from "vitest";
import { askIn } from "../../support/ask.ts";
import { ann } from "../../support/runbook-wall.ts";
import { askTyped, typed } from "../../support/typed.ts";
import { isHeldBack, labelled } from "./corpus.ts";
import { runbookWorld } from "./world.ts";

type Row = {
  readonly entry: string;
  readonly what: string;
  readonly state: string;
  readonly why: string;
  readonly next?: string;
};

/** What was said of every entry of the labelled runbook, all of it in one file. */
const judged = async () => {
  const { ctx } = await runbookWorld(labelled.map(({ entry }) => entry));
  const { data, exit } = await askIn(ctx, "runbook test");
  const rows: readonly Row[] = data.rows;
  return { rows, exit };
};

const part = (held: boolean) => labelled.filter((_, index) => isHeldBack(index) === held);

const lines = (rows: readonly Row[], state: string): readonly string[] =>
  rows.filter((row) => row.state === state).map(({ entry, what, why }) => `${entry} ${what}: ${why}`);

describe.each([
  ["read while the code was written", false],
  ["held back until the end", true],
])("labelled entries, %s", (_, held) => {
  test("every stale one is found, for what is wrong with it", async () => {
    const { rows, exit } = await judged();
    const wrong = part(held).filter((one) => one.wrong !== undefined);
    const missed = wrong.filter(
      ({ entry, wrong: what }) =>
        !rows.some((row) => row.entry === entry.name && row.what === what && row.state === "stale"),
    );
    expect(missed.map(({ entry, wrong: what }) => `${entry.name} ${what}`)).toEqual([]);
    expect(wrong.length).toBeGreaterThan(9);
    expect(exit).toBe(1);
  });

  test("none of the good ones is called stale, and nothing is open about a firm one", async () => {
    const { rows } = await judged();
    const good = part(held).filter((one) => one.wrong === undefined);
    const of = (names: readonly string[]) => rows.filter(({ entry }) => names.includes(entry));
    expect(lines(of(good.map(({ entry }) => entry.name)), "stale")).toEqual([]);
    const firm = good.filter((one) => one.firm).map(({ entry }) => entry.name);
    expect(lines(of(firm), "unsure")).toEqual([]);
    expect(good.length).toBeGreaterThan(9);
  });

  test("a stale one is called stale for nothing but that", async () => {
    const { rows } = await judged();
    const also = part(held).flatMap(({ entry, wrong: what }) =>
      rows.filter((row) => row.entry === entry.name && row.state === "stale" && row.what !== what),
    );
    expect(lines(also, "stale")).toEqual([]);
  });
});

describe("the next command", () => {
  test("every stale row has one, and each that a row has can be typed and answers", async () => {
    const { ctx } = await runbookWorld(
      labelled.map(({ entry }) => entry),
      { actor: ann },
    );
    const rows: readonly Row[] = (await askIn(ctx, "runbook test")).data.rows;
    const without = rows.filter(
      ({ state, next }) => state === "stale" && next?.startsWith("steadystate ") !== true,
    );
    expect(without).toEqual([]);
    const commands = [...new Set(rows.flatMap(({ state, next }) => (state === "ok" ? [] : (next ?? []))))];
    const given = await Promise.all(commands.map(async (next) => ({ next, ...(await typed(next, ctx)) })));
    const reading = given.filter(({ verb }) => verb.tier === "read");
    expect(reading.length).toBeGreaterThan(9);
    for (const { next } of reading)
      expect({ next, data: (await askTyped(next, ctx)).data }).toMatchObject({ data: {} });
  });

  test("what was meant is written down by it, and is not wrong any more", async () => {
    const { ctx } = await runbookWorld(
      labelled.map(({ entry }) => entry),
      { actor: ann },
    );
    const stale = async () => {
      const rows: readonly Row[] = (await askIn(ctx, "runbook test")).data.rows;
      return rows.filter(({ state, next }) => state === "stale" && next?.endsWith(" --replace") === true);
    };
    const found = await stale();
    expect(found.map(({ entry, what }) => `${entry} ${what}`)).toEqual([
      "typo answers",
      "no-direction answers",
      "target-typo scope",
    ]);
    for (const { next = "" } of found)
      expect((await askTyped(next, ctx)).data).toMatchObject({ done: "replaced" });
    expect(await stale()).toEqual([]);
  });

  test("a person is shown the first of them, and the same of many entries once", async () => {
    const { ctx } = await runbookWorld(labelled.map(({ entry }) => entry));
    const { data, text } = await askIn(ctx, "runbook test");
    const rows: readonly Row[] = data.rows;
    expect(text.slice(text.indexOf("Next:")).match(/^ {2}steadystate /gm)).toHaveLength(3);
    const unmatched = rows.filter(({ what, state }) => what === "matched" && state === "unsure");
    expect(unmatched.length).toBeGreaterThan(9);
    expect(text.match(/nothing of the last 90 days was a finding for it/g)).toHaveLength(1);
    expect(text).toContain(`${unmatched.length} entries`);
  });
});
