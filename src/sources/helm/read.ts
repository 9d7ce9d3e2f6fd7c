import { decodeText, parseJson } from "../../core/document.ts";
import type { Gap } from "../../core/observation.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import { darkCluster } from "../../platform/kubernetes/dark.ts";
import { type Answer, failure } from "../../platform/kubernetes/failure.ts";
import { listingWords } from "../../platform/kubernetes/helm.ts";
import type { Hands } from "../../system/hands.ts";
import { demandCluster } from "../kubernetes/demand.ts";
import type { Reading, SourceRequest } from "../source.ts";
import { captureHint, type HelmDocument, invalid, releasesIn } from "./document.ts";
import { lookForReleases } from "./live.ts";

const documentCap = 64 * 1024 * 1024;

export const readReleases = (request: SourceRequest, { files }: Hands): Promise<Reading> =>
  request.kind === "nothing" ? readLive(request) : readCaptured(request, files);

const readCaptured = async ({ path }: SourceRequest, files: Hands["files"]): Promise<Reading> => {
  const decoded = decodeText(await files.readBytes(path, documentCap));
  if (!decoded.ok) throw invalid(path, `is no list of Helm releases: ${decoded.why}`);
  if (decoded.text.trim() === "") throw invalid(path, "is empty");
  const json = parseJson(decoded.text);
  if (!json.ok)
    throw invalid(path, `is not JSON: ${json.why} (line ${json.line}, column ${json.column})`, captureHint);
  const document: HelmDocument = { releases: json.value, at: Date.now(), live: undefined };
  return { document, origin: "captured", path, warnings: [] };
};

const readLive = async (request: SourceRequest): Promise<Reading> => {
  const cluster = demandCluster(request);
  const { effective } = cluster;
  const at = Date.now();
  const { rows, gaps } = await listed(request, cluster);
  const releases = releasesIn(rows, `what helm lists in ${effective.context}`);
  const { document: live, warnings } = await lookForReleases(releases, { at, gaps, cluster });
  const document: HelmDocument = { releases: rows, at, live };
  return { document, origin: "live", path: effective.context, warnings };
};

type Listed = { readonly rows: readonly unknown[]; readonly gaps: readonly Gap[] };

/** Every release; those of one namespace where the whole may not be listed, with a gap. */
const listed = async ({ settings }: SourceRequest, cluster: Cluster): Promise<Listed> => {
  const all = await rowsOf(cluster, "--all-namespaces");
  if (all.ok) return { rows: all.value, gaps: all.value.length === 0 ? [nothingListed] : [] };
  const namespace = settings.namespace ?? cluster.effective.namespace;
  if (all.class !== "forbidden" || namespace === undefined) throw darkCluster(cluster, all, "helm");
  const some = await rowsOf(cluster, `--namespace=${namespace}`);
  if (!some.ok) throw darkCluster(cluster, some, "helm");
  const why = `${all.why}, so only those of the namespace ${namespace} were looked at`;
  return { rows: some.value, gaps: [{ what: "releases", why }] };
};

const nothingListed: Gap = {
  what: "releases",
  why: "helm knows of none in this cluster, so nothing was compared",
};

const rowsOf = async (cluster: Cluster, where: string): Promise<Answer<readonly unknown[]>> => {
  const said = await cluster.helm(["list", ...listingWords, where]);
  if (!said.ok) return said;
  const parsed = parseJson(said.value);
  return parsed.ok && Array.isArray(parsed.value)
    ? { ok: true, value: parsed.value }
    : failure("garbled", "helm list printed something that is no list");
};
