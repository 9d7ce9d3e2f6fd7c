import { z } from "zod";
import { splitWords } from "../core/shell-words.ts";
import type { Files } from "../system/files.ts";
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
const probeNames = ["none", "auto", "kubectl", "docker", "argocd", "ansible"] as const;

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
