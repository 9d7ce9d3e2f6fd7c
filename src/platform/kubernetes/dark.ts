import { SteadystateError } from "../../errors.ts";
import type { Cluster } from "./cluster.ts";
import type { Failure, FailureClass } from "./failure.ts";

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
