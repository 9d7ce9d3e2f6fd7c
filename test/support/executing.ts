import { catalog } from "../../src/core/actions/catalog.ts";
import type { Executor, Foresight, Reach } from "../../src/executors/executor.ts";
import { kubernetes } from "../../src/executors/kubernetes.ts";
import { openCluster } from "../../src/platform/kubernetes/cluster.ts";
import { readEnv } from "../../src/system/env.ts";
import { makeFiles } from "../../src/system/files.ts";
import { actionEnvironment, makeRun, type RunRequest } from "../../src/system/run.ts";
import type { Cluster, ClusterOptions } from "./cluster/cluster.ts";
import { clusterHere } from "./cluster/cluster-here.ts";
import type { KubeconfigOptions } from "./cluster/kubeconfig.ts";

type Options = ClusterOptions & {
  readonly config?: KubeconfigOptions & { readonly files?: Readonly<Record<string, unknown>> };
  /** What the cluster does by itself each time that somebody waits for it. */
  readonly controller?: (cluster: Cluster) => void;
  /** The kubeconfig is the one of the machine, named by nothing but KUBECONFIG. */
  readonly ambient?: boolean;
  /** What the target lends by name. */
  readonly env?: Readonly<Record<string, string>>;
  /** What else the process was started with. */
  readonly given?: Readonly<Record<string, string>>;
  readonly executor?: Executor;
};

/** A cluster, and an executor by the real tools aimed at it, run as the gate runs it but by nobody's leave. */
export const executing = async (asked: Options) => {
  const {
    config,
    controller,
    ambient = false,
    env = {},
    given = {},
    executor = kubernetes,
    ...options
  } = asked;
  const { cluster, root, ...clients } = await clusterHere(options, config);
  const { helm, kubectl, write } = clients;
  const environment = { ...clients.environment, ...given };
  const kubeconfig = environment["KUBECONFIG"] ?? "";
  const run = makeRun(environment);
  const files = makeFiles();
  const access = { context: ambient ? undefined : "test", kubeconfig: ambient ? undefined : kubeconfig };
  const opened = await openCluster(
    access,
    { run, withTemporaryFolder: files.withTemporaryFolder, cwd: root },
    { request: 10_000, whole: 120_000 },
  );
  if (!opened.ok) throw new Error(opened.why);
  let now = 0;
  const reach: Reach = {
    folder: root,
    keep: `${root}/keep`,
    cluster: { look: opened.value, access, env },
    program: async () => undefined,
    lent: () => ({}),
    terraform: { bin: "terraform", varFiles: [], lock: false, timeout: 1000, env: {} },
    seal: (secret) => `seal of ${secret.length}`,
    time: {
      elapsed: () => now,
      pause: async (milliseconds) => {
        now += milliseconds;
        controller?.(cluster);
      },
    },
    hands: { run, files, env: readEnv(environment) },
  };
  const ran: RunRequest[] = [];
  const act = async (request: Omit<RunRequest, "cwd" | "timeout">) => {
    const whole = { ...request, cwd: root, timeout: executor.deadline };
    ran.push(whole);
    return makeRun(environment, actionEnvironment(environment))(whole);
  };
  const foresee = (action: string, parameters: Readonly<Record<string, unknown>>) =>
    executor.foresee({ action, parameters }, reach);
  const settle = (action: string, foresight: Foresight, patience = 30_000) =>
    executor.settle({ action, parameters: foresight.parameters }, foresight, reach, patience);
  const argvOf = (action: string, { parameters }: Foresight) => {
    const composed = catalog.find(({ name }) => name === action)?.compose(parameters);
    if (composed?.ok !== true) throw new Error(composed?.why ?? `no action ${action}`);
    return composed.value;
  };
  /** Foreseen, run and settled; what stands in the way is thrown. */
  const perform = async (action: string, parameters: Readonly<Record<string, unknown>>) => {
    const seen = await foresee(action, parameters);
    if (!seen.ok) throw new Error(seen.why);
    if ("noop" in seen.value) throw new Error(seen.value.noop);
    const foresight = seen.value;
    const result = await act(executor.aim(argvOf(action, foresight), foresight, reach));
    return { foresight, result, settled: await settle(action, foresight) };
  };
  return {
    cluster,
    reach,
    root,
    helm,
    kubectl,
    write,
    kubeconfig,
    ran,
    act,
    argvOf,
    foresee,
    settle,
    perform,
  };
};
