import { type JqStep, jqPathOf } from "../../../core/jq-path.ts";
import { compilePattern } from "../../../core/pattern.ts";
import { isMap, type Value, type ValueMap } from "../../../core/value.ts";
import type { Owner } from "./owner.ts";
import { type Path, printPath, type Step } from "./path.ts";
import { groupOf, kindOf, nameOf } from "./thing.ts";

/**
 * Places that a team wants left alone: our own form (`kind`, `name`, `namespace` and `path`, with `*`), or an entry of Argo CD's
 * `ignoreDifferences` (`group`, `kind`, `jsonPointers`, `jqPathExpressions`, `managedFieldsManagers`).
 */
export type IgnoreRule = {
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly path?: string | undefined;
  readonly jsonPointers?: readonly string[] | undefined;
  readonly jqPathExpressions?: readonly string[] | undefined;
  readonly managedFieldsManagers?: readonly string[] | undefined;
};

/** The rule that leaves a place of this object alone; the empty path is the object itself, there or not. */
export const ignored = (
  rules: readonly IgnoreRule[],
  object: ValueMap,
  namespace: string,
): ((path: Path, owner: Owner | undefined) => IgnoreRule | undefined) => {
  const own = rules.filter((rule) => compiled(rule).isFor(object, namespace));
  return (path, owner) => own.find((rule) => compiled(rule).tests.some((test) => test(path, owner)));
};

type Test = (path: Path, owner: Owner | undefined) => boolean;

type Compiled = {
  readonly isFor: (object: ValueMap, namespace: string) => boolean;
  readonly tests: readonly Test[];
};

/** A rule is asked of each of thousands of objects. */
const compiled = (rule: IgnoreRule): Compiled => {
  const known = cache.get(rule);
  if (known !== undefined) return known;
  const made = compile(rule);
  cache.set(rule, made);
  return made;
};

const cache = new WeakMap<IgnoreRule, Compiled>();

const compile = (rule: IgnoreRule): Compiled => {
  const [group, kind, name, within] = [rule.group, rule.kind, rule.name, rule.namespace].map(fitting);
  const places = [
    ...(rule.path === undefined ? [] : [byGlob(rule.path)]),
    ...(rule.jsonPointers ?? []).map(byPointer),
    ...(rule.jqPathExpressions ?? []).map(byExpression),
    ...(rule.managedFieldsManagers ?? []).map(byManager),
  ];
  return {
    isFor: (object, namespace) =>
      group?.(groupOf(object)) === true &&
      kind?.(kindOf(object)) === true &&
      name?.(nameOf(object)) === true &&
      within?.(namespace) === true,
    // A rule that names no place means all of them.
    tests: places.length === 0 ? [() => true] : places,
  };
};

const fitting = (glob: string | undefined): ((text: string) => boolean) =>
  glob === undefined ? () => true : globbed(glob, "");

const globbed = (glob: string, after: string): ((text: string) => boolean) => {
  const quoted = glob.replace(/[\\^$.|?+()[\]{}]/g, "\\$&").replace(/\*+/g, ".*");
  const pattern = compilePattern(`^(?:${quoted})${after}$`);
  return pattern.ok ? pattern.test : () => false;
};

/** A place is left alone with everything below it. */
const byGlob = (glob: string): Test => {
  const test = globbed(glob, "(?:[.\\[].*)?");
  return (path) => test(printPath(path));
};

const byPointer = (pointer: string): Test => {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return (path) =>
    steps.length > 0 &&
    steps.length <= path.length &&
    steps.every((step, nth) => {
      const own = path[nth];
      return own !== undefined && stepsOf(own).includes(step);
    });
};

/** How a pointer may name the step; the position is the live one. */
const stepsOf = (step: Step): readonly string[] => {
  if (step.is === "key") return [step.key];
  return step.is === "index" ? [String(step.at)] : [String(step.live ?? step.declared)];
};

const byManager =
  (manager: string): Test =>
  (_path, owner) =>
    owner?.manager === manager;

const byExpression = (expression: string): Test => {
  const wanted = jqPathOf(expression);
  return (path) =>
    wanted !== undefined &&
    wanted.length > 0 &&
    wanted.length <= path.length &&
    wanted.every((step, nth) => {
      const own = path[nth];
      return own !== undefined && isStep(step, own);
    });
};

const isStep = (wanted: JqStep, step: Step): boolean => {
  if (wanted.is === "key") return step.is === "key" && step.key === wanted.key;
  if (step.is === "key") return false;
  if (wanted.is === "any") return true;
  if (wanted.is === "at") return stepsOf(step).includes(wanted.at);
  return (
    step.is === "entry" && step.keys.some(([name, own]) => name === wanted.key && isText(own, wanted.value))
  );
};

const isText = (value: Value, text: string): boolean => !isMap(value) && String(value) === text;
