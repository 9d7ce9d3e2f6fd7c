import { splitWords } from "../shell-words.ts";
import { aimingWord, isRespelt, type Lead } from "./aiming.ts";
import { type PlaceholderName, type PlaceholderValues, placeholders, valueFault } from "./placeholders.ts";

/** A word of a command: texts that stand as they are, and names that are filled. */
export type TemplateWord = readonly (string | { readonly fill: PlaceholderName })[];
/** At least one word; the first is a plain text. */
export type Template = readonly TemplateWord[];

export type ReadTemplate =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly why: string };

/** What a shell would understand, and an argument list does not. */
const shellWords: ReadonlySet<string> = new Set([
  "|",
  "||",
  "&&",
  ";",
  "&",
  ">",
  ">>",
  "<",
  "2>",
  "2>&1",
  "|&",
]);

/** A command line: it begins with the name of a program, which is never filled in. */
export const readCommand = (text: string): ReadTemplate => {
  const read = readTemplate(text);
  if (!read.ok) return read;
  const [program] = read.template;
  if (program?.some((part) => typeof part !== "string") === true)
    return no("fills a placeholder into the name of the program");
  const name = program?.join("") ?? "";
  if (!/^[A-Za-z0-9_./+~-]+$/.test(name) || name.startsWith("-"))
    return no("must begin with the name of a program");
  const respelt =
    programName(name) === "kubectl"
      ? read.template.map((word) => leadOf(word).text).find(isRespelt)
      : undefined;
  if (respelt !== undefined)
    return no(`has ${respelt.split("=")[0]}, which kubectl reads with - for _: write it so`);
  const cluster = read.template
    .map((word) => aimingWord(programName(name), leadOf(word)))
    .find((one) => one !== undefined);
  return cluster === undefined
    ? read
    : no(`has ${cluster}: which cluster is meant comes from the target of the finding`);
};

/** A word without any placeholder. */
export const textOf = (word: TemplateWord): string | undefined => {
  const texts = word.flatMap((part) => (typeof part === "string" ? [part] : []));
  return texts.length === word.length ? texts.join("") : undefined;
};

/** What is started. */
export const programOf = ([first]: Template): string | undefined => first && textOf(first);

/** `kubectl` of `/usr/local/bin/kubectl`. */
export const programName = (program: string): string => program.split("/").at(-1) ?? program;

const leadOf = ([first, next]: TemplateWord): Lead => ({
  text: typeof first === "string" ? first : "",
  isFilled: typeof first === "string" && next !== undefined,
});

/**
 * Words with placeholders, split once and never again: whatever fills a placeholder later stays inside its own word (law L9).
 * Nothing of a shell but its quotes is understood.
 */
export const readTemplate = (text: string): ReadTemplate => {
  const split = splitWords(text);
  if (!split.ok) return split;
  const [first, ...others] = split.words;
  if (first === undefined || first === "") return no("is empty");
  const shell = others.find((word) => shellWords.has(word));
  if (shell !== undefined) return no(`has ${shell}, and no shell is started: put it into a script`);
  if (split.words.some((word) => /\p{Cc}/u.test(word))) return no("has a control character");
  const template: TemplateWord[] = [];
  for (const word of split.words) {
    const read = readWord(word);
    if (typeof read === "string") return no(read);
    const { text, isFilled } = leadOf(read);
    if (isFilled && /^-(?:-[^=]*)?$/.test(text)) return no("fills a placeholder into the name of an option");
    template.push(read);
  }
  return { ok: true, template };
};

const no = (why: string): { readonly ok: false; readonly why: string } => ({ ok: false, why });

const readWord = (word: string): TemplateWord | string => {
  const parts: (string | { readonly fill: PlaceholderName })[] = [];
  for (const piece of word.split(/(\{\w+\})/)) {
    if (piece === "") continue;
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    if (name === undefined) {
      parts.push(piece);
      continue;
    }
    const known = placeholders.find((one) => one === name);
    if (known === undefined)
      return `has the placeholder {${name}}, which is none of ${placeholders.join(", ")}`;
    parts.push({ fill: known });
  }
  return parts;
};

export const namesIn = (template: Template): readonly PlaceholderName[] => {
  const names = template.flatMap((word) =>
    word.flatMap((part) => (typeof part === "string" ? [] : [part.fill])),
  );
  return placeholders.filter((name) => names.includes(name));
};

export type Filled =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly why: string };

/** Word by word: as many words come out as there are in the template, and none of them became an option. */
export const fillTemplate = (template: Template, values: PlaceholderValues): Filled => {
  for (const name of namesIn(template)) {
    const fault = valueFault(name, values[name]);
    if (fault !== undefined) return no(fault);
  }
  const words = template.map((word) =>
    word.map((part) => (typeof part === "string" ? part : (values[part.fill] ?? ""))).join(""),
  );
  const turned = template.findIndex(
    ([first], at) => typeof first !== "string" && first !== undefined && words[at]?.startsWith("-") === true,
  );
  return turned === -1 ? { ok: true, words } : no("a value would read as an option");
};

/** As it is shown: `systemctl restart {workload}`, one text per word. */
export const shownTemplate = (template: Template): readonly string[] =>
  template.map((word) => word.map((part) => (typeof part === "string" ? part : `<${part.fill}>`)).join(""));
