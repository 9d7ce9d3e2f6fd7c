import type { Envelope } from "../../core/bound/envelope.ts";
import { byCodeUnit } from "../../core/order.ts";
import { counted, several } from "../kubernetes/deed.ts";
import type { Application, Changed } from "./application.ts";

export type Changes = {
  /** What a sync may touch. */
  readonly rows: readonly Changed[];
  /** What Git declares no more, and what stays all the same. */
  readonly left: readonly Changed[];
  /** Whether `rows` are those that differ; of another revision nobody says which, so they are all. */
  readonly told: boolean;
};

export const changesOf = ({ status }: Application, told: boolean): Changes => {
  const own = (status?.resources ?? [])
    .filter(({ hook }) => hook !== true)
    .sort((a, b) => byCodeUnit(nameOf(a), nameOf(b)));
  const differs = ({ status: state, health }: Changed): boolean =>
    state === "OutOfSync" || health?.status === "Missing";
  return {
    rows: own.filter((row) => row.requiresPruning !== true && (!told || differs(row))),
    left: own.filter((row) => row.requiresPruning === true),
    told,
  };
};

export const keyOf = ({ group, kind, namespace, name, status }: Changed): readonly string[] => [
  ...[group, kind, namespace, name, status],
];

const nameOf = ({ group, kind, namespace, name }: Changed): string =>
  [group, kind, namespace, name].filter(Boolean).join("/");

const keepers = ["StatefulSet", "PersistentVolumeClaim", "PersistentVolume"];
const keepsData = ({ kind }: Changed): boolean => keepers.includes(kind);

/**
 * Whether one is replaced stands in its own manifest in Git, which nobody reads here: what keeps data counts as lost. More
 * namespaces than one are more than one service.
 */
export const graver = ({ rows }: Changes, options: readonly string[]): { readonly envelope?: Envelope } => {
  const spread = new Set(rows.map(({ namespace }) => namespace).filter(Boolean)).size > 1;
  const lost = options.includes("Replace=true") || rows.some(keepsData);
  if (!spread && !lost) return {};
  return {
    envelope: { reversibility: lost ? "irreversible" : "recoverable", impact: spread ? "tenant" : "service" },
  };
};

/** Where it may change something: where its resources live, and where what has no namespace goes. */
export const namespacesOf = ({ rows }: Changes, { spec }: Application): readonly string[] =>
  [...new Set([spec.destination?.namespace ?? "", ...rows.map(({ namespace }) => namespace)])]
    .filter((name) => name !== "")
    .sort(byCodeUnit);

export const tellChanges = ({ rows, left, told }: Changes, { spec }: Application): readonly string[] => {
  const { name = "", server = "", namespace = "" } = spec.destination ?? {};
  const data = rows.filter(keepsData);
  const names = rows.length === 0 ? "" : `: ${several(rows.map(nameOf))}`;
  return [
    told
      ? `${counted(rows.length, "resource")} out of sync${names}`
      : `any of its ${counted(rows.length, "resource")} may change; which, Argo CD does not say beforehand`,
    `it deploys to ${[name || server, namespace].filter(Boolean).join(", namespace ")}`,
    left.length === 0
      ? "nothing is pruned"
      : `nothing is pruned: ${several(left.map(nameOf))} stay, though Git declares them no more`,
    ...(data.length === 0 ? [] : [`${several(data.map(nameOf))} may be replaced with what is kept there`]),
  ];
};
