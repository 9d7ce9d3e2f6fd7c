import { addTo } from "../grouped.ts";
import { aws } from "./aws/pack.ts";
import type { Pack, Rule } from "./rule.ts";

/** Every pack, in the order in which they speak. */
export const packs = [aws] as const satisfies readonly Pack[];

/** The rules that apply to a resource type, in pack order; none for a type that no rule names. */
export const rulesFor = (type: string): readonly Entry[] => byType.get(type) ?? none;

const none: readonly Entry[] = [];

/** What a rule is about, in one line; `undefined` for one that this version does not know. */
export const titleOfRule = (id: string): string | undefined =>
  packs.flatMap(({ rules }) => [...rules]).find((rule) => rule.id === id)?.title;

type Entry = { readonly pack: string; readonly rule: Rule };

const index = (entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> => {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const type of entry.rule.types) {
      addTo(found, type, entry);
    }
  }
  return found;
};

const byType = index(packs.flatMap(({ name, rules }) => rules.map((rule) => ({ pack: name, rule }))));
