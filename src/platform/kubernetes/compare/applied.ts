import { parseJson } from "../../../core/document.ts";
import type { ValueMap } from "../../../core/value.ts";
import { familyOf, isOfRelease } from "./deployer.ts";
import { ownersOf } from "./owner.ts";
import { isObject, kindOf, nameOf, textAt } from "./thing.ts";

/** One object as a deployer wrote it down when it applied it. */
export type Applied = {
  readonly object: ValueMap;
  /** The tool that wrote it down. */
  readonly family: string;
};

const annotation = "kubectl.kubernetes.io/last-applied-configuration";

/** What `kubectl apply` wrote down of the manifest that it was given; `undefined` where it did not, or of another thing. */
export const lastApplied = (live: ValueMap): ValueMap | undefined => {
  const text = textAt(live, "metadata", "annotations", annotation);
  const parsed = text === "" ? undefined : parseJson(text);
  if (parsed?.ok !== true || !isObject(parsed.value)) return undefined;
  const applied = parsed.value;
  return kindOf(applied) === kindOf(live) && nameOf(applied) === nameOf(live) ? applied : undefined;
};

/** What stands on the object itself. What belongs to a release was not deployed with it: a hand applied something over it. */
export const appliedOn = (live: ValueMap): readonly Applied[] => {
  const object = isOfRelease(live) ? undefined : lastApplied(live);
  if (object === undefined) return [];
  const [writer] = ownersOf(
    live,
    ["metadata", "annotations", annotation].map((key) => ({ is: "key", key })),
  );
  return [{ object, family: (writer === undefined ? undefined : familyOf(writer)) ?? "kubectl" }];
};
