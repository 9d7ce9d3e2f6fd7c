import { z } from "zod";
import { defineAction } from "./action.ts";
import { NamespaceName, ReleaseName, Revision } from "./parameter.ts";

export const releaseParameters = z.strictObject({
  namespace: NamespaceName,
  release: ReleaseName,
  revision: Revision,
});

export const helmRollback = defineAction({
  name: "helm-rollback",
  summary: "bring back the revision of one release that helm deployed last without a fault",
  envelope: { reversibility: "recoverable", impact: "service" },
  cures: ["ReleaseFailed"],
  parameters: releaseParameters,
  // No limit to what is kept: helm would drop the oldest revisions, and with them the way back.
  shape: "helm rollback <release> <revision> --namespace=<namespace> --wait --timeout=5m0s --history-max=0",
  // Where helm keeps its releases; what the chart declares comes on top of it.
  permissions: ["get", "list", "create", "update"].map((verb) => ({ verb, group: "", resource: "secrets" })),
  inverse: "helm-rollback",
  draw: ({ identity: { style, group, kind, namespace, name } }) =>
    style === "path" && group === "" && kind === "HelmRelease"
      ? { ok: true, value: { namespace, release: name } }
      : { ok: false, why: `it is done to a release of helm, and this is a ${kind}` },
  argv: ({ namespace, release, revision }) => [
    ...["helm", "rollback", release, String(revision), `--namespace=${namespace}`],
    ...["--wait", "--timeout=5m0s", "--history-max=0"],
  ],
});
