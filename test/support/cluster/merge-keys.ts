import { isThing, type Json, type Thing } from "./json.ts";

/**
 * How a list of the API merges: by a key, as a set, or not at all (`undefined`). From the published types' patchMergeKey
 * and listMapKey tags (k8s.io/api, 1.33); by field name, told apart by what stands in the entries where a name is used twice.
 */
const keys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  env: ["name"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  imagePullSecrets: ["name"],
  secrets: ["name"],
  hostAliases: ["ip"],
  topologySpreadConstraints: ["topologyKey", "whenUnsatisfiable"],
  ownerReferences: ["uid"],
  conditions: ["type"],
  taints: ["key", "effect"],
  webhooks: ["name"],
  resourceClaims: ["name"],
  podIPs: ["ip"],
};

const sets = new Set(["finalizers"]);

// Keys that a declaration may leave out, with what is meant then.
const implied: Readonly<Record<string, string>> = { protocol: "TCP" };

/** The keys of a list; for strategic merge only the first counts. */
export const mergeKeys = (field: string, entries: readonly Json[]): readonly string[] | undefined => {
  if (!entries.every(isThing)) return undefined;
  if (field !== "ports") return keys[field];
  if (entries.some((entry) => isThing(entry) && entry["containerPort"] !== undefined)) {
    return ["containerPort", "protocol"];
  }
  return entries.every(
    (entry) => isThing(entry) && typeof entry["port"] === "number" && !("endPort" in entry),
  )
    ? ["port", "protocol"]
    : undefined;
};

export const isSet = (field: string): boolean => sets.has(field);

/** What tells one entry from the others. */
export const identity = (entry: Thing, by: readonly string[]): Thing =>
  Object.fromEntries(by.map((key) => [key, entry[key] ?? implied[key] ?? ""]));

export const sameIdentity = (left: Json, right: Json, by: readonly string[]): boolean =>
  isThing(left) &&
  isThing(right) &&
  by.every((key) => (left[key] ?? implied[key]) === (right[key] ?? implied[key]));
