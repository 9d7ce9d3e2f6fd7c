import { dig, type Json, number, type Thing, text, thing, things } from "./json.ts";
import type { Kind } from "./kinds.ts";

/** A column of the server's own table: its name, whether only `-o wide` shows it, and its cell. */
type Column = readonly [name: string, wide: boolean, cell: (object: Thing) => Json];

const count = (object: Thing, ...path: readonly string[]): number => number(object, ...path) ?? 0;
const ratio = (have: number, want: number): string => `${have}/${want}`;
const images = (object: Thing): string =>
  things(object, "spec", "template", "spec", "containers")
    .map((one) => text(one, "image"))
    .join(",");
const keyCount = (object: Thing): number => Object.keys(thing(object, "data")).length;

const podReason = (pod: Thing): string => {
  if (dig(pod, "metadata", "deletionTimestamp") !== undefined) return "Terminating";
  const waiting = things(pod, "status", "containerStatuses").map(
    (one) => text(one, "state", "waiting", "reason") || text(one, "state", "terminated", "reason"),
  );
  return (
    waiting.find((reason) => reason !== "") ?? (text(pod, "status", "reason") || text(pod, "status", "phase"))
  );
};

const restarts = (pod: Thing): number =>
  things(pod, "status", "containerStatuses").reduce((sum, one) => sum + count(one, "restartCount"), 0);

const replicated: readonly Column[] = [
  ["Ready", false, (o) => ratio(count(o, "status", "readyReplicas"), count(o, "spec", "replicas"))],
  ["Up-to-date", false, (o) => count(o, "status", "updatedReplicas")],
  ["Available", false, (o) => count(o, "status", "availableReplicas")],
  ["Images", true, images],
];

const columns: Readonly<Record<string, readonly Column[]>> = {
  Pod: [
    [
      "Ready",
      false,
      (o) =>
        ratio(
          things(o, "status", "containerStatuses").filter((one) => one["ready"] === true).length,
          things(o, "spec", "containers").length,
        ),
    ],
    ["Status", false, podReason],
    ["Restarts", false, restarts],
    ["IP", true, (o) => text(o, "status", "podIP") || "<none>"],
    ["Node", true, (o) => text(o, "spec", "nodeName") || "<none>"],
  ],
  Deployment: replicated,
  StatefulSet: [
    ["Ready", false, (o) => ratio(count(o, "status", "readyReplicas"), count(o, "spec", "replicas"))],
    ["Images", true, images],
  ],
  DaemonSet: [
    ["Desired", false, (o) => count(o, "status", "desiredNumberScheduled")],
    ["Ready", false, (o) => count(o, "status", "numberReady")],
    ["Images", true, images],
  ],
  Service: [
    ["Type", false, (o) => text(o, "spec", "type")],
    ["Cluster-IP", false, (o) => text(o, "spec", "clusterIP") || "<none>"],
    [
      "Port(s)",
      false,
      (o) =>
        things(o, "spec", "ports")
          .map((port) => `${count(port, "port")}/${text(port, "protocol")}`)
          .join(","),
    ],
    [
      "Selector",
      true,
      (o) =>
        Object.entries(thing(o, "spec", "selector"))
          .map(([key, value]) => `${key}=${String(value)}`)
          .join(","),
    ],
  ],
  ConfigMap: [["Data", false, keyCount]],
  Secret: [
    ["Type", false, (o) => text(o, "type")],
    ["Data", false, keyCount],
  ],
  Namespace: [["Status", false, (o) => text(o, "status", "phase")]],
  Event: [
    ["Type", false, (o) => text(o, "type")],
    ["Reason", false, (o) => text(o, "reason")],
    [
      "Object",
      false,
      (o) => `${text(o, "involvedObject", "kind").toLowerCase()}/${text(o, "involvedObject", "name")}`,
    ],
    ["Message", false, (o) => text(o, "message")],
  ],
  Node: [
    [
      "Status",
      false,
      (o) =>
        things(o, "status", "conditions").some((one) => one["type"] === "Ready" && one["status"] === "True")
          ? "Ready"
          : "NotReady",
    ],
  ],
  Job: [
    ["Completions", false, (o) => ratio(count(o, "status", "succeeded"), count(o, "spec", "completions"))],
  ],
  CronJob: [
    ["Schedule", false, (o) => text(o, "spec", "schedule")],
    ["Suspend", false, (o) => String(dig(o, "spec", "suspend"))],
  ],
};

export const wantsTable = (accept: string): boolean => /as=Table/.test(accept);

/** A list, or one object, as a `meta.k8s.io/v1` Table. */
export const tableOf = (
  kind: Kind,
  document: Thing,
  objects: readonly Thing[],
  { include, now }: { readonly include: string; readonly now: Date },
): Thing => {
  const name: Column = ["Name", false, (object) => text(object, "metadata", "name")];
  const own = [name, ...(columns[kind.kind] ?? customColumns(kind)), age(now)];
  const { remainingItemCount: left, continue: next, resourceVersion: version } = thing(document, "metadata");
  const metadata: Thing = { resourceVersion: version ?? "" };
  if (next !== undefined) Object.assign(metadata, { continue: next, remainingItemCount: left ?? 0 });
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: own.map(([title, wide]) => ({
      ...{
        name: title,
        type: "string",
        format: title === "Name" ? "name" : "",
        description: "",
        priority: wide ? 1 : 0,
      },
    })),
    rows: objects.map((object) => ({
      cells: own.map(([, , cell]) => cell(object)),
      object:
        include === "Object"
          ? structuredClone(object)
          : {
              kind: "PartialObjectMetadata",
              apiVersion: "meta.k8s.io/v1",
              metadata: thing(object, "metadata"),
            },
    })),
  };
};

const age = (now: Date): Column => [
  "Age",
  false,
  (object) => ageWords(now.getTime() - Date.parse(text(object, "metadata", "creationTimestamp"))),
];

const ageWords = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
};

const customColumns = (kind: Kind): readonly Column[] =>
  kind.columns.map((column) => [
    text(column, "name"),
    count(column, "priority") > 0,
    (object) =>
      String(
        dig(
          object,
          ...text(column, "jsonPath")
            .split(".")
            .filter((part) => part !== ""),
        ) ?? "",
      ),
  ]);
