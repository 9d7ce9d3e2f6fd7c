import { type DryRun, none } from "./step.ts";

/** Words with the namespace that may stand in front of them set aside. */
export type Leading = { readonly front: readonly string[]; readonly rest: readonly string[] };

/** `-n shop`, `-n=shop`, `--namespace shop` and `--namespace=shop`: the only options before a verb that are sure to end where they do. */
export const leadingNamespace = (words: readonly string[]): Leading => {
  const [first = "", second] = words;
  const isAlone = first === "-n" || first === "--namespace";
  if (isAlone && second !== undefined && !second.startsWith("-"))
    return { front: [first, second], rest: words.slice(2) };
  if (/^(?:--namespace=|-n=?)[^-=]/.test(first)) return { front: [first], rest: words.slice(1) };
  return { front: [], rest: words };
};

/** Of two the last one holds, so that no second one is put beside it. */
export const ownDryRun = (words: readonly string[]): DryRun | undefined => {
  const own = words.filter((word) => /^--dry-run(?:=|$)/.test(word)).at(-1);
  if (own === undefined) return undefined;
  return /^--dry-run(?:=(?:server|client|true))?$/.test(own)
    ? { is: "idle", why: `its own words say ${own}, so that it never does anything` }
    : none(`its own words say ${own}`);
};
