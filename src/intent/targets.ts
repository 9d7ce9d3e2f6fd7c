import { resolve } from "node:path";
import { z } from "zod";
import { splitWords } from "../core/shell-words.ts";
import { isWithheld } from "../system/env.ts";
import type { Files } from "../system/files.ts";
import { extendObject, type RawObject } from "./amend.ts";
import type { Loaded } from "./intent.ts";
import { loadNamed, nameFault } from "./named.ts";
import { type Checked, checked } from "./problems.ts";

/** What a target may be compared with, this version or a later one. */
const sourceNames = [
  "terraform",
  "terraform-state",
  "ansible",
  "ansible-live",
  "docker-compose",
  "k8s",
  "k8s-live",
  "k8s-baseline",
  "kustomize-live",
  "helm-live",
  "argocd",
  "rancher",
  "helm",
] as const;
const probeNames = ["none", "auto", "kubectl", "docker", "argocd", "rancher", "ansible"] as const;

/** A named place to look at; an empty text in the file is the same as none. */
export type Target = {
  readonly name: string;
  readonly source: (typeof sourceNames)[number];
  readonly path: string | undefined;
  /** Environment label; the name where none is given. */
  readonly label: string;
  readonly probe: (typeof probeNames)[number];
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  /** Command whose output is a kubeconfig, as its arguments; never together with `kubeconfig`. */
  readonly kubeconfigFrom: readonly string[] | undefined;
  /** Whether a kubeconfig that the command prints may name a program to run. */
  readonly allowExec: boolean;
  /** Names of variables that whatever acts on this target gets beside PATH, HOME and LANG. */
  readonly env: readonly string[];
  readonly inventory: string | undefined;
};

/** targets.json: the good targets, and a fault for everything that is not one. */
export const loadTargets = (
  path: string,
  files: Files,
  { explicit }: { readonly explicit: boolean },
): Promise<Loaded<Target>> => loadNamed(path, files, { plural: "targets", read: readTarget, explicit });

const Words = z
  .string()
  .trim()
  .transform((text) => (text === "" ? undefined : text))
  .optional();
/** What ends up in an argument list must not look like an option. */
const Argument = z
  .string()
  .trim()
  .refine((text) => !text.startsWith("-"), { error: "must not begin with -" })
  .transform((text) => (text === "" ? undefined : text))
  .optional();

/** Split once, here; nothing of a shell but its quotes is understood. */
const Command = z.string().transform((text, { addIssue }): readonly string[] | undefined => {
  const split = splitWords(text);
  if (!split.ok) addIssue({ code: "custom", message: split.why });
  else if (split.words[0]?.startsWith("-") === true || split.words[0] === "")
    addIssue({ code: "custom", message: "must begin with the name of a program" });
  else if (split.words.length > 0) return split.words;
  return undefined;
});

/** What no child gets is refused here, where it is written: an entry that is silently left out would be missed much later. */
const VariableName = z
  .string()
  .max(200)
  .regex(/^[A-Z_][A-Z0-9_]*$/, "must be the name of a variable: capital letters, digits and _")
  .refine((name) => !isWithheld(name), { error: "is a variable that steadystate hands to nobody" });

const Entry = z
  .strictObject({
    source: z.enum(sourceNames),
    path: Argument,
    label: Words,
    probe: z.enum(probeNames).default("auto"),
    context: Argument,
    kubeconfig: Argument,
    kubeconfig_from: Command.optional(),
    allow_exec: z.boolean().default(false),
    env: z.array(VariableName).max(50).default([]),
    inventory: Argument,
  })
  .superRefine(({ kubeconfig, kubeconfig_from: broker, allow_exec: exec }, context) => {
    if (exec && broker === undefined) {
      const message = "is about what kubeconfig_from prints, and there is no kubeconfig_from";
      context.addIssue({ code: "custom", path: ["allow_exec"], message });
    }
    if (kubeconfig === undefined || broker === undefined) return;
    const message = "excludes kubeconfig: give the file or the command that prints one, not both";
    context.addIssue({ code: "custom", path: ["kubeconfig_from"], message });
  });

const readTarget = (name: string, entry: unknown): Checked<Target> => {
  const misnamed = nameFault(name) ?? (name === "all" ? "may not be named all: that means every target" : "");
  if (misnamed !== "") return { ok: false, problems: [{ path: [], part: "key", why: misnamed }] };
  const read = checked(Entry, entry);
  if (!read.ok) return read;
  const { label = name, kubeconfig_from: kubeconfigFrom, allow_exec: allowExec, ...rest } = read.value;
  const { path, context, kubeconfig, inventory, ...plain } = rest;
  return {
    ok: true,
    value: { name, ...plain, path, label, context, kubeconfig, kubeconfigFrom, allowExec, inventory },
  };
};

/** A target that somebody might want; what it leaves out is left out of the file. */
export type TargetWish = {
  readonly name: string;
  readonly source: Target["source"];
  readonly path?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
};

export type TargetsChange = { readonly add: readonly TargetWish[]; readonly write: boolean };

export type TargetsChanged = {
  readonly path: string;
  /** As they are called now: a name that was taken got a number. */
  readonly added: readonly TargetWish[];
  /** What the file has already, with the name that it has there. */
  readonly known: readonly (TargetWish & { readonly as: string })[];
};

/**
 * Adds to targets.json under its lock what it does not have yet, and changes nothing that stands there. Without `write` it only
 * tells what it would do. Throws `input-invalid` for a file that cannot be parsed.
 */
export const addTargets = (
  path: string,
  { files, cwd }: { readonly files: Files; readonly cwd: string },
  { add, write }: TargetsChange,
): Promise<TargetsChanged> =>
  extendObject(path, files, { write }, (document) => {
    const taken = new Set(Object.keys(document));
    const held = new Map(Object.entries(document).map(([name, entry]) => [placeOf(entry, cwd), name]));
    const added: TargetWish[] = [];
    const known: (TargetWish & { readonly as: string })[] = [];
    for (const wish of add) {
      const place = placeOf(wish, cwd);
      const as = held.get(place);
      if (as !== undefined) {
        known.push({ ...wish, as });
        continue;
      }
      const name = freeName(wish.name, taken);
      taken.add(name);
      held.set(place, name);
      added.push({ ...wish, name });
    }
    const members = Object.fromEntries(added.map(({ name, ...entry }) => [name, entry]));
    return { result: { path, added, known }, members };
  });

/** What two targets have in common that look at the same thing, however their paths are written. */
const placeOf = (entry: unknown, cwd: string): string => {
  const raw: RawObject = typeof entry === "object" && entry !== null ? { ...entry } : {};
  const text = (key: string): string => {
    const value = raw[key];
    return typeof value === "string" ? value.trim() : "";
  };
  const file = (key: string): string => (text(key) === "" ? "" : resolve(cwd, text(key)));
  return JSON.stringify([text("source"), file("path"), text("context"), file("kubeconfig")]);
};

const freeName = (name: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
};
