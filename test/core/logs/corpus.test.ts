import { describe, expect, test } from "vitest";
import { readLog } from "../../../src/core/logs.ts";
import { type Excerpt, excerptsIn } from "./corpus.ts";

const judged = (text: string): string => {
  const { fatal, matched, signature } = readLog(text);
  if (fatal !== undefined) return `fatal ${signature}`;
  return matched.length >= 3 ? `error ${signature}` : "quiet";
};
const wanted = ({ label, signature }: Excerpt): string =>
  label === "quiet" ? label : `${label} ${signature}`;

const wrongIn = (excerpts: readonly Excerpt[]) =>
  excerpts
    .map((one) => ({ name: one.name, wanted: wanted(one), judged: judged(one.text) }))
    .filter((one) => one.wanted !== one.judged);

describe("labelled log excerpts", () => {
  test.each(["known.log", "held-back/excerpts.log"] as const)("%s", (file) => {
    const excerpts = excerptsIn(file);
    const wrong = wrongIn(excerpts);
    process.stdout.write(`\n${file}: ${excerpts.length - wrong.length} of ${excerpts.length} as labelled\n`);
    expect(wrong).toEqual([]);
  });

  test("enough of both kinds", () => {
    const all = [...excerptsIn("known.log"), ...excerptsIn("held-back/excerpts.log")];
    const quiet = all.filter(({ label }) => label === "quiet").length;
    expect([all.length - quiet >= 30, quiet >= 25]).toEqual([true, true]);
  });
});
