import type { Context } from "../context.ts";
import type { Hands } from "../system/hands.ts";
import type { Place } from "../system/paths.ts";
import { version } from "../version.ts";

type Standing = Pick<Place, "cwd" | "stateFolder">;

export const openKubernetes = (
  { cwd, stateFolder }: Standing,
  { run, files }: Hands,
): Context["kubernetes"] => ({
  open: async (access, patience) => {
    const { openCluster } = await import("../platform/kubernetes/cluster.ts");
    return openCluster(access, { run, withTemporaryFolder: files.withTemporaryFolder, cwd }, patience);
  },
  inspect: async (text, path) => {
    const { inspectKubeconfig } = await import("../platform/kubernetes/kubeconfig.ts");
    return inspectKubeconfig(text, path, { run, cwd });
  },
  captureBaseline: async (cluster, how) => {
    const [{ takeBaseline }, { makeFolder }] = await Promise.all([
      import("../sources/kubernetes/baseline/take.ts"),
      import("../history/folder.ts"),
    ]);
    const prepare = (): Promise<void> => makeFolder(stateFolder);
    return takeBaseline(
      cluster,
      { ...how, folder: stateFolder, tool: `steadystate ${version}`, prepare },
      files,
    );
  },
});
