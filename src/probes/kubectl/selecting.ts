import { addTo } from "../../core/grouped.ts";
import { isMap, type ValueMap } from "../../core/value.ts";
import { at, kindOf, namespaceOf } from "../../platform/kubernetes/compare/thing.ts";

type Select = (namespace: string, selector: ValueMap) => readonly ValueMap[];

/** Finds by a plain selector, in the time of what it finds and not of what there is; an empty one meets nothing here. */
export const selecting = (objects: readonly ValueMap[]): Select => {
  const byLabel = new Map<string, ValueMap[]>();
  for (const object of objects)
    for (const [key, value] of Object.entries(podLabelsOf(object))) {
      const label = labelOf(namespaceOf(object), key, value);
      addTo(byLabel, label, object);
    }
  return (namespace, selector) => {
    const wanted = Object.entries(selector);
    const lists = wanted.map(([key, value]) => byLabel.get(labelOf(namespace, key, value)) ?? []);
    // The rarest label: one that everything bears would make this a look at everything.
    const [near = []] = lists.sort((a, b) => a.length - b.length);
    return near.filter((object) => {
      const labels = podLabelsOf(object);
      return wanted.every(([key, value]) => labels[key] === value);
    });
  };
};

const labelOf = (namespace: string, key: string, value: unknown): string =>
  `${namespace}/${key}=${String(value)}`;

/** Labels of a pod, or of the pods that it makes. */
const podLabelsOf = (object: ValueMap): ValueMap => {
  const found =
    kindOf(object) === "Pod"
      ? at(object, "metadata", "labels")
      : at(object, "spec", "template", "metadata", "labels");
  return isMap(found) ? found : {};
};
