import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { unusable } from "./failures.ts";
import { keyBytes } from "./seal.ts";

/** The folder of a wall's memory. */
export const ownFolder = ".steadystate";

/** The HMAC key of the store, or `undefined` where none was made yet. */
export const readKey = (file: string): Buffer | undefined => {
  const path = keyFileOf(file);
  const key = bytesOf(path);
  if (key !== undefined && key.length !== keyBytes) throw unusable(path, `it must hold ${keyBytes} bytes`);
  return key;
};

const bytesOf = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

/** Outside our own folder a plain `key` could be somebody's. */
export const keyFileOf = (file: string): string =>
  basename(dirname(file)) === ownFolder ? join(dirname(file), "key") : `${file}.key`;
