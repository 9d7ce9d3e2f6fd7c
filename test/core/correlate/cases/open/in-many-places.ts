import type { CauseCase } from "../case.ts";
import {
  colocated,
  configMap,
  deployment,
  drift,
  hour,
  inContainer,
  likely,
  looks,
  minute,
  node,
  nothing,
  onset,
  second,
  service,
  symptom,
} from "../parts.ts";

const web = deployment("web");
const api = deployment("api");
const cart = deployment("cart");
const batch = deployment("batch", "jobs");
const shared = configMap("shared");
const since = onset - 3 * minute;
const image = inContainer("web", "image");
const port = inContainer("web", "readinessProbe.httpGet.port");

/** Several things fail at once: of one cause, of several, or of one that no drift has to do with. */
export const inManyPlaces: readonly CauseCase[] = [
  {
    name: "four workloads read one ConfigMap",
    why: "All crash within two minutes of the edit of what all of them read, which is one thing to repair.",
    observations: looks(
      drift(shared, { "data.BROKER": ["mq:5672", "mq:567"] }, { since }),
      ...[web, api, cart, deployment("search")].map((one, nth) =>
        symptom(one, "crash-loop", { since: onset + nth * 20 * second, uses: [shared] }),
      ),
    ),
    expect: [web, api, cart, deployment("search")].map((one) => likely(one, shared)),
    alerts: 1,
  },
  {
    name: "two workloads crash for two reasons",
    why: "One was given a bad argument and the other bad settings, and repairing one leaves the other broken.",
    observations: looks(
      drift(web, { [inContainer("web", "args[0]")]: ["serve", "sevre"] }, { since }),
      drift(configMap("api"), { "data.MODE": ["live", "lvie"] }, { since }),
      symptom(web, "crash-loop", { uses: [configMap("web")] }),
      symptom(api, "crash-loop", { uses: [configMap("api")] }),
    ),
    expect: [likely(web, web), likely(api, configMap("api"))],
    alerts: 2,
  },
  {
    name: "a workload and the Service before it",
    why: "Its pods are not ready since their probe was changed, and for that alone the Service has no endpoint.",
    observations: looks(
      drift(web, { [port]: ["8080", "9090"] }, { since }),
      symptom(web, "readiness"),
      symptom(service("web"), "endpoints", { since: onset + 2 * second, uses: [web] }),
    ),
    expect: [likely(web, web), likely(service("web"), web)],
    alerts: 1,
  },
  {
    name: "a registry is out, and one workload has another image",
    why: "Four workloads fail to pull in the same minute and only one was changed, so that the change is no likely cause.",
    observations: looks(
      drift(
        web,
        { [image]: ["acme.example/web:1.4", "acme.example/web:1.5"] },
        { since: onset - 25 * minute },
      ),
      symptom(web, "image-pull", { evidence: { container: "web" } }),
      ...[api, cart, batch].map((one, nth) =>
        symptom(one, "image-pull", { since: onset + nth * 10 * second, evidence: { container: one.name } }),
      ),
    ),
    expect: [colocated(web, web), nothing(api), nothing(cart), nothing(batch)],
  },
  {
    name: "another workload fails alike since long before",
    why: "That one fails for five hours already and by itself, which says nothing of what was changed now.",
    observations: looks(
      drift(web, { [image]: ["acme.example/web:1.4", "acme.example/web:I.4"] }, { since }),
      symptom(web, "image-pull", { evidence: { container: "web" } }),
      symptom(batch, "image-pull", { since: onset - 5 * hour, evidence: { container: "batch" } }),
    ),
    expect: [likely(web, web), nothing(batch)],
  },
  {
    name: "a node is down, and one of its workloads has a drift",
    why: "All of them were lost with their node, and another image loses no node.",
    observations: looks(
      drift(
        web,
        { [image]: ["acme.example/web:1.4", "acme.example/web:1.5"] },
        { since: onset - 30 * minute },
      ),
      symptom(node("eu-3"), "node"),
      ...[web, api, cart].map((one) =>
        symptom(one, "node", { since: onset + 40 * second, uses: [node("eu-3")] }),
      ),
    ),
    expect: [nothing(node("eu-3")), nothing(web), nothing(api), nothing(cart)],
  },
];
