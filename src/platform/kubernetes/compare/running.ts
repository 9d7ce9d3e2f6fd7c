import type { Value, ValueMap } from "../../../core/value.ts";
import { imageOf } from "./image.ts";
import type { Workload } from "./mandate.ts";
import { nameAt, type Path, standsAt } from "./path.ts";
import { at, kindOf, listAt, mapAt, nameOf, podSpecOf, textAt } from "./thing.ts";
import { workloadsIn } from "./world.ts";

/**
 * Whether an image that is declared by its digest, and lives under a tag alone, is the declared one after all: what its pods run
 * says so. `undefined` where nobody can tell: no pod is at hand, or none names a digest.
 */
export const runsDeclared = (workload: Workload, path: Path): boolean | undefined => {
  if (nameAt(path) !== "image" || !/^(?:c|initC)ontainers$/.test(nameAt(path, 1))) return undefined;
  const [declared, live] = [
    standsAt(workload.declared, path, "declared"),
    standsAt(workload.live, path, "live"),
  ];
  const container = path.find((step) => step.is === "entry")?.keys[0]?.[1];
  if (typeof declared !== "string" || typeof live !== "string" || typeof container !== "string")
    return undefined;
  const [wanted, found] = [imageOf(declared), imageOf(live)];
  if (wanted.digest === undefined || found.digest !== undefined) return undefined;
  if (wanted.registry !== found.registry || wanted.repository !== found.repository) return undefined;
  const run = podsOf(workload).flatMap((pod) => digestsOf(pod, container, live));
  return run.length === 0 ? undefined : run.every((digest) => digest === wanted.digest);
};

const podsOf = ({ live, namespace, world }: Workload): readonly ValueMap[] => {
  const pods = workloadsIn(world, namespace).filter((object) => kindOf(object) === "Pod");
  if (kindOf(live) === "Pod") return pods.filter((pod) => nameOf(pod) === nameOf(live));
  const labels = Object.entries(mapAt(live, "spec", "selector", "matchLabels"));
  if (labels.length === 0) return [];
  return pods.filter((pod) => {
    const own = mapAt(pod, "metadata", "labels");
    return labels.every(([key, value]) => own[key] === value);
  });
};

/** Of a pod that was made for another image, as during a rollout, nothing is asked. */
const digestsOf = (pod: ValueMap, container: string, image: string): readonly string[] => {
  const isOwn = (one: Value): boolean => textAt(one, "name") === container;
  const lists = ["containers", "initContainers"].flatMap((list) => listAt(podSpecOf(pod), list));
  if (!lists.some((one) => isOwn(one) && textAt(one, "image") === image)) return [];
  return ["containerStatuses", "initContainerStatuses"]
    .flatMap((list) => listAt(at(pod, "status"), list))
    .filter(isOwn)
    .flatMap((one) => textAt(one, "imageID").split("@").slice(1));
};
