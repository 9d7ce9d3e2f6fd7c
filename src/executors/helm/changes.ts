import type { Envelope } from "../../core/bound/envelope.ts";
import { byCodeUnit } from "../../core/order.ts";
import { several } from "../kubernetes/deed.ts";
import type { Declared } from "./record.ts";

export type Changes = {
  readonly changed: readonly Declared[];
  readonly created: readonly Declared[];
  readonly deleted: readonly Declared[];
};

/** Between what the newest revision declares and what the earlier one did. */
export const changesBetween = (present: readonly Declared[], wanted: readonly Declared[]): Changes => {
  const now = new Map(present.map((one) => [one.name, one.whole]));
  const then = new Set(wanted.map(({ name }) => name));
  return {
    changed: wanted.filter(({ name, whole }) => now.has(name) && now.get(name) !== whole),
    created: wanted.filter(({ name }) => !now.has(name)),
    deleted: present.filter(({ name, stays }) => !then.has(name) && !stays),
  };
};

const keepers = [
  "StatefulSet",
  "PersistentVolumeClaim",
  "PersistentVolume",
  "Namespace",
  "CustomResourceDefinition",
];

/** What keeps data is lost with its deletion, and what a hook does nobody knows. */
export const graver = ({ deleted }: Changes, hooks: readonly Declared[]): { readonly envelope?: Envelope } =>
  hooks.length > 0 || deleted.some(({ kind }) => keepers.includes(kind))
    ? { envelope: { reversibility: "irreversible", impact: "service" } }
    : {};

/** Where it may change something. */
export const namespacesOf = (
  { changed, created, deleted }: Changes,
  hooks: readonly Declared[],
): readonly string[] =>
  [...new Set([...changed, ...created, ...deleted, ...hooks].map(({ namespace }) => namespace))].sort(
    byCodeUnit,
  );

/** By kind and name alone: what a manifest holds beside them may be secret. */
export const tellChanges = ({ changed, created, deleted }: Changes): readonly string[] => {
  const told = [
    ...clause("changed", changed),
    ...clause("created again", created),
    ...clause("deleted, as it was not declared then", deleted),
  ];
  return told.length === 0 ? ["both declare the same"] : told;
};

const clause = (what: string, things: readonly Declared[]): readonly string[] =>
  things.length === 0 ? [] : [`${what}: ${several(things.map(({ name }) => name))}`];

export const tellHooks = (hooks: readonly Declared[]): readonly string[] =>
  hooks.length === 0
    ? ["no hook runs"]
    : [`runs around it, and nobody knows to what effect: ${several(hooks.map(({ name }) => name))}`];
