import { ensure, fill, isThing, type Thing, text, thing, things } from "../json.ts";

/** `stringData` is write-only: it is folded into `data`, which holds base64. */
export const defaultSecret = (object: Thing): void => {
  fill(object, { type: "Opaque" });
  const plain = object["stringData"];
  if (!isThing(plain)) return;
  const data = ensure(object, "data");
  for (const [key, value] of Object.entries(plain)) {
    data[key] = Buffer.from(String(value)).toString("base64");
  }
  delete object["stringData"];
};

export const defaultNamespace = (object: Thing): void => {
  const metadata = ensure(object, "metadata");
  ensure(metadata, "labels")["kubernetes.io/metadata.name"] ??= text(metadata, "name");
  fill(ensure(object, "spec"), { finalizers: ["kubernetes"] });
  fill(object, { status: { phase: "Active" } });
};

export const defaultBinding = (object: Thing): void => {
  const rbac = "rbac.authorization.k8s.io";
  if (isThing(object["roleRef"])) fill(object["roleRef"], { apiGroup: rbac });
  for (const subject of things(object, "subjects")) {
    if (subject["kind"] !== "ServiceAccount") fill(subject, { apiGroup: rbac });
  }
};

export const defaultVolume = (object: Thing): void => {
  fill(ensure(object, "spec"), { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" });
  fill(object, { status: { phase: "Available" } });
};

export const defaultWebhooks = (object: Thing): void => {
  for (const webhook of things(object, "webhooks")) {
    fill(webhook, {
      ...{ failurePolicy: "Fail", matchPolicy: "Equivalent", timeoutSeconds: 10 },
      ...{ namespaceSelector: {}, objectSelector: {} },
    });
    if (object["kind"] === "MutatingWebhookConfiguration") fill(webhook, { reinvocationPolicy: "Never" });
    for (const rule of things(webhook, "rules")) fill(rule, { scope: "*" });
    const service = thing(webhook, "clientConfig", "service");
    if (Object.keys(service).length > 0) fill(service, { port: 443 });
  }
};

export const defaultDefinition = (object: Thing): void => {
  const spec = ensure(object, "spec");
  const names = ensure(spec, "names");
  const kind = text(names, "kind");
  fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
  fill(spec, { conversion: { strategy: "None" } });
  fill(object, {
    status: {
      acceptedNames: structuredClone(names),
      conditions: ["NamesAccepted", "Established"].map((type) => ({ type, status: "True" })),
      storedVersions: things(spec, "versions").map((version) => text(version, "name")),
    },
  });
};

export const defaultStorageClass = (object: Thing): void =>
  fill(object, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" });
