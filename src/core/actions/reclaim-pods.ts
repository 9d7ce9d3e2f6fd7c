import { z } from "zod";
import { type Drawn, defineAction, type Subject } from "./action.ts";
import { NamespaceName, ObjectName } from "./parameter.ts";

const mostPods = 50;

const parameters = z.strictObject({
  namespace: NamespaceName,
  /** Each was seen in that state, and is looked at again right before. */
  pods: z.array(ObjectName).min(1).max(mostPods),
});

const drawNamespace = ({ identity }: Subject): Drawn<{ readonly namespace: string }> =>
  identity.style === "path" && identity.namespace !== ""
    ? { ok: true, value: { namespace: identity.namespace } }
    : { ok: false, why: "it is done to pods, and this lives in no namespace" };

const argv = ({ namespace, pods }: z.output<typeof parameters>): readonly string[] => [
  ...["kubectl", "delete", "pods", ...pods],
  ...[`--namespace=${namespace}`, "--wait=false"],
];

const common = {
  envelope: { reversibility: "lossless", impact: "tenant" },
  parameters,
  shape: "kubectl delete pods <pod>… --namespace=<namespace> --wait=false",
  permissions: [
    { verb: "list", group: "", resource: "pods" },
    { verb: "delete", group: "", resource: "pods" },
  ],
  inverse: undefined,
  draw: drawNamespace,
  argv,
} as const;

export const reclaimEvictedPods = defineAction({
  name: "reclaim-evicted-pods",
  summary: "delete pods that were evicted and only take up a name; those of jobs stay, as evidence",
  cures: ["Evicted"],
  ...common,
});

export const reclaimCompletedPods = defineAction({
  name: "reclaim-completed-pods",
  summary: "delete pods that came to a good end and only take up a name; those of jobs stay, as evidence",
  cures: [],
  ...common,
});
