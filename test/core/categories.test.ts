import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, test } from "vitest";
import { catalog } from "../../src/core/actions/catalog.ts";
import {
  healthCategories,
  isPlatformWord,
  plainCategories,
  symptomCategories,
} from "../../src/core/categories.ts";
import { judgeHealth } from "../../src/platform/gitops/argocd/resources.ts";

const source = join(import.meta.dirname, "../../src");

/** Everything that is written where malfunctions are judged. */
const judging = ["probes", "sources", "platform"].flatMap((room) =>
  readdirSync(join(source, room), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(join(source, room, path), "utf8")),
);

/** Where a category is said: as a member, in place of a reason, or as the second word of a container's fault. */
const sayings = [
  /\bcategory(?:: SymptomCategory)?\s*(?::|=(?!=))[^;}\n]*/g,
  /\botherwise: [^;}\n]*/g,
  /\bwordOr\([^;}\n]*/g,
  /\bfault\(\s*"[\w-]+",\s*"\w+"/g,
];

/** A word that something is compared with is not said. */
const wordsIn = (saying: string): readonly string[] =>
  [...saying.matchAll(/(=== )?"([A-Z]\w*)"/g)].flatMap(([, compared, word = ""]) =>
    compared === undefined ? [word] : [],
  );

const said = new Set(
  judging.flatMap((text) => sayings.flatMap((saying) => (text.match(saying) ?? []).flatMap(wordsIn))),
);

it("every category that is said as it stands is known, and none is known that nothing says", () => {
  expect([...said].toSorted()).toEqual([...new Set<string>(plainCategories)].toSorted());
});

it("each list names a word once, and what a platform could write", () => {
  expect(new Set(plainCategories).size).toBe(plainCategories.length);
  expect(symptomCategories.filter((word) => !isPlatformWord(word))).toEqual([]);
});

test("whatever an action of the catalog cures can be said", () => {
  expect(catalog.flatMap(({ cures }) => cures).filter((word) => !symptomCategories.includes(word))).toEqual(
    [],
  );
});

test("a state of health is said, and one that is none is not", () => {
  expect(healthCategories.map((word) => judgeHealth(word, () => "old")?.category)).toEqual([
    ...healthCategories,
  ]);
  for (const word of ["Healthy", "Suspended", ""] as const) {
    expect(judgeHealth(word, () => "old")).toBeUndefined();
    expect(symptomCategories).not.toContain(word);
  }
});

test("what only looks like a category is none", () => {
  for (const word of ["Error", "ReplicaFailure", "Condition", "SyncError"])
    expect(symptomCategories).not.toContain(word);
});
