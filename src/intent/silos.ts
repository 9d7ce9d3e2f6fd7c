import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { nearest } from "../core/nearest.ts";
import { SteadystateError } from "../errors.ts";
import type { Env } from "../system/env.ts";
import type { Files } from "../system/files.ts";

const Registry = z.record(z.string(), z.string());

/** The per-user registry: name → absolute folder. */
export const siloFile = (env: Env): string =>
  env.get("STEADYSTATE_SILOS") ?? join(homedir(), ".steadystate", "silos.json");

/** The folder of a named deployment. Throws `not-found` with the nearest name, or `input-invalid` for a broken registry. */
export const siloFolder = async (name: string, env: Env, files: Files): Promise<string> => {
  const path = siloFile(env);
  const silos = parse(path, await files.readText(path));
  const folder = silos[name];
  if (folder !== undefined && isAbsolute(folder)) return folder;
  const close = nearest(name, Object.keys(silos));
  throw new SteadystateError(
    "not-found",
    `no silo is registered as ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    {
      hint: `the registry is ${path}; or use -C <dir>`,
      details: { registry: path, known: Object.keys(silos).sort() },
    },
  );
};

const parse = (path: string, text: string | undefined): Readonly<Record<string, string>> => {
  if (text === undefined) return {};
  try {
    return Registry.parse(JSON.parse(text));
  } catch (cause) {
    throw new SteadystateError(
      "input-invalid",
      `${path} is not a silo registry (a JSON object of name to folder)`,
      {
        hint: "mend the file by hand; it was left untouched",
        cause,
      },
    );
  }
};
