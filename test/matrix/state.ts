import { createHash } from "node:crypto";
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Every path below a folder with its kind, mode and content. */
export type State = ReadonlyMap<string, string>;

export const stateOf = (root: string): State =>
  new Map(
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .sort()
      .map((path) => [path, factsOf(join(root, path))]),
  );

const factsOf = (path: string): string => {
  const facts = lstatSync(path);
  const content = facts.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "";
  return `${facts.mode.toString(8)} ${content}`;
};

export const isAs = (one: State, other: State): boolean =>
  one.size === other.size && [...one].every(([path, facts]) => other.get(path) === facts);

/** Makes a copy of a folder equal to it again; only what differs is touched. `wanted` is the state of the original. */
export const putBack = (original: string, wanted: State, copy: string): void => {
  for (const path of stateOf(copy).keys()) {
    if (!wanted.has(path)) rmSync(join(copy, path), { recursive: true, force: true });
  }
  for (const [path, facts] of wanted) {
    const at = join(copy, path);
    const found = lstatSync(at, { throwIfNoEntry: false });
    if (found !== undefined && factsOf(at) === facts) continue;
    const own = lstatSync(join(original, path));
    if (own.isDirectory() && found?.isDirectory() === true) chmodSync(at, own.mode);
    else {
      rmSync(at, { recursive: true, force: true });
      if (own.isDirectory()) mkdirSync(at, { mode: own.mode });
      else cpSync(join(original, path), at);
    }
  }
};
