import { SteadystateError } from "../../errors.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import type { SourceRequest } from "../source.ts";

/** The cluster that was lent for this look. Throws `usage` where the caller lent none. */
export const demandCluster = ({ cluster }: SourceRequest): Cluster => {
  if (cluster !== undefined) return cluster;
  throw new SteadystateError("usage", "this source looks at a cluster, and none was given", {
    hint: "steadystate scan --target <name>, or --context <context>",
  });
};
