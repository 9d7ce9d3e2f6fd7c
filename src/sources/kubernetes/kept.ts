import { type Identity, printIdentity } from "../../core/identity.ts";
import type { Applied } from "../../platform/kubernetes/compare/applied.ts";
import { isObject } from "../../platform/kubernetes/compare/thing.ts";
import { identityOf, type Lodging } from "../../platform/kubernetes/identity.ts";
import type { Stored } from "./live-document.ts";

/** What a deployer keeps of what it deployed, by printed identity. */
export type Kept = {
  /** Whether what is deployed now holds it. */
  readonly isInForce: (name: string) => boolean;
  /** Whether something is kept, and this was never a part of it: it cannot be gone. */
  readonly isNew: (name: string, identity: Identity) => boolean;
  /** What is in force, and then what an attempt that broke off may have put in its place. */
  readonly of: (name: string) => readonly Applied[];
};

export const keptBy = (stored: Stored | undefined, lodging: Lodging, scope: string): Kept => {
  const indexed = (objects: readonly unknown[]): ReadonlyMap<string, Applied> =>
    new Map(
      objects
        .filter(isObject)
        .map((object) => [printIdentity(identityOf(object, lodging, scope)), { object, family: "helm" }]),
    );
  const [inForce, tried] = [indexed(stored?.inForce ?? []), indexed(stored?.tried ?? [])];
  return {
    isInForce: (name) => inForce.has(name),
    isNew: (name, { kind }) =>
      inForce.size > 0 && !inForce.has(name) && !tried.has(name) && kind !== keptByNobody,
    of: (name) => [inForce.get(name), tried.get(name)].filter((one) => one !== undefined),
  };
};

/** Definitions of a chart are put beside the release, which does not write them down. */
const keptByNobody = "CustomResourceDefinition";
