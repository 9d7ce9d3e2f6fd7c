export type Image = {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
};

/** The parts of an image's name, with what Docker's own short names leave out. */
export const imageOf = (text: string): Image => {
  const [named = "", digest] = text.split("@", 2);
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const path = colon < 0 ? named : named.slice(0, colon);
  const first = path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
  const hasRegistry = first === "localhost" || /[.:A-Z]/.test(first);
  const registry = hasRegistry ? (aliases.get(first) ?? first) : dockerHub;
  const rest = hasRegistry ? path.slice(first.length + 1) : path;
  return {
    registry,
    repository: registry === dockerHub && !rest.includes("/") ? `library/${rest}` : rest,
    tag: tag ?? (digest === undefined ? "latest" : undefined),
    digest,
  };
};

const dockerHub = "docker.io";
const aliases: ReadonlyMap<string, string> = new Map([
  ["index.docker.io", dockerHub],
  ["registry-1.docker.io", dockerHub],
  ["registry.hub.docker.com", dockerHub],
]);

/**
 * Whether two names mean the same image. A digest says more than a tag; where only one side has one, the tags decide, and a
 * digest without a tag is not what a tag was.
 */
export const sameImage = (declared: string, live: string): boolean => {
  const [a, b] = [imageOf(declared), imageOf(live)];
  if (a.registry !== b.registry || a.repository !== b.repository) return false;
  if (a.digest !== undefined && b.digest !== undefined) return a.digest === b.digest;
  return a.tag === b.tag;
};
