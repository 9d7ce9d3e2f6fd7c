import { clusterPrograms } from "../core/runbook/aiming.ts";
import { dryRunShapes } from "../core/runbook/dry-run/dry-run.ts";
import { reachedBy } from "../core/runbook/reached.ts";
import { programName, programOf } from "../core/runbook/template.ts";
import { failure } from "../platform/kubernetes/failure.ts";
import { helmAimed } from "../platform/kubernetes/helm.ts";
import { aimed } from "../platform/kubernetes/kubectl.ts";
import type { Executor, Reach } from "./executor.ts";
import { plainKubectl } from "./kubernetes/cluster-executor.ts";
import { trySteps } from "./runbook/try-steps.ts";

const aim: Executor["aim"] = ([program = "", ...words], { facts }, reach, entry) => ({
  argv: [facts["program"] ?? program, ...aimingWords(program, reach), ...words],
  env: {
    ...reach.cluster?.env,
    ...reach.lent(entry?.env ?? []),
    ...plainKubectl,
    ...kubeconfigOf(program, facts, reach),
  },
});

/** The team's own words: what they do nobody reads beforehand, so what counts is whether the finding is gone afterwards. */
export const runbook: Executor = {
  name: "runbook",
  summary: "runs what a vouched runbook entry says, word by word and without a shell",
  needs: { binaries: ["kubectl"], variables: ["PATH", "KUBECONFIG"] },
  performs: [],
  reaches: "either",
  observes: [["kubectl", "config", "current-context", "--kubeconfig=<file>"], ...dryRunShapes],
  acts: [["<program of the entry>", "<words of the entry>"]],
  deadline: 300_000,
  foresee: async ({ parameters, entry }, reach) => {
    const program = entry && programOf(entry.solution.words ?? []);
    if (entry === undefined || program === undefined)
      return failure("unfit", "it has nothing to run, and is for a person to do");
    const path = await reach.program(program);
    // What PATH says of the folder that somebody stands in is no program to start.
    if (path?.startsWith("/") !== true) return failure("unfit", `there is no program ${program} here`);
    const lends = await lendsKubeconfig(program, reach);
    const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)] as const);
    return {
      ok: true,
      value: {
        parameters: Object.fromEntries(texts),
        facts: { program: path, ...(lends === undefined ? {} : { kubeconfig: lends ? "lent" : "kept" }) },
        told: [
          entry.problem === undefined ? `runs ${path}` : `${entry.problem}: runs ${path}`,
          ...(lends === false
            ? ["its kubeconfig points at another context by itself, and is not given to it"]
            : []),
          "what it does is not read beforehand; whether the finding is gone is looked at afterwards",
        ],
        inverse: undefined,
        alsoReaches: reachedBy(
          entry,
          Object.fromEntries(texts),
          reach.cluster?.look.effective.namespace ?? "default",
        ),
      },
    };
  },
  aim,
  settle: async ({ entry }) =>
    entry?.solution.kind === "workflow"
      ? { state: "unseen", why: "the workflow was started, and runs elsewhere" }
      : { state: "arrived", why: "it ended with status 0" },
  tryDry: (steps, foresight, reach, entry) =>
    trySteps(steps, (words) => aim(words, foresight, reach, entry), reach),
};

/** kubectl and helm are told which cluster is meant, before every word of the entry. */
const aimingWords = (program: string, { cluster }: Reach): readonly string[] => {
  const name = programName(program);
  if (!clusterPrograms.has(name)) return [];
  const access =
    cluster === undefined ? nowhere : { ...cluster.access, context: cluster.look.effective.context };
  return name === "helm" ? helmAimed(access) : aimed(access);
};

/** Leads to no cluster: without a target nothing may be met by chance. */
const nowhere = { context: "steadystate-no-cluster", kubeconfig: "/dev/null" };

/**
 * Whether a program that is not told which cluster is meant may have the kubeconfig: only where that points at the target by
 * itself. `undefined` where it does not come to that.
 */
const lendsKubeconfig = async (program: string, { cluster, hands }: Reach): Promise<boolean | undefined> => {
  if (cluster === undefined || clusterPrograms.has(programName(program))) return undefined;
  const { kubeconfig } = cluster.access;
  const file = kubeconfig === undefined ? [] : aimed({ kubeconfig, context: undefined });
  const said = await hands.run({
    argv: ["kubectl", "config", "current-context", ...file],
    ...{ cwd: "/", timeout: 15_000, outputCap: 65_536 },
  });
  return said.exit === 0 && said.stdout.trim() === cluster.look.effective.context;
};

const kubeconfigOf = (
  program: string,
  facts: Readonly<Record<string, string>>,
  { cluster, hands }: Reach,
): Readonly<Record<string, string>> => {
  const own = cluster?.access.kubeconfig ?? hands.env.get("KUBECONFIG");
  const isTold = clusterPrograms.has(programName(program));
  if (cluster === undefined || (!isTold && facts["kubeconfig"] !== "lent"))
    return { KUBECONFIG: "/dev/null" };
  return own === undefined ? {} : { KUBECONFIG: own };
};
