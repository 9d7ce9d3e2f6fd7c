import type { CauseCase } from "../case.ts";
import {
  autoscaler,
  configMap,
  daemonSet,
  deployment,
  drift,
  inContainer,
  inPod,
  likely,
  looks,
  minute,
  onset,
  service,
  symptom,
} from "../parts.ts";

const web = deployment("web");
const image = inContainer("web", "image");
const since = onset - 2 * minute;
/** A look at a folder is named by it, and the look of the probe is not. */
const folder = { cluster: "eu", folder: "deploy/shop" } as const;

/** The thing that fails was itself changed, in a field that makes it fail like that. */
export const byItsOwnFields: readonly CauseCase[] = [
  {
    name: "an image set by hand cannot be pulled",
    why: "The tag was mistyped two minutes before its pods began to fail to pull it.",
    observations: looks(
      drift(web, { [image]: ["acme.example/web:1.4", "acme.example/web:1.4l"] }, { since }),
      symptom(web, "image-pull", { evidence: { container: "web" } }),
    ),
    expect: [likely(web, web)],
    alerts: 1,
  },
  {
    name: "a lowered memory limit kills it",
    why: "Half of the memory was taken away and its containers are killed for want of memory.",
    observations: looks(
      drift(web, { [inContainer("web", "resources.limits.memory")]: ["512Mi", "128Mi"] }, { since }),
      symptom(web, "memory", { evidence: { container: "web" } }),
    ),
    expect: [likely(web, web)],
    alerts: 1,
  },
  {
    name: "a node selector that no node has",
    why: "Its new pods can be put nowhere since somebody asked for a disk type that no node is labelled with.",
    observations: looks(
      drift(web, { [inPod("nodeSelector.disktype")]: [undefined, "nvme"] }, { since, where: folder }),
      symptom(web, "scheduling"),
    ),
    expect: [likely(web, web)],
  },
  {
    name: "a readiness probe asks another port",
    why: "Nothing listens on the port that the probe asks since it was changed.",
    observations: looks(
      drift(web, { [inContainer("web", "readinessProbe.httpGet.port")]: ["8080", "8081"] }, { since }),
      symptom(web, "readiness"),
    ),
    expect: [likely(web, web)],
  },
  {
    name: "a liveness probe asks another port",
    why: "The kubelet restarts what does not answer on a port on which it never listened.",
    observations: looks(
      drift(web, { [inContainer("web", "livenessProbe.httpGet.port")]: ["8080", "80"] }, { since }),
      symptom(web, "crash-loop"),
    ),
    expect: [likely(web, web)],
  },
  {
    name: "its arguments were changed",
    why: "It ends at once over an argument that it does not know, since the argument was added by hand.",
    observations: looks(
      drift(web, { [inContainer("web", "args[1]")]: [undefined, "--cache-sise=64"] }, { since }),
      symptom(web, "crash-loop"),
    ),
    expect: [likely(web, web)],
  },
  {
    name: "a Service selects other pods",
    why: "No pod has the label that the Service asks for since its selector was changed.",
    observations: looks(
      drift(service("web"), { "spec.selector.app": ["web", "web-v2"] }, { since }),
      symptom(service("web"), "endpoints", { uses: [web] }),
    ),
    expect: [likely(service("web"), service("web"))],
    alerts: 1,
  },
  {
    name: "an autoscaler may make fewer pods than it needs",
    why: "It stands at its maximum since that was lowered from twenty to three.",
    observations: looks(
      drift(autoscaler("web"), { "spec.maxReplicas": ["20", "3"] }, { since }),
      symptom(autoscaler("web"), "scaling", { uses: [web] }),
    ),
    expect: [likely(autoscaler("web"), autoscaler("web"))],
  },
  {
    name: "changed by hand and in the code as well",
    why: "What runs is the tag that was set by hand, whatever the code says by now.",
    observations: looks(
      drift(
        daemonSet("agent"),
        { [inContainer("agent", "image")]: ["acme.example/agent:7.1", "acme.example/agent:7.O"] },
        { since, direction: "both" },
      ),
      symptom(daemonSet("agent"), "image-pull", { evidence: { container: "agent" } }),
    ),
    expect: [likely(daemonSet("agent"), daemonSet("agent"))],
  },
  {
    name: "only the pods of the new template fail",
    why: "The old pods run on, and what differs between the templates is what was changed by hand.",
    observations: looks(
      drift(web, { [inContainer("web", "command[0]")]: ["/srv/web", "/srv/wbe"] }, { since }),
      symptom(web, "crash-loop", {
        rollout: { since, changed: [inContainer("web", "command[0]")] },
        siblings: [
          [2, 2],
          [0, 3],
        ],
      }),
    ),
    expect: [likely(web, web)],
  },
  {
    name: "a harmless drift of something used stands beside the image",
    why: "No setting in a ConfigMap keeps an image from being pulled, so that only the image is to blame.",
    observations: looks(
      drift(configMap("web"), { "data.LOG_LEVEL": ["info", "debug"] }, { since: since - 5 * minute }),
      drift(web, { [image]: ["acme.example/web:1.4", "acme.example/wbe:1.4"] }, { since }),
      symptom(web, "image-pull", { uses: [configMap("web")], evidence: { container: "web" } }),
    ),
    expect: [likely(web, web)],
  },
  {
    name: "the platform tells nothing but the failure itself",
    why: "The failing thing is the changed thing, for which nobody needs to know what it uses.",
    observations: looks(
      drift(web, { [image]: ["acme.example/web:1.4", "acme.example/web:14"] }, { since }),
      symptom(web, "image-pull", { bare: true }),
    ),
    expect: [likely(web, web)],
  },
];
