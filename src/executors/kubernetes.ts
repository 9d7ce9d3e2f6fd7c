import { catalog } from "../core/actions/catalog.ts";
import { failure } from "../platform/kubernetes/failure.ts";
import { aimed } from "../platform/kubernetes/kubectl.ts";
import { clusterReads } from "../platform/kubernetes/reads.ts";
import type { Executor } from "./executor.ts";
import { resumeCronJob, suspendCronJob } from "./kubernetes/cron-job.ts";
import type { Deed } from "./kubernetes/deed.ts";
import { deleteNode } from "./kubernetes/delete-node.ts";
import { cordon, uncordon } from "./kubernetes/node.ts";
import { reclaimCompleted, reclaimEvicted } from "./kubernetes/reclaim.ts";
import { restart } from "./kubernetes/restart.ts";
import { rollback } from "./kubernetes/rollback.ts";
import { scale, scaleToZero } from "./kubernetes/scale.ts";
import { untilSettled } from "./kubernetes/until-settled.ts";

const deeds: ReadonlyMap<string, Deed> = new Map([
  ["reclaim-evicted-pods", reclaimEvicted],
  ["reclaim-completed-pods", reclaimCompleted],
  ["rollout-restart", restart],
  ["rollback", rollback],
  ["scale", scale],
  ["suspend-cron-job", suspendCronJob],
  ["resume-cron-job", resumeCronJob],
  ["scale-to-zero", scaleToZero],
  ["cordon", cordon],
  ["uncordon", uncordon],
  ["delete-node", deleteNode],
]);

const performed = catalog.filter(({ name }) => deeds.has(name));

/** The actions on a cluster, by kubectl: what it reads and what it runs go to the one context that was lent. */
export const kubernetes: Executor = {
  name: "kubernetes",
  summary: "does to one thing of a cluster what kubectl can, and reads it before and after",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"] },
  performs: performed.map(({ name }) => name),
  reaches: "cluster",
  observes: clusterReads,
  acts: performed.map(({ shape }) => [...shape, "--kubeconfig=<file>", "--context=<context>"]),
  foresee: async ({ action, parameters }, { cluster }) => {
    const deed = deeds.get(action);
    const known = performed.find(({ name }) => name === action);
    if (deed === undefined || known === undefined)
      return failure("failed", `${action} is no action on a cluster`);
    if (cluster === undefined) return noCluster;
    const seen = await deed.foresee(parameters, cluster.look);
    if (!seen.ok || "noop" in seen.value) return seen;
    const composed = known.compose(seen.value.parameters);
    return composed.ok ? seen : failure("unfit", composed.why);
  },
  aim: (argv, _foresight, { cluster, hands }) => {
    const access = cluster && { ...cluster.access, context: cluster.look.effective.context };
    const ambient = access?.kubeconfig === undefined ? hands.env.get("KUBECONFIG") : undefined;
    return {
      argv: [...argv, ...aimed(access ?? nowhere)],
      env: {
        ...cluster?.env,
        ...(ambient === undefined ? {} : { KUBECONFIG: ambient }),
        // A person's own defaults and aliases must not change what is done.
        KUBECTL_KUBERC: "false",
        // Which kinds are served is asked anew, and nothing is left behind.
        KUBECACHEDIR: "/dev/null",
      },
    };
  },
  deadline: 60_000,
  settle: async ({ action }, foresight, { cluster, time }, patience) => {
    const deed = deeds.get(action);
    if (deed === undefined || cluster === undefined) return { state: "unseen", why: noCluster.why };
    return untilSettled(() => deed.look(foresight, cluster.look), time, patience);
  },
};

const noCluster = failure("misconfigured", "no cluster was lent for it");
/** Leads to no cluster: without a reach nothing may be met by chance. */
const nowhere = { context: "steadystate-no-cluster", kubeconfig: "/dev/null" };
