import type { Masker } from "../../core/secret.ts";
import { isDocument } from "./expressions.ts";
import type { Rows } from "./gate.ts";
import { covers, marksOf, ownMarks } from "./marks.ts";
import type { Item } from "./rows.ts";
import type { Row } from "./schema.ts";

/** Every place of a plan document that may hold a secret, also those that are not shown themselves. */
export const learnSecrets = (
  masker: Masker,
  { plan, changes, drifts }: Rows,
  items: readonly Item[],
): void => {
  for (const rows of [changes, drifts]) for (const row of rows) learnRow(masker, row, ownMarks(row));
  for (const { change, drift } of items)
    if (change !== undefined && drift !== undefined) learnTogether(masker, [change, drift]);
  learnOutputs(masker, plan.output_changes);
  learnVariables(masker, plan.variables, plan.configuration);
  for (const state of [plan.prior_state, plan.planned_values]) learnState(masker, state);
};

/** What either row marks is to be learnt of both; each by itself was learnt before. */
const learnTogether = (masker: Masker, rows: readonly [Row, Row]): void => {
  const marks = marksOf(...rows);
  if (marks === undefined) return;
  for (const row of rows) if (!covers(ownMarks(row), marks)) learnRow(masker, row, marks);
};

const learnRow = (masker: Masker, { change }: Row, marks: unknown): void => {
  masker.learn(change.before, marks);
  // A row that changes nothing says the same on both sides.
  if (!isIdle(change.actions)) masker.learn(change.after, marks, change.before);
};

const isIdle = (actions: readonly string[]): boolean => {
  for (const word of actions) if (word !== "no-op") return false;
  return true;
};

const learnOutputs = (masker: Masker, outputs: unknown): void => {
  if (!isDocument(outputs)) return;
  for (const output of Object.values(outputs)) {
    if (!isDocument(output)) continue;
    masker.learn(output["before"], output["before_sensitive"]);
    masker.learn(output["after"], output["after_sensitive"]);
  }
};

const learnVariables = (masker: Masker, variables: unknown, configuration: unknown): void => {
  if (!isDocument(variables)) return;
  const root = isDocument(configuration) ? configuration["root_module"] : undefined;
  const declared = isDocument(root) ? root["variables"] : undefined;
  for (const [name, variable] of Object.entries(variables)) {
    const declaration = isDocument(declared) ? declared[name] : undefined;
    const sensitive = isDocument(declaration) && declaration["sensitive"] === true;
    if (isDocument(variable))
      masker.learn({ [name]: variable["value"] ?? null }, sensitive ? { [name]: true } : undefined);
  }
};

/** State-like trees: what the tool marks there, including data sources, which have no change row. */
const learnState = (masker: Masker, state: unknown): void => {
  const values = isDocument(state) && isDocument(state["values"]) ? state["values"] : state;
  if (!isDocument(values)) return;
  const outputs = values["outputs"];
  if (isDocument(outputs)) for (const output of Object.values(outputs)) learnOutput(masker, output);
  learnModule(masker, values["root_module"]);
};

const learnOutput = (masker: Masker, output: unknown): void => {
  if (isDocument(output)) masker.learn(output["value"], output["sensitive"]);
};

const learnModule = (masker: Masker, module: unknown): void => {
  if (!isDocument(module)) return;
  for (const resource of listOf(module["resources"])) {
    if (isDocument(resource) && marksSomething(resource["sensitive_values"]))
      masker.learn(resource["values"], resource["sensitive_values"]);
  }
  for (const child of listOf(module["child_modules"])) learnModule(masker, child);
};

const marksSomething = (marks: unknown): boolean => isDocument(marks) && Object.keys(marks).length > 0;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
