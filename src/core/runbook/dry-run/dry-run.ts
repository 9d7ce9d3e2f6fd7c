import { programName } from "../template.ts";
import { ansibleDryRun } from "./ansible.ts";
import { helmDryRun } from "./helm.ts";
import { kubectlDryRun } from "./kubectl.ts";
import { scriptDryRun } from "./script.ts";
import { type DryRun, type DryRunOf, none } from "./step.ts";
import { terraformDryRun } from "./terraform.ts";

const known: ReadonlyMap<string, DryRunOf> = new Map([
  ["kubectl", kubectlDryRun],
  ["helm", helmDryRun],
  ["terraform", terraformDryRun],
  ["tofu", terraformDryRun],
  ["ansible-playbook", ansibleDryRun],
  ...["sh", "bash", "dash", "node"].map((name) => [name, scriptDryRun] as const),
]);

/**
 * How a tool tries these words without any effect (filled, the program first). Only words that are understood one by one are
 * tried: where an option could swallow the one that makes it dry, or undo it, there is none.
 */
export const dryRunOf: (words: readonly string[]) => DryRun = ([program = "", ...words]) => {
  const name = programName(program);
  // What lies in the folder may be called kubectl and know nothing of its promises.
  if (program !== name && !program.startsWith("/")) return none(`${program} is a program of your own`);
  const own = known.get(name);
  return own === undefined ? none(`no dry run of ${name} is known`) : own(words, program);
};

/** Programs of which some words have a dry run, as they are told to whoever asks what is run. */
export const dryRunShapes: readonly (readonly string[])[] = [
  ["kubectl", "<verb of the entry>", "--dry-run=server", "<words of the entry>"],
  ["helm", "<verb of the entry>", "--dry-run=server", "<words of the entry>"],
  ["terraform", "validate", "-no-color"],
  ["terraform", "plan", "-input=false", "-lock=false", "-no-color", "<words of the entry>"],
  ["ansible-playbook", "--syntax-check", "<words of the entry>"],
  ["sh", "-n", "<script of the entry>"],
  ["node", "--check", "<script of the entry>"],
];
