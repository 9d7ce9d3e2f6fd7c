import { expect, test } from "vitest";
import { type Fate, fateChange, gravestFate } from "../../../src/core/gate/fate.ts";

const runs = (remedy: string): Fate => ({ is: "unattended", remedy, meaning: remedy });
const waits = (remedy: string, why: string): Fate => ({ is: "waits", remedy, meaning: remedy, why });
const silent = (why: string): Fate => ({ is: "silent", why });

test.each([
  [runs("a"), runs("a"), undefined],
  [runs("a"), runs("b"), "newly-unattended"],
  [waits("a", "x"), runs("a"), "newly-unattended"],
  [silent("x"), runs("a"), "newly-unattended"],
  [runs("a"), waits("a", "x"), "no-longer-unattended"],
  [runs("a"), silent("x"), "no-longer-unattended"],
  [silent("x"), waits("a", "x"), "newly-offered"],
  [waits("a", "x"), silent("x"), "no-longer-offered"],
  [waits("a", "x"), waits("a", "y"), "otherwise"],
  [waits("a", "x"), waits("b", "x"), "otherwise"],
  [waits("a", "x"), waits("a", "x"), undefined],
  [silent("x"), silent("y"), undefined],
] as const)("from %o to %o", (was, would, change) => {
  expect(fateChange(was, would)).toBe(change);
});

test("an entry that kept its name and does something else is another remedy", () => {
  const was: Fate = { is: "unattended", remedy: "a", meaning: "a 1" };
  expect(fateChange(was, { ...was, meaning: "a 2" })).toBe("newly-unattended");
});

test("of several readers the gravest counts", () => {
  expect(gravestFate([silent("x"), runs("a"), waits("a", "x")])).toEqual(runs("a"));
  expect(gravestFate([])).toBeUndefined();
});
