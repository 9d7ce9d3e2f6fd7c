import { describe, expect, it } from "vitest";
import { catalog } from "../../../src/core/actions/catalog.ts";

const composed = (name: string, parameters: unknown): string | undefined => {
  const answer = catalog.find((action) => action.name === name)?.compose(parameters);
  return answer?.ok === true ? answer.value.join(" ") : undefined;
};

type Vector = readonly [action: string, parameters: Readonly<Record<string, unknown>>];

const web = { kind: "deployment", namespace: "prod", name: "web" };
const pods = { namespace: "prod", pods: ["web-1"] };

describe("what a text could ask for, asked for in typed values", () => {
  it.each<readonly [...Vector, string]>([
    ["reclaim-evicted-pods", pods, "kubectl delete pods web-1 --namespace=prod --wait=false"],
    ["reclaim-completed-pods", pods, "kubectl delete pods web-1 --namespace=prod --wait=false"],
    ["rollout-restart", web, "kubectl rollout restart deployment/web --namespace=prod"],
    [
      "rollout-restart",
      { kind: "statefulset", namespace: "prod", name: "db" },
      "kubectl rollout restart statefulset/db --namespace=prod",
    ],
    [
      "rollout-restart",
      { kind: "daemonset", namespace: "kube-system", name: "agent" },
      "kubectl rollout restart daemonset/agent --namespace=kube-system",
    ],
    [
      "scale-to-zero",
      { ...web, from: 3 },
      "kubectl scale deployment/web --current-replicas=3 --replicas=0 --namespace=prod",
    ],
    ["delete-node", { name: "worker-1" }, "kubectl delete node worker-1 --wait=false"],
  ])("%s", (action, parameters, command) => {
    expect(composed(action, parameters)).toBe(command);
  });
});

describe("what a text smuggled cannot be said", () => {
  it("there is no action that is a text, and none of another name", () => {
    for (const name of [
      ...["", "rm -rf /", "kubectl get pods -A", "kubectl delete pvc", "kubectl delete deploy web -n prod"],
      ...["kubectl drain worker-1", "drain", "exec", "kubectl exec -it pod/web -- bash", "Rollout-Restart"],
    ])
      expect(composed(name, web), name).toBeUndefined();
  });

  /** What both tokenisers of a text disagreed about, and a few more that only look like a blank. */
  const blanks = [
    "\u00a0",
    "\v",
    "\f",
    "\u001c",
    "\u001d",
    "\u001e",
    "\u001f",
    "\u0085",
    "\u2028",
    "\u3000",
    " ",
  ];
  const smuggled = blanks.flatMap((blank): readonly Vector[] => [
    [
      "reclaim-evicted-pods",
      { ...pods, namespace: `x${blank}--field-selector=status.phase=Failed${blank}-n` },
    ],
    ["reclaim-evicted-pods", { ...pods, pods: [`web-1${blank}--all`] }],
    ["rollout-restart", { ...web, namespace: `x${blank}deployment/web${blank}-n` }],
    ["delete-node", { name: `n1${blank}n2` }],
  ]);
  const text = (end: string): readonly Vector[] => [
    ["reclaim-evicted-pods", { ...pods, namespace: `prod${end}` }],
    ["rollout-restart", { ...web, name: `web${end}` }],
  ];

  it.each<Vector>([
    ...smuggled,
    ...[
      "; rm -rf /",
      " && curl evil",
      " | sh",
      " --kubeconfig $(evil)",
      " -- bash",
      " --grace-period=0",
    ].flatMap(text),
    // Without a list, with too much in it, or everywhere.
    ["reclaim-evicted-pods", { namespace: "prod" }],
    ["reclaim-evicted-pods", { ...pods, pods: [] }],
    ["reclaim-evicted-pods", { ...pods, pods: ["--all"] }],
    ["reclaim-evicted-pods", { ...pods, pods: ["-A"] }],
    ["reclaim-evicted-pods", { ...pods, all: true }],
    ["reclaim-completed-pods", { pods: ["web-1"] }],
    ["reclaim-completed-pods", { ...pods, "all-namespaces": true }],
    ["reclaim-completed-pods", { ...pods, "field-selector": "status.phase=Running" }],
    ["reclaim-completed-pods", { ...pods, "grace-period": 0 }],
    // A value twice, and one that looks like an option.
    ["reclaim-evicted-pods", { ...pods, namespace: ["a", "b"] }],
    ["reclaim-evicted-pods", { ...pods, namespace: "-A" }],
    ["delete-node", { name: "n1", context: "--all" }],
    // Another kind, another verb, no name, no namespace.
    ["rollout-restart", { kind: "deployment", name: "web" }],
    ["rollout-restart", { kind: "deployment", namespace: "prod" }],
    ["rollout-restart", { ...web, kind: "replicaset", name: "web-abc" }],
    ["rollout-restart", { ...web, kind: "pod" }],
    ["rollout-restart", { ...web, kind: "deploy" }],
    ["rollout-restart", { ...web, kind: "Deployment" }],
    ["rollback", web],
    ["scale-to-zero", { ...web, from: 3, replicas: 5 }],
    ["scale-to-zero", { ...web, from: 3, force: true }],
    ["scale", { ...web, from: 3, replicas: "00" }],
    ["scale", { ...web, from: 3, replicas: 0 }],
    ["scale", { ...web, from: 3, replicas: 1.5 }],
    // More than one node, a node of a namespace, and what is no name.
    ["delete-node", { name: "n1", namespace: "kube-system" }],
    ["delete-node", { name: ["a", "b"] }],
    ["delete-node", { name: "a b" }],
    ["delete-node", { name: "a,b" }],
    ["delete-node", { name: "node/n1" }],
    ["delete-node", { name: ".." }],
    ["delete-node", { name: "nödé" }],
    // Another cluster than the finding's: that is for the target alone to say.
    ["rollout-restart", { ...web, context: "other", kubeconfig: "evil.yaml" }],
  ])("%s %j", (action, parameters) => {
    expect(catalog.map(({ name }) => name)).toContain(action);
    expect(composed(action, parameters)).toBeUndefined();
  });
});
