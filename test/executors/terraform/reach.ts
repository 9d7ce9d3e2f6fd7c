import { createHmac } from "node:crypto";
import type { Executor, Foresight, Reach, Wanted } from "../../../src/executors/executor.ts";
import { terraform } from "../../../src/executors/terraform.ts";
import { actionEnvironment, makeRun, type RunResult } from "../../../src/system/run.ts";
import type { Project } from "../../support/terraform.ts";

export const executor: Executor = terraform;

export const wanted = (address: string, plan?: string): Wanted => ({
  action: "terraform-apply",
  parameters: { address, workspace: "default", ...(plan === undefined ? {} : { plan }) },
});

export const reachTo = (project: Project, more: Partial<Reach["terraform"]> = {}): Reach => ({
  folder: project.folder,
  keep: project.at(".steadystate/plans"),
  cluster: undefined,
  program: async () => undefined,
  lent: () => ({}),
  terraform: { bin: "terraform", varFiles: [], lock: false, timeout: 60_000, env: project.lent, ...more },
  time: { elapsed: () => 0, pause: async () => {} },
  seal: (secret) => createHmac("sha256", "test").update(secret).digest("hex"),
  hands: project.hands,
});

/** What a plan of this address would do; throws where there is nothing to do or it may not be done. */
export const foreseen = async (address: string, reach: Reach, plan?: string): Promise<Foresight> => {
  const seen = await executor.foresee(wanted(address, plan), reach);
  if (!seen.ok) throw new Error(seen.why);
  if ("noop" in seen.value) throw new Error(`nothing to do: ${seen.value.noop}`);
  return seen.value;
};

/** The clause that says why not. */
export const refusal = async (address: string, reach: Reach, plan?: string): Promise<string> => {
  const seen = await executor.foresee(wanted(address, plan), reach);
  if (seen.ok) throw new Error(`expected a failure, got ${JSON.stringify(seen.value)}`);
  return `${seen.class}: ${seen.why}`;
};

/** As the gate runs it: the clean environment, and a folder that is not the one of the project. */
export const apply = (foresight: Foresight, reach: Reach, cwd: string): Promise<RunResult> => {
  const { argv, env } = executor.aim(words(foresight), foresight, reach);
  return makeRun(process.env, actionEnvironment(process.env))({ argv, env, cwd, timeout: 60_000 });
};

/** What the catalog composes. */
const words = ({ parameters }: Foresight): readonly string[] => [
  ...["terraform", "apply", "-input=false", "-no-color", "-lock-timeout=30s"],
  `${String(parameters["plan"])}.tfplan`,
];
