import { SteadystateError } from "../../errors.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import type { Failure, FailureClass } from "../../platform/kubernetes/failure.ts";
import type { SourceRequest } from "../source.ts";

/** A cluster that could not be asked: nothing is known of what lives there. */
export const darkCluster = (
  { effective }: Pick<Cluster, "effective">,
  failure: Failure,
  tool: "kubectl" | "helm" = "kubectl",
): SteadystateError => {
  const { context, server } = effective;
  return new SteadystateError(
    failure.class === "tool-missing" ? "tool-missing" : "source-failed",
    `the cluster of the context ${context} (${server}) could not be looked at: ${failure.why}`,
    {
      hint: hints(tool)[failure.class] ?? `kubectl --context ${context} version`,
      details: { context, server, class: failure.class },
    },
  );
};

const hints = (tool: string): Partial<Readonly<Record<FailureClass, string>>> => ({
  "tool-missing": `install ${tool}, then run this again`,
  unauthorized:
    "log in to the cluster anew, or look at the credential of the target: steadystate targets --check --reach",
  forbidden: "what may be read with this credential: kubectl auth can-i --list",
});

/** The cluster that was lent for this look. Throws `usage` where the caller lent none. */
export const demandCluster = ({ cluster }: SourceRequest): Cluster => {
  if (cluster !== undefined) return cluster;
  throw new SteadystateError("usage", "this source looks at a cluster, and none was given", {
    hint: "steadystate scan --target <name>, or --context <context>",
  });
};
