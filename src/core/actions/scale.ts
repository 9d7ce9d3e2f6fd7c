import { z } from "zod";
import { defineAction, drawWorkload } from "./action.ts";
import { NamespaceName, ObjectName, Replicas, rightsOn, scaledKinds } from "./parameter.ts";

const scaling = [
  ...rightsOn(scaledKinds, ["get"]),
  ...rightsOn(scaledKinds, ["get", "update", "patch"], "/scale"),
];

export const scale = defineAction({
  name: "scale",
  summary: "give one workload another number of copies, inside the bounds of its autoscaler where it has one",
  envelope: { reversibility: "recoverable", impact: "service" },
  cures: [],
  parameters: z.strictObject({
    kind: z.enum(scaledKinds),
    namespace: NamespaceName,
    name: ObjectName,
    replicas: Replicas.min(1),
    from: Replicas.describe("how many it has now; with another number there nothing happens"),
  }),
  shape:
    "kubectl scale <kind>/<name> --current-replicas=<from> --replicas=<replicas> --namespace=<namespace>",
  permissions: [{ verb: "list", group: "autoscaling", resource: "horizontalpodautoscalers" }, ...scaling],
  inverse: "scale",
  draw: (subject) => drawWorkload(subject, scaledKinds, "apps"),
  argv: ({ kind, namespace, name, replicas, from }) => [
    ...["kubectl", "scale", `${kind}/${name}`],
    ...[`--current-replicas=${from}`, `--replicas=${replicas}`, `--namespace=${namespace}`],
  ],
});

export const scaleToZero = defineAction({
  name: "scale-to-zero",
  summary: "stop one workload altogether, keeping its description",
  envelope: { reversibility: "recoverable", impact: "service" },
  cures: [],
  parameters: z.strictObject({
    kind: z.enum(scaledKinds),
    namespace: NamespaceName,
    name: ObjectName,
    from: Replicas.min(1).describe("how many it has now; with another number there nothing happens"),
  }),
  shape: "kubectl scale <kind>/<name> --current-replicas=<from> --replicas=0 --namespace=<namespace>",
  permissions: scaling,
  inverse: "scale",
  draw: (subject) => drawWorkload(subject, scaledKinds, "apps"),
  argv: ({ kind, namespace, name, from }) => [
    ...["kubectl", "scale", `${kind}/${name}`],
    ...[`--current-replicas=${from}`, "--replicas=0", `--namespace=${namespace}`],
  ],
});
