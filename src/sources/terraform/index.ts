import type { Source } from "../source.ts";
import { parsePlan } from "./parse.ts";
import { observed, readPlan, workspaceOf } from "./read.ts";

/** Declared versus real: a plan that refreshes first. */
export const terraform = {
  name: "terraform",
  summary: "Terraform or OpenTofu: what is declared against what is really there",
  needs: { binaries: ["terraform"], variables: ["TF_WORKSPACE", "TF_DATA_DIR"] },
  observes: observed(true),
  accepts: ["folder", "file"],
  cluster: [],
  basis: "declared-vs-real",
  workspace: workspaceOf,
  read: (request, hands) => readPlan(true, request, hands),
  parse: (reading, frame) => parsePlan("declared-vs-real", reading, frame),
} as const satisfies Source;
