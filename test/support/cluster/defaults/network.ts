import { ensure, fill, isThing, list, type Thing, text, things } from "../json.ts";

/** What the service allocator hands out next. */
export type Allocator = { readonly address: () => string; readonly nodePort: () => number };

export const makeAllocator = (): Allocator => {
  let addresses = 10;
  let ports = 30100;
  return {
    address: () => {
      addresses += 1;
      return `10.96.${Math.floor(addresses / 256)}.${addresses % 256}`;
    },
    nodePort: () => {
      ports += 1;
      return ports;
    },
  };
};

export const defaultService = (object: Thing, allocator: Allocator): void => {
  const spec = ensure(object, "spec");
  fill(spec, { type: "ClusterIP", sessionAffinity: "None" });
  const type = text(spec, "type");
  if (spec["sessionAffinity"] === "ClientIP") {
    fill(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } });
  }
  for (const port of things(spec, "ports")) {
    fill(port, { protocol: "TCP", targetPort: port["port"] ?? null });
  }
  fill(object, { status: { loadBalancer: {} } });
  if (type === "ExternalName") return;
  fill(spec, { internalTrafficPolicy: "Cluster", ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" });
  if (text(spec, "clusterIP") === "") spec["clusterIP"] = allocator.address();
  fill(spec, { clusterIPs: [spec["clusterIP"] ?? ""] });
  if (type === "ClusterIP") return;
  fill(spec, { externalTrafficPolicy: "Cluster" });
  if (type === "LoadBalancer") fill(spec, { allocateLoadBalancerNodePorts: true });
  if (spec["allocateLoadBalancerNodePorts"] === false) return;
  for (const port of things(spec, "ports")) {
    if (typeof port["nodePort"] !== "number") port["nodePort"] = allocator.nodePort();
  }
};

export const defaultNetworkPolicy = (object: Thing): void => {
  const spec = ensure(object, "spec");
  fill(spec, { podSelector: {} });
  fill(spec, { policyTypes: list(spec, "egress").length > 0 ? ["Ingress", "Egress"] : ["Ingress"] });
  for (const rule of [...things(spec, "ingress"), ...things(spec, "egress")]) {
    for (const port of things(rule, "ports")) fill(port, { protocol: "TCP" });
  }
};

export const defaultIngress = (object: Thing, defaultClass: string): void => {
  const spec = ensure(object, "spec");
  const annotated = isThing(object["metadata"])
    ? text(object["metadata"], "annotations", "kubernetes.io/ingress.class")
    : "";
  if (defaultClass !== "" && annotated === "") fill(spec, { ingressClassName: defaultClass });
  fill(object, { status: { loadBalancer: {} } });
};
