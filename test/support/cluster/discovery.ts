import type { Thing } from "./json.ts";
import { apiVersionOf, isReview, type Kind } from "./kinds.ts";
import { type Answer, noSuchPath } from "./status.ts";

const verbsOf = (kind: Kind): string[] => {
  if (isReview(kind)) return ["create"];
  if (kind.group === "metrics.k8s.io") return ["get", "list"];
  return ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
};

const aggregated = /g=apidiscovery\.k8s\.io/;

/** The documents below /api and /apis, aggregated where the client asks for that; undefined for any other path. */
export const discover = (kinds: readonly Kind[], path: string, accept: string): Answer | undefined => {
  const parts = path.split("/").filter((part) => part !== "");
  const [root, first = "", second = ""] = parts;
  if (root !== "api" && root !== "apis") return undefined;
  const core = root === "api";
  if (parts.length === 1) return top(kinds, core, accept);
  if (parts.length === 2) return core ? resources(kinds, "", first) : oneGroup(kinds, first);
  return !core && parts.length === 3 ? resources(kinds, first, second) : undefined;
};

const top = (kinds: readonly Kind[], core: boolean, accept: string): Answer => {
  const own = kinds.filter(({ group }) => (group === "") === core);
  if (aggregated.test(accept)) return groupDiscovery(own, accept);
  return { status: 200, body: core ? coreVersions : groupList(own) };
};

const coreVersions: Thing = {
  kind: "APIVersions",
  versions: ["v1"],
  serverAddressByClientCIDRs: [],
};

const groupsOf = (kinds: readonly Kind[]): readonly string[] => [...new Set(kinds.map(({ group }) => group))];

const versionsOf = (kinds: readonly Kind[], group: string): readonly string[] => [
  ...new Set(kinds.filter((kind) => kind.group === group).map(({ version }) => version)),
];

const groupOf = (kinds: readonly Kind[], group: string): Thing => {
  const versions = versionsOf(kinds, group).map((version) => ({
    groupVersion: apiVersionOf({ group, version }),
    version,
  }));
  return { name: group, versions, preferredVersion: versions[0] ?? null };
};

const groupList = (kinds: readonly Kind[]): Thing => ({
  kind: "APIGroupList",
  apiVersion: "v1",
  groups: groupsOf(kinds).map((group) => groupOf(kinds, group)),
});

const oneGroup = (kinds: readonly Kind[], group: string): Answer => {
  if (!groupsOf(kinds).includes(group)) throw noSuchPath();
  return { status: 200, body: { kind: "APIGroup", apiVersion: "v1", ...groupOf(kinds, group) } };
};

const resources = (kinds: readonly Kind[], group: string, version: string): Answer => {
  const own = kinds.filter((kind) => kind.group === group && kind.version === version);
  if (own.length === 0) throw noSuchPath();
  const body = {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: apiVersionOf({ group, version }),
    resources: own.flatMap((kind) => [resourceOf(kind), ...kind.subresources.map((sub) => subOf(kind, sub))]),
  };
  return { status: 200, body };
};

const resourceOf = (kind: Kind): Thing => ({
  ...{ name: kind.plural, singularName: kind.singular, namespaced: kind.namespaced, kind: kind.kind },
  verbs: verbsOf(kind),
  ...(kind.short.length === 0 ? {} : { shortNames: [...kind.short] }),
  ...(kind.categories.length === 0 ? {} : { categories: [...kind.categories] }),
});

const subOf = (kind: Kind, subresource: string): Thing => ({
  ...{ name: `${kind.plural}/${subresource}`, singularName: "", namespaced: kind.namespaced },
  ...{ kind: kind.kind, verbs: subVerbs(subresource), ...ownKind(subresource) },
});

/** What a subresource is read and written as, where that is another kind than its parent. */
const ownKind = (subresource: string): Thing | undefined => {
  switch (subresource) {
    case "scale":
      return { group: "autoscaling", version: "v1", kind: "Scale" };
    case "eviction":
      return { group: "policy", version: "v1", kind: "Eviction" };
    default:
      return undefined;
  }
};

const subVerbs = (subresource: string): string[] => {
  if (subresource === "log") return ["get"];
  return subresource === "eviction" ? ["create"] : ["get", "patch", "update"];
};

const groupDiscovery = (kinds: readonly Kind[], accept: string): Answer => {
  const version = /v=(v2(?:beta1)?)/.exec(accept)?.[1] ?? "v2";
  const items = groupsOf(kinds).map((group) => ({
    metadata: { ...(group === "" ? {} : { name: group }), creationTimestamp: null },
    versions: versionsOf(kinds, group).map((version) => ({
      version,
      freshness: "Current",
      resources: kinds
        .filter((kind) => kind.group === group && kind.version === version)
        .map((kind) => aggregatedResource(kind)),
    })),
  }));
  return {
    status: 200,
    body: {
      kind: "APIGroupDiscoveryList",
      apiVersion: `apidiscovery.k8s.io/${version}`,
      metadata: {},
      items,
    },
    headers: {
      "content-type": `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      vary: "Accept",
    },
  };
};

const aggregatedResource = (kind: Kind): Thing => ({
  resource: kind.plural,
  responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
  scope: kind.namespaced ? "Namespaced" : "Cluster",
  singularResource: kind.singular,
  verbs: verbsOf(kind),
  ...(kind.short.length === 0 ? {} : { shortNames: [...kind.short] }),
  ...(kind.categories.length === 0 ? {} : { categories: [...kind.categories] }),
  subresources: kind.subresources.map((subresource) => ({
    subresource,
    responseKind: ownKind(subresource) ?? { group: kind.group, version: kind.version, kind: kind.kind },
    verbs: subVerbs(subresource),
  })),
});
