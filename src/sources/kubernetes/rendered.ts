import { redactText } from "../../core/secret.ts";
import { SteadystateError } from "../../errors.ts";
import { isObject } from "../../platform/kubernetes/compare/thing.ts";
import { parseManifests } from "../../platform/kubernetes/manifests.ts";
import type { Hands } from "../../system/hands.ts";
import type { Reading, SourceRequest } from "../source.ts";
import { demandCluster } from "./dark.ts";
import { fetchLive, wantedBy } from "./fetch.ts";
import type { LiveDocument } from "./live-document.ts";

/** How a folder is rendered: the argv, and what it is called in a message. */
export type Rendering = { readonly argv: readonly string[]; readonly called: string };

const patience = 60_000;

/**
 * Renders a folder on this machine, without any cluster, and reads what lives of it. Throws `source-failed` where it cannot be
 * rendered and `nothing-to-look-at` where it renders to nothing.
 */
export const readRendered = async (
  request: SourceRequest,
  { argv, called }: Rendering,
  { run }: Pick<Hands, "run">,
): Promise<Reading> => {
  const cluster = demandCluster(request);
  const { exit, stdout, stderr } = await run({ argv, cwd: request.path, timeout: patience });
  if (exit !== 0) throw cannotRender(request.path, called, lastLines(stderr) || `status ${exit}`, argv);
  const declared = manifestsIn(stdout, { path: request.path, called, argv });
  const namespace = request.settings.namespace ?? cluster.effective.namespace ?? "default";
  const fetched = await fetchLive(wantedBy(declared.filter(isObject), namespace), cluster);
  const document: LiveDocument = { ...fetched, declared, namespace, extras: "owned", informational: {} };
  return { document, origin: "live", path: request.path, warnings: [] };
};

type Rendered = { readonly path: string; readonly called: string; readonly argv: readonly string[] };

const manifestsIn = (text: string, { path, called, argv }: Rendered): readonly unknown[] => {
  const parsed = parseManifests(text);
  if (!parsed.ok)
    throw cannotRender(
      path,
      called,
      `what it printed is not usable: ${parsed.why} (line ${parsed.line})`,
      argv,
    );
  if (parsed.documents.length > 0) return parsed.documents;
  throw new SteadystateError("nothing-to-look-at", `${called} of ${path} declares nothing`, {
    hint: argv.join(" "),
    details: { path },
  });
};

const cannotRender = (path: string, called: string, why: string, argv: readonly string[]): SteadystateError =>
  new SteadystateError("source-failed", `${called} of ${path} failed: ${why}`, {
    hint: argv.join(" "),
    details: { path, argv: [...argv] },
  });

/** The reason stands last; a template quotes what it was given. */
const lastLines = (stderr: string): string =>
  redactText(stderr.trim().split("\n").slice(-3).join(" ")).slice(0, 500);
