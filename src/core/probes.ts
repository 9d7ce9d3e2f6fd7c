/** Every probe that is built, in the order of help: a look by one of them tells malfunctions and what serves, never drift. */
export const probeNames = ["kubectl"] as const;
export type ProbeName = (typeof probeNames)[number];

export const isProbe = (source: string): boolean => probeNames.some((name) => name === source);

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

export const probeFor = (wish: ProbeWish, source: string): ProbeName | undefined => {
  if (wish === "none") return undefined;
  if (wish !== "auto") return wish;
  return kubernetesSources.has(source) ? "kubectl" : undefined;
};
