import {
  changeType,
  type Drift,
  departureFingerprint,
  type FieldDiff,
  legacyDepartureFingerprint,
} from "../../core/departure.ts";
import { type Identity, printIdentity } from "../../core/identity.ts";
import { byCodeUnit } from "../../core/order.ts";
import { printValue } from "../../core/printed-value.ts";
import type { Masker } from "../../core/secret.ts";
import { isStatefulKind } from "../../core/stateful.ts";
import { parseInstant } from "../../core/time.ts";
import type { Difference } from "../../platform/kubernetes/compare/compare.ts";
import type { Moved } from "../../platform/kubernetes/compare/moved.ts";
import type { Owner } from "../../platform/kubernetes/compare/owner.ts";
import { type Path, printPath } from "../../platform/kubernetes/compare/path.ts";
import type { Held } from "../../platform/kubernetes/compare/prepare.ts";
import { textAt } from "../../platform/kubernetes/compare/thing.ts";
import { writtenIdentityOf } from "../../platform/kubernetes/identity.ts";
import type { Both } from "./pairs.ts";

export type Departing = {
  readonly both: Both;
  readonly declared: Held | undefined;
  readonly live: Held | undefined;
  readonly direction: Drift["direction"];
  /** What putting the declared side in force would do; a thing without a declaration is left where it is. */
  readonly action: Drift["action"];
  readonly differences: readonly (Difference & { readonly moved?: Moved })[];
};

const rowLimit = 50;

/** One object that departs. Rows go from reality to the declared side; `called` is what the reference put before its name. */
export const driftOf = (
  { both, declared, live, direction, action, differences }: Departing,
  masker: Masker,
  called: string,
): Drift => {
  const written = writtenIdentityOf((declared ?? live)?.object ?? {}, both.identity.scope);
  const fields = differences.filter(({ path }) => path !== "");
  return {
    type: "drift",
    fingerprint: departureFingerprint(both.identity, "drift", both.name),
    legacy: legacyDepartureFingerprint(
      "kubernetes",
      written,
      changeType({ direction, action }),
      `${called}${printIdentity(written)}`,
    ),
    identity: shown(both.identity, masker),
    provenance: { source: "kubernetes", address: undefined, file: undefined, line: undefined },
    direction,
    action,
    markers: [],
    since: sinceOf(fields),
    reason: reasonOf(fields, releaseOf(declared ?? live), masker),
    reality: live?.masked,
    desired: declared?.masked,
    diff: fields.slice(0, rowLimit).map(rowOf),
    diffCut: Math.max(0, fields.length - rowLimit),
    stateful: isStatefulKind(both.identity.kind),
    movedFrom: undefined,
  };
};

const shown = (identity: Identity, masker: Masker): Identity => ({
  ...identity,
  namespace: masker.text(identity.namespace),
  name: masker.text(identity.name),
});

const rowOf = ({ path, declared, live, secret }: Difference): FieldDiff => ({
  path,
  before: live === undefined ? undefined : printValue(live),
  after: declared === undefined ? undefined : printValue(declared),
  secret,
  unknown: false,
  forcesReplacement: false,
});

/** The release that brought it, as it is marked by helm itself. */
const releaseOf = (held: Held | undefined): string => {
  const mark = (name: string): string =>
    textAt(held?.object, "metadata", "annotations", `meta.helm.sh/release-${name}`);
  return mark("name") === "" ? "" : `of the release ${mark("namespace")}/${mark("name")}`;
};

/** Whose it is and who set it, where the server tells; of a change on both sides, each place with its own. */
const reasonOf = (fields: Rows, release: string, masker: Masker): string | undefined => {
  const moved = new Set(fields.map((row) => row.moved));
  const isMixed = moved.size > 1 || moved.has("both");
  const said = isMixed ? sidesSaid(fields) : settersSaid(fields);
  const parts = [release, said].filter((part) => part !== "");
  return parts.length === 0 ? undefined : masker.text(parts.join(", "));
};

type Rows = Departing["differences"];

const settersSaid = (fields: Rows): string => {
  const told = [...new Set(fields.flatMap(({ owners }) => owners.slice(0, 1).map(ownerSaid)))];
  return told.length === 0 ? "" : `set by ${told.sort(byCodeUnit).slice(0, 3).join(" and by ")}`;
};

const ownerSaid = ({ manager, since }: Owner): string => (since === "" ? manager : `${manager} at ${since}`);

const sides = [
  ["reality", "changed in reality"],
  ["declaration", "not applied yet"],
  ["both", "changed on both sides"],
] as const;

const sidesSaid = (fields: Rows): string =>
  sides
    .flatMap(([side, words]) => {
      const own = fields.filter(({ moved }) => moved === side);
      return own.length === 0 ? [] : [`${words}: ${placesSaid(own)}`];
    })
    .join("; ");

const mostPlaces = 5;

const placesSaid = (fields: Rows): string => {
  const told = fields.slice(0, mostPlaces).map(({ steps, owners: [owner] }) => {
    const place = printPath(endOf(steps));
    return owner === undefined ? place : `${place} (${ownerSaid(owner)})`;
  });
  const more = fields.length - told.length;
  return `${told.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
};

/** The whole path stands in the row itself. */
const endOf = (steps: Path): Path => {
  const names = steps.flatMap(({ is }, nth) => (is === "key" ? [nth] : []));
  return steps.slice(names.at(-2) ?? 0);
};

/** The newest change of reality that somebody wrote down; what was only declared has no moment here. */
const sinceOf = (fields: Rows): number | undefined => {
  const moments = fields.flatMap(({ moved, owners: [owner] }) =>
    moved === "declaration" || owner === undefined ? [] : [parseInstant(owner.since) ?? 0],
  );
  const newest = Math.max(0, ...moments);
  return newest === 0 ? undefined : newest;
};
