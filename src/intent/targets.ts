import { z } from "zod";
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
  /** Command whose output is a kubeconfig; never together with `kubeconfig`. */
  readonly kubeconfigFrom: string | undefined;
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

const Entry = z
  .strictObject({
    source: z.enum(sourceNames),
    path: Argument,
    label: Words,
    probe: z.enum(probeNames).default("auto"),
    context: Argument,
    kubeconfig: Argument,
    kubeconfig_from: Words,
    inventory: Argument,
  })
  .superRefine(({ kubeconfig, kubeconfig_from: broker }, context) => {
    if (kubeconfig === undefined || broker === undefined) return;
    const message = "excludes kubeconfig: give the file or the command that prints one, not both";
    context.addIssue({ code: "custom", path: ["kubeconfig_from"], message });
  });

const readTarget = (name: string, entry: unknown): Checked<Target> => {
  const misnamed = nameFault(name) ?? (name === "all" ? "may not be named all: that means every target" : "");
  if (misnamed !== "") return { ok: false, problems: [{ path: [], part: "key", why: misnamed }] };
  const read = checked(Entry, entry);
  if (!read.ok) return read;
  const { label = name, kubeconfig_from: kubeconfigFrom, ...rest } = read.value;
  const { path, context, kubeconfig, inventory, ...plain } = rest;
  return { ok: true, value: { name, ...plain, path, label, context, kubeconfig, kubeconfigFrom, inventory } };
};
