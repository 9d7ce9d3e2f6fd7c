import { describe, expect, test } from "vitest";
import { clip, every, listed, not, some, worst, yes } from "../../../../src/core/rules/aws/answers.ts";
import type { Answer } from "../../../../src/core/rules/rule.ts";
import { ask } from "./cases/case.ts";
import { block, group, ingress, world } from "./cases/firewall.ts";

const answers: readonly Answer[] = ["yes", "no", "unknown"];

describe("three answers", () => {
  test.each(answers)("%s is its own double negation", (answer) => {
    expect(not(not(answer))).toBe(answer);
  });

  test.each(answers.flatMap((a) => answers.map((b) => [a, b] as const)))("%s and %s", (a, b) => {
    expect(every(a, b)).toBe(not(some([not(a), not(b)])));
  });

  test("nothing asked is nothing open", () => {
    expect(some([])).toBe("no");
    expect(worst([])).toEqual({ answer: "no", because: "" });
  });
});

describe("the words", () => {
  test("are distinct and in code-unit order", () => {
    expect(listed(["b", "a", "B", "a"])).toBe("B, a, b");
  });

  test("stay whole when they fit and are one line", () => {
    expect(clip(" a\n\tb ", 3)).toBe("a b");
  });

  test("are cut to length, never inside a character", () => {
    const cut = clip(`${"x".repeat(10)}${"😀".repeat(20)}`, 20);
    expect(cut.length).toBeLessThanOrEqual(20);
    expect(cut).toMatch(/^x{10}… #[0-9a-f]{6}$/u);
  });

  test("differ when what was cut away differs", () => {
    const long = "x".repeat(300);
    expect(yes(`${long}a`).because).not.toBe(yes(`${long}b`).because);
    expect(yes(`${long}a`).because).toHaveLength(160);
  });

  test("tell one more open port, however many are open already", () => {
    const ports = Array.from({ length: 60 }, (_, index) => 8000 + index * 2);
    const because = (open: readonly number[]): string =>
      ask({
        rule: "aws-world-open",
        type: group,
        side: ingress(...open.map((port) => block(port, world))),
      }).because;
    expect(because([...ports, 9001])).not.toBe(because(ports));
    expect(because(ports)).toBe(because(ports.toReversed()));
  });
});
