import { isMap, type Value, type ValueMap } from "../../core/value.ts";
import { at, listAt, mapAt, namespaceOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Fault, healthy, type Judged } from "./fault.ts";
import { isReady } from "./fold.ts";
import { ageOf, conditionOf, heldFor, mapsAt, minute } from "./read.ts";
import { makers, type World } from "./world.ts";

const endpointsGrace = 2 * minute;
const addressGrace = 10 * minute;
const backendGrace = 5 * minute;

export const judgeService = (object: ValueMap, world: World, now: number): Judged => {
  if (textAt(object, "spec", "type") === "ExternalName") return healthy;
  return { faults: [...addressFaults(object, now), ...endpointFaults(object, world, now)] };
};

const addressFaults = (object: ValueMap, now: number): readonly Fault[] => {
  const isBalanced = textAt(object, "spec", "type") === "LoadBalancer";
  const hasAddress = listAt(object, "status", "loadBalancer", "ingress").length > 0;
  if (!isBalanced || hasAddress || ageOf(object, now) <= addressGrace) return [];
  return [
    {
      ...{ family: "endpoints", category: "LoadBalancerPending", severity: "medium" },
      says: "has not been given an address by any load balancer",
    },
  ];
};

/** What its pods suffer from they tell themselves: here is only what no pod could tell. */
const endpointFaults = (object: ValueMap, world: World, now: number): readonly Fault[] => {
  const selector = mapAt(object, "spec", "selector");
  if (Object.keys(selector).length === 0 || !world.read("Pod")) return [];
  const pods = world.podsWith(namespaceOf(object), selector);
  if (pods.length === 0)
    return isForSomething(object, selector, world, now) ? [] : [selectsNothing(selector)];
  const settled = pods.filter(
    (pod) => isReady(pod) && heldFor(conditionOf(pod, "Ready"), now) > endpointsGrace,
  );
  if (settled.length === 0 || !world.read("EndpointSlice") || hasEndpoint(object, world)) return [];
  return [
    {
      ...{ family: "endpoints", category: "NoEndpoints", severity: "medium" },
      says: "leads nowhere, although its pods are ready",
      facts: { ready_pods: String(settled.length) },
    },
  ];
};

const selectsNothing = (selector: ValueMap): Fault => ({
  ...{ family: "endpoints", category: "SelectsNothing", severity: "low", says: "selects no pod" },
  facts: { selector: JSON.stringify(selector) },
});

/** Scaled to nothing, of a Job between two runs, or about to get its pods. */
const isForSomething = (object: ValueMap, selector: ValueMap, world: World, now: number): boolean =>
  ageOf(object, now) <= backendGrace ||
  makers.some((kind) => !world.read(kind)) ||
  world.makersWith(namespaceOf(object), selector).length > 0;

const hasEndpoint = (object: ValueMap, world: World): boolean =>
  world
    .slicesOf(object)
    .some((slice) =>
      mapsAt(slice, "endpoints").some((endpoint) => at(endpoint, "conditions", "ready") !== false),
    );

export const judgeIngress = (object: ValueMap, world: World, now: number): Judged => {
  if (!world.read("Service") || ageOf(object, now) <= backendGrace) return healthy;
  const missing = [...new Set(backendsOf(object))].filter(
    (name) => world.named("Service", namespaceOf(object), name) === undefined,
  );
  if (missing.length === 0) return healthy;
  return {
    faults: [
      {
        ...{ family: "endpoints", category: "BackendMissing", severity: "medium" },
        says: "leads to a Service that is not there",
        facts: { services: missing.join(", ") },
      },
    ],
  };
};

const backendsOf = (object: ValueMap): readonly string[] => {
  const paths = mapsAt(object, "spec", "rules").flatMap((rule) => mapsAt(rule, "http", "paths"));
  const backends: readonly (Value | undefined)[] = [
    at(object, "spec", "defaultBackend"),
    ...paths.map((path) => at(path, "backend")),
  ];
  return backends
    .filter(isMap)
    .map((backend) => textAt(backend, "service", "name"))
    .filter((name) => name !== "");
};
