import type { Context } from "../context.ts";
import type { Observation, Scope } from "../core/observation.ts";
import { scopeOf } from "../core/scope.ts";
import { parseDuration } from "../core/time.ts";
import { SteadystateError } from "../errors.ts";
import type { Cluster, Patience } from "../platform/kubernetes/cluster.ts";
import type { Failure } from "../platform/kubernetes/failure.ts";
import type { Access } from "../platform/kubernetes/kubectl.ts";
import type { Source, SourceRequest } from "../sources/source.ts";
import type { Hands } from "../system/hands.ts";
import type { Claim } from "./claim.ts";
import { type Asked, type Located, locate } from "./locate.ts";
import { platformOf } from "./platform.ts";

type Seal = (secret: string) => string;

/** Either what was seen, or which scope stayed dark and why: the reader could not look, or what it got is no document of its. */
export type Gathered =
  | {
      readonly seen: true;
      readonly observation: Observation;
      /** The same document judged again with another seal for its secrets, for a store that turned out to have its own key. */
      readonly sealed: (seal: Seal) => Observation;
      /** Whether the cluster itself was looked at, and no document of it. */
      readonly live: boolean;
    }
  | {
      readonly seen: false;
      readonly scope: Scope;
      /** Nobody could tell which cluster is meant: of the resolution scope only the source is known, and what it is named by. */
      readonly unplaced: boolean;
      readonly error: SteadystateError;
    };

/**
 * Locates the input and lets the source read and judge it. A wrong call throws; a reader that could not look comes back as a
 * dark scope, so that memory can mark it stale before the error is told.
 */
export const gather = async (
  asked: Asked,
  seal: Seal | undefined,
  ctx: Context,
  claim?: Claim,
): Promise<Gathered> => {
  const located = await locate(asked, ctx);
  const source = await ctx.sources.open(located.source);
  const looking = { asked, located, source, seal, claim };
  if (!source.cluster.includes(located.kind)) return look({ ...looking, cluster: undefined }, ctx);
  try {
    return await lent(asked, ctx, (cluster) => look({ ...looking, cluster }, ctx));
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || !leavesDark(thrown)) throw thrown;
    const scope = scopeFor({ asked, located, cluster: undefined, context: asked.context }, undefined);
    return { seen: false, scope, unplaced: true, error: thrown };
  }
};

type Looking = {
  readonly asked: Asked;
  readonly located: Located;
  readonly source: Source;
  readonly cluster: Cluster | undefined;
  readonly seal: Seal | undefined;
  readonly claim: Claim | undefined;
};

const look = async (looking: Looking, ctx: Context): Promise<Gathered> => {
  const { source, cluster, seal, claim } = looking;
  const request = await requestOf(looking, ctx);
  const workspace = await source.workspace(request, ctx.hands);
  const scope = scopeFor(looking, workspace);
  const { ignore } = await ctx.config();
  const platform = await platformOf(ctx);
  const parsed = (sealing: Seal | undefined, reading: Awaited<ReturnType<Source["read"]>>): Observation =>
    source.parse(reading, { scope, seal: sealing, ignore, platform });
  try {
    // A cluster is asked by its own hands, so the right to look is taken beforehand.
    if (cluster !== undefined) await claim?.take(scope);
    const reading = await source.read(request, claimingHands(scope, ctx, claim));
    return {
      seen: true,
      observation: parsed(seal, reading),
      sealed: (late) => parsed(late, reading),
      live: cluster !== undefined,
    };
  } catch (thrown) {
    if (thrown instanceof SteadystateError && leavesDark(thrown))
      return { seen: false, scope, unplaced: false, error: thrown };
    throw thrown;
  }
};

/** Another run that looks there is no reason to call the scope dark. */
export const leavesDark = ({ code, exit }: SteadystateError): boolean =>
  code !== "busy" && (exit === 3 || code === "input-invalid");

const patience: Patience = { request: 30_000, whole: 300_000 };

/** Lends the cluster that is meant, which is resolved before it is asked anything. Throws where no cluster is led to. */
export const lent = <T>(
  asked: Pick<Asked, "target" | "lend">,
  ctx: Context,
  use: (cluster: Cluster) => Promise<T>,
): Promise<T> => {
  const open = async (access: Access): Promise<T> => {
    const opened = await ctx.kubernetes.open(access, patience);
    if (!opened.ok) throw noCluster(opened);
    const { context, server, ambient } = opened.value.effective;
    if (ambient && asked.target !== undefined)
      ctx.notice(
        `the target ${asked.target} names no cluster: looking at ${context} (${server}), to which this machine points now`,
      );
    return use(opened.value);
  };
  return asked.lend === undefined ? open({ context: undefined, kubeconfig: undefined }) : asked.lend(open);
};

const noCluster = ({ class: kind, why }: Failure): SteadystateError =>
  new SteadystateError(
    kind === "tool-missing" ? "tool-missing" : "source-failed",
    `no cluster to look at: ${why}`,
    {
      hint: kind === "tool-missing" ? "install kubectl, then run this again" : "kubectl config get-contexts",
      details: { class: kind },
    },
  );

/** A tool that runs looks at reality: from then on nobody else does. Before that a wrong input leaves the memory as it is. */
const claimingHands = (scope: Scope, { hands }: Context, claim: Claim | undefined): Hands => {
  if (claim === undefined) return hands;
  return {
    ...hands,
    run: async (request) => {
      await claim.take(scope);
      return hands.run(request);
    },
  };
};

const requestOf = async (
  { located, asked, cluster }: Pick<Looking, "located" | "asked" | "cluster">,
  ctx: Context,
): Promise<SourceRequest> => {
  const { terraform } = await ctx.config();
  return {
    path: located.path,
    kind: located.kind,
    settings: {
      terraform: {
        bin: terraform.bin,
        varFiles: [...terraform.var_files, ...asked.varFiles],
        lock: terraform.lock,
        timeout: parseDuration(terraform.timeout) ?? 300_000,
      },
      helm: asked.helm ?? { release: undefined, values: [] },
      namespace: asked.namespace,
    },
    place: namedPlace(asked.target, cluster?.effective.context),
    cluster,
  };
};

/** One folder may be rendered for several releases and namespaces: a look at one of them resolves nothing of the others. */
const placeOf = (folder: string, server: string, { helm, namespace }: Asked): string => {
  const { release, values = [] } = helm ?? {};
  const further = [release, namespace, ...values].filter((part) => part !== undefined);
  return [
    folder,
    server,
    ...(further.length === 0 ? [] : [JSON.stringify([release, namespace, values])]),
  ].join(" ");
};

const namedPlace = (target: string | undefined, context: string | undefined): SourceRequest["place"] => {
  if (target !== undefined) return { is: "target", name: target };
  return context === undefined ? undefined : { is: "context", name: context };
};

const scopeFor = (
  {
    located,
    asked,
    cluster,
    context = cluster?.effective.context,
  }: Pick<Looking, "located" | "asked" | "cluster"> & { readonly context?: string | undefined },
  workspace: string | undefined,
): Scope => {
  const { source, folder, realPath, shownPath, kind } = located;
  const server = cluster?.effective.server ?? "";
  return scopeOf({
    source,
    environment: asked.label,
    target: asked.target,
    workspace,
    cluster: context,
    folder,
    realPath:
      kind === "nothing" ? server : cluster === undefined ? realPath : placeOf(realPath, server, asked),
    shownPath:
      cluster === undefined || kind !== "nothing" ? shownPath : `the cluster ${cluster.effective.context}`,
  });
};
