import type { Files } from "../../src/system/files.ts";

const unused = (): Promise<never> => Promise.reject(new Error("not asked for here"));

/** Files that are only read, by path. */
export const filesWith = (texts: Readonly<Record<string, string | Error>>): Files => ({
  kindOf: async (path) => (texts[path] === undefined ? undefined : "file"),
  readText: async (path) => {
    const text = texts[path];
    if (text instanceof Error) throw text;
    return text;
  },
  isProgram: unused,
  readBytes: unused,
  readHead: unused,
  list: unused,
  folders: unused,
  real: unused,
  writeText: unused,
  keep: unused,
  remove: unused,
  withTemporaryFolder: unused,
  withLock: unused,
});
