import { z } from "zod";
import { ObjectName } from "../../core/actions/parameter.ts";
import type { Envelope } from "../../core/bound/envelope.ts";
import { inOrder } from "../../core/order.ts";
import { arrived, counted, defineDeed, foreseen, several, unfit, waiting } from "./deed.ts";
import { controllerOf, isReady, kinds, Node, Pod, readAll, readOne } from "./object.ts";

const whole = z.strictObject({ name: ObjectName });
const controlPlane = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

export const deleteNode = defineDeed({
  asks: whole,
  whole,
  foresee: async ({ name }, cluster) => {
    const nodes = await readAll(cluster, kinds.node, undefined, Node);
    if (!nodes.ok) return nodes;
    const node = nodes.value.find(({ metadata }) => metadata.name === name);
    if (node === undefined) return unfit(`the cluster has no node ${name}`);
    if (!nodes.value.some((other) => other !== node && isReady(other)))
      return unfit("no other node of the cluster is Ready");
    const pods = await readAll(cluster, kinds.pod, undefined, Pod);
    if (!pods.ok) return pods;
    const leads = isLeading(node);
    const last = leads && nodes.value.filter(isLeading).length === 1;
    const envelope: Envelope | undefined = leads
      ? { reversibility: "irreversible", impact: "fleet" }
      : undefined;
    return foreseen(
      { name },
      { uid: node.metadata.uid, unschedulable: node.spec?.unschedulable === true ? "yes" : "no" },
      [
        ...(leads ? [`it is ${last ? "the only" : "a"} node of the control plane`] : []),
        ...(node.spec?.unschedulable === true ? [] : ["new pods are still put there: it is not cordoned"]),
        ...lossOf(name, pods.value),
      ],
      envelope === undefined ? {} : { envelope },
    );
  },
  look: async ({ name }, { uid }, cluster) => {
    const read = await readOne(cluster, kinds.node, { name }, Node);
    if (!read.ok)
      return read.class === "not-found" ? arrived("the node is gone") : { state: "unseen", why: read.why };
    return read.value.metadata.uid === uid
      ? waiting("the node is still there")
      : arrived("the node is gone, and another one has its name now");
  },
});

const isLeading = ({ metadata }: Node): boolean =>
  controlPlane.some((label) => metadata.labels?.[label] !== undefined);

/** What stops with the node, what of it comes back elsewhere, and what ran nowhere else. */
const lossOf = (node: string, all: readonly Pod[]): readonly string[] => {
  const living = all.filter(({ status }) => status?.phase !== "Succeeded" && status?.phase !== "Failed");
  const here = living.filter(({ spec }) => spec.nodeName === node);
  if (here.length === 0) return ["no pod runs there"];
  const elsewhere = new Set(
    living.flatMap((pod) => (pod.spec.nodeName === node ? [] : (controllerOf(pod)?.uid ?? []))),
  );
  const bare = here.filter((pod) => controllerOf(pod) === undefined);
  const alone = here.filter((pod) => {
    const keeper = controllerOf(pod);
    return keeper !== undefined && keeper.kind !== "Node" && !elsewhere.has(keeper.uid);
  });
  return [
    `${counted(here.length, "pod")} stop${here.length === 1 ? "s" : ""}`,
    ...(bare.length === 0 ? [] : [`nothing makes these again: ${several(placesOf(bare), 10)}`]),
    ...(alone.length === 0 ? [] : [`runs only there: ${several(placesOf(alone), 10)}`]),
  ];
};

const placesOf = (pods: readonly Pod[]): readonly string[] =>
  inOrder(pods.map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`));
