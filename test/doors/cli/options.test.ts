import { expect, test } from "vitest";
import { type Option, readOptions } from "../../../src/doors/cli/options.ts";

const options: readonly Option[] = [
  { key: "dir", names: ["-C", "--directory"], takes: "word" },
  { key: "verbose", names: ["-v", "--verbose"], takes: true },
  { key: "quiet", names: ["-q", "--quiet"], takes: true },
  { key: "quiet", names: ["--no-quiet"], takes: false },
  { key: "to", names: ["--to"], takes: "words" },
];

test.each([
  ["--verbose a b", { verbose: true }, ["a", "b"]],
  ["-C x a", { dir: "x" }, ["a"]],
  ["-Cx a", { dir: "x" }, ["a"]],
  ["--directory=x=y", { dir: "x=y" }, []],
  ["--directory=", { dir: "" }, []],
  ["-C x -C y", { dir: "y" }, []],
  ["--to a --to=b", { to: ["a", "b"] }, []],
  ["-vq", { verbose: true, quiet: true }, []],
  ["-vCx", { verbose: true, dir: "x" }, []],
  ["--quiet --no-quiet", { quiet: false }, []],
  ["-C --verbose", { dir: "--verbose" }, []],
  ["a -- --verbose -- -x", {}, ["a", "--verbose", "--", "-x"]],
  ["- -5 -.5 -1e3", {}, ["-", "-5", "-.5", "-1e3"]],
])("%s", (line, values, operands) => {
  expect(readOptions(line.split(" "), options)).toEqual({
    values: new Map(Object.entries(values)),
    operands,
    lacking: undefined,
    stranger: undefined,
  });
});

test.each([
  ["-x", "-x", undefined],
  ["--verbos a --other", "--verbos", undefined],
  ["--verbose=yes", "--verbose=yes", undefined],
  ["-vx", "-x", undefined],
  ["a -C", undefined, "--directory"],
  ["--to", undefined, "--to"],
])("%s is told by its option", (line, stranger, lacking) => {
  expect(readOptions(line.split(" "), options)).toMatchObject({ stranger, lacking });
});
