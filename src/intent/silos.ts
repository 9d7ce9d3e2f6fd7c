import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { nearest } from "../core/nearest.ts";
import { SteadystateError } from "../errors.ts";
import type { Env } from "../system/env.ts";
import type { Files } from "../system/files.ts";
import type { Loaded } from "./intent.ts";
import { loadNamed, nameFault } from "./named.ts";
import { checked } from "./problems.ts";

/** A deployment that is registered under a short name. */
export type Silo = { readonly name: string; readonly folder: string };

/** The per-user registry: name → absolute folder. */
export const siloFile = (env: Env): string => {
  const named = env.get("STEADYSTATE_SILOS");
  return named === undefined ? join(homedir(), ".steadystate", "silos.json") : resolve(named);
};

/** The registry: the good entries, and a fault for everything that is not one. */
export const loadSilos = (path: string, files: Files): Promise<Loaded<Silo>> =>
  loadNamed(path, files, {
    plural: "folders",
    explicit: false,
    read: (name, entry) => {
      const misnamed = nameFault(name);
      if (misnamed !== undefined) return { ok: false, problems: [{ path: [], part: "key", why: misnamed }] };
      const read = checked(Folder, entry);
      return read.ok ? { ok: true, value: { name, folder: read.value } } : read;
    },
  });

const Folder = z.string().refine((text) => isAbsolute(text), { error: "must be an absolute folder" });

/** The folder of a named deployment. Throws `not-found` with the nearest name, or `input-invalid` for a broken registry. */
export const siloFolder = async (name: string, env: Env, files: Files): Promise<string> => {
  const path = siloFile(env);
  const { entries, faults } = await loadSilos(path, files);
  const folder = entries.find((silo) => silo.name === name)?.folder;
  if (folder !== undefined) return folder;
  const [fault] = faults;
  if (fault !== undefined) {
    throw new SteadystateError(
      "input-invalid",
      `${path}:${fault.line ?? 1}:${fault.column ?? 1}: ${fault.entry === undefined ? "" : `${fault.entry}: `}${fault.why}`,
      { hint: "mend the file by hand; it was left untouched", details: { path, faults } },
    );
  }
  const known = entries.map((silo) => silo.name);
  const close = nearest(name, known);
  throw new SteadystateError(
    "not-found",
    `no silo is registered as ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    {
      hint: `the registry is ${path}; or use -C <dir>`,
      details: { registry: path, known: known.sort() },
    },
  );
};
