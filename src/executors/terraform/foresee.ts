import { join } from "node:path";
import { z } from "zod";
import { TerraformAddress, VarFile } from "../../core/actions/parameter.ts";
import { SteadystateError } from "../../errors.ts";
import { type Answer, type FailureClass, failure } from "../../platform/kubernetes/failure.ts";
import { judgePlan } from "../../platform/terraform/gate.ts";
import { type Planning, planInto, workspaceIn } from "../../platform/terraform/plan.ts";
import type { Executor, Foresight, Reach, Wanted } from "../executor.ts";
import { judgeEffect } from "./judge.ts";
import { isKept, keepPlan } from "./keep.ts";
import { stateOf } from "./state.ts";

const VarFiles = z.array(VarFile).optional();

type Foreseen = Awaited<ReturnType<Executor["foresee"]>>;

/**
 * Plans one resource. Before an offer the plan is kept; where one was reviewed already, that one must still be there, and a new
 * plan only tells whether it would do the same now.
 */
export const foresee: Executor["foresee"] = async (wanted, reach) => {
  const { plan } = wanted.parameters;
  if (plan === undefined) return look(wanted, reach, (planFile, facts) => keepPlan(planFile, facts, reach));
  if (typeof plan !== "string" || !(await isKept(plan, reach)))
    return failure("unfit", "the plan that was reviewed is not kept any more, so it cannot be applied");
  return look(wanted, reach, async () => plan);
};

/** The same whatever was reviewed, keeping nothing. */
export const foreseeAnew = (wanted: Wanted, reach: Reach): Promise<Foreseen> =>
  look(wanted, reach, async () => "");

type Keep = (planFile: string, facts: Foresight["facts"]) => Promise<string>;

const look = async (wanted: Wanted, reach: Reach, keep: Keep): Promise<Foreseen> => {
  const { folder, hands } = reach;
  const { workspace } = wanted.parameters;
  const address = TerraformAddress.safeParse(wanted.parameters["address"]);
  if (!address.success) return failure("unfit", "no address says which resource is meant");
  const named = VarFiles.safeParse(wanted.parameters["varFiles"]);
  if (!named.success) return failure("unfit", "the variable files are no list of paths");
  if ((await hands.files.kindOf(folder)) !== "folder")
    return failure("unfit", "it was seen in a captured plan, and only a folder can be planned anew");
  try {
    const current = (await workspaceIn(folder, hands)) ?? "default";
    if (workspace !== current)
      return failure("unfit", `it was seen in the workspace ${String(workspace)}, and ${current} is chosen`);
    return await hands.files.withTemporaryFolder((temporary) =>
      planned({
        address: address.data,
        workspace: current,
        varFiles: named.data ?? [],
        planFile: join(temporary, "plan"),
        reach,
        keep,
      }),
    );
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    return failure(classOf(thrown), thrown.message);
  }
};

type Looking = {
  readonly address: string;
  readonly workspace: string;
  /** Named beside the committed ones. */
  readonly varFiles: readonly string[];
  readonly planFile: string;
  readonly reach: Reach;
  readonly keep: Keep;
};

const planned = async ({
  address,
  workspace,
  varFiles,
  planFile,
  reach,
  keep,
}: Looking): Promise<Answer<Foresight | { noop: string }>> => {
  const { folder, terraform, hands, seal } = reach;
  const all = [...terraform.varFiles, ...varFiles];
  const planning: Planning = { folder, ...terraform, varFiles: all, refresh: true, targets: [address] };
  const rows = judgePlan(await planInto(planFile, planning, hands), folder);
  const judged = judgeEffect(rows, address, seal);
  if (judged.is === "unfit") return failure("unfit", judged.why);
  if (judged.is === "nothing") return { ok: true, value: { noop: judged.why } };
  const { change, told, envelope } = judged.effect;
  const facts = {
    change,
    state: await stateOf(planning, reach),
    version: rows.plan.terraform_version ?? "unknown",
  };
  const plan = await keep(planFile, facts);
  return {
    ok: true,
    value: {
      parameters: { address, workspace, plan, ...(varFiles.length === 0 ? {} : { varFiles }) },
      facts,
      told: [...told, ...placeOf(workspace)],
      inverse: undefined,
      ...(envelope === undefined ? {} : { envelope }),
    },
  };
};

const placeOf = (workspace: string): readonly string[] =>
  workspace === "default" ? [] : [`in the workspace ${workspace}`];

const classOf = ({ code, details }: SteadystateError): FailureClass => {
  if (code === "tool-missing") return "tool-missing";
  if (code === "not-initialised") return "misconfigured";
  return details["ended"] === "deadline" ? "timed-out" : "failed";
};
