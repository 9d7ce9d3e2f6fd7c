import { readFileSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { SteadystateError } from "../errors.ts";
import type { VariableName } from "../system/env.ts";

export const auditKeyVariable = "STEADYSTATE_AUDIT_KEY_FILE" satisfies VariableName;

const least = 32;

/**
 * The key of the audit, from outside the store at `store`; `undefined` where no file is named. Throws `config-invalid` for one
 * that cannot be read, is too short, or lies beside the store, where it would keep nobody from anything.
 */
export const readAuditKey = (path: string | undefined, store: string): Uint8Array | undefined => {
  if (path === undefined) return undefined;
  const key = bytesOf(path);
  if (key.length < least) throw unfit(path, `holds ${key.length} bytes, and a key has ${least} at least`);
  if (dirname(realpathSync(path)) === dirname(store))
    throw unfit(path, "lies beside the memory, and who can change the one can read the other");
  return key;
};

const bytesOf = (path: string): Uint8Array => {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw unfit(path, `cannot be read (${code})`, cause);
  }
};

const unfit = (path: string, why: string, cause?: unknown): SteadystateError =>
  new SteadystateError("config-invalid", `the key file ${path} of ${auditKeyVariable} ${why}`, {
    hint: `make one elsewhere: head -c 32 /dev/urandom > <file>; then export ${auditKeyVariable}=<file>`,
    cause,
    details: { path },
  });
