import { redactText } from "../../core/secret.ts";
import { SteadystateError } from "../../errors.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import { isObject, kindOf, listAt } from "../../platform/kubernetes/compare/thing.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";
import type { Hands } from "../../system/hands.ts";
import type { Reading, SourceRequest } from "../source.ts";
import { fetchLive, wantedBy } from "./fetch.ts";
import type { LiveDocument } from "./live-document.ts";

/** How a folder is rendered: the argv, what it is called in a message, and how its complaints may be told. */
export type Rendering = {
  readonly argv: readonly string[];
  readonly called: string;
  /** Takes the secrets out of a complaint; a template quotes what it was given. */
  readonly redact?: (text: string) => string;
};

const patience = 60_000;

/**
 * What a folder declares, rendered on this machine without any cluster; lists are taken apart. Throws `source-failed` where it
 * cannot be rendered and `nothing-to-look-at` where it renders to nothing.
 */
export const render = async (
  { path }: Pick<SourceRequest, "path">,
  { argv, called, redact = redactText }: Rendering,
  { run }: Pick<Hands, "run">,
): Promise<readonly unknown[]> => {
  const { exit, stdout, stderr } = await run({ argv, cwd: path, timeout: patience });
  if (exit !== 0) throw cannotRender({ path, called, argv }, redact(lastLines(stderr)) || `status ${exit}`);
  const parsed = parseManifests(stdout);
  if (!parsed.ok)
    throw cannotRender(
      { path, called, argv },
      `what it printed is not usable: ${parsed.why} (line ${parsed.line})`,
    );
  if (parsed.documents.length > 0) return parsed.documents.flatMap(apart);
  throw new SteadystateError("nothing-to-look-at", `${called} of ${path} declares nothing`, {
    hint: argv.join(" "),
    details: { path },
  });
};

/** The objects of a list one by one, and anything else as it is. */
export const apart = (document: unknown): readonly unknown[] =>
  isObject(document) && kindOf(document) === "List" && Array.isArray(document["items"])
    ? listAt(document, "items").flatMap(apart)
    : [document];

type Looked = {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly declared: readonly unknown[];
} & Partial<Pick<LiveDocument, "leave" | "unnamed" | "informational" | "stored" | "gaps">> & {
    readonly warnings?: readonly string[];
  };

/** What is declared beside what lives of it. */
export const lookFor = async (
  { path }: Pick<SourceRequest, "path">,
  {
    cluster,
    namespace,
    declared,
    leave = [],
    unnamed = [],
    informational = {},
    warnings = [],
    stored,
    gaps = [],
  }: Looked,
): Promise<Reading> => {
  // What is deployed and declared no more is looked for too.
  const sought = [...declared, ...(stored?.inForce ?? [])].filter(isObject);
  const fetched = await fetchLive(wantedBy(sought, namespace), cluster);
  const document: LiveDocument = {
    ...{ ...fetched, declared, namespace, extras: "owned", unnamed, informational, stored },
    gaps: [...fetched.gaps, ...gaps],
    leave: [...fetched.leave, ...leave],
  };
  return { document, origin: "live", path, warnings };
};

/** Where an object lives that names no namespace. */
export const homeOf = ({ settings }: Pick<SourceRequest, "settings">, { effective }: Cluster): string =>
  settings.namespace ?? effective.namespace ?? "default";

const cannotRender = (
  {
    path,
    called,
    argv,
  }: { readonly path: string; readonly called: string; readonly argv: readonly string[] },
  why: string,
): SteadystateError =>
  new SteadystateError("source-failed", `${called} of ${path} failed: ${why}`, {
    hint: argv.join(" "),
    details: { path, argv: [...argv] },
  });

/** The reason stands last. */
const lastLines = (stderr: string): string => stderr.trim().split("\n").slice(-3).join(" ").slice(0, 2000);
