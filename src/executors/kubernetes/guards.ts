import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import type { Answer } from "../../platform/kubernetes/failure.ts";
import { Autoscaler, Budget, kinds, readAll, type Workload } from "./object.ts";

export type Band = { readonly name: string; readonly min: number; readonly max: number };

/** The band in which an autoscaler holds a workload, where one does. */
export const autoscalerOf = async (
  cluster: Cluster,
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
): Promise<Answer<Band | undefined>> => {
  const read = await readAll(cluster, kinds.autoscaler, namespace, Autoscaler);
  if (!read.ok) return read;
  const own = read.value.find(
    ({ spec: { scaleTargetRef: target } }) =>
      (target.apiVersion ?? "apps/v1").startsWith("apps/") &&
      target.kind.toLowerCase() === kind &&
      target.name === name,
  );
  return {
    ok: true,
    value: own && { name: own.metadata.name, min: own.spec.minReplicas ?? 1, max: own.spec.maxReplicas },
  };
};

/** Budgets say how many shall stay; they hold back evictions, and no scaling. */
export const budgetsOver = async (
  cluster: Cluster,
  namespace: string,
  { spec }: Workload,
): Promise<readonly string[]> => {
  const read = await readAll(cluster, kinds.budget, namespace, Budget);
  if (!read.ok) return [`whether a disruption budget covers it is not known: ${read.why}`];
  const labels = spec.template.metadata?.labels ?? {};
  return read.value
    .filter(({ spec: { selector } }) => {
      const wanted = Object.entries(selector?.matchLabels ?? {});
      return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
    })
    .map(({ metadata, spec: { minAvailable, maxUnavailable } }) => {
      const says =
        minAvailable == null ? `at most ${maxUnavailable ?? "?"} away` : `at least ${minAvailable}`;
      return `its disruption budget ${metadata.name} wants ${says}, and does not hold this back`;
    });
};
