import type { z } from "zod";
import { describeDocument } from "../../core/document.ts";
import { SteadystateError } from "../../errors.ts";
import { CheckRow, DeferredRow, isRow, Plan, Row } from "./schema.ts";

export type Rows = {
  readonly plan: Plan;
  readonly changes: readonly Row[];
  readonly drifts: readonly Row[];
  readonly checks: readonly CheckRow[];
  readonly deferred: readonly DeferredRow[];
  /** A whole document of the tool, not a hand-made part of one. */
  readonly whole: boolean;
};

/** The document with every row judged. Throws `input-invalid`, naming what it is instead, or which row is wrong. */
export const judgePlan = (document: unknown, path: string): Rows => {
  demandPlan(document, path);
  const plan = judged(Plan, document, path, "");
  return {
    plan,
    changes: changesOf(plan, "resource_changes", path),
    drifts: changesOf(plan, "resource_drift", path),
    checks: rowsOf(CheckRow, plan, "checks", path),
    deferred: rowsOf(DeferredRow, plan, "deferred_changes", path),
    whole: plan.format_version !== undefined && plan.format_version !== null && isObject(plan.planned_values),
  };
};

export const captureHint =
  "capture one with: terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json";

const demandPlan = (document: unknown, path: string): void => {
  const plan = isObject(document) ? document : {};
  const isPart =
    ("resource_changes" in plan && plan.resource_changes !== null) ||
    ("resource_drift" in plan && plan.resource_drift !== null);
  const isWhole = "format_version" in plan && "planned_values" in plan && isObject(plan.planned_values);
  if (!isPart && !isWhole) throw notAPlan(document, path);
  const version = "format_version" in plan ? plan.format_version : undefined;
  if (version === undefined || version === null || /^[01](?:\.\d+)*$/.test(String(version))) return;
  throw new SteadystateError(
    "input-invalid",
    `${path} has plan format ${printed(version)}; formats 0 and 1 are known`,
    {
      hint: "update steadystate, or capture the plan with the Terraform or OpenTofu version that this project pins",
      details: { path },
    },
  );
};

const notAPlan = (document: unknown, path: string): SteadystateError => {
  const found = describeDocument(document);
  const hint = hints.find(([word]) => found.includes(word))?.[1] ?? captureHint;
  return new SteadystateError("input-invalid", `${path} is not a Terraform plan: it is ${found}`, {
    hint,
    details: { path, found },
  });
};

const hints: readonly (readonly [string, string])[] = [
  ["Kubernetes snapshot", "read it with: --source k8s"],
  ["event stream", `-json lines are progress, not the plan; ${captureHint}`],
  ["Terraform state", `a state says what was recorded, not what would change; ${captureHint}`],
];

const changesOf = (plan: Plan, name: "resource_changes" | "resource_drift", path: string): readonly Row[] =>
  (plan[name] ?? []).map((row, index) => (isRow(row) ? row : judged(Row, row, path, `${name}[${index}]`)));

const rowsOf = <T>(
  schema: z.ZodType<T>,
  plan: Plan,
  name: "checks" | "deferred_changes",
  path: string,
): readonly T[] => (plan[name] ?? []).map((row, index) => judged(schema, row, path, `${name}[${index}]`));

const judged = <T>(schema: z.ZodType<T>, value: unknown, path: string, place: string): T => {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = [place, ...(issue?.path ?? []).map(String)].filter((step) => step !== "").join(".");
  const isAbsent = issue?.code === "invalid_type" && issue.input === undefined;
  const what = isAbsent
    ? "is missing"
    : (issue?.message.replace(/^Invalid input: /, "") ?? "is not as expected");
  throw new SteadystateError("input-invalid", `${path} is not a usable plan: ${where}: ${what}`, {
    hint: captureHint,
    details: { path, place: where },
  });
};

const printed = (version: unknown): string => JSON.stringify(version).slice(0, 20);

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
