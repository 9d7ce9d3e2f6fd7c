import pLimit from "p-limit";
import type { Context } from "../context.ts";
import type { Check, CheckResult } from "../core/checks/check.ts";
import { evaluateCheck } from "../core/checks/evaluate.ts";
import { isFor } from "../core/checks/reach.ts";
import { speaksFor } from "../core/checks/workload.ts";
import type { Gap } from "../core/observation.ts";
import { SteadystateError } from "../errors.ts";
import type { Loaded } from "../intent/intent.ts";
import { faultLine } from "./runbook.ts";

/** Which of the committed checks are meant. */
export type CheckQuestion = {
  readonly workload: string | undefined;
  /** Environment and target: checks for others are left out. */
  readonly label?: string | undefined;
  readonly target?: string | undefined;
  /** Explicit checks file. */
  readonly checks: string | undefined;
};

export type Smoke = {
  readonly results: readonly CheckResult[];
  readonly faults: readonly Gap[];
  readonly file: { readonly path: string; readonly present: boolean };
  /** Usable entries of the file, asked or not. */
  readonly defined: number;
  /** Left out, because they are for other environments or targets; and switched off. */
  readonly elsewhere: number;
  readonly off: number;
};

/** Every committed check (or those that speak for a workload), asked now, at most ten at a time, in file order. */
export const askChecks = async (question: CheckQuestion, ctx: Context): Promise<Smoke> => {
  const { workload } = question;
  const { entries, faults, ...file } = await openChecks(question.checks, ctx);
  const on = entries.filter(({ enabled }) => enabled);
  const near = on.filter((check) => isFor(check, { environment: question.label, target: question.target }));
  const asked = workload === undefined ? near : near.filter((check) => speaksFor(check, workload));
  return {
    results: await askEach(asked, ctx),
    faults: faults.map((fault) => ({ what: "checks file", why: faultLine(fault) })),
    file,
    defined: entries.length,
    elsewhere: on.length - near.length,
    off: entries.length - on.length,
  };
};

const askEach = (checks: readonly Check[], ctx: Context): Promise<readonly CheckResult[]> => {
  const limit = pLimit(10);
  return Promise.all(
    checks.map((check) => limit(async () => evaluateCheck(check, await ctx.readCheck(check), ctx.now()))),
  );
};

/** The committed checks. A checks file says which addresses are called, so an agent names none of its own. */
export const openChecks = async (path: string | undefined, ctx: Context): Promise<Loaded<Check>> => {
  demandOwnFile(path, ctx);
  return ctx.checks(path);
};

/** Throws `refused` for an agent that names a checks file. */
export const demandOwnFile = (path: string | undefined, { actor }: Context): void => {
  if (path === undefined || actor.class !== "agent") return;
  throw new SteadystateError(
    "refused",
    `an agent asks the committed checks only, and ${path} is another file`,
    {
      hint: "leave out checks; a person commits steadystate/checks.json",
    },
  );
};
