import type { CauseCase } from "../case.ts";
import {
  autoscaler,
  cronJob,
  daemonSet,
  deployment,
  drift,
  inContainer,
  ingress,
  inPod,
  likely,
  looks,
  minute,
  onset,
  secret,
  service,
  statefulSet,
  symptom,
} from "../parts.ts";

const cart = deployment("cart");
const queue = statefulSet("queue", "orders");
const since = onset - 3 * minute;
/** A look at a folder is named by it, and the look of the probe is not. */
const folder = { cluster: "eu", folder: "charts/cart" } as const;

/** The thing that fails was itself changed, in a field that makes it fail like that. */
export const byItsOwnFields: readonly CauseCase[] = [
  {
    name: "the image of an init container was set by hand",
    why: "Its pods wait for an init container whose image nobody can pull since it was changed.",
    observations: looks(
      drift(
        queue,
        {
          [inPod("initContainers[name=format].image")]: ["acme.example/format:2", "acme.example/format:two"],
        },
        { since },
      ),
      symptom(queue, "image-pull", { evidence: { container: "format (init)" } }),
    ),
    expect: [likely(queue, queue)],
    alerts: 1,
  },
  {
    name: "the memory limit of a sidecar was lowered",
    why: "The container that is killed is the one whose memory was taken away.",
    observations: looks(
      drift(
        daemonSet("edge", "net"),
        { [inContainer("shipper", "resources.limits.memory")]: ["256Mi", "32Mi"] },
        { since },
      ),
      symptom(daemonSet("edge", "net"), "memory", { evidence: { container: "shipper" } }),
    ),
    expect: [likely(daemonSet("edge", "net"), daemonSet("edge", "net"))],
    alerts: 1,
  },
  {
    name: "it asks for more processors than a node has",
    why: "No node has the sixty-four cores that it asks for since its request was raised.",
    observations: looks(
      drift(
        cart,
        { [inContainer("cart", "resources.requests.cpu")]: ["500m", "64"] },
        { since, where: folder },
      ),
      symptom(cart, "scheduling"),
    ),
    expect: [likely(cart, cart)],
  },
  {
    name: "a readiness probe asks another path",
    why: "What it asks for is not found since the path was changed, and its pods are not ready.",
    observations: looks(
      drift(
        queue,
        { [inContainer("queue", "readinessProbe.httpGet.path")]: ["/ready", "/readyz"] },
        { since },
      ),
      symptom(queue, "readiness"),
    ),
    expect: [likely(queue, queue)],
  },
  {
    name: "a variable was taken away",
    why: "It ends at once for want of a variable that it had until three minutes before.",
    observations: looks(
      drift(cart, { [inContainer("cart", "env[name=REDIS_URL]")]: ["redis", undefined] }, { since }),
      symptom(cart, "crash-loop"),
    ),
    expect: [likely(cart, cart)],
  },
  {
    name: "its command was changed",
    why: "The command that it is started with since then is not in its image.",
    observations: looks(
      drift(queue, { [inContainer("queue", "command[0]")]: ["/bin/queue", "/bin/queued"] }, { since }),
      symptom(queue, "crash-loop"),
    ),
    expect: [likely(queue, queue)],
  },
  {
    name: "an Ingress leads to a Service that is not there",
    why: "The backend that it names since it was changed does not exist.",
    observations: looks(
      drift(
        ingress("cart"),
        { "spec.rules[0].http.paths[0].backend.service.name": ["cart", "cart-canary"] },
        { since },
      ),
      symptom(ingress("cart"), "endpoints", { uses: [service("cart")] }),
    ),
    expect: [likely(ingress("cart"), ingress("cart"))],
    alerts: 1,
  },
  {
    name: "an autoscaler scales something that is not there",
    why: "It cannot find what it is to scale since its target was renamed.",
    observations: looks(
      drift(autoscaler("cart"), { "spec.scaleTargetRef.name": ["cart", "cart-blue"] }, { since }),
      symptom(autoscaler("cart"), "scaling", { uses: [cart] }),
    ),
    expect: [likely(autoscaler("cart"), autoscaler("cart"))],
  },
  {
    name: "a CronJob was changed by hand and in the code as well",
    why: "Its jobs run the tag that was set by hand, whatever the code says by now.",
    observations: looks(
      drift(
        cronJob("report"),
        {
          "spec.jobTemplate.spec.template.spec.containers[name=report].image": [
            "acme.example/report:3.1",
            "acme.example/report:3,0",
          ],
        },
        { since, direction: "both" },
      ),
      symptom(cronJob("report"), "image-pull", { evidence: { container: "report" } }),
    ),
    expect: [likely(cronJob("report"), cronJob("report"))],
  },
  {
    name: "the newest template alone fails",
    why: "All pods of the old template serve, and the templates differ in what was changed by hand.",
    observations: looks(
      drift(cart, { [inContainer("cart", "livenessProbe.httpGet.path")]: ["/live", "/alive"] }, { since }),
      symptom(cart, "crash-loop", {
        rollout: { since, changed: [inContainer("cart", "livenessProbe.httpGet.path")] },
        siblings: [
          [1, 1],
          [0, 4],
        ],
      }),
    ),
    expect: [likely(cart, cart)],
  },
  {
    name: "a rotated password stands beside a toleration that was removed",
    why: "No password keeps a pod from being put on a node, so that only the toleration is to blame.",
    observations: looks(
      drift(secret("cart"), { "data.password": ["‹secret 1›", "‹secret 2›"] }, { since: since - minute }),
      drift(
        cart,
        { [inPod("tolerations[0]")]: ['{"key":"spot","operator":"Exists"}', undefined] },
        { since },
      ),
      symptom(cart, "scheduling", { uses: [secret("cart")] }),
    ),
    expect: [likely(cart, cart)],
  },
  {
    name: "nothing is known but that it fails",
    why: "The failing thing is the changed thing, for which nobody needs to know what it uses.",
    observations: looks(
      drift(queue, { [inContainer("queue", "resources.limits.memory")]: ["2Gi", "200Mi"] }, { since }),
      symptom(queue, "memory", { bare: true }),
    ),
    expect: [likely(queue, queue)],
  },
];
