import { ensure, fill, isThing, type Thing, text, thing, things } from "../json.ts";
import { canonicalQuantity } from "../quantity.ts";

/** What the API fills into a pod's spec, and into the spec of every pod template. */
export const defaultPodSpec = (spec: Thing): void => {
  fill(spec, {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
  });
  if (typeof spec["serviceAccountName"] === "string")
    fill(spec, { serviceAccount: spec["serviceAccountName"] });
  for (const container of containersOf(spec)) defaultContainer(container);
  for (const volume of things(spec, "volumes")) defaultVolume(volume);
};

/** What only a pod itself gets, on creation (service account and toleration admission included). */
export const defaultPod = (spec: Thing): void => {
  for (const container of containersOf(spec)) {
    const resources = ensure(container, "resources");
    const limits = thing(resources, "limits");
    if (Object.keys(limits).length > 0) fill(ensure(resources, "requests"), limits);
    if (spec["hostNetwork"] !== true) continue;
    for (const port of things(container, "ports")) fill(port, { hostPort: port["containerPort"] ?? null });
  }
  fill(spec, {
    serviceAccountName: "default",
    serviceAccount: spec["serviceAccountName"] ?? "default",
    enableServiceLinks: true,
    priority: 0,
    preemptionPolicy: "PreemptLowerPriority",
    tolerations: ["not-ready", "unreachable"].map((name) => ({
      ...{ key: `node.kubernetes.io/${name}`, operator: "Exists", effect: "NoExecute" },
      tolerationSeconds: 300,
    })),
  });
};

export const defaultTemplate = (template: Thing): void => {
  const metadata = ensure(template, "metadata");
  metadata["creationTimestamp"] ??= null;
  defaultPodSpec(ensure(template, "spec"));
};

const containersOf = (spec: Thing): readonly Thing[] =>
  ["initContainers", "containers", "ephemeralContainers"].flatMap((key) => things(spec, key));

const defaultContainer = (container: Thing): void => {
  fill(container, {
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: pullPolicy(text(container, "image")),
  });
  for (const port of things(container, "ports")) fill(port, { protocol: "TCP" });
  for (const amounts of ["limits", "requests"]) canonicalAmounts(thing(container, "resources", amounts));
  for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) defaultProbe(container[probe]);
  for (const hook of ["postStart", "preStop"]) defaultHandler(thing(container, "lifecycle", hook));
  for (const variable of things(container, "env")) defaultFieldRef(thing(variable, "valueFrom"));
};

/** Always for `latest`, or where neither a tag nor a digest is named. */
const pullPolicy = (image: string): string => {
  const [named = "", digest] = image.slice(image.lastIndexOf("/") + 1).split("@");
  const unnamed = !named.includes(":") && digest === undefined;
  return named.endsWith(":latest") || unnamed ? "Always" : "IfNotPresent";
};

export const canonicalAmounts = (amounts: Thing): void => {
  for (const [name, amount] of Object.entries(amounts)) {
    if (typeof amount === "string" || typeof amount === "number") {
      amounts[name] = canonicalQuantity(String(amount));
    }
  }
};

const defaultProbe = (probe: Thing[string] | undefined): void => {
  if (!isThing(probe)) return;
  fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  defaultHandler(probe);
};

const defaultHandler = (handler: Thing): void => {
  if (isThing(handler["httpGet"])) fill(handler["httpGet"], { path: "/", scheme: "HTTP" });
  if (isThing(handler["grpc"])) fill(handler["grpc"], { service: "" });
};

const defaultFieldRef = (holder: Thing): void => {
  if (isThing(holder["fieldRef"])) fill(holder["fieldRef"], { apiVersion: "v1" });
  const resource = holder["resourceFieldRef"];
  if (isThing(resource)) fill(resource, { divisor: "0" });
};

const defaultVolume = (volume: Thing): void => {
  if (Object.keys(volume).length === 1) volume["emptyDir"] = {};
  for (const source of ["secret", "configMap", "projected", "downwardAPI"]) {
    const found = volume[source];
    if (isThing(found)) fill(found, { defaultMode: 420 });
  }
  if (isThing(volume["hostPath"])) fill(volume["hostPath"], { type: "" });
  for (const item of things(volume, "downwardAPI", "items")) defaultFieldRef(item);
  for (const source of things(volume, "projected", "sources")) {
    const token = source["serviceAccountToken"];
    if (isThing(token)) fill(token, { expirationSeconds: 3600 });
    for (const item of things(source, "downwardAPI", "items")) defaultFieldRef(item);
  }
};
