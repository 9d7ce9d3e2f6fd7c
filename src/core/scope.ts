import type { Scope } from "./observation.ts";

export type ScopeParts = {
  readonly source: string;
  /** Environment label (`--label`). */
  readonly environment: string | undefined;
  readonly target: string | undefined;
  /** Terraform workspace; `default` is the same as none. */
  readonly workspace: string | undefined;
  /** Context of the cluster that was looked at; a target's own name says as much already. */
  readonly cluster?: string | undefined;
  /** Folder relative to the repository, `.` or absent for its root; a captured file has none. */
  readonly folder: string | undefined;
  /** Absolute, links resolved: tells one look from another, never hashed into a fingerprint. */
  readonly realPath: string;
  /** As shown to people. */
  readonly shownPath: string;
};

/** Half a surrogate pair is no character, and cannot be encoded. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** The two scopes of a look (decisions D1): what its findings are named by, and what only it may resolve. */
export const scopeOf = (parts: ScopeParts): Scope => {
  const workspace = parts.workspace === "default" ? undefined : parts.workspace;
  const folder = parts.folder === "." ? undefined : parts.folder;
  const named = [
    ["env", parts.environment],
    ["target", parts.target],
    ["cluster", parts.target === undefined ? parts.cluster : undefined],
    ["workspace", workspace],
    ["path", folder],
  ] as const;
  const identity = named
    .flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [`${name}=${encodeURI(wellFormed(value))}`],
    )
    .join(" ");
  return {
    identity,
    resolution: JSON.stringify([identity, parts.source, parts.realPath]),
    source: parts.source,
    path: parts.shownPath,
    environment: parts.environment,
    workspace,
  };
};

/**
 * The place that an identity scope speaks of: a folder of code is none, where the cluster or the target is named. Two looks at
 * one place speak of the same things.
 */
export const placeOf = (scope: string): string => {
  const parts = scope.split(" ");
  const isNamed = parts.some((part) => part.startsWith("target=") || part.startsWith("cluster="));
  return isNamed ? parts.filter((part) => !part.startsWith("path=")).join(" ") : scope;
};

/** The target that an identity scope names; `undefined` where it names none. */
export const targetOf = (scope: string): string | undefined => namedIn(scope, "target=");

const namedIn = (scope: string, prefix: string): string | undefined => {
  const named = scope.split(" ").find((part) => part.startsWith(prefix));
  return named === undefined ? undefined : decodeURI(named.slice(prefix.length));
};

/** The real path in a resolution scope that {@link scopeOf} made; `undefined` for any other text. */
export const realPathOf = (resolution: string): string | undefined => {
  const parts = partsOf(resolution);
  return typeof parts?.[2] === "string" ? parts[2] : undefined;
};

const partsOf = (resolution: string): readonly unknown[] | undefined => {
  try {
    const parts: unknown = JSON.parse(resolution);
    return Array.isArray(parts) ? parts : undefined;
  } catch (noJson) {
    if (noJson instanceof SyntaxError) return undefined;
    throw noJson;
  }
};

/** The environment label that an identity scope names. */
export const environmentOf = (scope: string): string | undefined => namedIn(scope, "env=");

/** The Terraform workspace that an identity scope names; `undefined` for the default one. */
export const workspaceOf = (scope: string): string | undefined => namedIn(scope, "workspace=");
