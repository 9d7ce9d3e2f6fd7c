import { basename } from "node:path";
import type { Context } from "../../context.ts";
import { shellWord } from "../../core/shell-word.ts";
import { isRunnable } from "../on-path.ts";
import { type Clusters, clustersAt, type Place } from "./clusters.ts";
import { type Captured, type Documents, documentsIn } from "./documents.ts";
import { type Inputs, inputsIn } from "./inputs.ts";
import { type Skip, walk } from "./walk.ts";

export const readiness = [
  "ready",
  "not-initialised",
  "unreachable",
  "no-input",
  "captured-only",
  "blocked",
] as const;
export type Readiness = (typeof readiness)[number];

/** A command that works here now, and what it looks at. */
export type Step = { readonly command: string; readonly why: string };

/** What of here one source or probe can look at. */
export type Sight = {
  readonly name: string;
  readonly kind: "source" | "probe";
  readonly state: Readiness;
  /** One clause; of what is ready, what it looks at. */
  readonly why: string;
  readonly tools: readonly { readonly name: string; readonly installed: boolean }[];
  /** Folders that it reads, relative to the wall. */
  readonly inputs: readonly string[];
  readonly snapshots: readonly string[];
  readonly commands: readonly Step[];
};

export type Surroundings = {
  readonly inputs: Inputs;
  readonly captured: readonly Captured[];
  readonly places: readonly Place[];
  readonly sights: readonly Sight[];
  readonly skipped: readonly Skip[];
};

/** What can be looked at from here. Reads only, and runs no program but kubectl. */
export const lookAround = async (how: { readonly reach: boolean }, ctx: Context): Promise<Surroundings> => {
  const { folders, skipped } = await walk(ctx);
  const [inputs, documents] = await Promise.all([inputsIn(folders, ctx), documentsIn(folders, ctx)]);
  const clusters = await clustersAt(documents.kubeconfigs, how, ctx);
  const around = { inputs, documents, clusters, baselines: await hasBaseline(ctx) };
  const sources = await Promise.all(ctx.sources.names.map((name) => sightOf(name, around, ctx)));
  const probes = await Promise.all(ctx.probes.names.map((name) => probeSight(name, around, ctx)));
  return {
    inputs,
    captured: documents.captured,
    places: clusters.places,
    sights: [...sources, ...probes],
    skipped: [...skipped, ...documents.skipped, ...clusters.skipped],
  };
};

type Around = {
  readonly inputs: Inputs;
  readonly documents: Documents;
  readonly clusters: Clusters;
  readonly baselines: boolean;
};

const hasBaseline = async ({ hands, place }: Context): Promise<boolean> =>
  (await hands.files.list(place.stateFolder)).some((name) => /^baseline-.*\.json$/.test(name));

type Tools = Sight["tools"];

const sightOf = async (name: string, around: Around, ctx: Context): Promise<Sight> => {
  const { needs, accepts } = await ctx.sources.open(name);
  const tools = await toolsOf(needs.binaries, ctx);
  const snapshots = around.documents.captured.filter(({ source }) => source === name).map(({ path }) => path);
  const inputs = foldersFor(name, around.inputs);
  const base = { name, kind: "source", tools, inputs, snapshots } as const;
  const plain = await isDefault(name, ctx);
  const ofFiles = snapshots.map((path) => scanOf(path, plain ? undefined : name, "a captured document"));
  const live = liveSight(name, { accepts, tools, inputs, plain }, around);
  if (live.state === "ready") return { ...base, ...live, commands: [...live.commands, ...ofFiles] };
  if (ofFiles.length > 0) return { ...base, state: "ready", why: "a captured document", commands: ofFiles };
  return { ...base, ...live };
};

const toolsOf = async (binaries: readonly string[], ctx: Context): Promise<Tools> => {
  const { terraform } = await ctx.config();
  const names = binaries.map((binary) => (binary === "terraform" ? terraform.bin : binary));
  return Promise.all(names.map(async (name) => ({ name, installed: await isRunnable(name, ctx) })));
};

/** Whether a scan takes this source without being told. */
const isDefault = async (name: string, ctx: Context): Promise<boolean> =>
  name === ((await ctx.config()).defaults.source ?? "terraform");

const foldersFor = (name: string, { roots, charts, overlays }: Inputs): readonly string[] => {
  switch (name) {
    case "terraform":
      return roots.map(({ path }) => path);
    case "helm-live":
      return charts;
    case "kustomize-live":
      return overlays;
    default:
      return [];
  }
};

const scanOf = (path: string, source: string | undefined, why: string): Step => ({
  command: `steadystate scan ${shellWord(path)}${source === undefined ? "" : ` --source ${source}`}`,
  why,
});

type Live = Pick<Sight, "state" | "why" | "commands">;
type Asked = {
  readonly accepts: readonly string[];
  readonly tools: Tools;
  readonly inputs: readonly string[];
  readonly plain: boolean;
};

const not = (state: Readiness, why: string, commands: readonly Step[] = []): Live => ({
  state,
  why,
  commands,
});

const liveSight = (name: string, asked: Asked, around: Around): Live => {
  const { accepts, tools, inputs } = asked;
  if (accepts.every((kind) => kind === "file")) return not("captured-only", "reads a captured document only");
  const missing = tools.filter(({ installed }) => !installed).map((tool) => tool.name);
  if (missing.length > 0) return not("blocked", `install ${missing.join(" and ")}`);
  if (name === "terraform") return ofRoots(asked, around.inputs);
  if (name === "terraform-state") return not("no-input", "compares with the state alone where it is named");
  if (!accepts.includes("nothing") && inputs.length === 0) return not("no-input", "no folder for it here");
  return ofClusters(name, asked, around);
};

const ofRoots = ({ plain, tools }: Asked, { roots }: Inputs): Live => {
  if (roots.length === 0) return not("no-input", "no Terraform files here");
  const ready = roots.filter(({ initialised }) => initialised);
  const due = roots.filter(({ initialised }) => !initialised);
  const inits = due.map(({ path }) => ({
    command: `${shellWord(tools[0]?.name ?? "terraform")} -chdir=${shellWord(path)} init`,
    why: "not initialised yet; then scan it",
  }));
  if (ready.length === 0)
    return not("not-initialised", `${due.length} Terraform root(s), none initialised`, inits);
  const scans = ready.map(({ path }) => scanOf(path, plain ? undefined : "terraform", "a Terraform root"));
  return { state: "ready", why: "a Terraform root", commands: [...scans, ...inits] };
};

const ofClusters = (name: string, { inputs }: Asked, { clusters, baselines }: Around): Live => {
  const silence = silenceOf(clusters);
  if (silence !== undefined) return silence;
  const answering = clusters.places.filter(({ state }) => state === "answers");
  if (name === "k8s-baseline" && !baselines)
    return not("no-input", "no baseline is kept here", answering.filter(isOwn).slice(0, 1).map(keepBaseline));
  const places = isServedApart(name) ? answering.filter(({ serves }) => serves.includes(name)) : answering;
  if (places.length === 0) return not("no-input", "no cluster that answers serves it");
  const why = whyOf[name] ?? "a cluster";
  return { state: "ready", why, commands: commandsAt(name, inputs, places) };
};

/** Why no cluster can be asked, where none can. */
const silenceOf = ({ places }: Clusters): Live | undefined => {
  if (places.length === 0) return not("no-input", "no kubeconfig names a cluster");
  if (places.some(({ state }) => state === "answers")) return undefined;
  const [silent] = places.filter(({ state }) => state === "silent");
  return silent === undefined
    ? not("unreachable", "no cluster was asked")
    : not("unreachable", `${silent.context} does not answer: ${silent.why}`);
};

const whyOf: Readonly<Record<string, string>> = {
  "k8s-live": "what was applied against what became of it",
  "k8s-baseline": "against the baseline that is kept here",
  "kustomize-live": "an overlay against the cluster that runs it",
  "helm-live": "a chart against the cluster that runs it",
  helm: "the releases of a cluster",
  argocd: "the applications of Argo CD",
  rancher: "the repositories and bundles of Rancher Fleet",
};

const aimed = ({ context, kubeconfig }: Place): string =>
  [
    `--context ${shellWord(context)}`,
    ...(kubeconfig === undefined ? [] : [`--kubeconfig ${shellWord(kubeconfig)}`]),
  ].join(" ");

/** Of this machine's own kubeconfig: the verb takes no other. */
const isOwn = ({ kubeconfig }: Place): boolean => kubeconfig === undefined;

const keepBaseline = (place: Place): Step => ({
  command: `steadystate baseline ${aimed(place)}`,
  why: "keep what runs now as known to be good",
});

/** What is rendered here goes with one cluster: the one that this machine points at, or the first. */
const commandsAt = (name: string, inputs: readonly string[], places: readonly Place[]): readonly Step[] => {
  const why = whyOf[name] ?? "";
  const main = places.find(({ current }) => current) ?? places[0];
  if (inputs.length > 0 && main !== undefined)
    return inputs.map((path) => ({ command: `steadystate verify ${shellWord(path)} ${aimed(main)}`, why }));
  const probe = name === "k8s-live" || name === "k8s-baseline" ? " --probe auto" : "";
  return places.map((place) => ({
    command: `steadystate scan --source ${name} ${aimed(place)}${probe}`,
    why,
  }));
};

const probeSight = async (
  name: Context["probes"]["names"][number],
  { clusters }: Around,
  ctx: Context,
): Promise<Sight> => {
  const { needs } = await ctx.probes.open(name);
  const tools = await toolsOf(needs.binaries, ctx);
  const base = { name, kind: "probe", tools, inputs: [], snapshots: [], commands: [] } as const;
  const missing = tools.filter(({ installed }) => !installed).map((tool) => basename(tool.name));
  if (missing.length > 0) return { ...base, state: "blocked", why: `install ${missing.join(" and ")}` };
  const silence = silenceOf(clusters);
  if (silence !== undefined) return { ...base, ...silence };
  const isServed = clusters.places.some(({ state, serves }) => state === "answers" && serves.includes(name));
  if (isServedApart(name) && !isServed)
    return { ...base, state: "no-input", why: "no cluster that answers serves it" };
  // Its command is the one of the source beside it.
  return { ...base, state: "ready", why: "the health of a cluster" };
};

/** Tools that not every cluster has. */
const isServedApart = (name: string): boolean => name === "argocd" || name === "rancher";
