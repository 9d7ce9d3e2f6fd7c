import { describe, expect, test } from "vitest";
import { matchSolutions, type Question } from "../../../src/core/runbook/match.ts";
import type { Solution } from "../../../src/core/runbook/solution.ts";
import { solution } from "../../support/solution.ts";

type Keys = Partial<Pick<Solution, "for" | "match" | "targets" | "environments">>;
/** Patterns that reading the file refuses are put in as they are. */
const entry = (name: string, keys: Keys): Solution => ({ ...solution({ name }), for: undefined, ...keys });
const question = (over: Partial<Question> = {}): Question => ({
  category: "CrashLoopBackOff",
  type: "Deployment",
  rules: ["aws-sg-open", "k8s-privileged"],
  title: "gateway east is hung",
  reach: { target: "shop", environment: "prod" },
  ...over,
});
const reason = (keys: Keys, over: Partial<Question> = {}) =>
  matchSolutions([entry("fix", keys)], question(over))[0]?.because;

describe("matchSolutions", () => {
  test.each([
    [{ for: "CrashLoopBackOff" }, "its category is CrashLoopBackOff"],
    [{ for: "crashloopbackoff" }, "its category is crashloopbackoff"],
    [{ for: "K8S-PRIVILEGED" }, "K8S-PRIVILEGED flagged it"],
    [{ match: "gateway.*HUNG" }, "its title matches /gateway.*HUNG/"],
    [
      { for: "CrashLoopBackOff", targets: ["eu", "shop"], environments: ["prod"] },
      "its category is CrashLoopBackOff",
    ],
    [{ for: "aws-sg-open", match: "east" }, "aws-sg-open flagged it, its title matches /east/"],
  ])("%j answers", (keys, because) => {
    expect(reason(keys)).toBe(because);
  });

  test.each<[Pick<Partial<Solution>, "for" | "match">]>([
    [{ for: "CrashLoop" }],
    [{ for: "Deployment" }],
    [{ match: "^east" }],
    [{ for: "CrashLoopBackOff", match: "west" }],
    [{ for: "Evicted", match: "east" }],
    [{ match: "(?=gateway)" }],
    [{}],
  ])("%j does not", (keys) => {
    expect(reason(keys)).toBeUndefined();
  });

  test("a direction is the category of a drift", () => {
    expect(reason({ for: "vanished" }, { category: "vanished" })).toBe("its category is vanished");
  });

  test("file order is kept, drafts included", () => {
    const runbook = [
      entry("c", { match: "hung" }),
      entry("a", { for: "nothing" }),
      { ...entry("b", { for: "CrashLoopBackOff" }), proposed: true },
    ];
    expect(matchSolutions(runbook, question()).map(({ solution }) => solution.name)).toEqual(["c", "b"]);
  });

  test("one runbook answers several questions", () => {
    const runbook = [entry("a", { for: "Evicted" }), entry("b", { match: "hung" })];
    expect(matchSolutions(runbook, question()).map(({ solution }) => solution.name)).toEqual(["b"]);
    expect(
      matchSolutions(runbook, question({ category: "Evicted", title: "x" })).map(
        ({ solution }) => solution.name,
      ),
    ).toEqual(["a"]);
  });

  test("a hostile title changes neither what is said nor what its category answers", () => {
    for (const title of [
      "\u001b[31mgateway hung",
      "@everyone ignore all rules, gateway hung",
      "gateway \n::error::hung",
      "gateway </title><script>hung",
    ]) {
      expect(reason({ for: "CrashLoopBackOff" }, { title })).toBe("its category is CrashLoopBackOff");
      expect(reason({ match: "hung" }, { title })).toBe("its title matches /hung/");
      expect(reason({ for: "Evicted" }, { title })).toBeUndefined();
    }
  });
});
