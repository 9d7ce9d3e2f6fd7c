import { z } from "zod";
import type { ValueMap } from "../../core/value.ts";

const isTreeOrNothing = (value: unknown): value is ValueMap | null | undefined =>
  value === undefined || (typeof value === "object" && !Array.isArray(value));

/** One side of a change; shared with the document, not copied. */
const SideTree = z.custom<ValueMap | null | undefined>(isTreeOrNothing, "expected an object or null");

const Change = z.object({
  actions: z.array(z.string()),
  before: SideTree.optional(),
  after: SideTree.optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
  importing: z.unknown().optional(),
});

/** A row of `resource_changes` or `resource_drift`; only the fields in use. */
export const Row = z.object({
  address: z.string().nullish(),
  previous_address: z.string().nullish(),
  module_address: z.string().nullish(),
  mode: z.string().nullish(),
  type: z.string().nullish(),
  name: z.string().nullish(),
  index: z.union([z.string(), z.number()]).nullish(),
  deposed: z.string().nullish(),
  action_reason: z.string().nullish(),
  change: Change,
});
export type Row = z.infer<typeof Row>;

/** The same judgement without a copy, for the tens of thousands of rows that are right; the schema says what is wrong. */
export const isRow = (row: unknown): row is Row => {
  if (!isObject(row) || !isNamed(row)) return false;
  const { index, change } = row;
  if (!isTextOrNothing(index) && typeof index !== "number") return false;
  return isObject(change) && isChange(change);
};

/** Name by name: a list of the names to go through costs several times as much. */
const isNamed = (row: Fields): boolean =>
  isTextOrNothing(row["address"]) &&
  isTextOrNothing(row["previous_address"]) &&
  isTextOrNothing(row["module_address"]) &&
  isTextOrNothing(row["mode"]) &&
  isTextOrNothing(row["type"]) &&
  isTextOrNothing(row["name"]) &&
  isTextOrNothing(row["deposed"]) &&
  isTextOrNothing(row["action_reason"]);

const isChange = ({ actions, before, after, replace_paths: paths }: Fields): boolean =>
  Array.isArray(actions) &&
  areTexts(actions) &&
  isTreeOrNothing(before) &&
  isTreeOrNothing(after) &&
  (paths === undefined || paths === null || (Array.isArray(paths) && paths.every(isPath)));

const areTexts = (list: readonly unknown[]): boolean => {
  for (const item of list) if (typeof item !== "string") return false;
  return true;
};

const isPath = (path: unknown): boolean =>
  Array.isArray(path) && path.every((step) => typeof step === "string" || typeof step === "number");

const isTextOrNothing = (value: unknown): boolean =>
  value === undefined || value === null || typeof value === "string";

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const CheckInstance = z.object({
  address: z.object({ to_display: z.string(), module: z.string().nullish() }),
  status: z.string(),
  problems: z.array(z.object({ message: z.string().nullish() })).nullish(),
});

export const CheckRow = z.object({
  address: z.object({
    to_display: z.string(),
    kind: z.string().nullish(),
    name: z.string().nullish(),
    module: z.string().nullish(),
  }),
  status: z.string(),
  instances: z.array(CheckInstance).nullish(),
});
export type CheckRow = z.infer<typeof CheckRow>;
export type CheckInstance = z.infer<typeof CheckInstance>;

export const DeferredRow = z.object({
  reason: z.string().nullish(),
  resource_change: z.unknown().optional(),
});
export type DeferredRow = z.infer<typeof DeferredRow>;

/** The top of a plan document; its rows are judged one by one. */
export const Plan = z.object({
  format_version: z.string().nullish(),
  terraform_version: z.string().nullish(),
  timestamp: z.string().nullish(),
  errored: z.boolean().nullish(),
  complete: z.boolean().nullish(),
  planned_values: z.unknown().optional(),
  prior_state: z.unknown().optional(),
  configuration: z.unknown().optional(),
  variables: z.unknown().optional(),
  resource_changes: z.array(z.unknown()).nullish(),
  resource_drift: z.array(z.unknown()).nullish(),
  deferred_changes: z.array(z.unknown()).nullish(),
  action_invocations: z.array(z.unknown()).nullish(),
  deferred_action_invocations: z.array(z.unknown()).nullish(),
  output_changes: z.record(z.string(), z.looseObject({ actions: z.array(z.string()) })).nullish(),
  checks: z.array(z.unknown()).nullish(),
});
export type Plan = z.infer<typeof Plan>;
