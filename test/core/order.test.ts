import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byCodeUnit, inOrder } from "../../src/core/order.ts";

describe("texts in order of code units", () => {
  test("are what sorting makes of them, however many there are", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 60 }), (texts) => {
        expect(inOrder(texts)).toEqual([...texts].sort(byCodeUnit));
      }),
    );
  });

  test("are the same list where they stand so already", () => {
    const texts = ["", "A", "B", "B", "a"];
    expect(inOrder(texts)).toBe(texts);
  });

  test("leave the list that was given as it was", () => {
    const texts = ["b", "a"];
    expect(inOrder(texts)).toEqual(["a", "b"]);
    expect(texts).toEqual(["b", "a"]);
  });
});
