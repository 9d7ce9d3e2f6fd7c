import type { Observation } from "../../src/core/observation.ts";
import { openCluster } from "../../src/platform/kubernetes/cluster.ts";
import type { Source, SourceRequest } from "../../src/sources/source.ts";
import { readEnv } from "../../src/system/env.ts";
import { makeFiles } from "../../src/system/files.ts";
import { makeRun } from "../../src/system/run.ts";
import { frame } from "../sources/terraform/frame.ts";
import type { Clients } from "./cluster/clients.ts";
import { requestFor } from "./request.ts";

type Asked = {
  readonly path?: string;
  readonly settings?: Partial<SourceRequest["settings"]>;
};

/** One look of a source at the cluster of these clients, with the real tools. */
export const liveLook = async (
  source: Source,
  { environment, root }: Clients,
  { path, settings = {} }: Asked = {},
): Promise<Observation> => {
  const run = makeRun(environment);
  const files = makeFiles();
  const opened = await openCluster(
    { context: undefined, kubeconfig: environment["KUBECONFIG"] },
    { run, withTemporaryFolder: files.withTemporaryFolder, cwd: root },
    { request: 10_000, whole: 60_000 },
  );
  if (!opened.ok) throw new Error(opened.why);
  const http = () => Promise.reject(new Error("no source of a cluster asks over HTTP by itself"));
  const request = requestFor(path ?? root, path === undefined ? "nothing" : "folder", {
    cluster: opened.value,
    settings,
  });
  const reading = await source.read(request, { run, files, http, env: readEnv({}) });
  return source.parse(reading, frame());
};
