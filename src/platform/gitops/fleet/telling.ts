import { fleetStates } from "../../../core/categories.ts";
import type { Departure, Drift, Symptom } from "../../../core/departure.ts";
import type { Identity } from "../../../core/identity.ts";
import { groupIn } from "../../kubernetes/compare/thing.ts";
import { type Age, ageOf } from "../age.ts";
import { plain, type Teller } from "../telling.ts";
import type { Fleet, Reference } from "./schema.ts";

/** What all objects of one look share. */
export type Setting = {
  readonly teller: Teller;
  readonly scope: string;
  /** Milliseconds UTC; `undefined` where nothing tells when it was looked at. */
  readonly at: number | undefined;
};

export const nameOf = ({ metadata }: Fleet): string =>
  [metadata.namespace, metadata.name].filter(Boolean).join("/");

/** What brought it: the repository, or the bundle that nobody's repository made. */
export const ownerOf = ({ kind, metadata }: Fleet): string => {
  const label = (name: string): string => metadata.labels?.[`fleet.cattle.io/${name}`] ?? "";
  const repository = label("repo-name") || label("fleet-helm-name");
  const namespace = label("bundle-namespace") || metadata.namespace;
  if (kind === "Bundle" || kind === "BundleDeployment")
    return [namespace, repository || label("bundle-name") || metadata.name].filter(Boolean).join("/");
  return [metadata.namespace, metadata.name].filter(Boolean).join("/");
};

/** A resource on one cluster; `cluster` is empty where Fleet does not say which. */
export const identityOfResource = (
  { apiVersion, kind, namespace, name }: Reference,
  { owner, cluster, scope }: { readonly owner: string; readonly cluster: string; readonly scope: string },
): Identity => ({
  ...{
    style: "path",
    scope,
    group: groupIn(apiVersion),
    kind: kind === "" ? "unknown" : kind,
    namespace,
    name,
  },
  key: cluster === "" ? `[${owner}]` : `[${owner} on ${cluster}]`,
});

export const identityOfObject = (
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
  cluster: string,
  scope: string,
): Identity => ({
  ...{ style: "path", scope, group: "fleet.cattle.io", kind, namespace, name },
  key: cluster === "" ? "" : `[on ${cluster}]`,
});

/** A state that Fleet gives to a thing, and what it says about it. */
export type Stated = {
  readonly identity: Identity;
  readonly state: string;
  readonly message: string;
  readonly error: boolean;
  readonly transitioning: boolean;
  readonly since: string;
  readonly owner: string;
  readonly cluster: string;
  /** Git is not brought to the clusters, as somebody wants. */
  readonly paused: boolean;
};

/** What departs, by the state; nothing where it is ready. */
export const tellState = (stated: Stated, setting: Setting): readonly Departure[] => {
  const { state, paused } = stated;
  if (state === "" || state === "Ready" || (state === "OutOfSync" && paused)) return [];
  const way = ways.get(state);
  return [way === undefined ? symptomOf(stated, setting) : driftOf(stated, way, setting)];
};

type Way = readonly [Drift["direction"], Drift["action"], "added" | "removed" | "modified"];

const ways: ReadonlyMap<string, Way> = new Map([
  ["Modified", ["changed-in-reality", "update", "modified"]],
  ["OutOfSync", ["not-yet-applied", "update", "modified"]],
  ["Missing", ["vanished", "create", "added"]],
  ["NotFound", ["vanished", "create", "added"]],
  ["Orphaned", ["unmanaged", "delete", "removed"]],
  ["ExtraResource", ["unmanaged", "delete", "removed"]],
]);

const driftOf = (
  { identity, state, message }: Stated,
  [direction, action, changed]: Way,
  { teller }: Setting,
): Drift =>
  teller.drift({
    identity,
    legacy: [plain(identity), changed],
    ...{ direction, action },
    reason: message === "" ? `Fleet calls it ${state}` : message,
    reality: direction === "vanished" ? undefined : { state },
    desired: direction === "unmanaged" ? undefined : { state: "Ready" },
  });

const symptomOf = (stated: Stated, { teller, at }: Setting): Symptom => {
  const { identity, message, owner, cluster, since } = stated;
  const category = fleetStates.find((word) => word === stated.state) ?? "NotReady";
  return teller.symptom({
    identity,
    // The reference told everything that it did not know as a modification.
    legacy: [plain(identity), "modified"],
    ...{ category, family: "state", severity: severityOf(category, stated, ageOf(at, since)) },
    title: `${identity.kind} ${identity.namespace === "" ? "" : `${identity.namespace}/`}${identity.name}${cluster === "" ? "" : ` on ${cluster}`} ${phrases[category]}`,
    message,
    otherwise: "Fleet gives no reason.",
    evidence: { owner, cluster, state: stated.state, since },
  });
};

type Word = (typeof fleetStates)[number];

const phrases: Readonly<Record<Word, string>> = {
  ErrApplied: "cannot be deployed",
  WaitApplied: "waits to be deployed",
  Pending: "waits for Fleet",
  NotReady: "is not ready",
  Unknown: "is in a state that Fleet does not know",
};

/** What is on its way may take a while; what has no age may have stood for ever. */
const severityOf = (word: Word, { error, transitioning }: Stated, age: Age): Symptom["severity"] => {
  if (word === "ErrApplied") return "high";
  if (word === "Unknown") return "medium";
  if (word === "NotReady" && error && !transitioning) return "high";
  return age === "young" ? "low" : "medium";
};
