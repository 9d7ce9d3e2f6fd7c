import type { Thing } from "./json.ts";
import { apiVersionOf, type Kind } from "./kinds.ts";
import { type Answer, noSuchPath } from "./status.ts";

/**
 * OpenAPI v3, as much as kubectl and helm read of it: which group versions there are, and that each patch understands
 * `dryRun` and `fieldValidation`. There are no field schemas and no v2 document; strategic merge is not offered here, so
 * that kubectl computes such patches from the types that it has built in.
 */
export const openapi = (kinds: readonly Kind[], path: string): Answer | undefined => {
  if (path !== "/openapi/v2" && !path.startsWith("/openapi/v3")) return undefined;
  if (path === "/openapi/v2") throw noSuchPath();
  const api = path.slice("/openapi/v3".length).replace(/^\//, "");
  if (api === "") return { status: 200, body: index(kinds) };
  const own = kinds.filter((kind) => rootOf(kind) === api);
  if (own.length === 0) throw noSuchPath();
  return { status: 200, body: document(own) };
};

const rootOf = (kind: Kind): string => `${kind.group === "" ? "api" : "apis"}/${apiVersionOf(kind)}`;

const index = (kinds: readonly Kind[]): Thing => ({
  paths: Object.fromEntries(
    kinds.map((kind) => [rootOf(kind), { serverRelativeURL: `/openapi/v3/${rootOf(kind)}?hash=1` }]),
  ),
});

const document = (kinds: readonly Kind[]): Thing => ({
  openapi: "3.0.0",
  info: { title: "Kubernetes", version: "v1.33.0" },
  paths: Object.fromEntries(kinds.map((kind) => [itemPath(kind), { patch: patchOf(kind) }])),
  components: { schemas: Object.fromEntries(kinds.map((kind) => [schemaName(kind), schemaOf(kind)])) },
});

const itemPath = (kind: Kind): string =>
  `/${rootOf(kind)}/${kind.namespaced ? "namespaces/{namespace}/" : ""}${kind.plural}/{name}`;

const patchOf = (kind: Kind): Thing => ({
  operationId: `patch${kind.version}${kind.kind}`,
  parameters: ["dryRun", "fieldManager", "fieldValidation", "force"].map((name) => ({
    ...{ name, in: "query", schema: { type: name === "force" ? "boolean" : "string", uniqueItems: true } },
  })),
  requestBody: { required: true, content: Object.fromEntries(patchTypes.map((type) => [type, {}])) },
  responses: { "200": { description: "OK" } },
  "x-kubernetes-action": "patch",
  "x-kubernetes-group-version-kind": groupVersionKind(kind),
});

const patchTypes = [
  "application/apply-patch+yaml",
  "application/json-patch+json",
  "application/merge-patch+json",
];

const groupVersionKind = ({ group, version, kind }: Kind): Thing => ({ group, version, kind });

const schemaName = ({ group, version, kind }: Kind): string =>
  `io.k8s.${group === "" ? "core" : group}.${version}.${kind}`;

const schemaOf = (kind: Kind): Thing => ({
  type: "object",
  "x-kubernetes-preserve-unknown-fields": true,
  "x-kubernetes-group-version-kind": [groupVersionKind(kind)],
});
