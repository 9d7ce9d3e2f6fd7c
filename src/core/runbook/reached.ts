import { clusterPrograms } from "./aiming.ts";
import type { OpenEntry } from "./entry-action.ts";
import type { PlaceholderValues } from "./placeholders.ts";
import { fillTemplate, programName } from "./template.ts";

/** In every cluster, and protected in every policy: stands for all namespaces at once. */
const everywhere = "kube-system";

/**
 * Namespaces that an entry for kubectl or helm speaks of: what is protected there is protected from it too. Where it names none,
 * the one that the context stands in. Of another program nobody knows.
 */
export const reachedBy = (
  { solution: { words: template = [] } }: OpenEntry,
  values: PlaceholderValues,
  standing: string,
): readonly string[] => {
  const filled = fillTemplate(template, values);
  const [program = "", ...words] = filled.ok ? filled.words : [];
  return clusterPrograms.has(programName(program)) ? namespacesIn(words, standing) : [];
};

const namespacesIn = (words: readonly string[], standing: string): readonly string[] => {
  const named = words.flatMap((word, at) => {
    if (word === "-n" || word === "--namespace") return words[at + 1] ?? [];
    return /^(?:--namespace=|-n=?)(.+)$/.exec(word)?.[1] ?? [];
  });
  const more = words.flatMap((word, at) => {
    if (/^--all-namespaces(?:$|=)/.test(word) || /^-[A-Za-z]*A/.test(word)) return [everywhere];
    // Switches of one letter may be written as one word, the last of them with its value or the next word.
    const [, value] = /^-[A-Za-z]+n=?(.*)$/.exec(word) ?? [];
    return value === "" ? (words[at + 1] ?? []) : (value ?? []);
  });
  return [...new Set([...(named.length === 0 ? [standing] : named), ...more])];
};
