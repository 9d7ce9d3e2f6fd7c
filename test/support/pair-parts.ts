import type { Pair } from "./kubernetes-pairs.ts";
import { comparisonOf } from "./pair-judge.ts";

export type Tree = Record<string, unknown>;

export const pair = (declared: Tree, live: Tree | null, more: Partial<Pair> = {}): Pair =>
  ({
    id: "",
    topic: "",
    title: "",
    source: "",
    world: [],
    expected: [],
    notes: [],
    declared,
    live,
    ...more,
  }) as Pair;

export const object = (kind: string, apiVersion: string, rest: Tree = {}, metadata: Tree = {}): Tree => ({
  apiVersion,
  kind,
  metadata: { name: "web", namespace: "shop", ...metadata },
  ...rest,
});
export const deployment = (pod: Tree, spec: Tree = {}): Tree =>
  object("Deployment", "apps/v1", {
    spec: { ...spec, template: { spec: { containers: [{ name: "web", image: "web:1" }], ...pod } } },
  });
export const container = (fields: Tree): Tree =>
  deployment({ containers: [{ name: "web", image: "web:1", ...fields }] });
export const pathsOf = (...[declared, live, more]: Parameters<typeof pair>): readonly string[] =>
  comparisonOf(pair(declared, live, more)).differences.map(({ path }) => path);

export const web = "spec.template.spec.containers[name=web]";
