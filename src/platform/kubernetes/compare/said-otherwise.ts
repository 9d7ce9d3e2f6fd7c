import type { Value, ValueMap } from "../../../core/value.ts";
import type { Workload } from "./mandate.ts";
import { nameAt, type Path, standsAt } from "./path.ts";
import { runsDeclared } from "./running.ts";
import { at, kindOf, listAt, mapAt, podSpecOf } from "./thing.ts";
import { workloadsIn } from "./world.ts";

/** Whether the live object says the same in another field or in other words. */
export const isSaidOtherwise = (workload: Workload, path: Path): boolean =>
  isSamePort(workload, path) || isSameUtilisation(workload, path) || runsDeclared(workload, path) === true;

/** The first version of the autoscaler has one field for what the second has a list for. */
const isSameUtilisation = ({ declared, live }: Workload, path: Path): boolean =>
  nameAt(path) === "targetCPUUtilizationPercentage" &&
  listAt(live, "spec", "metrics").some(
    (metric) =>
      at(metric, "resource", "name") === "cpu" &&
      at(metric, "resource", "target", "averageUtilization") === standsAt(declared, path, "declared"),
  );

/** A port that is named on one side and a number on the other. */
const isSamePort = (workload: Workload, path: Path): boolean => {
  const name = nameAt(path);
  if (name !== "port" && name !== "targetPort") return false;
  const [declared, live] = [
    standsAt(workload.declared, path, "declared"),
    standsAt(workload.live, path, "live"),
  ];
  if (declared === undefined || live === undefined) return false;
  const containers =
    name === "targetPort" ? servedBy(workload) : [standsAt(workload.live, containerIn(path), "live") ?? null];
  return containers.some((container) =>
    listAt(container, "ports").some((port) => namesSame(port, declared, live)),
  );
};

const namesSame = (port: Value, a: Value, b: Value): boolean => {
  const [name, number] = [at(port, "name"), at(port, "containerPort")];
  const is = (text: Value, amount: Value) => text === name && String(amount) === String(number);
  return name !== undefined && number !== undefined && (is(a, b) || is(b, a));
};

/** Containers of the pods that a service selects. */
const servedBy = ({ declared, namespace, world }: Workload): readonly Value[] => {
  const selector = Object.entries(mapAt(declared, "spec", "selector"));
  if (kindOf(declared) !== "Service" || selector.length === 0) return [];
  return workloadsIn(world, namespace).flatMap((object) => {
    const labels = labelsOf(object);
    const fits = selector.every(([key, value]) => labels[key] === value);
    return fits ? listAt(podSpecOf(object), "containers") : [];
  });
};

const labelsOf = (object: ValueMap): ValueMap =>
  kindOf(object) === "Pod"
    ? mapAt(object, "metadata", "labels")
    : mapAt(object, "spec", "template", "metadata", "labels");

const containerIn = (path: Path): Path => path.slice(0, path.findIndex((step) => step.is === "entry") + 1);
