import type { Identity } from "../../core/identity.ts";
import type { ValueMap } from "../../core/value.ts";
import { groupOf, isBuiltIn, kindOf, nameOf, namespaceOf, textAt } from "./compare/thing.ts";

/** Which kinds live outside of any namespace, and where a thing lives that names none. */
export type Lodging = {
  readonly isClusterWide: (group: string, kind: string) => boolean;
  readonly namespace: string;
};

/**
 * Read from what lives there: a kind of which one object has no namespace has none. What names no namespace belongs to the one
 * namespace that was looked at, and where that were several, to `default`.
 */
export const lodgingOf = (live: readonly ValueMap[], declared: readonly ValueMap[]): Lodging => {
  const inside = new Set<string>();
  const outside = new Set<string>();
  const namespaces = new Set<string>();
  for (const object of live) {
    const [key, namespace] = [keyOfKind(groupOf(object), kindOf(object)), namespaceOf(object)];
    (namespace === "" ? outside : inside).add(key);
    if (namespace !== "") namespaces.add(namespace);
  }
  const defined = new Set([...live, ...declared].filter(isClusterDefinition).map(kindDefinedBy));
  const [only] = namespaces;
  return {
    namespace: namespaces.size === 1 && only !== undefined ? only : "default",
    isClusterWide: (group, kind) => {
      if (isBuiltIn(group)) return clusterKinds.has(kind);
      const key = keyOfKind(group, kind);
      return defined.has(key) || (!inside.has(key) && (outside.has(key) || kind.startsWith("Cluster")));
    },
  };
};

const keyOfKind = (group: string, kind: string): string => `${group}/${kind}`;

const isClusterDefinition = (object: ValueMap): boolean =>
  kindOf(object) === "CustomResourceDefinition" && textAt(object, "spec", "scope") === "Cluster";

const kindDefinedBy = (definition: ValueMap): string =>
  keyOfKind(textAt(definition, "spec", "group"), textAt(definition, "spec", "names", "kind"));

const clusterKinds: ReadonlySet<string> = new Set([
  ...["Namespace", "Node", "PersistentVolume", "ComponentStatus", "ClusterRole", "ClusterRoleBinding"],
  ...["CustomResourceDefinition", "APIService", "StorageClass", "CSIDriver", "CSINode", "VolumeAttachment"],
  ...["VolumeAttributesClass", "PriorityClass", "IngressClass", "RuntimeClass", "CertificateSigningRequest"],
  ...["ClusterTrustBundle", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "FlowSchema"],
  ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy"],
  ...["MutatingAdmissionPolicyBinding", "PriorityLevelConfiguration", "PodSecurityPolicy", "DeviceClass"],
  ...["ResourceSlice", "IPAddress", "ServiceCIDR"],
]);

/** Group, kind, namespace and name; the version is none of it. */
export const identityOf = (object: ValueMap, lodging: Lodging, scope: string): Identity => {
  const [group, kind] = [groupOf(object), kindOf(object)];
  const namespace = lodging.isClusterWide(group, kind) ? "" : namespaceOf(object) || lodging.namespace;
  return { style: "path", scope, group, kind, namespace, name: nameOf(object), key: "" };
};

/** The namespace as it is written, which is what the reference names a thing by. */
export const writtenIdentityOf = (object: ValueMap, scope: string): Identity => ({
  ...{ style: "path", scope, group: groupOf(object), kind: kindOf(object), key: "" },
  namespace: namespaceOf(object),
  name: nameOf(object),
});
