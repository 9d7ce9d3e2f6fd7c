import type { Context } from "../context.ts";
import { SteadystateError } from "../errors.ts";
import type { Cluster, Patience } from "../platform/kubernetes/cluster.ts";
import type { Failure } from "../platform/kubernetes/failure.ts";
import { withTarget } from "./broker.ts";
import { isRunnable } from "./on-path.ts";
import type { ResolvedTarget } from "./targets.ts";

export const trialStates = ["ok", "failed", "unknown"] as const;

/** One thing that was tried of a target; `unknown` where it could not be asked. */
export type Trial = {
  readonly what:
    | "source"
    | "probe"
    | "path"
    | "inventory"
    | "tool"
    | "kubeconfig"
    | "broker"
    | "context"
    | "cluster";
  readonly state: (typeof trialStates)[number];
  readonly why: string;
};

/** Who answered, and as whom we asked. */
export type Reached = {
  readonly context: string;
  readonly cluster: string;
  readonly server: string;
  readonly version: string;
  readonly user: string | undefined;
};

export type Examined = { readonly trials: readonly Trial[]; readonly reached: Reached | undefined };

/**
 * Tries what a target names; where a cluster is meant, also whether its context is known. Only with `reach` its command is run
 * and its cluster asked.
 */
export const examineTarget = async (
  target: ResolvedTarget,
  { reach }: { readonly reach: boolean },
  ctx: Context,
): Promise<Examined> => {
  const trials = await tryFiles(target, ctx);
  const isBarred = trials.some(({ what, state }) => state === "failed" && bars.includes(what));
  if (!meansCluster(target) || isBarred) return { trials, reached: undefined };
  if (target.broker !== undefined && !reach) return { trials, reached: undefined };
  const asked = await lend(target, reach, ctx);
  return { trials: [...trials, ...asked.trials], reached: asked.reached };
};

const tryFiles = async (target: ResolvedTarget, ctx: Context): Promise<readonly Trial[]> => [
  ...trySource(target, ctx),
  ...tryProbe(target),
  ...(await tryPath(target, ctx)),
  ...(await tryFile("inventory", target.inventory, ctx)),
  ...(await tryTools(target, ctx)),
  ...(await tryFile("kubeconfig", target.kubeconfig, ctx)),
  ...(await tryBroker(target, ctx)),
];

/** Without these no cluster can be asked, and saying so once is enough. */
const bars: readonly Trial["what"][] = ["tool", "kubeconfig", "broker"];

const ofClusters: readonly ResolvedTarget["source"][] = [
  "k8s-live",
  "k8s-baseline",
  "kustomize-live",
  "helm-live",
];

/** These read a captured document where one is named, and a cluster where none is. */
const ofEither: readonly ResolvedTarget["source"][] = ["helm", "argocd", "rancher"];

const meansCluster = ({ source, path, context, kubeconfig, broker }: ResolvedTarget): boolean =>
  ofClusters.includes(source) ||
  (path === undefined && ofEither.includes(source)) ||
  context !== undefined ||
  kubeconfig !== undefined ||
  broker !== undefined;

const trySource = ({ source }: ResolvedTarget, { sources }: Context): readonly Trial[] =>
  sources.names.includes(source)
    ? [{ what: "source", state: "ok", why: source }]
    : [{ what: "source", state: "unknown", why: `${source} comes with a later version` }];

const tryProbe = ({ probe }: ResolvedTarget): readonly Trial[] =>
  probe === "auto" || probe === "none"
    ? []
    : [{ what: "probe", state: "unknown", why: `${probe} comes with a later version` }];

/** These read a folder or a file; of the others a path is not asked. */
const ofPaths: readonly ResolvedTarget["source"][] = [
  ...([
    "terraform",
    "terraform-state",
    "ansible",
    "docker-compose",
    "k8s",
    "kustomize-live",
    "helm-live",
  ] as const),
];

const tryPath = async (
  { path, shownPath, source }: ResolvedTarget,
  ctx: Context,
): Promise<readonly Trial[]> => {
  if (path === undefined)
    return ofPaths.includes(source) ? [{ what: "path", state: "failed", why: `${source} needs a path` }] : [];
  const kind = await ctx.hands.files.kindOf(path);
  if (kind === undefined || kind === "other")
    return [{ what: "path", state: "failed", why: `there is no ${shownPath}` }];
  const accepts = ctx.sources.names.includes(source) ? (await ctx.sources.open(source)).accepts : [kind];
  return accepts.includes(kind)
    ? [{ what: "path", state: "ok", why: `${shownPath} is there` }]
    : [{ what: "path", state: "failed", why: `${source} does not read a ${kind}, and ${shownPath} is one` }];
};

const tryFile = async (
  what: "inventory" | "kubeconfig",
  path: string | undefined,
  { hands }: Context,
): Promise<readonly Trial[]> => {
  if (path === undefined) return [];
  const isThere = ["file", "other"].includes((await hands.files.kindOf(path)) ?? "");
  return [
    isThere
      ? { what, state: "ok", why: `${path} is there` }
      : { what, state: "failed", why: `there is no file ${path}` },
  ];
};

/** A captured document needs no tool. */
const tryTools = async (target: ResolvedTarget, ctx: Context): Promise<readonly Trial[]> => {
  const { source, path } = target;
  const isLive = path !== undefined && (await ctx.hands.files.kindOf(path)) === "folder";
  const own =
    isLive && ctx.sources.names.includes(source) ? (await ctx.sources.open(source)).needs.binaries : [];
  const { terraform } = await ctx.config();
  const named = own.map((binary) => (binary === "terraform" ? terraform.bin : binary));
  const wanted = new Set([...named, ...(meansCluster(target) ? ["kubectl"] : [])]);
  return Promise.all(
    [...wanted].map(
      async (tool): Promise<Trial> =>
        (await isRunnable(tool, ctx))
          ? { what: "tool", state: "ok", why: `${tool} is there` }
          : { what: "tool", state: "failed", why: `${tool} is not on PATH` },
    ),
  );
};

const tryBroker = async ({ broker }: ResolvedTarget, ctx: Context): Promise<readonly Trial[]> => {
  const [program] = broker ?? [];
  if (program === undefined) return [];
  return [
    (await isRunnable(program, ctx))
      ? { what: "broker", state: "ok", why: `${program} is there, and was not run` }
      : { what: "broker", state: "failed", why: `${program} is no program that can be run here` },
  ];
};

const patience: Patience = { request: 10_000, whole: 60_000 };

const lend = async (target: ResolvedTarget, reach: boolean, ctx: Context): Promise<Examined> => {
  try {
    return await withTarget(target, ctx, async (access) => {
      const opened = await ctx.kubernetes.open(access, patience);
      if (!opened.ok) return { trials: [trialOf("context", opened)], reached: undefined };
      const { effective } = opened.value;
      const led = `${effective.context}${effective.ambient ? ", the current one of this machine," : ""}`;
      const known: Trial = { what: "context", state: "ok", why: `${led} leads to ${effective.server}` };
      if (!reach) return { trials: [known], reached: undefined };
      const asked = await ask(opened.value);
      return { trials: [known, ...asked.trials], reached: asked.reached };
    });
  } catch (thrown) {
    // One target that cannot be asked says nothing of the others.
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    const state = thrown.code === "refused" ? "failed" : "unknown";
    return { trials: [{ what: "broker", state, why: thrown.message }], reached: undefined };
  }
};

const ask = async ({ effective, version, whoAmI }: Cluster): Promise<Examined> => {
  const told = await version();
  if (!told.ok) return { trials: [trialOf("cluster", told)], reached: undefined };
  const who = await whoAmI();
  // Clusters before 1.28 cannot tell who asks; one that answers at all has accepted the credential.
  if (!who.ok && who.class !== "not-found") return { trials: [trialOf("cluster", who)], reached: undefined };
  const user = who.ok ? who.value : undefined;
  const { context, cluster, server } = effective;
  const as = user === undefined ? "" : ` as ${user}`;
  return {
    trials: [{ what: "cluster", state: "ok", why: `${told.value} answered${as}` }],
    reached: { context, cluster, server, version: told.value, user },
  };
};

/** A no is an answer; silence is none. */
const answered: readonly Failure["class"][] = ["misconfigured", "tool-missing", "unauthorized", "forbidden"];

const trialOf = (what: Trial["what"], { class: kind, why }: Failure): Trial => ({
  what,
  state: answered.includes(kind) ? "failed" : "unknown",
  why: `${kind}: ${why}`,
});
