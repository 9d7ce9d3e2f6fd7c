/** In every cluster, and protected in every policy: stands for all namespaces at once. */
const everywhere = "kube-system";

/**
 * Namespaces that words for kubectl or helm speak of: what is protected there is protected from them too. Where they name none,
 * the one that the context stands in.
 */
export const namespacesReached = (words: readonly string[], standing: string): readonly string[] => {
  const named = words.flatMap((word, at) => {
    if (word === "-A" || word === "--all-namespaces" || word === "--all-namespaces=true") return [everywhere];
    if (word === "-n" || word === "--namespace") return words[at + 1] ?? [];
    const [, value] = /^(?:--namespace=|-n=?)(.+)$/.exec(word) ?? [];
    return value ?? [];
  });
  return named.length === 0 ? [standing] : [...new Set(named)];
};
