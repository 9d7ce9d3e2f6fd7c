import { resolve } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/repo.ts";
import { filesBelow } from "./source-files.ts";

const cruised = async (baseDir: string): Promise<ICruiseResult> => {
  const options = await extractDepcruiseOptions(resolve(".dependency-cruiser.cjs"));
  const { output } = await cruise(["src"], { ...options, baseDir, validate: true });
  if (typeof output === "string") throw new Error("the cruise gave a text where its result was asked for");
  return output;
};

const violationsOf = ({ summary }: ICruiseResult): readonly string[] =>
  [...new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`))].sort();

describe("this source tree", () => {
  let seen: ICruiseResult;
  beforeAll(async () => {
    seen = await cruised(process.cwd());
  });

  test("was seen whole: a cruise that looks at nothing passes everything", () => {
    const modules = seen.modules
      .map(({ source }) => source)
      .filter((source) => /^src\/.*[.]ts$/.test(source));
    expect(modules.sort()).toEqual(filesBelow("src", ".ts"));
    expect(modules.length).toBeGreaterThan(30);
  });

  test("keeps its layers", () => {
    expect(violationsOf(seen)).toEqual([]);
  });
});

describe("planted imports", () => {
  /** What is imported, from where, and the rule that must say no (none: it must be allowed). */
  const planted: readonly (readonly [from: string, statement: string, rule: string | undefined])[] = [
    ["src/core/a.ts", 'import { it } from "../system/it.ts";', "core-imports"],
    ["src/core/b.ts", 'import type { It } from "../context.ts";', "core-imports"],
    ["src/core/c.ts", 'import { readFileSync as it } from "node:fs";', "core-packages"],
    ["src/core/d.ts", 'import { createHash as it } from "node:crypto";', undefined],
    ["src/core/e.ts", 'import { it } from "./it.ts";', undefined],
    ["src/sources/a.ts", 'import { it } from "../history/it.ts";', "sources-imports"],
    ["src/sources/b.ts", 'import type { It } from "../probes/it.ts";', "sources-imports"],
    ["src/sources/c.ts", 'import { it } from "../engine/it.ts";', "sources-imports"],
    ["src/sources/d.ts", 'import { it } from "../system/it.ts";', undefined],
    ["src/history/a.ts", 'import { it } from "../verbs/it.ts";', "history-imports"],
    ["src/engine/a.ts", 'import { it } from "../sources/it.ts";', "engine-imports-only-types-of"],
    ["src/engine/b.ts", 'import type { It } from "../sources/it.ts";', undefined],
    [
      "src/engine/c.ts",
      'import type { It } from "../sources/it.ts";\nimport { it } from "../sources/it.ts";',
      "engine-imports-only-types-of",
    ],
    ["src/engine/d.ts", 'import { it } from "../verbs/it.ts";', "engine-imports"],
    ["src/verbs/look/a.ts", 'import { it } from "../../history/it.ts";', "verbs-imports-only-types-of"],
    ["src/verbs/look/b.ts", 'import { it } from "../../doors/it.ts";', "verbs-imports"],
    ["src/verbs/look/c.ts", 'import type { It } from "../../history/it.ts";', undefined],
    ["src/verbs/look/d.ts", 'import { it } from "../../engine/it.ts";', undefined],
    [
      "src/verbs/look/e.ts",
      'export const it = () => import("../../engine/it.ts");',
      "lazy-only-in-registries",
    ],
    ["src/verbs/index.ts", 'export const it = () => import("./look/d.ts");', undefined],
    ["src/view/a.ts", 'import { it } from "../verbs/it.ts";', "view-imports"],
    ["src/doors/a.ts", 'import { it } from "../system/it.ts";', "doors-imports"],
    ["src/doors/b.ts", 'import { it } from "../compose/it.ts";', "doors-imports"],
    ["src/engine/e.ts", 'import { it } from "../compose/it.ts";', "engine-imports"],
    ["src/compose/a.ts", 'import { it } from "../sources/it.ts";', undefined],
    ["src/main.ts", 'import { it } from "./compose/it.ts";', undefined],
    // A cycle is reported at one of its modules.
    ["src/core/round.ts", 'import { it } from "./trip.ts";', "no-cycles"],
    ["src/core/trip.ts", 'import { it } from "./round.ts";', undefined],
    ["src/view/asks.ts", 'import type { It } from "./told.ts";', undefined],
    ["src/view/told.ts", 'import type { It } from "./asks.ts";\nexport type It = 1;', undefined],
    ["src/view/yaml.ts", 'import it from "yaml";', "owner-of-yaml"],
    ["src/platform/read.ts", 'import it from "yaml";', undefined],
    ["src/doors/mcp/a.ts", 'import { it } from "better-sqlite3";', "owner-of-better-sqlite3-kysely"],
    ["src/history/kept.ts", 'import { it } from "better-sqlite3";', undefined],
    ["src/core/f.ts", 'import { it } from "./nowhere.ts";', "resolvable"],
    ["src/util/a.ts", "export const it = 1;", undefined],
    ["src/view/b.ts", 'import { it } from "../util/a.ts";', "view-imports"],
  ];
  const targets = [
    ...["core", "system", "sources", "probes", "history", "engine", "verbs", "doors", "compose"].map(
      (room) => `src/${room}/it.ts`,
    ),
    "src/context.ts",
  ];
  const packages = ["yaml", "better-sqlite3"];

  test("are refused by the rule that forbids them, and by no other where they are allowed", async () => {
    const folder = temporaryFolder({
      "package.json": { type: "module", dependencies: { yaml: "*", "better-sqlite3": "*" } },
      "tsconfig.json": {
        compilerOptions: { module: "NodeNext", allowImportingTsExtensions: true, noEmit: true },
      },
      ...Object.fromEntries(
        targets.map((path) => [path, "export const it = 1;\nexport type It = number;\n"]),
      ),
      ...Object.fromEntries(planted.map(([path, statement]) => [path, used(statement)])),
      ...Object.fromEntries(
        packages.flatMap((name) => [
          [`node_modules/${name}/package.json`, { name, version: "1.0.0", type: "module", main: "index.js" }],
          [`node_modules/${name}/index.js`, "export const it = 1;\nexport default it;\n"],
        ]),
      ),
    });
    const violations = violationsOf(await cruised(folder.root));
    const told = planted.map(([from, statement]) => [
      from,
      statement,
      violations.filter((line) => line.endsWith(`: ${from}`)).map((line) => line.replace(/:.*/, "")),
    ]);
    const expected = planted.map(([from, statement, rule]) => [
      from,
      statement,
      rule === undefined ? [] : [rule],
    ]);
    expect(told).toEqual(expected);
  });
});

/** Imports that nothing uses would be dropped before they are looked at. */
const used = (statement: string): string =>
  statement.startsWith("export")
    ? statement
    : `${statement}\nexport const out = ${/type/.test(statement) ? 1 : "it"};\n`;
