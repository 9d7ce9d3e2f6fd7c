/** Every probe that is built, in the order of help: a look by one of them tells malfunctions and what serves, never drift. */
export const probeNames = ["kubectl", "argocd", "rancher"] as const;
export type ProbeName = (typeof probeNames)[number];

/**
 * Under which name the look of a probe is kept. A source of the same name looks at more than its probe does: with one name for
 * both, what only the source tells would be resolved by a look that never looks for it.
 */
export const lookNames = {
  kubectl: "kubectl",
  argocd: "argocd-health",
  rancher: "rancher-health",
} as const satisfies Readonly<Record<ProbeName, string>>;

/** Whether a look of that name was one of a probe. */
export const isProbe = (source: string): boolean => probeNames.some((name) => lookNames[name] === source);

/** What a look of that name counts by whether it serves; `undefined` where its assertions are of another kind. */
export const servingKind = (source: string): string | undefined => {
  if (source === lookNames.kubectl) return "application workload";
  return isProbe(source) || tellsItself(source) ? "application" : undefined;
};

/** A source whose own look tells all that the probe of its name would. */
const tellsItself = (source: string): source is "argocd" | "rancher" =>
  source === "argocd" || source === "rancher";

/** What may be wished for: no probe, the one that fits the source, or one by its name. */
export const probeWishes = ["none", "auto", ...probeNames] as const;
export type ProbeWish = (typeof probeWishes)[number];

/** Sources whose things live in a Kubernetes cluster, so that `auto` means its health. */
const kubernetesSources: ReadonlySet<string> = new Set([
  "k8s",
  "k8s-live",
  "k8s-baseline",
  "kustomize-live",
  "helm-live",
]);

/** `captured`: a document was given, and it names no cluster in which `auto` could look. */
export const probeFor = (wish: ProbeWish, source: string, captured: boolean): ProbeName | undefined => {
  if (wish === "none") return undefined;
  if (wish !== "auto") return wish;
  if (kubernetesSources.has(source)) return "kubectl";
  return tellsItself(source) && !captured ? source : undefined;
};
