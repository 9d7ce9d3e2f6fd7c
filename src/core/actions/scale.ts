import { z } from "zod";
import { defineAction, drawWorkload, type Subject } from "./action.ts";
import { NamespaceName, ObjectName, Replicas, rightsOn, scaledKinds } from "./parameter.ts";

const rights = [...rightsOn(scaledKinds, ["get"]), ...rightsOn(scaledKinds, ["get", "update"], "/scale")];

const workload = {
  kind: z.enum(scaledKinds),
  namespace: NamespaceName,
  name: ObjectName,
};
const Present = Replicas.describe("how many it has now; with another number there nothing happens");

const common = {
  envelope: { reversibility: "recoverable", impact: "service" },
  cures: [],
  inverse: "scale",
  draw: (subject: Subject) => drawWorkload(subject, scaledKinds, "apps"),
} as const;

type Scaling = {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly from: number;
};

const scaling = ({ kind, namespace, name, from }: Scaling, replicas: number): readonly string[] => [
  ...["kubectl", "scale", `${kind}/${name}`],
  ...[`--current-replicas=${from}`, `--replicas=${replicas}`, `--namespace=${namespace}`],
];

export const scale = defineAction({
  ...common,
  name: "scale",
  summary: "give one workload another number of copies, inside the bounds of its autoscaler where it has one",
  parameters: z.strictObject({ ...workload, replicas: Replicas.min(1), from: Present }),
  shape:
    "kubectl scale <kind>/<name> --current-replicas=<from> --replicas=<replicas> --namespace=<namespace>",
  permissions: [{ verb: "list", group: "autoscaling", resource: "horizontalpodautoscalers" }, ...rights],
  argv: (given) => scaling(given, given.replicas),
});

export const scaleToZero = defineAction({
  ...common,
  name: "scale-to-zero",
  summary: "stop one workload altogether, keeping its description",
  parameters: z.strictObject({ ...workload, from: Present.min(1) }),
  shape: "kubectl scale <kind>/<name> --current-replicas=<from> --replicas=0 --namespace=<namespace>",
  permissions: rights,
  argv: (given) => scaling(given, 0),
});
