import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { nearest } from "../core/nearest.ts";
import { byCodeUnit } from "../core/order.ts";
import { SteadystateError } from "../errors.ts";
import type { Env } from "../system/env.ts";
import type { Files } from "../system/files.ts";
import { amendObject, type RawObject } from "./amend.ts";
import type { Fault, Loaded } from "./intent.ts";
import { loadNamed, nameFault } from "./named.ts";
import { checked } from "./problems.ts";

/** A deployment that is registered under a short name. */
export type Silo = { readonly name: string; readonly folder: string };

/** The per-user registry: name → absolute folder. */
export const siloFile = (env: Env): string => {
  const named = env.get("STEADYSTATE_SILOS");
  return named === undefined
    ? join(env.get("HOME") ?? homedir(), ".steadystate", "silos.json")
    : resolve(named);
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

/**
 * The folder of a named deployment. Throws `not-found` with the nearest name, or when the folder is gone, and
 * `input-invalid` for a broken registry.
 */
export const siloFolder = async (name: string, env: Env, files: Files): Promise<string> => {
  const path = siloFile(env);
  const { entries, faults } = await loadSilos(path, files);
  const folder = entries.find((silo) => silo.name === name)?.folder;
  if (folder === undefined) {
    refuseBroken(path, faults);
    throw unknownSilo(
      name,
      entries.map((silo) => silo.name),
      path,
    );
  }
  if ((await files.kindOf(folder)) === "folder") return folder;
  throw new SteadystateError("not-found", `silo ${name} stands for ${folder}, which is not there`, {
    hint: `steadystate silo rm ${name}, or steadystate silo add ${name} <folder> --force`,
    details: { registry: path, folder },
  });
};

/** Throws `input-invalid` for the first fault of a registry. */
export const refuseBroken = (path: string, faults: readonly Fault[]): void => {
  const [fault] = faults;
  if (fault === undefined) return;
  const entry = fault.entry === undefined ? "" : `${fault.entry}: `;
  throw new SteadystateError(
    "input-invalid",
    `${path}:${fault.line ?? 1}:${fault.column ?? 1}: ${entry}${fault.why}`,
    { hint: "mend the file by hand; it was left untouched", details: { path, faults } },
  );
};

/** What a silo may be called: it is typed after --silo, and shown. */
const isSiloName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);

export type Registered = Silo & {
  /** `clash`: the name stands for another folder already, and was left so. */
  readonly state: "added" | "moved" | "known" | "clash" | "bad-name";
  /** What the name stood for before. */
  readonly before: string | undefined;
};

/**
 * Registers folders in their order; a name that is taken is left alone unless `force` says otherwise. Throws `input-invalid`
 * for a registry that cannot be parsed, which stays as it is.
 */
export const addSilos = (
  path: string,
  files: Files,
  silos: readonly Silo[],
  { force }: { readonly force: boolean },
): Promise<readonly Registered[]> =>
  amendObject(path, files, (document) => {
    const held = new Map(Object.entries(document));
    const result = silos.map((silo) => {
      const registered = judged(silo, held.get(silo.name), force);
      if (isChange(registered)) held.set(silo.name, silo.folder);
      return registered;
    });
    const changed = result.some(isChange);
    return changed ? { result, document: inOrder(held) } : { result };
  });

const judged = (silo: Silo, held: unknown, force: boolean): Registered => {
  if (!isSiloName(silo.name)) return { ...silo, state: "bad-name", before: undefined };
  if (held === undefined) return { ...silo, state: "added", before: undefined };
  const before = typeof held === "string" ? held : "no folder";
  if (held === silo.folder) return { ...silo, state: "known", before };
  return { ...silo, state: force ? "moved" : "clash", before };
};

const isChange = ({ state }: Registered): boolean => state === "added" || state === "moved";

/** Forgets a name, never a folder. Throws `not-found` with the nearest name. */
export const removeSilo = (path: string, files: Files, name: string): Promise<string | undefined> =>
  amendObject(path, files, (document) => {
    const held = new Map(Object.entries(document));
    if (!held.has(name)) throw unknownSilo(name, [...held.keys()], path);
    const before = held.get(name);
    held.delete(name);
    return { result: typeof before === "string" ? before : undefined, document: inOrder(held) };
  });

const inOrder = (held: ReadonlyMap<string, unknown>): RawObject =>
  Object.fromEntries([...held].sort(([a], [b]) => byCodeUnit(a, b)));

const unknownSilo = (name: string, known: readonly string[], registry: string): SteadystateError => {
  const close = nearest(name, known);
  return new SteadystateError(
    "not-found",
    `no silo is registered as ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    {
      hint: `steadystate silo list; the registry is ${registry}`,
      details: { registry, known: [...known].sort(byCodeUnit) },
    },
  );
};
