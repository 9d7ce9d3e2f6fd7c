import { planArgv, showArgv } from "../platform/terraform/plan.ts";
import type { Executor } from "./executor.ts";
import { aim } from "./terraform/aim.ts";
import { foresee } from "./terraform/foresee.ts";
import { forget } from "./terraform/keep.ts";
import { settle } from "./terraform/settle.ts";
import { stateArgv } from "./terraform/state.ts";

/** Applies a plan that was reviewed, of one resource, and no other plan. */
export const terraform = {
  name: "terraform",
  summary: "Terraform or OpenTofu: exactly the reviewed plan of one resource",
  needs: { binaries: ["terraform"], variables: ["TF_WORKSPACE", "TF_DATA_DIR"] },
  performs: ["terraform-apply"],
  reaches: "folder",
  observes: [
    planArgv(
      {
        ...{ bin: "terraform", lock: "<true or false>", varFiles: ["<file>"] },
        ...{ refresh: true, targets: ["<address>"] },
      },
      "<temporary file>",
    ),
    showArgv("terraform", "<temporary file>"),
    stateArgv("terraform"),
  ],
  acts: [
    [
      ...["terraform", "-chdir=<folder>", "apply", "-input=false", "-no-color", "-lock-timeout=30s"],
      "<kept plan>",
    ],
  ],
  foresee,
  aim,
  // A tool that is stopped half-way leaves a half of the change; many services take this long to be made.
  deadline: 3_600_000,
  settle,
  forget,
} as const satisfies Executor;
