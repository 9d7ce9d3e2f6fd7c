import { catalog } from "../../core/actions/catalog.ts";
import { failure } from "../../platform/kubernetes/failure.ts";
import type { Access } from "../../platform/kubernetes/kubectl.ts";
import type { Executor, Reach } from "../executor.ts";
import type { Deed } from "./deed.ts";
import { untilSettled } from "./until-settled.ts";

type Plan = Pick<Executor, "name" | "summary" | "needs" | "observes" | "deadline"> & {
  /** By the name of the action. */
  readonly deeds: ReadonlyMap<string, Deed>;
  /** The words that aim a call at one cluster. */
  readonly aimed: (access: Access) => readonly string[];
  readonly env: (reach: Pick<Reach, "keep" | "hands">) => Readonly<Record<string, string>>;
};

/** An executor of what is done to one cluster: what it reads and what it runs go to the one context that was lent. */
export const clusterExecutor = ({ deeds, aimed, env, ...plan }: Plan): Executor => {
  const performed = catalog.filter(({ name }) => deeds.has(name));
  const placeholders = aimed({ kubeconfig: "<file>", context: "<context>" });
  return {
    ...plan,
    performs: performed.map(({ name }) => name),
    reaches: "cluster",
    acts: performed.map(({ shape }) => [...shape, ...placeholders]),
    foresee: async ({ action, parameters }, { cluster, seal }) => {
      const deed = deeds.get(action);
      const known = performed.find(({ name }) => name === action);
      if (deed === undefined || known === undefined)
        return failure("failed", `${action} is no action of ${plan.name}`);
      if (cluster === undefined) return noCluster;
      const seen = await deed.foresee(parameters, cluster.look, seal);
      if (!seen.ok || "noop" in seen.value) return seen;
      const composed = known.compose(seen.value.parameters);
      return composed.ok ? seen : failure("unfit", composed.why);
    },
    aim: (argv, _foresight, { cluster, keep, hands }) => {
      const access = cluster && { ...cluster.access, context: cluster.look.effective.context };
      const ambient = access?.kubeconfig === undefined ? hands.env.get("KUBECONFIG") : undefined;
      return {
        argv: [...argv, ...aimed(access ?? nowhere)],
        env: {
          ...cluster?.env,
          ...(ambient === undefined ? {} : { KUBECONFIG: ambient }),
          // Which kinds are served is asked anew, and nothing is left behind.
          KUBECACHEDIR: "/dev/null",
          ...env({ keep, hands }),
        },
      };
    },
    settle: async ({ action }, foresight, { cluster, time }, patience) => {
      const deed = deeds.get(action);
      if (deed === undefined || cluster === undefined) return { state: "unseen", why: noCluster.why };
      return untilSettled(() => deed.look(foresight, cluster.look), time, patience);
    },
  };
};

const noCluster = failure("misconfigured", "no cluster was lent for it");
/** Leads to no cluster: without a reach nothing may be met by chance. */
const nowhere = { context: "steadystate-no-cluster", kubeconfig: "/dev/null" };

/** A person's own defaults and aliases must not change what is done. */
export const plainKubectl = { KUBECTL_KUBERC: "false" } as const;
