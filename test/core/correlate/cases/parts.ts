import {
  type Departure,
  type Drift,
  departureFingerprint,
  type FieldDiff,
  legacyDepartureFingerprint,
  type Symptom,
} from "../../../../src/core/departure.ts";
import { type Identity, printIdentity } from "../../../../src/core/identity.ts";
import type { Observation } from "../../../../src/core/observation.ts";
import { byCodeUnit } from "../../../../src/core/order.ts";
import type { Severity } from "../../../../src/core/severity.ts";
import type { Family } from "../../../../src/probes/kubectl/fault.ts";
import { makeObservation, makeScope } from "../../../support/make.ts";
import type { Claim, Expected } from "./case.ts";

/** A thing in a cluster, by the name that the cluster gives it. */
export type Ref = {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
};

const thing =
  (group: string, kind: string) =>
  (name: string, namespace = "shop"): Ref => ({ group, kind, namespace, name });

export const deployment = thing("apps", "Deployment");
export const statefulSet = thing("apps", "StatefulSet");
export const daemonSet = thing("apps", "DaemonSet");
export const cronJob = thing("batch", "CronJob");
export const configMap = thing("", "ConfigMap");
export const secret = thing("", "Secret");
export const service = thing("", "Service");
export const claim = thing("", "PersistentVolumeClaim");
export const account = thing("", "ServiceAccount");
export const quota = thing("", "ResourceQuota");
export const ingress = thing("networking.k8s.io", "Ingress");
export const role = thing("rbac.authorization.k8s.io", "Role");
export const roleBinding = thing("rbac.authorization.k8s.io", "RoleBinding");
export const autoscaler = thing("autoscaling", "HorizontalPodAutoscaler");
export const storageClass = (name: string): Ref => thing("storage.k8s.io", "StorageClass")(name, "");
export const node = (name: string): Ref => thing("", "Node")(name, "");

/** A Wednesday noon, at which the trouble of most cases began. */
export const onset = Date.UTC(2026, 0, 14, 12);
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Where a look was taken: a look at a folder has the folder in its identity scope, the look of a probe has not. */
export type Where = {
  readonly cluster?: string;
  readonly target?: string;
  readonly folder?: string;
};
const usual: Where = { cluster: "eu" };

const scopeFor = ({ cluster, target, folder }: Where, source: string) =>
  makeScope({ source, cluster, target, folder, realPath: cluster ?? target ?? "", shownPath: "the cluster" });

const identityOf = (ref: Ref, where: Where = usual, source = "helm-live"): Identity => ({
  ...{ style: "path", key: "", ...ref },
  scope: scopeFor(where, source).identity,
});

/** Path → what is declared and what is there; `undefined` is absent. */
export type Rows = Readonly<
  Record<string, readonly [declared: string | undefined, live: string | undefined]>
>;

type DriftFields = Partial<Pick<Drift, "since" | "direction" | "action">> & { readonly where?: Where };

/** Somebody changed these fields in the cluster. */
export const drift = (ref: Ref, rows: Rows, { where = usual, ...fields }: DriftFields = {}): Drift => {
  const identity = identityOf(ref, where);
  return {
    type: "drift",
    identity,
    fingerprint: departureFingerprint(identity, "drift"),
    legacy: legacyDepartureFingerprint("kubernetes", identity, "modified"),
    provenance: { source: "kubernetes", address: undefined, file: undefined, line: undefined },
    direction: "changed-in-reality",
    action: "update",
    markers: [],
    reason: undefined,
    reality: { kind: ref.kind },
    desired: { kind: ref.kind },
    diff: Object.entries(rows)
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([path, sides]) => rowOf(path, sides)),
    diffCut: 0,
    stateful: false,
    movedFrom: undefined,
    ...fields,
  };
};

const rowOf = (path: string, [declared, live]: Rows[string]): FieldDiff => ({
  path,
  before: live,
  after: declared,
  secret: declared?.startsWith("‹secret") === true || live?.startsWith("‹secret") === true,
  unknown: false,
  forcesReplacement: false,
});

/** Declared, and not in the cluster any more. */
export const vanished = (ref: Ref, fields: DriftFields = {}): Drift => ({
  ...drift(ref, {}, { direction: "vanished", action: "create", ...fields }),
  reality: undefined,
});

/** In the cluster, and declared nowhere. */
export const unmanaged = (ref: Ref, fields: DriftFields = {}): Drift => ({
  ...drift(ref, {}, { direction: "unmanaged", action: "none", ...fields }),
  desired: undefined,
});

type SymptomFields = Pick<Partial<Symptom>, "since" | "evidence" | "severity"> & {
  readonly uses?: readonly Ref[];
  readonly rollout?: { readonly since: number; readonly changed: readonly string[] };
  readonly siblings?: readonly [young: readonly [number, number], old: readonly [number, number]];
  readonly where?: Where;
  /** A platform that could tell nothing of what speaks for a cause. */
  readonly bare?: boolean;
};

const words: Readonly<Partial<Record<Family, readonly [category: string, severity: Severity]>>> = {
  "image-pull": ["ImagePullBackOff", "high"],
  configuration: ["CreateContainerConfigError", "high"],
  memory: ["OOMKilled", "high"],
  "crash-loop": ["CrashLoopBackOff", "high"],
  scheduling: ["Unschedulable", "high"],
  creation: ["FailedCreate", "high"],
  node: ["NodeLost", "high"],
  readiness: ["NotReady", "medium"],
  storage: ["ClaimPending", "medium"],
  scaling: ["ScalingLimited", "medium"],
  endpoints: ["NoEndpoints", "medium"],
};

/** What fails since noon, unless it says otherwise. */
export const symptom = (ref: Ref, family: Family, fields: SymptomFields = {}): Symptom => {
  const { where = usual, uses = [], rollout, siblings, bare = false, evidence = {} } = fields;
  const identity = identityOf(ref, where, "kubectl");
  const [category, severity] = words[family] ?? ["Failing", "high"];
  const share = ([failing, all]: readonly [number, number]) => ({ failing, all });
  const shares =
    siblings === undefined ? {} : { siblings: { young: share(siblings[0]), old: share(siblings[1]) } };
  const used = uses.map((one) => identityOf(one, where, "kubectl"));
  return {
    type: "symptom",
    identity,
    fingerprint: departureFingerprint(identity, family),
    legacy: legacyDepartureFingerprint("kubernetes", identity, category),
    provenance: { source: "kubectl", address: printIdentity(identity), file: undefined, line: undefined },
    category,
    family,
    severity: fields.severity ?? severity,
    title: `${ref.kind} ${ref.namespace}/${ref.name} fails (${category})`,
    detail: "",
    workload: ["Service", "Ingress", "Node", "PersistentVolumeClaim"].includes(ref.kind)
      ? undefined
      : ref.name,
    evidence: { namespace: ref.namespace, kind: ref.kind, workload: ref.name, category, ...evidence },
    since: "since" in fields ? fields.since : onset,
    ...(bare ? {} : { bearings: { uses: used, rollout, ...shares } }),
  };
};

/** A thing in Terraform, under its address, changed outside of the code. */
export const terraformDrift = (kind: string, name: string, rows: Rows, fields: DriftFields = {}): Drift => {
  const identity: Identity = {
    ...{ style: "address", scope: "", group: "", kind, namespace: "", name, key: "" },
  };
  return {
    ...drift(deployment(name), rows, fields),
    identity,
    fingerprint: departureFingerprint(identity, "drift"),
    legacy: legacyDepartureFingerprint("terraform", identity, "modified"),
    provenance: { source: "terraform", address: printIdentity(identity), file: undefined, line: undefined },
    reality: {},
    desired: {},
  };
};

/** One look of a source and one of a probe for each place, as one scan makes them. */
export const looks = (...departures: readonly Departure[]): readonly Observation[] => {
  const places = new Map<string, Departure[]>();
  for (const departure of departures) {
    const source = departure.type === "symptom" ? "kubectl" : departure.provenance.source;
    const key = JSON.stringify([source, departure.identity.scope]);
    places.set(key, [...(places.get(key) ?? []), departure]);
  }
  return [...places.entries()].map(([key, found]) => {
    const [first] = found;
    const identity = first?.identity.scope ?? "";
    const source = first?.type === "symptom" ? "kubectl" : (first?.provenance.source ?? "");
    return makeObservation({
      scope: { ...makeScope({ source }), identity, resolution: key },
      departures: found,
      observedAt: onset + 20 * minute,
    });
  });
};

const expected = (name: Claim, ref: Ref, drifts: readonly Ref[]): Expected => ({
  symptom: printIdentity(identityOf(ref)),
  claim: name,
  drifts: drifts.map((one) => printIdentity(identityOf(one))).sort(byCodeUnit),
});

export const likely = (ref: Ref, ...drifts: readonly Ref[]): Expected => expected("likely", ref, drifts);
export const colocated = (ref: Ref, ...drifts: readonly Ref[]): Expected =>
  expected("co-located", ref, drifts);
export const nothing = (ref: Ref): Expected => expected("none", ref, []);

/** `spec.template.spec.containers[name=…].…` of a workload. */
export const inContainer = (container: string, field: string): string =>
  `spec.template.spec.containers[name=${container}].${field}`;
export const inPod = (field: string): string => `spec.template.spec.${field}`;
