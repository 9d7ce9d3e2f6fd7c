import type { Observation } from "../../../src/core/observation.ts";
import { openCluster } from "../../../src/platform/kubernetes/cluster.ts";
import type { Source } from "../../../src/sources/source.ts";
import { readEnv } from "../../../src/system/env.ts";
import { makeFiles } from "../../../src/system/files.ts";
import { makeRun } from "../../../src/system/run.ts";
import type { Clients } from "../../support/cluster/clients.ts";
import type { Thing } from "../../support/cluster/json.ts";
import { requestFor } from "../../support/request.ts";
import { frame } from "../terraform/frame.ts";

const unused = (): never => {
  throw new Error("a look at a cluster asks nothing over http");
};

/** One look at the test cluster, through the real kubectl. */
export const lookLive = async (source: Source, { environment, root }: Clients): Promise<Observation> => {
  const run = makeRun(environment);
  const files = makeFiles();
  const { withTemporaryFolder } = files;
  const access = { context: undefined, kubeconfig: environment["KUBECONFIG"] };
  const opened = await openCluster(
    access,
    { run, withTemporaryFolder, cwd: root },
    { request: 5000, whole: 60_000 },
  );
  if (!opened.ok) throw new Error(opened.why);
  const request = requestFor(root, "nothing", { cluster: opened.value });
  return source.parse(await source.read(request, { env: readEnv({}), files, run, http: unused }), frame());
};

/** What makes the test cluster serve a kind. */
export const definition = (group: string, version: string, kind: string): Thing => {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      ...{ group, scope: "Namespaced", names: { kind, plural, singular: kind.toLowerCase() } },
      versions: [{ name: version, served: true, storage: true }],
    },
  };
};

/** Reads one kind in one namespace, and nothing else. */
export const readerOf = (group: string, resources: readonly string[], namespaces?: readonly string[]) => ({
  user: "reader",
  rules: [
    {
      verbs: ["get", "list"],
      apiGroups: [group],
      resources,
      ...(namespaces === undefined ? {} : { namespaces }),
    },
  ],
});
