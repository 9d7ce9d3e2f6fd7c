import type { Source } from "./source.ts";
import { parsePlan } from "./terraform/parse.ts";
import { observed, readPlan, workspaceOf } from "./terraform/read.ts";

/** Declared versus recorded: a plan without refresh, which needs the state only and says nothing of reality. */
export const terraformState = {
  name: "terraform-state",
  summary: "Terraform or OpenTofu: what is declared against what was recorded; reality is not looked at",
  needs: { binaries: ["terraform"], variables: ["TF_WORKSPACE", "TF_DATA_DIR"] },
  observes: observed(false),
  accepts: ["folder", "file"],
  cluster: [],
  basis: "declared-vs-recorded",
  workspace: workspaceOf,
  read: (request, hands) => readPlan(false, request, hands),
  parse: (reading, frame) => parsePlan("declared-vs-recorded", reading, frame),
} as const satisfies Source;
