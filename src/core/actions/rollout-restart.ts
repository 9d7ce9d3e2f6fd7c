import { z } from "zod";
import { defineAction, drawWorkload } from "./action.ts";
import { NamespaceName, ObjectName, rightsOn, rolledKinds } from "./parameter.ts";

export const rolloutRestart = defineAction({
  name: "rollout-restart",
  summary: "replace the pods of one workload, one after the other, by fresh ones of the same template",
  envelope: { reversibility: "self_healing", impact: "service" },
  // A wrong image or setting is the same after a restart, and a crash loop restarts by itself.
  cures: ["OOMKilled", "RestartStorm", "Erroring", "NotReady"],
  parameters: z.strictObject({ kind: z.enum(rolledKinds), namespace: NamespaceName, name: ObjectName }),
  shape: "kubectl rollout restart <kind>/<name> --namespace=<namespace>",
  permissions: rightsOn(rolledKinds, ["get", "patch"]),
  inverse: undefined,
  draw: (subject) => drawWorkload(subject, rolledKinds, "apps"),
  argv: ({ kind, namespace, name }) => [
    ...["kubectl", "rollout", "restart"],
    ...[`${kind}/${name}`, `--namespace=${namespace}`],
  ],
});
