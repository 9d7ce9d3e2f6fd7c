import { z } from "zod";
import { printIdentity } from "../identity.ts";
import { workspaceOf } from "../scope.ts";
import { defineAction } from "./action.ts";
import { PlanDigest, TerraformAddress, VarFile, WorkspaceName } from "./parameter.ts";

const parameters = z.strictObject({
  address: TerraformAddress,
  /** The one that the finding was seen in. */
  workspace: WorkspaceName,
  /** Of the plan file that was reviewed and kept: exactly that one is applied. */
  plan: PlanDigest,
  /** What it was planned with beside the committed ones; the kept plan holds their values. */
  varFiles: z.array(VarFile).max(20).optional(),
});

export const terraformApply = defineAction({
  name: "terraform-apply",
  summary: "apply exactly the plan that was reviewed, for one resource that drifted",
  envelope: { reversibility: "recoverable", impact: "service" },
  cures: [],
  mends: ["terraform"],
  parameters,
  shape: "terraform apply -input=false -no-color -lock-timeout=30s <plan>.tfplan",
  permissions: [],
  inverse: undefined,
  draw: ({ identity, drift }) => {
    if (identity.style !== "address")
      return { ok: false, why: "it is done to what Terraform declares, and this lives in a cluster" };
    if (drift !== undefined && drift.source !== "terraform")
      return { ok: false, why: `it is done to what a live plan shows, and this comes from ${drift.source}` };
    if (drift?.action === "none")
      return { ok: false, why: "Terraform would do nothing about it: the code does not mind the change" };
    const address = TerraformAddress.safeParse(printIdentity(identity));
    const workspace = workspaceOf(identity.scope) ?? "default";
    return address.success
      ? { ok: true, value: { address: address.data, workspace } }
      : { ok: false, why: `${printIdentity(identity)} is no address that an apply can be kept to` };
  },
  argv: ({ plan }) => [
    ...["terraform", "apply", "-input=false", "-no-color", "-lock-timeout=30s"],
    keptName(plan),
  ],
});

/** The last word of the command until it is aimed. */
const keptName = (plan: string): string => `${plan}.tfplan`;
