import type { Value, ValueMap } from "../../../core/value.ts";
import type { Reading } from "./equal.ts";
import { holderOf, nameAt, type Path } from "./path.ts";

/** Members whose presence alone is the choice. */
export const isChoice = (path: Path): boolean =>
  /^(?:emptyDir|podSelector|namespaceSelector)$/.test(nameAt(path));

/** A selector that was declared to fit everything, and no longer does. */
export const isNarrowed = (path: Path, wanted: ValueMap, found: ValueMap): boolean =>
  /[sS]elector$/.test(nameAt(path)) && Object.keys(wanted).length === 0 && Object.keys(found).length > 0;

/** An undeclared label of a selector: it is one condition, and fits fewer things with one label more. */
export const narrows = ({ builtIn, kind }: Reading, path: Path): boolean => {
  const holder = holderOf(path);
  const isCondition = holder === "matchLabels" || (holder === "selector" && kind === "Service");
  return builtIn && isCondition && !/(?:pod-template-hash|controller-uid|job-name)$/.test(nameAt(path));
};

/** Switches that give a pod more than it was declared to have. */
export const isPower = (path: Path): boolean => /^(?:privileged|host(?:Network|PID|IPC))$/.test(nameAt(path));

/** The token that every pod is given. */
export const isOfEveryPod = (key: Value): boolean =>
  typeof key === "string" &&
  /^(?:kube-api-access-|\/var\/run\/secrets\/kubernetes\.io\/serviceaccount$)/.test(key);
