import { expect, test } from "vitest";
import { rulesFor } from "../../../../../src/core/rules/index.ts";
import type { Answer, Exposure } from "../../../../../src/core/rules/rule.ts";
import type { ValueMap } from "../../../../../src/core/value.ts";

/** One side of one resource, and what one rule must say of it. */
export type Case = {
  readonly rule: string;
  readonly name: string;
  readonly type: string;
  readonly side: ValueMap;
  readonly answer: Answer;
  /** Words that the reason must hold. */
  readonly because?: string;
};

export const row = (
  rule: string,
  answer: Answer,
  name: string,
  type: string,
  side: ValueMap,
  because?: string,
): Case => ({ rule, answer, name, type, side, ...(because === undefined ? {} : { because }) });

export const ask = ({ rule, type, side }: Pick<Case, "rule" | "type" | "side">): Exposure => {
  const found = rulesFor(type).find((entry) => entry.rule.id === rule);
  if (found === undefined) throw new Error(`no rule ${rule} for ${type}`);
  return found.rule.exposed(side, type);
};

export const testCases = (cases: readonly Case[]): void => {
  test.each(cases.map((item) => [item.rule, item.answer, item.name, item] as const))(
    "%s: %s for %s",
    (_rule, answer, _name, item) => {
      const exposure = ask(item);
      expect(exposure.answer, exposure.because).toBe(answer);
      if (answer === "no") expect(exposure.because).toBe("");
      else expect(exposure.because).toContain(item.because ?? "");
      if (answer === "unknown") expect(exposure.because).toMatch(/^cannot read \w/u);
    },
  );
};
