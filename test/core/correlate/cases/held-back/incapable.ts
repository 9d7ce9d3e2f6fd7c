import type { CauseCase } from "../case.ts";
import {
  autoscaler,
  deployment,
  drift,
  inContainer,
  inPod,
  looks,
  minute,
  nothing,
  onset,
  secret,
  statefulSet,
  symptom,
} from "../parts.ts";

const relay = statefulSet("relay", "net");
const gate = deployment("gate", "net");
const since = onset - 3 * minute;

/** A change of the right thing at the right moment that cannot make this trouble. */
export const incapable: readonly CauseCase[] = [
  {
    name: "only an annotation of something used was changed",
    why: "No container reads the annotations of the Secret that it uses.",
    observations: looks(
      drift(
        secret("relay", "net"),
        { 'metadata.annotations["acme.example/owner"]': ["net", "ops"] },
        { since },
      ),
      symptom(relay, "crash-loop", { uses: [secret("relay", "net")] }),
    ),
    expect: [nothing(relay)],
  },
  {
    name: "how many old revisions are kept",
    why: "What is kept for going back takes no memory from what runs.",
    observations: looks(
      drift(gate, { "spec.revisionHistoryLimit": ["10", "2"] }, { since }),
      symptom(gate, "memory", { evidence: { container: "gate" } }),
    ),
    expect: [nothing(gate)],
  },
  {
    name: "it asks for less than is declared",
    why: "A smaller request is easier to put on a node, not harder.",
    observations: looks(
      drift(relay, { [inContainer("relay", "resources.requests.cpu")]: ["2", "500m"] }, { since }),
      symptom(relay, "scheduling"),
    ),
    expect: [nothing(relay)],
  },
  {
    name: "the memory of another container",
    why: "The container that is killed is not the one whose memory was taken away.",
    observations: looks(
      drift(gate, { [inContainer("metrics", "resources.limits.memory")]: ["256Mi", "64Mi"] }, { since }),
      symptom(gate, "memory", { evidence: { container: "gate" } }),
    ),
    expect: [nothing(gate)],
  },
  {
    name: "a repair that waits in the code",
    why: "The declared selector is not in force yet, and what was never applied has broken nothing.",
    observations: looks(
      drift(gate, { [inPod("nodeSelector.zone")]: ["b", "a"] }, { since, direction: "not-yet-applied" }),
      symptom(gate, "scheduling"),
    ),
    expect: [nothing(gate)],
  },
  {
    name: "its autoscaler keeps one pod more",
    why: "A higher minimum makes no probe fail.",
    observations: looks(
      drift(autoscaler("gate", "net"), { "spec.minReplicas": ["2", "3"] }, { since }),
      symptom(gate, "readiness", { uses: [autoscaler("gate", "net")] }),
    ),
    expect: [nothing(gate)],
  },
];
