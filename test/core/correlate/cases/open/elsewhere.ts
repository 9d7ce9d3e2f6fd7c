import type { CauseCase } from "../case.ts";
import {
  configMap,
  deployment,
  drift,
  inContainer,
  looks,
  minute,
  nothing,
  onset,
  service,
  symptom,
  terraformDrift,
} from "../parts.ts";

const web = deployment("web");
const image = inContainer("web", "image");
const since = onset - 2 * minute;
const mistyped = { [image]: ["acme.example/web:1.4", "acme.example/web:1.44"] } as const;
const pulls = symptom(web, "image-pull", { uses: [configMap("web")], evidence: { container: "web" } });

/** A change at the right moment of something that only looks as if it were the failing thing, or something that it uses. */
export const elsewhere: readonly CauseCase[] = [
  {
    name: "the same name in another namespace",
    why: "The image was changed in the copy of a test, which shares nothing but its name.",
    observations: looks(drift(deployment("web", "shop-test"), mistyped, { since }), pulls),
    expect: [nothing(web)],
    alerts: 2,
  },
  {
    name: "the same name in another cluster",
    why: "The image was changed in the American cluster, and the European one fails.",
    observations: looks(drift(web, mistyped, { since, where: { cluster: "us" } }), pulls),
    expect: [nothing(web)],
    alerts: 2,
  },
  {
    name: "a Terraform address that looks alike",
    why: "It is a service of another platform that somebody happened to call by the same name.",
    observations: looks(
      terraformDrift(
        "aws_ecs_service",
        "web",
        { "task_definition.image": ["web:1.4", "web:1.44"] },
        { since },
      ),
      pulls,
    ),
    expect: [nothing(web)],
  },
  {
    name: "settings that this workload does not use",
    why: "The ConfigMap has its namespace and its prefix, but another workload reads it.",
    observations: looks(
      drift(configMap("web-admin"), { "data.MODE": ["a", "b"] }, { since }),
      symptom(web, "crash-loop", { uses: [configMap("web")] }),
    ),
    expect: [nothing(web)],
  },
  {
    name: "a Service of the same name",
    why: "Whatever a Service says, it does not keep the image of a workload from being pulled.",
    observations: looks(
      drift(service("web"), { "spec.ports[port=80].targetPort": ["8080", "8081"] }, { since }),
      pulls,
    ),
    expect: [nothing(web)],
  },
  {
    name: "nobody knows what it uses",
    why: "Of what it reads nothing is known, and a namespace in common is no relation.",
    observations: looks(
      drift(configMap("web"), { "data.MODE": ["a", "b"] }, { since }),
      symptom(web, "crash-loop", { bare: true }),
    ),
    expect: [nothing(web)],
  },
];
