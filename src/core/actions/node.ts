import { z } from "zod";
import { type Drawn, defineAction, type Permission, type Subject } from "./action.ts";
import { ObjectName } from "./parameter.ts";

const parameters = z.strictObject({ name: ObjectName });

const drawNode = ({ identity }: Subject): Drawn<{ readonly name: string }> =>
  identity.style === "path" && identity.group === "" && identity.kind === "Node"
    ? { ok: true, value: { name: identity.name } }
    : { ok: false, why: `it is done to a node, and this is a ${identity.kind}` };

const onNodes = (verb: string): Permission => ({ verb, group: "", resource: "nodes" });
const patchesNodes = [onNodes("get"), onNodes("patch")];

export const cordon = defineAction({
  name: "cordon",
  summary: "keep new pods off one node; what runs there stays",
  envelope: { reversibility: "recoverable", impact: "node" },
  cures: [],
  parameters,
  shape: "kubectl cordon <name>",
  permissions: patchesNodes,
  inverse: "uncordon",
  draw: drawNode,
  argv: ({ name }) => ["kubectl", "cordon", name],
});

export const uncordon = defineAction({
  name: "uncordon",
  summary: "let new pods onto one node again",
  envelope: { reversibility: "recoverable", impact: "node" },
  cures: ["Cordoned"],
  parameters,
  shape: "kubectl uncordon <name>",
  permissions: patchesNodes,
  inverse: "cordon",
  draw: drawNode,
  argv: ({ name }) => ["kubectl", "uncordon", name],
});

export const deleteNode = defineAction({
  name: "delete-node",
  summary: "take one node out of the cluster; what ran only there is lost",
  envelope: { reversibility: "irreversible", impact: "node" },
  cures: [],
  parameters,
  shape: "kubectl delete node <name> --wait=false",
  permissions: [
    ...["get", "list", "delete"].map(onNodes),
    // What is lost with it is told before.
    { verb: "list", group: "", resource: "pods" },
  ],
  inverse: undefined,
  draw: drawNode,
  argv: ({ name }) => ["kubectl", "delete", "node", name, "--wait=false"],
});
