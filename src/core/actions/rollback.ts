import { z } from "zod";
import { defineAction, drawWorkload } from "./action.ts";
import { NamespaceName, ObjectName, Revision, rightsOn, rolledKinds } from "./parameter.ts";

export const rollback = defineAction({
  name: "rollback",
  summary: "put one workload back to an earlier revision of its template",
  envelope: { reversibility: "recoverable", impact: "service" },
  cures: ["RolloutStuck"],
  parameters: z.strictObject({
    kind: z.enum(rolledKinds),
    namespace: NamespaceName,
    name: ObjectName,
    revision: Revision,
  }),
  shape: "kubectl rollout undo <kind>/<name> --to-revision=<revision> --namespace=<namespace>",
  permissions: [
    ...rightsOn(rolledKinds, ["get", "patch"]),
    { verb: "list", group: "apps", resource: "replicasets" },
    { verb: "list", group: "apps", resource: "controllerrevisions" },
  ],
  inverse: "rollback",
  draw: (subject) => drawWorkload(subject, rolledKinds, "apps"),
  argv: ({ kind, namespace, name, revision }) => [
    ...["kubectl", "rollout", "undo", `${kind}/${name}`],
    ...[`--to-revision=${revision}`, `--namespace=${namespace}`],
  ],
});
