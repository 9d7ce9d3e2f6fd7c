import { z } from "zod";
import { redactText } from "../../core/secret.ts";
import { type Answer, failure } from "./failure.ts";
import { type Access, askJson, type Kubectl } from "./kubectl.ts";

/** The cluster that an access leads to, resolved before it is asked anything, so that it can be recorded. */
export type Effective = {
  readonly context: string;
  /** Name of the cluster's entry in the kubeconfig. */
  readonly cluster: string;
  /** Address, without what it may carry in secret. */
  readonly server: string;
  readonly namespace: string | undefined;
  /** Neither a kubeconfig nor a context was given: whatever this machine points at just now. */
  readonly ambient: boolean;
};

const Named = z.object({ name: z.string() });
const Minified = z.object({
  contexts: z.array(
    Named.extend({ context: z.object({ cluster: z.string(), namespace: z.string().optional() }) }),
  ),
  clusters: z.array(Named.extend({ cluster: z.object({ server: z.string().min(1) }) })),
});

/** Contacts nothing. A context without a cluster is `misconfigured`: kubectl itself would ask localhost instead. */
export const resolveEffective = async (kubectl: Kubectl): Promise<Answer<Effective>> => {
  const { access } = kubectl;
  const viewed = await askJson(kubectl, ["config", "view", "--minify", "-o", "json"]);
  if (!viewed.ok) return viewed.class === "misconfigured" ? failure(viewed.class, plainly(access)) : viewed;
  const read = Minified.safeParse(viewed.value);
  const [context] = read.data?.contexts ?? [];
  const cluster = read.data?.clusters.find(({ name }) => name === context?.context.cluster);
  if (context === undefined || cluster === undefined) return failure("misconfigured", plainly(access));
  return {
    ok: true,
    value: {
      context: context.name,
      cluster: cluster.name,
      server: redactText(cluster.cluster.server),
      namespace: context.context.namespace,
      ambient: access.context === undefined && access.kubeconfig === undefined,
    },
  };
};

/** kubectl's own words may quote the file, which holds secrets. */
const plainly = ({ context, kubeconfig }: Access): string => {
  const where = kubeconfig === undefined ? "the kubeconfig of this machine" : "its kubeconfig";
  return context === undefined
    ? `${where} has no current context that leads to a cluster`
    : `${where} has no context ${context} that leads to a cluster`;
};
