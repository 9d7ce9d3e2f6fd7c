import { isMap, type Value, type ValueMap } from "../../../core/value.ts";
import { nameAt, type Path, printPath, standsAt } from "./path.ts";
import { quantityOf } from "./quantity.ts";
import { at, groupIn, groupOf, kindOf, listAt, nameOf, textAt } from "./thing.ts";
import { scalersFor } from "./world.ts";

/** What a co-owner may do with a workload, read from the objects that live beside it. */
export type Workload = {
  readonly declared: ValueMap;
  readonly live: ValueMap;
  readonly namespace: string;
  readonly world: readonly ValueMap[];
};

/** Why a replica count that is not the declared one is as it should be; `undefined` where nothing gave it that mandate. */
export const scaledBy = (workload: Workload, declared: Value, live: Value): string | undefined => {
  if (typeof live !== "number") return undefined;
  for (const scaler of scalersOf(workload)) {
    if (!targets(scaler, "scaleTargetRef", workload)) continue;
    const band = bandOf(scaler);
    if (band === undefined) continue;
    // What was switched off in the code stays off: an autoscaler that keeps at least one does not touch it.
    if (declared === 0 && band.from > 0 && live > 0) continue;
    if ((live >= band.from && live <= band.to) || live === band.idle)
      return `${kindOf(scaler)} ${nameOf(scaler)} sets it between ${band.from} and ${band.to}`;
  }
  return undefined;
};

const scalersOf = ({ world, namespace, declared }: Workload): readonly ValueMap[] =>
  scalersFor(world, namespace, nameOf(declared));

type Band = { readonly from: number; readonly to: number; readonly idle: number | undefined };

const bandOf = (scaler: ValueMap): Band | undefined => {
  if (kindOf(scaler) === "HorizontalPodAutoscaler") {
    const to = numberAt(scaler, "maxReplicas");
    return to === undefined ? undefined : { from: numberAt(scaler, "minReplicas") ?? 1, to, idle: undefined };
  }
  if (kindOf(scaler) !== "ScaledObject") return undefined;
  const paused = textAt(scaler, "metadata", "annotations", "autoscaling.keda.sh/paused-replicas");
  if (/^\d{1,6}$/.test(paused)) return { from: Number(paused), to: Number(paused), idle: undefined };
  return {
    from: numberAt(scaler, "minReplicaCount") ?? 0,
    to: numberAt(scaler, "maxReplicaCount") ?? 100,
    idle: numberAt(scaler, "idleReplicaCount"),
  };
};

const numberAt = (object: ValueMap, name: string): number | undefined => {
  const found = at(object, "spec", name);
  return typeof found === "number" ? found : undefined;
};

const targets = (scaler: ValueMap, member: string, { declared }: Workload): boolean => {
  const target = at(scaler, "spec", member);
  if (!isMap(target) || textAt(target, "name") !== nameOf(declared)) return false;
  const version = textAt(target, "apiVersion");
  return (
    (textAt(target, "kind") || "Deployment") === kindOf(declared) &&
    (version === "" || groupIn(version) === groupOf(declared))
  );
};

/** The same for a request or limit that a vertical autoscaler sets. */
export const sizedBy = (workload: Workload, path: Path): string | undefined => {
  const part = partOf(path);
  if (part === undefined) return undefined;
  for (const scaler of scalersOf(workload)) {
    if (kindOf(scaler) !== "VerticalPodAutoscaler") continue;
    if (
      !targets(scaler, "targetRef", workload) ||
      textAt(scaler, "spec", "updatePolicy", "updateMode") === "Off"
    )
      continue;
    if (mayBe(workload, policyOf(scaler, part.container), path, part))
      return `VerticalPodAutoscaler ${nameOf(scaler)} sets it`;
  }
  return undefined;
};

type Part = { readonly container: string; readonly side: "requests" | "limits"; readonly resource: string };

const partOf = (path: Path): Part | undefined => {
  const [resource, side] = [nameAt(path), nameAt(path, 1)];
  if (nameAt(path, 2) !== "resources" || (side !== "requests" && side !== "limits")) return undefined;
  const entry = path.find((step) => step.is === "entry");
  const name = entry?.is === "entry" ? entry.keys[0]?.[1] : undefined;
  return typeof name === "string" ? { container: name, side, resource } : undefined;
};

const policyOf = (scaler: ValueMap, container: string): Value | undefined => {
  const policies = listAt(scaler, "spec", "resourcePolicy", "containerPolicies");
  const named = (name: string) => policies.find((one) => textAt(one, "containerName") === name);
  return named(container) ?? named("*");
};

const mayBe = (workload: Workload, policy: Value | undefined, path: Path, part: Part): boolean => {
  if (textAt(policy, "mode") === "Off") return false;
  const controlled = listAt(policy, "controlledResources");
  if (!(controlled.length === 0 ? ["cpu", "memory"] : controlled).includes(part.resource)) return false;
  if (part.side === "limits")
    return textAt(policy, "controlledValues") !== "RequestsOnly" && keepsRatio(workload, path, part.resource);
  const [least, most] = [at(policy, "minAllowed", part.resource), at(policy, "maxAllowed", part.resource)];
  const amount = quantityOf(standsAt(workload.live, path, "live"));
  if (amount === undefined) return false;
  const [from, to] = [quantityOf(least), quantityOf(most)];
  return (from === undefined || amount >= from) && (to === undefined || amount <= to);
};

/** It raises a limit only together with the request, in the declared proportion. */
const keepsRatio = ({ declared, live }: Workload, path: Path, resource: string): boolean => {
  const request: Path = [...path.slice(0, -2), { is: "key", key: "requests" }, { is: "key", key: resource }];
  const [wanted, asked, found, given] = [
    quantityOf(standsAt(declared, path, "declared")),
    quantityOf(standsAt(declared, request, "declared")),
    quantityOf(standsAt(live, path, "live")),
    quantityOf(standsAt(live, request, "live")),
  ];
  if (wanted === undefined || asked === undefined || found === undefined || given === undefined) return false;
  const [left, right] = [found * asked, wanted * given];
  const apart = left > right ? left - right : right - left;
  return apart * 100n <= right;
};

/** A certificate that somebody else puts into a webhook, a custom resource definition or an API service. */
export const certifiedBy = ({ declared, live }: Workload, path: Path): string | undefined => {
  if (nameAt(path) !== "caBundle") return undefined;
  const asked = [declared, live].some((side) => {
    const annotations = at(side, "metadata", "annotations");
    return isMap(annotations) && Object.keys(annotations).some((key) => injectors.test(key));
  });
  const own = standsAt(declared, path, "declared");
  const isPlaceholder =
    typeof own === "string" && Buffer.from(own, "base64").toString("latin1").trim() === "";
  return asked || isPlaceholder ? "the certificate is injected" : undefined;
};

const injectors =
  /^(?:cert-manager\.io\/inject-(?:ca-from|ca-from-secret|apiserver-ca)|service\.(?:beta|alpha)\.openshift\.io\/inject-cabundle)$/;

/** Rules of an aggregated role are written by its controller. */
export const aggregated = ({ declared, live }: Workload, path: Path): string | undefined =>
  kindOf(declared) === "ClusterRole" &&
  printPath(path).startsWith("rules") &&
  [declared, live].some((side) => at(side, "aggregationRule") !== undefined)
    ? "the rules are aggregated"
    : undefined;
