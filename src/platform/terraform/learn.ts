import type { Masker } from "../../core/secret.ts";
import { isDocument } from "./expressions.ts";
import type { Rows } from "./gate.ts";
import { covers, joinMarks, ownMarks } from "./marks.ts";
import type { Item } from "./rows.ts";
import type { Row } from "./schema.ts";

/** What the rows of a plan hide, and where. */
export type Hidden = {
  /** What either row of a thing marks; `undefined` where nothing is marked. */
  readonly marksOf: (change: Row | undefined, drift: Row | undefined) => unknown;
  /** Whether this side of a row was found plain with the marks of its own row. */
  readonly isPlain: (row: Row, which: "before" | "after") => boolean;
};

/** Every place of a plan document that may hold a secret, also those that are not shown themselves. */
export const learnSecrets = (masker: Masker, rows: Rows, items: readonly Item[]): Hidden => {
  const { plan } = rows;
  const spoilt: Spoilt = { before: new Set(), after: new Set() };
  const marked = learnRows(masker, [...rows.changes, ...rows.drifts], spoilt);
  const marksOf: Hidden["marksOf"] = (change, drift) =>
    joinMarks(
      change === undefined ? undefined : marked.get(change),
      drift === undefined ? undefined : marked.get(drift),
    );
  /** What either row marks is to be learnt of both, where it is more than was learnt of the one. */
  const learnAgain = (row: Row, own: unknown, marks: unknown): void => {
    if (marks !== undefined && !covers(own, marks)) learnRow(masker, row, marks, spoilt);
  };
  if (marked.size > 0)
    for (const { change, drift } of items)
      if (change !== undefined && drift !== undefined)
        for (const row of [change, drift]) learnAgain(row, marked.get(row), marksOf(change, drift));
  learnOutputs(masker, plan.output_changes);
  learnVariables(masker, plan.variables, plan.configuration);
  for (const state of [plan.prior_state, plan.planned_values]) learnState(masker, state);
  return { marksOf, isPlain: (row, which) => !spoilt[which].has(row) };
};

const learnRows = (masker: Masker, rows: readonly Row[], spoilt: Spoilt): ReadonlyMap<Row, unknown> => {
  const marked = new Map<Row, unknown>();
  for (const row of rows) {
    const marks = ownMarks(row);
    if (marks !== undefined) marked.set(row, marks);
    learnRow(masker, row, marks, spoilt);
  }
  return marked;
};

/** The rows of which a side is not plain, or was not looked at; nearly none is. */
type Spoilt = Readonly<Record<"before" | "after", Set<Row>>>;

const learnRow = (masker: Masker, row: Row, marks: unknown, spoilt: Spoilt): void => {
  const { before, after, actions } = row.change;
  const plain = masker.learn(before ?? null, marks);
  if (!plain) spoilt.before.add(row);
  // A row that changes nothing says the same on both sides.
  if (isIdle(actions)) spoilt.after.add(row);
  else if (!masker.learn(after ?? null, marks, plain ? before : undefined)) spoilt.after.add(row);
};

/** Whether the words of a change say that there is none. */
export const isIdle = (actions: readonly string[]): boolean => {
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
