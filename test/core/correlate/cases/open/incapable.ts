import type { CauseCase } from "../case.ts";
import {
  autoscaler,
  configMap,
  deployment,
  drift,
  inContainer,
  looks,
  minute,
  nothing,
  onset,
  symptom,
} from "../parts.ts";

const web = deployment("web");
const image = inContainer("web", "image");
const since = onset - 2 * minute;
const pulls = symptom(web, "image-pull", { evidence: { container: "web" } });

/** A change of the right thing at the right moment that cannot make this trouble. */
export const incapable: readonly CauseCase[] = [
  {
    name: "only a label was changed",
    why: "A label of the workload itself changes nothing in its pods.",
    observations: looks(
      drift(web, { "metadata.labels.team": ["shop", "store"] }, { since }),
      symptom(web, "crash-loop"),
    ),
    expect: [nothing(web)],
  },
  {
    name: "more pods of an image that cannot be pulled",
    why: "How many pods there are decides nothing about whether their image is there.",
    observations: looks(drift(web, { "spec.replicas": ["3", "5"] }, { since }), pulls),
    expect: [nothing(web)],
  },
  {
    name: "it was given more memory",
    why: "The limit in the cluster is higher than the declared one, and more memory kills nobody.",
    observations: looks(
      drift(web, { [inContainer("web", "resources.limits.memory")]: ["256Mi", "512Mi"] }, { since }),
      symptom(web, "memory", { evidence: { container: "web" } }),
    ),
    expect: [nothing(web)],
  },
  {
    name: "the image of another container",
    why: "The container that cannot be pulled is not the one whose image was changed.",
    observations: looks(
      drift(
        web,
        { [inContainer("shipper", "image")]: ["acme.example/shipper:2", "acme.example/shipper:3"] },
        { since },
      ),
      pulls,
    ),
    expect: [nothing(web)],
  },
  {
    name: "a change that waits in the code",
    why: "The new image is only declared, and what was never applied has broken nothing.",
    observations: looks(
      drift(
        web,
        { [image]: ["acme.example/web:1.5", "acme.example/web:1.4"] },
        { since, direction: "not-yet-applied" },
      ),
      pulls,
    ),
    expect: [nothing(web)],
  },
  {
    name: "its autoscaler may make two more",
    why: "A higher maximum crashes nobody.",
    observations: looks(
      drift(autoscaler("web"), { "spec.maxReplicas": ["10", "12"] }, { since }),
      symptom(web, "crash-loop", { uses: [autoscaler("web"), configMap("web")] }),
    ),
    expect: [nothing(web)],
  },
];
