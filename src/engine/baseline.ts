import type { Context } from "../context.ts";
import { SteadystateError } from "../errors.ts";
import type { Captured } from "../sources/kubernetes/baseline/take.ts";
import { lent } from "./gather.ts";
import { lentBy, lookAt, type Named, resolveTarget } from "./targets.ts";

type Meant = Pick<Named, "target" | "context" | "kubeconfig">;

/**
 * Captures the cluster of a target, or of a context, as what is known to be good. Throws `usage` where neither names a cluster,
 * and as `resolveTarget`, `withTarget` and the context's own `captureBaseline` do.
 */
export const captureBaseline = async (
  meant: Meant,
  replace: boolean,
  ctx: Context,
): Promise<Captured & { readonly source: string | undefined }> => {
  const look = await clusterOf(meant, ctx);
  return lent(look, ctx, async (cluster) => ({
    ...(await ctx.kubernetes.captureBaseline(cluster, {
      place: look.target ?? cluster.effective.context,
      ...{ replace, now: ctx.now() },
    })),
    source: look.source,
  }));
};

/** What is called good has to be named: the cluster to which this machine happens to point is not. */
const clusterOf = async (meant: Meant, ctx: Context): ReturnType<typeof lookAt> => {
  const { target: name, context, kubeconfig } = meant;
  if (name === undefined || kubeconfig !== undefined) {
    if (name === undefined && context === undefined && kubeconfig === undefined)
      throw new SteadystateError("usage", "baseline needs the name of a target, or a context", {
        hint: "steadystate baseline <target>, or --context <context>; what is named here: steadystate targets",
      });
    return lookAt(meant, "baseline", ctx);
  }
  const honours = ["path", "probe", "context", "kubeconfig", "kubeconfig_from"] as const;
  const target = await resolveTarget(name, { verb: "baseline", honours: () => honours }, ctx);
  if (
    (context ?? target.context) === undefined &&
    target.kubeconfig === undefined &&
    target.broker === undefined
  )
    throw new SteadystateError("usage", `the target ${name} names no cluster`, {
      hint: `give ${name} a context, kubeconfig or kubeconfig_from in targets.json`,
      details: { target: name },
    });
  return { source: target.source, path: undefined, ...lentBy(target, { context }, ctx) };
};
