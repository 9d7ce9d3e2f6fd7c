import type { Context } from "../context.ts";
import type { Observation, Scope } from "../core/observation.ts";
import { lookNames, type ProbeName } from "../core/probes.ts";
import { scopeOf } from "../core/scope.ts";
import { SteadystateError } from "../errors.ts";
import type { Cluster } from "../platform/kubernetes/cluster.ts";
import type { Claim } from "./claim.ts";
import { leavesDark, lent } from "./gather.ts";
import type { Asked } from "./locate.ts";
import { platformOf } from "./platform.ts";
import { darkObservation, type Unseen } from "./remember-dark.ts";

/** One look by a probe; `dark` where not even its cluster could be opened. */
export type HealthLook = { readonly observation: Observation; readonly dark: Unseen | undefined };

/** Lets a probe read the cluster that is meant, and judges what it read. What cannot be seen is in its coverage. */
export const lookAtHealth = async (
  name: ProbeName,
  asked: Asked,
  claim: Claim | undefined,
  ctx: Context,
): Promise<HealthLook> => {
  const probe = await ctx.probes.open(name);
  const platform = await platformOf(ctx);
  try {
    return await lent(asked, ctx, async (cluster) => {
      const scope = scopeFor(name, asked, cluster);
      await claim?.take(scope);
      const reading = await probe.read({ cluster, now: ctx.now, deep: asked.deep === true });
      return { observation: probe.diagnose(reading, { scope, platform }), dark: undefined };
    });
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || !leavesDark(thrown)) throw thrown;
    const scope = scopeFor(name, asked, undefined);
    return {
      observation: darkObservation({ scope, error: thrown }),
      dark: { seen: false, scope, unplaced: true, error: thrown },
    };
  }
};

/** Named by the same parts as what a source finds there, and a place of its own. */
const scopeFor = (probe: ProbeName, asked: Asked, cluster: Cluster | undefined): Scope => {
  const context = cluster?.effective.context ?? asked.context;
  return scopeOf({
    source: lookNames[probe],
    ...{ environment: asked.label, target: asked.target, workspace: undefined, folder: undefined },
    cluster: context,
    realPath: cluster?.effective.server ?? "",
    shownPath: context === undefined ? "the cluster" : `the cluster ${context}`,
  });
};
