import { byCodeUnit } from "../../core/order.ts";
import type { Value, ValueMap } from "../../core/value.ts";
import { at, mapAt, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { mapsAt } from "./read.ts";

const most = 8;

/** What differs between two pod templates, in words; of variables only the names, for their values may be secrets. */
export const templateChanges = (before: ValueMap, after: ValueMap): readonly string[] => {
  const [old, young] = [mapAt(before, "spec"), mapAt(after, "spec")];
  const changes = [
    ...containerKeys.flatMap((key) => changesOfContainers(mapsAt(old, key), mapsAt(young, key))),
    ...differing(old, young)
      .filter((key) => !containerKeys.includes(key))
      .map((key) => key),
    ...differing(mapAt(before, "metadata", "annotations"), mapAt(after, "metadata", "annotations")).map(
      (key) => `annotation ${key}`,
    ),
  ];
  return changes.length > most ? [...changes.slice(0, most), `and ${changes.length - most} more`] : changes;
};

const containerKeys: readonly string[] = ["initContainers", "containers"];

const changesOfContainers = (before: readonly ValueMap[], after: readonly ValueMap[]): readonly string[] => {
  const named = (list: readonly ValueMap[]) => new Map(list.map((one) => [textAt(one, "name"), one]));
  const [old, young] = [named(before), named(after)];
  const names = [...new Set([...old.keys(), ...young.keys()])].sort(byCodeUnit);
  return names.flatMap((name) => {
    const [was, is] = [old.get(name), young.get(name)];
    if (was === undefined) return [`container ${name} is new`];
    if (is === undefined) return [`container ${name} is gone`];
    return changesOfContainer(name, was, is);
  });
};

const changesOfContainer = (name: string, was: ValueMap, is: ValueMap): readonly string[] =>
  differing(was, is).flatMap((key) => {
    switch (key) {
      case "image":
        return [`image of ${name}: ${textAt(was, "image")} → ${textAt(is, "image")}`];
      case "env":
        return variablesDiffering(was, is).map((variable) => `env ${variable} of ${name}`);
      default:
        return [`${key} of ${name}`];
    }
  });

const variablesDiffering = (was: ValueMap, is: ValueMap): readonly string[] => {
  const byName = (container: ValueMap): ValueMap =>
    Object.fromEntries(mapsAt(container, "env").map((one) => [textAt(one, "name"), one]));
  return differing(byName(was), byName(is));
};

const differing = (a: ValueMap, b: ValueMap): readonly string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => written(at(a, key)) !== written(at(b, key)))
    .sort(byCodeUnit);

/** What the cluster itself writes is in one order, so that equal things are equal texts. */
const written = (value: Value | undefined): string => JSON.stringify(value) ?? "";
