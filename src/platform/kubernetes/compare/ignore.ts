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

/** Which of the places of this object are left alone. */
export const ignored = (
  rules: readonly IgnoreRule[],
  object: ValueMap,
  namespace: string,
): ((path: Path, owner: Owner | undefined) => boolean) => {
  const tests = rules
    .filter((rule) => isFor(rule, object, namespace))
    .flatMap((rule) => [
      ...(rule.path === undefined ? [] : [byGlob(rule.path)]),
      ...(rule.jsonPointers ?? []).map(byPointer),
      ...(rule.jqPathExpressions ?? []).map(byExpression),
      ...(rule.managedFieldsManagers ?? []).map(byManager),
    ]);
  return (path, owner) => tests.some((test) => test(path, owner));
};

type Test = (path: Path, owner: Owner | undefined) => boolean;

const isFor = (rule: IgnoreRule, object: ValueMap, namespace: string): boolean =>
  fits(rule.group, groupOf(object)) &&
  fits(rule.kind, kindOf(object)) &&
  fits(rule.name, nameOf(object)) &&
  fits(rule.namespace, namespace);

const fits = (glob: string | undefined, text: string): boolean =>
  glob === undefined || globbed(glob, "")(text);

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

type Wanted =
  | { readonly is: "key"; readonly key: string }
  | { readonly is: "any" }
  | { readonly is: "at"; readonly at: string }
  | { readonly is: "where"; readonly key: string; readonly value: string };

/** The common forms of a jq path: `.a.b`, `."a/b"`, `.["a/b"]`, `.list[]`, `.list[0]`, `.list[] | select(.name == "x") | .b`. */
const byExpression = (expression: string): Test => {
  const wanted = stepsIn(expression);
  return (path) =>
    wanted !== undefined &&
    wanted.length > 0 &&
    wanted.length <= path.length &&
    wanted.every((step, nth) => {
      const own = path[nth];
      return own !== undefined && isStep(step, own);
    });
};

const token =
  /\s*(?:\.?\[\s*"([^"]*)"\s*\]|\."([^"]*)"|\.([\w-]+)|\.?\[\s*\]\s*\??\s*\|\s*select\(\s*\.([\w-]+)\s*==\s*"([^"]*)"\s*\)|\.?\[(\d*)\]|(\||\?))/y;

const stepsIn = (expression: string): readonly Wanted[] | undefined => {
  const steps: Wanted[] = [];
  token.lastIndex = 0;
  let end = 0;
  while (end < expression.trimEnd().length) {
    const found = token.exec(expression);
    if (found === null) return undefined;
    end = token.lastIndex;
    const [, bracketed, quoted, key, where, value, place, glue] = found;
    const name = bracketed ?? quoted ?? key;
    if (name !== undefined) steps.push({ is: "key", key: name });
    else if (where !== undefined) steps.push({ is: "where", key: where, value: value ?? "" });
    else if (glue === undefined) steps.push(place ? { is: "at", at: place } : { is: "any" });
  }
  return steps;
};

const isStep = (wanted: Wanted, step: Step): boolean => {
  if (wanted.is === "key") return step.is === "key" && step.key === wanted.key;
  if (step.is === "key") return false;
  if (wanted.is === "any") return true;
  if (wanted.is === "at") return stepsOf(step).includes(wanted.at);
  return (
    step.is === "entry" && step.keys.some(([name, own]) => name === wanted.key && isText(own, wanted.value))
  );
};

const isText = (value: Value, text: string): boolean => !isMap(value) && String(value) === text;
