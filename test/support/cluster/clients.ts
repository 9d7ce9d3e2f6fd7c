import { makeRun, type RunResult } from "../../../src/system/run.ts";
import { temporaryFolder } from "../repo.ts";
import { toolPath } from "../tools.ts";
import type { Cluster } from "./cluster.ts";
import type { KubeconfigOptions } from "./kubeconfig.ts";

/** The real kubectl and helm, aimed at one cluster, with a home of their own. */
export type Clients = {
  readonly kubectl: Client;
  readonly helm: Client;
  /** Where both run; relative paths of manifests and charts start here. */
  readonly root: string;
  readonly write: (files: Readonly<Record<string, unknown>>) => void;
  /** The environment that they run in: `PATH`, `KUBECONFIG`, `HOME` and helm's folders. */
  readonly environment: Readonly<Record<string, string>>;
};

type Client = (...args: readonly string[]) => Promise<RunResult>;

export const clientsOf = (
  cluster: Cluster,
  options: KubeconfigOptions & { readonly files?: Readonly<Record<string, unknown>> } = {},
): Clients => {
  const { files = {}, ...config } = options;
  const repo = temporaryFolder(files);
  const environment = {
    ...{ PATH: toolPath, HOME: repo.root, TMPDIR: repo.root },
    KUBECONFIG: cluster.kubeconfig(repo.at(".kube/config"), config),
    KUBECACHEDIR: repo.at(".kube/cache"),
    HELM_CACHE_HOME: repo.at(".helm/cache"),
    HELM_CONFIG_HOME: repo.at(".helm/config"),
    HELM_DATA_HOME: repo.at(".helm/data"),
  };
  const run = makeRun(environment);
  const client =
    (binary: string): Client =>
    (...args) =>
      run({ argv: [binary, ...args], cwd: repo.root, timeout: 60_000 });
  return {
    kubectl: client("kubectl"),
    helm: client("helm"),
    root: repo.root,
    write: repo.write,
    environment,
  };
};
