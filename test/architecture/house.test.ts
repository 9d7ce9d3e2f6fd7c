import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { filesBelow, nodesOf, parsed, placeOf } from "./source-files.ts";

const sources = filesBelow("src", ".ts");
const tests = filesBelow("test", ".ts");

test("the top level holds these and nothing else", () => {
  const allowed = new Set([
    ...["package.json", "package-lock.json", "tsconfig.json", "LICENSE"],
    ...["src", "test", "examples", "docs", "deploy", "bench", ".ci"],
    ...["README.md", "CONFIG.md", "LLM_SAFETY.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md"],
    ...["CHANGELOG.md"],
    // Settings of the tools in use.
    ...[
      ".gitignore",
      ".npmrc",
      ".dependency-cruiser.cjs",
      "biome.json",
      "esbuild.config.mjs",
      "esbuild.late-schemas.mjs",
      "esbuild.late-schemas.d.mts",
      "knip.json",
    ],
    "vitest.config.ts",
  ]);
  const kept = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const paths = execFileSync("git", kept, { encoding: "utf8", maxBuffer: 1 << 26 })
    .split("\0")
    .filter((path) => path !== "");
  const top = new Set(paths.map((path) => path.replace(/\/.*/s, "")));
  expect([...top].filter((name) => !allowed.has(name))).toEqual([]);
  expect(top).toContain("src");
});

test("src/ holds the rooms of the house and nothing else", () => {
  const known = new Set([
    ...["compose", "core", "system", "intent", "sources", "probes", "enrichers", "surfaces", "executors"],
    ...["deliveries", "history", "advisor", "platform", "engine", "verbs", "view", "doors"],
    ...["main.ts", "context.ts", "errors.ts", "version.ts"],
  ]);
  expect(readdirSync("src").filter((name) => !known.has(name))).toEqual([]);
});

test("no file is longer than 400 lines", () => {
  const long = [...sources, ...tests]
    .map((path) => ({ path, lines: readFileSync(path, "utf8").split("\n").length - 1 }))
    .filter(({ lines }) => lines > 400);
  expect(long).toEqual([]);
});

describe("in the code of src/", () => {
  const files = sources.map((path) => parsed(path));

  test("the environment is read in system/env.ts only", () => {
    const readers = files
      .filter(({ fileName }) => fileName !== "src/system/env.ts")
      .flatMap((file) => environmentReads(file));
    expect(readers).toEqual([]);
  });

  test("what changes something runs from one place (law L8)", () => {
    const acting = files.flatMap((file) => actings(file).map(() => file.fileName));
    expect([...new Set(acting)]).toEqual(["src/engine/gate/execute.ts"]);
  });

  test("nothing is exported as default", () => {
    expect(files.flatMap((file) => defaultExports(file))).toEqual([]);
  });

  test("index.ts is a registry or a front, never a barrel", () => {
    const barrels = files
      .flatMap((file) => nodesOf(file, ts.isExportDeclaration))
      .filter((node) => node.moduleSpecifier !== undefined)
      .map(placeOf);
    expect(barrels).toEqual([]);
  });
});

test("the rules above see what they look for", () => {
  const planted = (text: string) => parsed("planted.ts", text);
  expect(environmentReads(planted('const a = process.env["HOME"];'))).toEqual(["planted.ts:1"]);
  expect(environmentReads(planted('const a = process["env"];'))).toEqual(["planted.ts:1"]);
  expect(environmentReads(planted("const { env } = process;"))).toEqual(["planted.ts:1"]);
  expect(environmentReads(planted('import { env } from "node:process";'))).toEqual(["planted.ts:1"]);
  expect(environmentReads(planted("// process.env\nconst cwd = process.cwd();"))).toEqual([]);
  expect(actings(planted("await ctx.act(request);"))).toEqual(["planted.ts:1"]);
  expect(actings(planted("const { act } = ctx;"))).toEqual(["planted.ts:1"]);
  expect(actings(planted("const run = ({ act: go }: Context) => go;"))).toEqual(["planted.ts:1"]);
  expect(actings(planted("await act(asked, history, ctx);"))).toEqual([]);
  expect(defaultExports(planted("export default 1;"))).toEqual(["planted.ts:1"]);
  expect(defaultExports(planted("export default function f() {}"))).toEqual(["planted.ts:1"]);
  expect(defaultExports(planted("const a = 1;\nexport { a as default };"))).toEqual(["planted.ts:2"]);
  expect(defaultExports(planted("export const a = 1;"))).toEqual([]);
});

const isProcess = (node: ts.Node | undefined): boolean =>
  node !== undefined && ts.isIdentifier(node) && node.text === "process";

const environmentReads = (file: ts.SourceFile): readonly string[] =>
  [
    ...nodesOf(file, ts.isPropertyAccessExpression).filter(
      (node) => isProcess(node.expression) && node.name.text === "env",
    ),
    ...nodesOf(file, ts.isElementAccessExpression).filter((node) => isProcess(node.expression)),
    ...nodesOf(file, ts.isVariableDeclaration).filter(
      (node) => isProcess(node.initializer) && /\benv\b/.test(node.name.getText()),
    ),
    ...nodesOf(file, ts.isImportDeclaration).filter((node) =>
      /^.(node:)?process.$/.test(node.moduleSpecifier.getText()),
    ),
  ].map(placeOf);

/** Uses of `Context.act`, by whatever name it is taken out. */
const actings = (file: ts.SourceFile): readonly string[] =>
  [
    ...nodesOf(file, ts.isPropertyAccessExpression).filter((node) => node.name.text === "act"),
    ...nodesOf(file, ts.isBindingElement).filter(
      (node) => (node.propertyName ?? node.name).getText() === "act",
    ),
  ].map(placeOf);

const defaultExports = (file: ts.SourceFile): readonly string[] => [
  ...nodesOf(file, ts.isExportAssignment).map(placeOf),
  ...nodesOf(file, ts.isExportSpecifier)
    .filter((node) => node.name.text === "default")
    .map(placeOf),
  ...nodesOf(file, ts.isFunctionDeclaration)
    .filter((node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword))
    .map(placeOf),
];
