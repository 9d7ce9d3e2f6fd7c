import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Pair } from "../../../support/kubernetes-pairs.ts";
import { pairsOf, standsAt } from "../../../support/kubernetes-pairs.ts";
import { comparisonOf, tree } from "../../../support/pair-judge.ts";

/** Declared objects of every kind in the known half, as they would live right after they were applied. */
const objects = pairsOf("known")
  .map(({ declared }) => declared)
  .filter(({ kind }) => kind !== "Secret");

const asPair = (declared: unknown, live: unknown, world: Pair["world"] = []): Pair => ({
  ...{ id: "", topic: "", title: "", source: "", expected: [], notes: [], world },
  declared: tree(declared) as Pair["declared"],
  live: tree(live) as Pair["live"],
});

const pathsIn = (pair: Pair): readonly string[] => comparisonOf(pair).differences.map(({ path }) => path);

const anyObject = fc.constantFrom(...objects);

/** Keys in another order, lists with merge keys too, and things beside them that nobody declared. */
const shuffled = (value: unknown, random: () => number, name = ""): unknown => {
  if (Array.isArray(value)) {
    const inside = value.map((entry) => shuffled(entry, random, name));
    return keyed.has(name) ? mixed([...inside, ...(extras[name] ?? [])], random) : inside;
  }
  if (typeof value !== "object" || value === null) return value;
  const own = Object.entries(value).map(([key, member]) => [key, shuffled(member, random, key)]);
  const more = name === "labels" || name === "annotations" ? [["acme.example/added", "by-somebody"]] : [];
  return Object.fromEntries(mixed([...own, ...more], random));
};

const keyed = new Set(["containers", "initContainers", "env", "volumes", "volumeMounts"]);
const extras: Readonly<Record<string, readonly unknown[]>> = {
  containers: [{ name: "added-proxy", image: "envoy:1" }],
  env: [{ name: "ADDED", value: "1" }],
  volumes: [{ name: "added", emptyDir: {} }],
  volumeMounts: [{ name: "added", mountPath: "/added" }],
};

const mixed = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((entry) => [random(), entry] as const)
    .sort(([a], [b]) => a - b)
    .map(([, entry]) => entry);

const generator = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state;
  };
};

type Leaf = { readonly path: string; readonly steps: readonly (string | number)[]; readonly value: unknown };

/** Leaves that the comparator promises to find, with the path that it has to give them. */
const leavesOf = (value: unknown, path = "", steps: readonly (string | number)[] = [], name = ""): Leaf[] => {
  if (Array.isArray(value)) {
    const key = mergeKey[name];
    if (key === undefined && value.every((entry) => typeof entry !== "object"))
      return [{ path, steps, value }];
    return value.flatMap((entry, nth) => {
      const at = key === undefined ? `[${nth}]` : `[${key}=${entry[key]}]`;
      return leavesOf(entry, `${path}${at}`, [...steps, nth]);
    });
  }
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, member]) => {
      const quoted = /^[^.[\]/"\s]+$/.test(key)
        ? `${path === "" ? "" : "."}${key}`
        : `[${JSON.stringify(key)}]`;
      return leavesOf(member, `${path}${quoted}`, [...steps, key], key);
    });
  return value === null ? [] : [{ path, steps, value }];
};

const mergeKey: Readonly<Record<string, string>> = {
  containers: "name",
  initContainers: "name",
  env: "name",
  volumes: "name",
  volumeMounts: "mountPath",
  webhooks: "name",
  imagePullSecrets: "name",
  secrets: "name",
};

/** Identity, keys of entries, and what others may or must set. */
const isEditable = ({ path, steps, value }: Leaf, kind: string): boolean =>
  !/^(?:apiVersion|kind|status|metadata\.(?!labels|annotations))/.test(path) &&
  !/\.metadata\.|kubectl\.kubernetes\.io|caBundle|creationTimestamp|mountPath$|\.ports\[/.test(path) &&
  !(kind === "ClusterRole" && path.startsWith("rules")) &&
  !(kind === "Service" && path.includes("ports")) &&
  !(steps.at(-1) === "name" && typeof steps.at(-2) === "number") &&
  !(Array.isArray(value) && value.length === 0 && !path.endsWith("args")) &&
  !(value === "" || value === 0) &&
  !path.includes("tolerations") &&
  !path.includes("hostAliases");

const edited = (value: unknown): unknown => {
  if (Array.isArray(value)) return [...value, "added-by-hand"];
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 7;
  return `${String(value)}-by-hand`;
};

const withEdit = (
  object: unknown,
  [step, ...rest]: readonly (string | number)[],
  value: unknown,
): unknown => {
  if (step === undefined) return value;
  if (Array.isArray(object))
    return object.map((entry, nth) => (nth === step ? withEdit(entry, rest, value) : entry));
  const map = typeof object === "object" && object !== null ? Object.entries(object) : [];
  return Object.fromEntries(map.map(([key, own]) => [key, key === step ? withEdit(own, rest, value) : own]));
};

describe("the comparator", () => {
  test("finds nothing between an object and itself", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        expect(comparisonOf(asPair(object, object)).differences).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("is not moved by order, nor by what nobody declared", () => {
    fc.assert(
      fc.property(fc.constantFrom(...pairsOf("known")), fc.nat(), (pair, seed) => {
        fc.pre(pair.live !== null && pair.declared["kind"] !== "Secret");
        const live = shuffled(pair.live, generator(seed));
        const told = ({ differences }: ReturnType<typeof comparisonOf>) =>
          differences.map(({ path, declared, owners }) => [path, declared, owners]);
        // By-position paths of a list do not move; what follows an entry's key may.
        const moved = comparisonOf({ ...pair, live: tree(live) as Pair["live"] });
        expect(told(moved)).toEqual(told(comparisonOf(pair)));
      }),
      { numRuns: 500 },
    );
  });

  test("finds one edited leaf with exactly its path", () => {
    let tried = 0;
    fc.assert(
      fc.property(anyObject, fc.nat(), fc.nat(), (object, choice, seed) => {
        const leaves = leavesOf(object).filter((leaf) => isEditable(leaf, String(object["kind"])));
        fc.pre(leaves.length > 0);
        const leaf = leaves[choice % leaves.length];
        if (leaf === undefined) return;
        tried += 1;
        const live = withEdit(object, leaf.steps, edited(leaf.value));
        expect(pathsIn(asPair(object, shuffled(live, generator(seed))))).toEqual([leaf.path]);
        expect(standsAt(object, leaf.path)).toEqual(leaf.value);
      }),
      { numRuns: 2000 },
    );
    expect(tried).toBeGreaterThan(1500);
  });
});
