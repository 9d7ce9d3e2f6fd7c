import type { Context } from "../context.ts";
import type { Hands } from "../system/hands.ts";

export const openKubernetes = (cwd: string, { run, files }: Hands): Context["kubernetes"] => ({
  open: async (access, patience) => {
    const { openCluster } = await import("../platform/kubernetes/cluster.ts");
    return openCluster(access, { run, withTemporaryFolder: files.withTemporaryFolder, cwd }, patience);
  },
  inspect: async (text, path) => {
    const { inspectKubeconfig } = await import("../platform/kubernetes/kubeconfig.ts");
    return inspectKubeconfig(text, path, { run, cwd });
  },
});
