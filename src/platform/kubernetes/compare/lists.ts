import { isMap, type Value } from "../../../core/value.ts";
import { holderOf, nameAt, type Path } from "./path.ts";

/**
 * How a list is compared. `entries` are matched by their merge key, and what only reality has is told apart; a `set` has no
 * order and is one place; of a `subset` only what is declared has to be there; an `unordered` list is compared by position only
 * where it is not the same in another order; `positions` is any other list.
 */
export type ListRule =
  | { readonly by: "entries"; readonly keys: readonly string[]; readonly more: string }
  | { readonly by: "set" | "subset" | "unordered" | "positions" };

/** What the lists of this place are, by the names that the API gives them. */
export const listRule = (path: Path, declared: readonly Value[], builtIn: boolean): ListRule => {
  const name = nameAt(path);
  if (name === "finalizers") return { by: "subset" };
  const merged = mergeKeys.find(
    (one) => one.name === name && fits(one, path) && (builtIn || one.everywhere === true),
  );
  if (
    merged !== undefined &&
    declared.every((entry) => isMap(entry) && merged.keys.some((key) => key in entry))
  )
    return { by: "entries", keys: merged.keys, more: merged.more };
  if (!builtIn) return { by: "positions" };
  return { by: sets.has(name) ? "set" : unordered.has(name) ? "unordered" : "positions" };
};

type Merged = {
  readonly name: string;
  readonly keys: readonly string[];
  /** What an entry is called that only reality has. */
  readonly more: string;
  /** The name that has to hold the list, where others are called alike. */
  readonly within?: string;
  /** Custom resources that describe pods name these lists alike. */
  readonly everywhere?: true;
};

/** The `x-kubernetes-list-map-keys` and patch merge keys of the published API. */
const mergeKeys: readonly Merged[] = [
  { name: "containers", keys: ["name"], more: "injected container", everywhere: true },
  { name: "initContainers", keys: ["name"], more: "injected container", everywhere: true },
  { name: "ephemeralContainers", keys: ["name"], more: "debug container" },
  { name: "env", keys: ["name"], more: "injected variable", everywhere: true },
  { name: "volumes", keys: ["name"], more: "injected volume", everywhere: true },
  { name: "volumeMounts", keys: ["mountPath"], more: "injected mount", everywhere: true },
  { name: "volumeDevices", keys: ["devicePath"], more: "injected device" },
  { name: "ports", within: "containers", keys: ["containerPort", "protocol"], more: "undeclared port" },
  { name: "ports", within: "initContainers", keys: ["containerPort", "protocol"], more: "undeclared port" },
  { name: "ports", within: "spec", keys: ["port", "protocol"], more: "undeclared port" },
  { name: "webhooks", keys: ["name"], more: "undeclared webhook" },
  { name: "imagePullSecrets", keys: ["name"], more: "" },
  { name: "secrets", keys: ["name"], more: "" },
  { name: "resourceClaims", keys: ["name"], more: "undeclared claim" },
  {
    name: "topologySpreadConstraints",
    keys: ["topologyKey", "whenUnsatisfiable"],
    more: "undeclared constraint",
  },
];

const fits = ({ within }: Merged, path: Path): boolean =>
  within === undefined || (holderOf(path) ?? nameAt(path, 1)) === within;

/** Lists whose order says nothing. */
const sets: ReadonlySet<string> = new Set([
  ...["tolerations", "hostAliases", "accessModes", "policyTypes", "add", "drop", "hosts"],
  ...["verbs", "resources", "apiGroups", "resourceNames", "nonResourceURLs", "operations", "apiVersions"],
  ...["imagePullPolicies", "externalIPs", "loadBalancerSourceRanges", "supplementalGroups", "mountOptions"],
]);

/** Lists of objects that have neither an order nor a key. */
const unordered: ReadonlySet<string> = new Set([
  ...[
    "subjects",
    "from",
    "to",
    "ingress",
    "egress",
    "ports",
    "matchExpressions",
    "metrics",
    "rules",
    "paths",
  ],
]);

/** The place of each key; of several entries of one key the last one counts. */
export const lastOfEach = (entries: readonly Value[], keys: readonly string[]): Map<string, number> =>
  new Map(entries.map((entry, nth) => [keyOf(entry, keys), nth]));

const keyOf = (entry: Value, keys: readonly string[]): string =>
  JSON.stringify(keysOf(entry, keys).map(([, value]) => String(value)));

/** The key of an entry; what a server fills in is filled in. */
export const keysOf = (entry: Value, keys: readonly string[]): readonly (readonly [string, Value])[] =>
  keys.map((key) => {
    const own = isMap(entry) ? entry[key] : undefined;
    return [key, own ?? (key === "protocol" ? "TCP" : "")] as const;
  });
