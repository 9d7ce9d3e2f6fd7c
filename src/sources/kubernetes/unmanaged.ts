import type { Value, ValueMap } from "../../core/value.ts";
import {
  at,
  kindOf,
  listAt,
  makerOf,
  nameOf,
  namespaceOf,
  textAt,
} from "../../platform/kubernetes/compare/thing.ts";
import { setsIn } from "../../platform/kubernetes/compare/world.ts";

/**
 * Which live objects belong to what is declared, although nobody declares them: they carry the mark of the same release,
 * application or instance. What a controller, the server or a release makes by itself is none of them.
 */
export const ownedBy = (declared: readonly ValueMap[]): ((live: ValueMap) => boolean) => {
  const owned = new Set(declared.flatMap(marksOf));
  return (live) => marksOf(live).some((mark) => owned.has(mark));
};

const marksOf = (object: ValueMap): readonly string[] => {
  const annotation = (key: string): string => textAt(object, "metadata", "annotations", key);
  const label = (key: string): string => textAt(object, "metadata", "labels", key);
  const [release, tracked] = [
    annotation("meta.helm.sh/release-name"),
    annotation("argocd.argoproj.io/tracking-id"),
  ];
  const found = {
    instance: label("app.kubernetes.io/instance"),
    helm: release === "" ? "" : `${annotation("meta.helm.sh/release-namespace")}/${release}`,
    argocd: tracked.split(":", 1)[0] ?? "",
    flux: joined(label("kustomize.toolkit.fluxcd.io/namespace"), label("kustomize.toolkit.fluxcd.io/name")),
    fluxHelm: joined(label("helm.toolkit.fluxcd.io/namespace"), label("helm.toolkit.fluxcd.io/name")),
    fleet: label("objectset.rio.cattle.io/hash"),
  };
  return Object.entries(found).flatMap(([kind, mark]) => (mark === "" ? [] : [`${kind} ${mark}`]));
};

const joined = (namespace: string, name: string): string => (name === "" ? "" : `${namespace}/${name}`);

/** What appears by itself, and would be there again, and what a release leaves behind on purpose. */
export const isGenerated = (live: ValueMap, all: readonly ValueMap[]): boolean => {
  const kind = kindOf(live);
  if (makerOf(live) !== undefined || generatedKinds.has(kind)) return true;
  const annotations = at(live, "metadata", "annotations");
  if (textAt(annotations, "helm.sh/hook") !== "" || textAt(annotations, "helm.sh/resource-policy") === "keep")
    return true;
  if (kind === "Secret")
    return /^(?:helm\.sh\/release\.v1|kubernetes\.io\/service-account-token)$/.test(textAt(live, "type"));
  return kind === "PersistentVolumeClaim" && setsIn(all, namespaceOf(live)).some((set) => claims(set, live));
};

const generatedKinds: ReadonlySet<string> = new Set([
  ...["Event", "Endpoints", "EndpointSlice", "Lease", "ControllerRevision", "PodMetrics", "NodeMetrics"],
]);

/** The claims of a StatefulSet have no owner, so that the data outlives it. */
const claims = (set: ValueMap, claim: ValueMap): boolean => {
  const name = (template: Value): string => `${textAt(at(template, "metadata"), "name")}-${nameOf(set)}-`;
  return listAt(set, "spec", "volumeClaimTemplates").some(
    (template) =>
      nameOf(claim).startsWith(name(template)) && /^\d+$/.test(nameOf(claim).slice(name(template).length)),
  );
};
