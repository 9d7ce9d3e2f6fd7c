import { onTestFinished } from "vitest";
import { type Clients, clientsOf } from "./clients.ts";
import { type Cluster, type ClusterOptions, startCluster } from "./cluster.ts";
import type { KubeconfigOptions } from "./kubeconfig.ts";

type Here = { readonly cluster: Cluster } & Clients;

/** A cluster for the running test only, and the real clients aimed at it (namespace `prod` unless told otherwise). */
export const clusterHere = async (
  options: ClusterOptions = {},
  config: KubeconfigOptions & { readonly files?: Readonly<Record<string, unknown>> } = {},
): Promise<Here> => {
  const cluster = await startCluster(options);
  onTestFinished(cluster.close);
  return { cluster, ...clientsOf(cluster, { namespace: "prod", ...config }) };
};
