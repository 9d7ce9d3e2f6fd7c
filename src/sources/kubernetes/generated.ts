import type { ValueMap } from "../../core/value.ts";
import { compareObjects } from "../../platform/kubernetes/compare/compare.ts";
import { unmasked } from "../../platform/kubernetes/compare/prepare.ts";
import { groupOf, kindOf, nameOf, namespaceOf } from "../../platform/kubernetes/compare/thing.ts";
import type { LiveDocument } from "./live-document.ts";

/** What of a rendering is the same each time, and what was made up for this one. */
export type Settled = {
  readonly declared: readonly ValueMap[];
  /** Places whose value is another one each time. */
  readonly leave: LiveDocument["leave"];
  /** Kinds of which an object has another name each time, as `group/Kind`. */
  readonly unnamed: readonly string[];
  /** How many objects those are. */
  readonly nameless: number;
};

/** Where two renderings of one thing differ nobody declared a value: what runs was made up by a third. */
export const settle = (first: readonly ValueMap[], second: readonly ValueMap[]): Settled => {
  const again = new Map(second.map((object) => [keyOf(object), object]));
  const declared = first.filter((object) => again.has(keyOf(object)));
  const fickle = first.filter((object) => !again.has(keyOf(object)));
  return {
    declared,
    leave: declared.flatMap((object) => differing(object, again.get(keyOf(object)) ?? object)),
    unnamed: [...new Set(fickle.map(kindKey))],
    nameless: fickle.length,
  };
};

const kindKey = (object: ValueMap): string => `${groupOf(object)}/${kindOf(object)}`;
const keyOf = (object: ValueMap): string => [kindKey(object), namespaceOf(object), nameOf(object)].join("/");

const differing = (one: ValueMap, other: ValueMap): LiveDocument["leave"] => {
  const around = { world: [], namespace: "default", ignore: [] };
  const compared = [
    compareObjects(unmasked(one), unmasked(other), around),
    compareObjects(unmasked(other), unmasked(one), around),
  ];
  const paths = new Set(compared.flatMap(({ differences }) => differences.map(({ path }) => path)));
  const written = namespaceOf(one);
  return [...paths].map((path) => ({
    ...{ kind: kindOf(one), name: nameOf(one), path },
    ...(written === "" ? {} : { namespace: written }),
  }));
};
