import { type Identity, printIdentity } from "../../core/identity.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { ValueMap } from "../../core/value.ts";
import { identityOf, type Lodging } from "../../platform/kubernetes/identity.ts";
import { invalid, type Placed, type Sides } from "./sides.ts";

/** What is declared and what lives under one identity; at least one of them is there. */
export type Both = {
  readonly identity: Identity;
  /** The identity as it is printed, which is also the order. */
  readonly name: string;
  readonly declared: ValueMap | undefined;
  readonly live: ValueMap | undefined;
};

export type Paired = { readonly pairs: readonly Both[]; readonly warnings: readonly string[] };

/** Pairs by identity. Throws `input-invalid` where one identity stands for two different objects of a side. */
export const pairUp = (sides: Sides, lodging: Lodging, { scope, path }: Named): Paired => {
  const index = (objects: readonly Placed[]): Index => indexed(objects, lodging, { scope, path });
  const [declared, live] = [index(sides.declared), index(sides.observed)];
  const names = [...new Set([...declared.found.keys(), ...live.found.keys()])].sort(byCodeUnit);
  const twins = declared.twins + live.twins;
  return {
    pairs: names.flatMap((name): Both[] => {
      const [own, other] = [declared.found.get(name), live.found.get(name)];
      const identity = own?.identity ?? other?.identity;
      return identity === undefined ? [] : [{ identity, name, declared: own?.object, live: other?.object }];
    }),
    warnings:
      twins === 0
        ? []
        : [
            `${twins} object(s) stand in the snapshot more than once, each time the same; each is looked at once`,
          ],
  };
};

type Named = { readonly scope: string; readonly path: string };
type Index = {
  readonly found: ReadonlyMap<string, Placed & { readonly identity: Identity }>;
  readonly twins: number;
};

const indexed = (objects: readonly Placed[], lodging: Lodging, { scope, path }: Named): Index => {
  const found = new Map<string, Placed & { readonly identity: Identity }>();
  let twins = 0;
  for (const placed of objects) {
    const identity = identityOf(placed.object, lodging, scope);
    const name = printIdentity(identity);
    const before = found.get(name);
    if (before === undefined) found.set(name, { ...placed, identity });
    else if (JSON.stringify(before.object) === JSON.stringify(placed.object)) twins += 1;
    else
      throw invalid(
        path,
        `is not a usable snapshot: ${name} stands in it twice, and differently: ${before.place} and ${placed.place}`,
      );
  }
  return { found, twins };
};
