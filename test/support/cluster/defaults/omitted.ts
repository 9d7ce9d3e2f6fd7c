import { isThing, type Json, type Thing } from "../json.ts";

// Fields whose zero value a typed object leaves out when it is written (`omitempty` on a field that is no pointer).
const zeros: Readonly<Record<string, Json>> = {
  ...{ hostNetwork: false, hostPID: false, hostIPC: false, stdin: false, stdinOnce: false, tty: false },
  ...{ readOnly: false, paused: false, initialDelaySeconds: 0, minReadySeconds: 0, value: "", subPath: "" },
  ...{ publishNotReadyAddresses: false, clusterIP: "", nodeName: "", hostname: "", subdomain: "" },
};

// Maps that vanish when empty; an empty object elsewhere (`emptyDir`, `podSelector`) says something.
const maps = new Set([
  ...["labels", "annotations", "nodeSelector", "limits", "requests", "matchLabels", "data", "binaryData"],
]);

// Lists that are written even when empty.
const keptLists = new Set(["rules"]);

/** Takes out, in place, what a built-in type would not write. */
export const omitZeros = (object: Thing): void => {
  for (const [key, value] of Object.entries(object)) {
    if (isOmitted(key, value)) delete object[key];
    else if (isThing(value)) omitZeros(value);
    else if (Array.isArray(value)) for (const entry of value) if (isThing(entry)) omitZeros(entry);
  }
};

const isOmitted = (key: string, value: Json): boolean => {
  if (Array.isArray(value)) return value.length === 0 && !keptLists.has(key);
  if (isThing(value)) return maps.has(key) && Object.keys(value).length === 0;
  return Object.hasOwn(zeros, key) && zeros[key] === value;
};
