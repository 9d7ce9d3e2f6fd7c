import { describe, expect, test } from "vitest";
import { scenes } from "./states.ts";

const all = Object.values(scenes).flat();

describe("the labelled states", () => {
  test("are many, and a third of them stay silent", () => {
    expect(all.length).toBeGreaterThanOrEqual(90);
    expect(all.filter(({ says }) => says.length === 0).length).toBeGreaterThanOrEqual(all.length / 3);
  });

  test("bear a name each, and labels of one form", () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { says } of all)
      for (const one of says) expect(one).toMatch(/^\w+\/\S+ \w+ (?:low|medium|high)$/);
  });
});
