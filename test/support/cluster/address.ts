import { apiVersionOf, type Kind } from "./kinds.ts";

/** What a resource request is about, as an API server's own request info says it. */
export type Address = {
  readonly verb: string;
  readonly kind: Kind;
  /** "" for every namespace, or for a cluster-scoped kind. */
  readonly namespace: string;
  /** "" for the collection. */
  readonly name: string;
  readonly subresource: string;
};

/** Undefined where no served kind lives at that path. */
export const addressOf = (
  kinds: readonly Kind[],
  method: string,
  path: string,
  query: URLSearchParams,
): Address | undefined => {
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const grouped = parts[0] === "apis";
  const api = grouped ? `${parts[1]}/${parts[2]}` : (parts[1] ?? "");
  const rest = parts.slice(grouped ? 3 : 2);
  const inNamespace = rest[0] === "namespaces" && rest.length > 2 && !namespaceParts.has(rest[2] ?? "");
  const [plural, name = "", subresource = ""] = inNamespace ? rest.slice(2) : rest;
  const kind = kinds.find((known) => known.plural === plural && apiVersionOf(known) === api);
  if (kind === undefined) return undefined;
  const namespace = inNamespace ? (rest[1] ?? "") : "";
  return { verb: verbOf(method, name, query), kind, namespace, name, subresource };
};

const namespaceParts = new Set(["status", "finalize"]);

const verbOf = (method: string, name: string, query: URLSearchParams): string => {
  const one = name !== "";
  switch (method) {
    case "GET":
      if (isOn(query, "watch")) return "watch";
      return one ? "get" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return one ? "delete" : "deletecollection";
    default:
      return method.toLowerCase();
  }
};

export const isOn = (query: URLSearchParams, name: string): boolean =>
  ["true", "1"].includes(query.get(name) ?? "");
