import { join, resolve } from "node:path";
import type { Context } from "../../context.ts";
import { parseJson } from "../../core/document.ts";
import { redactText } from "../../core/secret.ts";
import { SteadystateError } from "../../errors.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import type { Answer } from "../../platform/kubernetes/failure.ts";
import { accessTo, type Place } from "./clusters.ts";
import type { Root } from "./inputs.ts";
import type { Surroundings } from "./look-around.ts";

/** What one tool tells of one place; `skipped` says why it tells nothing. */
export type Deep = {
  readonly tool: "kubectl" | "helm" | "argocd" | "terraform";
  readonly where: string;
  readonly facts: readonly string[];
  readonly skipped: string | undefined;
};

const most = { places: 5, roots: 20, names: 12 } as const;
const patience = { request: 10_000, whole: 10_000 } as const;

/** Facts of the clusters that answer and of the Terraform roots; each read has 10 s, all at once, and initialises nothing. */
export const lookDeeper = async (
  { places, inputs }: Surroundings,
  ctx: Context,
): Promise<readonly Deep[]> => {
  const asked = places.filter(({ state }) => state === "answers").slice(0, most.places);
  const [clusters, roots] = await Promise.all([
    Promise.all(asked.map((place) => ofCluster(place, ctx))),
    Promise.all(inputs.roots.slice(0, most.roots).map((root) => ofRoot(root, ctx))),
  ]);
  return [...roots, ...clusters.flat()];
};

const ofCluster = async (place: Place, ctx: Context): Promise<readonly Deep[]> => {
  const where = place.context;
  const opening = ctx.kubernetes.open(accessTo(place, ctx), patience);
  const ask = async (
    tool: Deep["tool"],
    read: (cluster: Cluster) => Promise<Answer<readonly string[]>>,
  ): Promise<Deep> => {
    try {
      const opened = await opening;
      const facts = opened.ok ? await read(opened.value) : opened;
      return facts.ok
        ? { tool, where, facts: facts.value.map(redactText), skipped: undefined }
        : { tool, where, facts: [], skipped: `${facts.class}: ${facts.why}` };
    } catch (error) {
      if (!(error instanceof SteadystateError) || error.code === "interrupted") throw error;
      return { tool, where, facts: [], skipped: error.message };
    }
  };
  return Promise.all([
    ask("kubectl", clusterFacts),
    ask("helm", releaseFacts),
    ...(place.serves.includes("argocd") ? [ask("argocd", applicationFacts)] : []),
  ]);
};

const clusterFacts = async ({ list }: Cluster): Promise<Answer<readonly string[]>> => {
  const [nodes, namespaces] = await Promise.all([
    list({ group: "", version: "v1", resource: "nodes" }),
    list({ group: "", version: "v1", resource: "namespaces" }),
  ]);
  if (!nodes.ok) return nodes;
  if (!namespaces.ok) return namespaces;
  const ready = nodes.value.filter(isReady).length;
  const versions = distinct(nodes.value.map((node) => textIn(node, "status", "nodeInfo", "kubeletVersion")));
  return {
    ok: true,
    value: [
      `${ready} of ${nodes.value.length} nodes ready${versions.length === 0 ? "" : `, ${versions.join(", ")}`}`,
      `namespaces: ${shortList(namespaces.value.map(nameOf))}`,
    ],
  };
};

const isReady = (node: unknown): boolean => {
  const conditions = within(node, "status", "conditions");
  return (
    Array.isArray(conditions) &&
    conditions.some((one: unknown) => textIn(one, "type") === "Ready" && textIn(one, "status") === "True")
  );
};

/** Every release, whatever became of it; without a number helm stops at 256. */
const listing = ["list", "--all-namespaces", "--max=0", "--output=json"] as const;

const releaseFacts = async ({ helm }: Cluster): Promise<Answer<readonly string[]>> => {
  const said = await helm(listing);
  if (!said.ok) return said;
  const read = parseJson(said.value);
  if (!read.ok || !Array.isArray(read.value))
    return { ok: false, class: "garbled", why: "helm list printed no list" };
  const names = read.value.map(
    (row: unknown) => `${textIn(row, "namespace")}/${textIn(row, "name")} (${textIn(row, "status")})`,
  );
  return { ok: true, value: [names.length === 0 ? "no release" : `releases: ${shortList(names)}`] };
};

const applicationFacts = async ({ list }: Cluster): Promise<Answer<readonly string[]>> => {
  const found = await list({ group: "argoproj.io", version: "v1alpha1", resource: "applications" });
  if (!found.ok) return found;
  const names = found.value.map(
    (app) =>
      `${nameOf(app)} (${textIn(app, "status", "sync", "status")}, ${textIn(app, "status", "health", "status")})`,
  );
  return { ok: true, value: [names.length === 0 ? "no application" : `applications: ${shortList(names)}`] };
};

const ofRoot = async ({ path, initialised }: Root, ctx: Context): Promise<Deep> => {
  const where = path;
  try {
    const facts = await rootFacts(path, initialised, ctx);
    return { tool: "terraform", where, facts, skipped: undefined };
  } catch (error) {
    if (!(error instanceof SteadystateError) || error.code === "interrupted") throw error;
    return { tool: "terraform", where, facts: [], skipped: error.message };
  }
};

/** From the files that init left: of the backend its type alone, for its settings may hold credentials. */
const rootFacts = async (
  path: string,
  initialised: boolean,
  { hands, place }: Context,
): Promise<readonly string[]> => {
  const { env, files } = hands;
  const data = resolve(place.cwd, path, env.get("TF_DATA_DIR") ?? ".terraform");
  const workspace = env.get("TF_WORKSPACE") ?? (await files.readText(join(data, "environment")))?.trim();
  const kept = await files.readText(join(data, "terraform.tfstate"));
  const read = kept === undefined ? undefined : parseJson(kept);
  const backend = textIn(read?.ok === true ? read.value : undefined, "backend", "type");
  const isKnown = initialised || backend !== "";
  return [
    isKnown ? `backend ${backend === "" ? "local" : backend}` : "backend not known before init",
    initialised ? "initialised" : "not initialised",
    `workspace ${workspace === undefined || workspace === "" ? "default" : workspace}`,
  ];
};

const within = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? Object.entries(inner).find(([name]) => name === key)?.[1]
        : undefined,
    value,
  );

const textIn = (value: unknown, ...keys: readonly string[]): string => {
  const found = within(value, ...keys);
  return typeof found === "string" ? found.slice(0, 120) : "";
};

const nameOf = (thing: unknown): string => textIn(thing, "metadata", "name");

const distinct = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts)].filter((text) => text !== "").sort();

const shortList = (names: readonly string[]): string => {
  const shown = names.slice(0, most.names).join(", ");
  return names.length > most.names ? `${shown} and ${names.length - most.names} more` : shown;
};
