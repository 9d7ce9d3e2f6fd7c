import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Where a test works: absolute, links resolved, removed when the test ends. */
export type Repo = {
  readonly root: string;
  /** Absolute path of a file or folder of this repository. */
  readonly at: (path: string) => string;
  /** Writes files by relative path, making their folders; anything but a text is written as JSON. */
  readonly write: (files: Readonly<Record<string, unknown>>) => void;
  /** Writes one file exactly as given. */
  readonly writeRaw: (path: string, content: string | Uint8Array) => void;
};

/** A temporary folder with these files, for the running test only. */
export const temporaryFolder = (files: Readonly<Record<string, unknown>> = {}): Repo => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "steadystate-test-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const repo = repoAt(root);
  repo.write(files);
  return repo;
};

/** A folder that somebody else makes and removes. */
export const repoAt = (root: string): Repo => {
  const at = (path: string) => join(root, path);
  const write: Repo["write"] = (more) => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(
        at(path),
        typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`,
      );
    }
  };
  return { root, at, write, writeRaw: (path, content) => writeFileSync(at(path), content) };
};
