import type { Solution } from "../solution.ts";
import { programName, programOf, type Template, type TemplateWord, textOf } from "../template.ts";
import { type KubectlCall, readKubectl } from "./kubectl-words.ts";

/** A path that the words name, which must be there. */
export type NamedPath = {
  readonly path: string;
  readonly as: string;
  readonly is: "file" | "folder" | "either";
};

/** What the words of an entry name by themselves, as far as they can be read. */
export type NamedThings =
  | { readonly by: "finding" }
  | { readonly by: "paths"; readonly paths: readonly NamedPath[] }
  | { readonly by: "kubectl"; readonly call: KubectlCall | undefined }
  | { readonly by: "workflow"; readonly file: string; readonly repo: string | undefined }
  | { readonly by: "own-words"; readonly program: string };

export const namedBy = ({ solution }: Solution): NamedThings => {
  if (solution.kind === "action" || solution.words === undefined) return { by: "finding" };
  const [, ...words] = solution.words;
  const name = programName(programOf(solution.words) ?? "");
  if (solution.kind === "workflow") return workflowIn(words);
  if (name === "kubectl") return { by: "kubectl", call: readKubectl(words) };
  const paths = pathsOf(name, words);
  if (paths !== undefined) return { by: "paths", paths };
  const isNamed = words.map(textOf).some((text) => text !== undefined && !text.startsWith("-"));
  return isNamed ? { by: "own-words", program: name } : { by: "finding" };
};

const workflowIn = (words: Template): NamedThings => {
  const texts = words.map(textOf);
  const repo = texts.find((text) => text?.startsWith("--repo=") === true)?.slice("--repo=".length);
  return { by: "workflow", file: texts[2] ?? "", repo };
};

const interpreters: ReadonlySet<string> = new Set(
  "sh bash dash zsh python python3 node ruby perl pwsh".split(" "),
);

const pathsOf = (program: string, words: Template): readonly NamedPath[] | undefined => {
  if (interpreters.has(program)) return scriptIn(words);
  if (program === "ansible-playbook") return playbooksIn(words);
  if (program === "terraform" || program === "tofu") return folderIn(words);
  return undefined;
};

/** The first word that is no option; an option before it may take a text instead of a file. */
const scriptIn = ([first]: Template): readonly NamedPath[] | undefined => {
  const path = first === undefined ? undefined : textOf(first);
  return path === undefined || path.startsWith("-") ? undefined : [{ path, as: "the script", is: "file" }];
};

/** Options of ansible-playbook that stand alone; every other takes a value. */
const flags =
  /^(?:-[vbkKCD]+|--(?:become|check|diff|flush-cache|force-handlers|list-\w+|step|syntax-check|verbose|ask-[\w-]+))$/;

const playbooksIn = (words: Template): readonly NamedPath[] => {
  const found: NamedPath[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const text = textOf(words[at] ?? []);
    if (text === undefined) continue;
    const inventory = inventoryIn(text, words[at + 1] ?? []);
    if (inventory !== undefined) found.push({ path: inventory, as: "the inventory", is: "either" });
    if (!text.startsWith("-")) found.push({ path: text, as: "the playbook", is: "file" });
    else if (!flags.test(text) && !text.includes("=")) at += 1;
  }
  return found;
};

/** A comma makes it a list of hosts. */
const inventoryIn = (text: string, next: TemplateWord): string | undefined => {
  const isSplit = text === "-i" || text === "--inventory" || text === "--inventory-file";
  const named = isSplit ? textOf(next) : /^--inventory(?:-file)?=(.+)$/.exec(text)?.[1];
  return named === undefined || named === "" || named.includes(",") ? undefined : named;
};

const folderIn = (words: Template): readonly NamedPath[] | undefined => {
  const folder = words.map(textOf).find((text) => text?.startsWith("-chdir=") === true);
  return folder === undefined
    ? undefined
    : [{ path: folder.slice("-chdir=".length), as: "the folder", is: "folder" }];
};
