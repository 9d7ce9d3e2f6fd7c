/**
 * Which thing this is, as parsed fields (never re-derived by splitting text).
 * `style` picks the printed form: a Terraform `address` or a Kubernetes-like `path`.
 */
export type Identity = {
  readonly style: "address" | "path";
  /** Printed identity scope (environment, target, workspace, folder); empty for the plain default. */
  readonly scope: string;
  /** API group for `path` identities; empty otherwise. */
  readonly group: string;
  readonly kind: string;
  /** Kubernetes namespace, or the Terraform module path with its keys verbatim. */
  readonly namespace: string;
  readonly name: string;
  /** Instance key verbatim with its brackets, and a deposed key where there is one; empty otherwise. */
  readonly key: string;
};

/** The printed form: what the tool itself would call the thing. The scope is not part of it. */
export const printIdentity = (id: Identity): string => {
  switch (id.style) {
    case "address":
      return `${id.namespace === "" ? "" : `${id.namespace}.`}${id.kind}.${id.name}${id.key}`;
    case "path":
      return [id.group, id.kind, id.namespace, `${id.name}${id.key}`].filter((part) => part !== "").join("/");
  }
};
