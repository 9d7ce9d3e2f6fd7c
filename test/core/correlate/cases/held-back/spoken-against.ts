import type { CauseCase } from "../case.ts";
import {
  colocated,
  deployment,
  drift,
  hour,
  inContainer,
  inPod,
  looks,
  minute,
  onset,
  secret,
  symptom,
} from "../parts.ts";

const desk = deployment("desk", "office");
const since = onset - 2 * minute;

/** It could be the cause by its field and its moment, and something speaks against it. */
export const spokenAgainst: readonly CauseCase[] = [
  {
    name: "old pods and new pods are not ready alike",
    why: "The probe was changed in the new pods only, and the old ones do not answer theirs either.",
    observations: looks(
      drift(desk, { [inContainer("desk", "readinessProbe.httpGet.path")]: ["/ok", "/okay"] }, { since }),
      symptom(desk, "readiness", {
        rollout: { since, changed: [inContainer("desk", "readinessProbe.httpGet.path")] },
        siblings: [
          [1, 1],
          [2, 2],
        ],
      }),
    ),
    expect: [colocated(desk, desk)],
  },
  {
    name: "what was rolled out is not what drifted",
    why: "The template that fails differs from the one that ran in its arguments, not in the drifted limit.",
    observations: looks(
      drift(
        desk,
        { [inContainer("desk", "resources.limits.memory")]: ["1Gi", "768Mi"] },
        { since: onset - 4 * hour },
      ),
      symptom(desk, "memory", {
        evidence: { container: "desk" },
        rollout: { since, changed: [inContainer("desk", "args[2]"), inPod("terminationGracePeriodSeconds")] },
        siblings: [
          [1, 1],
          [0, 5],
        ],
      }),
    ),
    expect: [colocated(desk, desk)],
  },
  {
    name: "a rotated key that the old pods bear well",
    why: "The old pods use the same key and serve, so that what was rolled out is the nearer cause.",
    observations: looks(
      drift(
        secret("desk", "office"),
        { "data.key": ["‹secret 1›", "‹secret 2›"] },
        { since: onset - 3 * hour },
      ),
      symptom(desk, "crash-loop", {
        uses: [secret("desk", "office")],
        rollout: { since, changed: [inContainer("desk", "image")] },
        siblings: [
          [2, 2],
          [0, 4],
        ],
      }),
    ),
    expect: [colocated(desk, secret("desk", "office"))],
  },
];
