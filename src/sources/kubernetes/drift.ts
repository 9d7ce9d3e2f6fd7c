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
import type { Difference } from "../../platform/kubernetes/compare/compare.ts";
import type { Held } from "../../platform/kubernetes/compare/prepare.ts";
import { textAt } from "../../platform/kubernetes/compare/thing.ts";
import { writtenIdentityOf } from "../../platform/kubernetes/identity.ts";
import type { Both } from "./pairs.ts";

export type Departing = {
  readonly both: Both;
  readonly declared: Held | undefined;
  readonly live: Held | undefined;
  readonly direction: Drift["direction"];
  readonly differences: readonly Difference[];
};

const rowLimit = 50;

/** One object that departs. Rows go from reality to the declared side; `called` is what the reference put before its name. */
export const driftOf = (
  { both, declared, live, direction, differences }: Departing,
  masker: Masker,
  called: string,
): Drift => {
  const action = actions[direction];
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
    reason: reasonOf(fields, releaseOf(declared ?? live), masker),
    reality: live?.masked,
    desired: declared?.masked,
    diff: fields.slice(0, rowLimit).map(rowOf),
    diffCut: Math.max(0, fields.length - rowLimit),
    stateful: isStatefulKind(both.identity.kind),
    movedFrom: undefined,
  };
};

/** What putting the declared side in force would do; a thing without a declaration is left where it is. */
const actions = {
  vanished: "create",
  unmanaged: "none",
  "changed-in-reality": "update",
  "not-yet-applied": "update",
  both: "update",
} as const;

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

/** Whose it is and who set it, where the server tells. */
const reasonOf = (fields: readonly Difference[], release: string, masker: Masker): string | undefined => {
  const owners = new Set(
    fields.flatMap(({ owner }) =>
      owner === undefined ? [] : [owner.since === "" ? owner.manager : `${owner.manager} at ${owner.since}`],
    ),
  );
  const told = [...owners].sort(byCodeUnit).slice(0, 3).join(" and by ");
  const parts = [release, told === "" ? "" : `set by ${told}`].filter((part) => part !== "");
  return parts.length === 0 ? undefined : masker.text(parts.join(", "));
};
