import { fingerprint, legacyFingerprint } from "./fingerprint.ts";
import { type Identity, printIdentity } from "./identity.ts";
import type { Severity } from "./severity.ts";
import type { ValueMap } from "./value.ts";

/** In which direction reality and declaration differ. */
export const directions = ["vanished", "unmanaged", "changed-in-reality", "not-yet-applied", "both"] as const;
export type Direction = (typeof directions)[number];

/** What the declaring tool would do about it. */
export const actions = ["create", "update", "delete", "replace", "forget", "none"] as const;
export type Action = (typeof actions)[number];

export const markers = ["deposed", "moved", "imported", "unknown-action"] as const;
export type Marker = (typeof markers)[number];

export type Provenance = {
  readonly source: string;
  readonly address: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
};

/** One attribute that differs. Values are printed and already masked; `undefined` means absent on that side. */
export type FieldDiff = {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly secret: boolean;
  readonly unknown: boolean;
  readonly forcesReplacement: boolean;
};

type Common = {
  readonly fingerprint: string;
  /** The reference's hash of the same finding, for its mutes and memory. */
  readonly legacy: string;
  readonly identity: Identity;
  readonly provenance: Provenance;
  /** When the change was made, or the trouble began, where the platform tells; milliseconds UTC. */
  readonly since?: number | undefined;
};

/** Configuration diverged: declared and real differ. */
export type Drift = Common & {
  readonly type: "drift";
  readonly direction: Direction;
  readonly action: Action;
  readonly markers: readonly Marker[];
  /** The tool's own reason for the action, such as `replace_because_tainted`. */
  readonly reason: string | undefined;
  /** Real side, masked; `undefined` when the thing is not there. Under `terraform-state` it is the recorded side. */
  readonly reality: ValueMap | undefined;
  /** Declared side, masked, unknowns marked; `undefined` when the thing is not declared. */
  readonly desired: ValueMap | undefined;
  /** At most 50 rows, each value at most 300 characters. */
  readonly diff: readonly FieldDiff[];
  /** Rows beyond the first 50 that were cut. */
  readonly diffCut: number;
  /** True when losing the thing loses data (databases, disks, buckets, keys, queues). */
  readonly stateful: boolean;
  /** The address it was moved from, where the plan says so. */
  readonly movedFrom: string | undefined;
};

/** A standing baseline is violated, whether or not anything diverged. */
export type Policy = Common & {
  readonly type: "policy";
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly detail: string;
};

/** Facts of a failing workload that speak for a cause or against it; what is absent nobody could tell. */
type Bearings = {
  /** Things without which it does not run, and whose change can make it fail: settings, secrets, claims, accounts, its nodes. */
  readonly uses: readonly Identity[];
  /** Its newest template: when it was rolled out (milliseconds UTC) and what differs from the one before, in field paths. */
  readonly rollout?: { readonly since: number; readonly changed: readonly string[] } | undefined;
  /** Its pods by template: how many fail of how many. */
  readonly siblings?: { readonly young: Share; readonly old: Share } | undefined;
};

type Share = { readonly failing: number; readonly all: number };

/** Something is failing right now. */
export type Symptom = Common & {
  readonly type: "symptom";
  /** Failure class as the platform words it; may churn. */
  readonly category: string;
  /** Class that does not churn (ErrImagePull and ImagePullBackOff are one family); hashed. */
  readonly family: string;
  readonly severity: Severity;
  readonly title: string;
  readonly detail: string;
  readonly workload: string | undefined;
  /** Ordered facts, already masked. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly bearings?: Bearings | undefined;
};

export type Departure = Drift | Policy | Symptom;

/**
 * Stable id of a finding: identity scope, identity and family; never wording, severity or a churning reason. `printed` is the
 * identity where the caller has printed it already.
 */
export const departureFingerprint = (
  identity: Identity,
  family: string,
  printed = printIdentity(identity),
): string => fingerprint("steadystate/v1", identity.scope, printed, family);

/** The reference's three-part hash: provenance source, identity, discriminator (change type, rule id or category). */
export const legacyDepartureFingerprint = (
  source: string,
  identity: Identity,
  discriminator: string,
  printed = printIdentity(identity),
): string => legacyFingerprint(source, printed, discriminator);

/** The reference's `change_type` of a drift. */
export const changeType = ({
  direction,
  action,
}: Pick<Drift, "direction" | "action">): "added" | "removed" | "modified" => {
  if (action === "create" || direction === "vanished") return "added";
  if (action === "delete" || direction === "unmanaged") return "removed";
  return "modified";
};

/** What a runbook entry's `for` is compared with: direction of a drift, rule of a policy, failure class of a symptom. */
export const categoryOf = (departure: Departure): string => {
  switch (departure.type) {
    case "drift":
      return departure.direction;
    case "policy":
      return departure.rule;
    case "symptom":
      return departure.category;
  }
};
