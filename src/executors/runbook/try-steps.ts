import { resolve } from "node:path";
import type { DryStep } from "../../core/runbook/dry-run/step.ts";
import { programName } from "../../core/runbook/template.ts";
import { redactText } from "../../core/secret.ts";
import { SteadystateError } from "../../errors.ts";
import { failureOf as clusterFailure, type Failure } from "../../platform/kubernetes/failure.ts";
import { failureOf as terraformFailure } from "../../platform/terraform/failure.ts";
import type { RunResult } from "../../system/run.ts";
import type { Executor, Reach, Tried } from "../executor.ts";

/** Milliseconds for a tool that asks at most one cluster. */
const patience = 60_000;
/** More than a chart that is rendered whole; what is printed is not shown, for it may hold secrets. */
const outputCap = 64 * 1024 * 1024;

/** Runs the steps one after the other, each aimed by `aimed`, until one does not pass. */
export const trySteps = async (
  steps: readonly DryStep[],
  aimed: (words: readonly string[]) => Aimed,
  reach: Reach,
): Promise<Tried> => {
  for (const step of steps) {
    const tried = await tryStep(step, aimed(step.words), reach);
    if (tried.is !== "passed") return tried;
  }
  return { is: "passed" };
};

type Aimed = ReturnType<Executor["aim"]>;

const tryStep = (step: DryStep, aimed: Aimed, reach: Reach): Promise<Tried> => {
  const { scratch } = step;
  if (scratch === undefined) return runStep(step, aimed, reach);
  return reach.hands.files.withTemporaryFolder((own) =>
    runStep(step, { ...aimed, env: { [scratch]: own, ...aimed.env } }, reach),
  );
};

const runStep = async (
  step: DryStep,
  { argv, env }: Aimed,
  { hands, folder, terraform }: Reach,
): Promise<Tried> => {
  const isTerraform = isPlanned(step);
  try {
    const result = await hands.run({
      ...{ argv, cwd: folder, bare: true, outputCap },
      // A dry run asks nobody at home, and leaves no index of a cluster behind.
      env: { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", KUBECACHEDIR: "/dev/null", ...env },
      timeout: isTerraform ? terraform.timeout : patience,
    });
    return result.exit === 0 && !isRefusedAlone(step, result)
      ? passed(step, result)
      : failed(step, result, folder);
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    return { is: "dark", why: thrown.message };
  }
};

const toolOf = ({ words: [program = ""] }: DryStep): string => programName(program);
const isPlanned = (step: DryStep): boolean => ["terraform", "tofu"].includes(toolOf(step));

/** kubectl ends with status 0 although a node could not be cordoned. */
const isRefusedAlone = (step: DryStep, { stderr }: RunResult): boolean =>
  toolOf(step) === "kubectl" && /^(?:error: |Error from server)/m.test(stderr);

/** kubectl ends well where a selector meets nothing, and says so on either side. */
const passed = (step: DryStep, { stdout, stderr }: RunResult): Tried =>
  toolOf(step) === "kubectl" && /^No resources found/m.test(stdout === "" ? stderr : stdout)
    ? { is: "unsure", why: "it meets nothing there now" }
    : { is: "passed" };

const failed = (step: DryStep, result: RunResult, folder: string): Tried => {
  if (isPlanned(step)) return unplanned(step, result, folder);
  if (step.failing === "words") return { is: "wrong", why: complaintIn(result) };
  if (cannotTell.test(result.stderr)) return { is: "unsure", why: complaintIn(result) };
  const failure = clusterFailure(result.stderr, toolOf(step));
  return isGone.test(failure.why) ? { is: "gone", why: failure.why } : refused(failure);
};

/** As kubectl scale and helm say it, beside what the API says. */
const isGone = /(?:"[^"]+"|\brelease:) not found$/;

/** The tool is older than its dry run, or something in the cluster has none. */
const cannotTell =
  /unknown flag: --dry-run|for "--dry-run" flag|does not support dry run|dry-run.* not supported/i;

const refused = ({ class: kind, why }: Failure): Tried => {
  switch (kind) {
    case "not-found":
      return { is: "gone", why };
    case "forbidden":
    case "unauthorized":
    case "unfit":
    case "failed":
      return { is: "wrong", why };
    default:
      return { is: "dark", why };
  }
};

const unplanned = (
  { words: [program = "", first = ""], failing }: DryStep,
  result: RunResult,
  from: string,
): Tried => {
  const folder = first.startsWith("-chdir=") ? resolve(from, first.slice("-chdir=".length)) : from;
  const verb = failing === "words" ? "validate" : "plan";
  const { code, message, hint } = terraformFailure({ ...result, argv: [program, verb] }, folder);
  if (code === "not-initialised") return { is: "dark", why: message, next: hint };
  return failing === "words" ? { is: "wrong", why: message } : { is: "dark", why: message, next: hint };
};

/** The first line that says what is wrong; an interpreter shows the place under it. */
const complaintIn = ({ stderr, exit }: RunResult): string => {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const line = lines.find((text) => /error/i.test(text)) ?? lines[0];
  return line === undefined ? `it ends with status ${exit} and no word` : redactText(line).slice(0, 300);
};
