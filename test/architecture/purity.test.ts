import ts from "typescript";
import { expect, test } from "vitest";
import { filesBelow, nodesOf, parsed, placeOf } from "./source-files.ts";

/** Globals through which a clock, a socket, the machine or chance would come into core. */
const impure = new Set([
  ...["Date", "Temporal", "performance", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
  ...["process", "globalThis", "global", "console", "fetch", "WebSocket", "crypto", "navigator", "require"],
]);

/** What core may take of node:crypto: hashing only, no randomness. */
const hashing = new Set(["hash", "createHash", "createHmac", "timingSafeEqual"]);

test("core has no clock, no I/O, no environment and no chance", () => {
  const files = filesBelow("src/core", ".ts").filter((path) => path !== "src/core/time.ts");
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((path) => impurities(parsed(path)))).toEqual([]);
});

test("the rule sees what it looks for", () => {
  const of = (text: string) => impurities(parsed("planted.ts", text));
  expect(of("const now = Date.now();")).toEqual(["Date at planted.ts:1"]);
  expect(of("const now = new Date();")).toEqual(["Date at planted.ts:1"]);
  expect(of("\nsetTimeout(() => {}, 1);")).toEqual(["setTimeout at planted.ts:2"]);
  expect(of("const home = process.env;")).toEqual(["process at planted.ts:1"]);
  expect(of("await fetch(url);")).toEqual(["fetch at planted.ts:1"]);
  expect(of("const n = Math.random();")).toEqual(["Math.random at planted.ts:1"]);
  expect(of('import { randomUUID } from "node:crypto";')).toEqual(["randomUUID at planted.ts:1"]);
  expect(
    of('import { createHash } from "node:crypto"; // Date\nconst a: Date = { process: b.fetch };'),
  ).toEqual([]);
  expect(of('"a".localeCompare("b");')).toEqual(["localeCompare at planted.ts:1"]);
});

const impurities = (file: ts.SourceFile): readonly string[] => [
  ...nodesOf(file, ts.isIdentifier)
    .filter((node) => impure.has(node.text) && isFreeUse(node))
    .map((node) => `${node.text} at ${placeOf(node)}`),
  ...nodesOf(file, ts.isPropertyAccessExpression)
    .filter((node) => node.getText() === "Math.random" || node.name.text.startsWith("toLocale"))
    .map((node) => `${node.getText()} at ${placeOf(node)}`),
  ...nodesOf(file, ts.isPropertyAccessExpression)
    .filter((node) => node.name.text === "localeCompare")
    .map((node) => `localeCompare at ${placeOf(node)}`),
  ...nodesOf(file, ts.isImportDeclaration)
    .filter((node) => /^.(node:)?crypto.$/.test(node.moduleSpecifier.getText()))
    .flatMap((node) => nodesOf(node, ts.isImportSpecifier))
    .filter((node) => !hashing.has((node.propertyName ?? node.name).text))
    .map((node) => `${node.name.text} at ${placeOf(node)}`),
];

/** Not a member's name, not a declared name, not a type. */
const isFreeUse = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isTypeReferenceNode(parent) || ts.isPropertySignature(parent)) return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  const declares = ts.isBindingElement(parent) || ts.isParameter(parent) || ts.isVariableDeclaration(parent);
  return declares ? parent.initializer === node : true;
};
