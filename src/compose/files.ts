import type { Files } from "../system/files.ts";
import { kindOf } from "../system/kind.ts";

/** All that is done with files beyond a look at what stands there is loaded when it is first done. */
export const openFiles = (): Files => {
  const files = async (): Promise<Files> => (await import("../system/files.ts")).makeFiles();
  return {
    kindOf,
    readText: async (path) => (await files()).readText(path),
    readBytes: async (path, cap) => (await files()).readBytes(path, cap),
    readHead: async (path, most) => (await files()).readHead(path, most),
    list: async (folder) => (await files()).list(folder),
    folders: async (folder) => (await files()).folders(folder),
    real: async (path) => (await files()).real(path),
    writeText: async (path, text, mode) => (await files()).writeText(path, text, mode),
    withLock: async (path, work) => (await files()).withLock(path, work),
    keep: async (path, bytes) => (await files()).keep(path, bytes),
    remove: async (path) => (await files()).remove(path),
    isProgram: async (path) => (await files()).isProgram(path),
    withTemporaryFolder: async (use) => (await files()).withTemporaryFolder(use),
  };
};
