import { z } from "zod";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import type { Answer } from "../../platform/kubernetes/failure.ts";
import { kinds, readOne } from "../kubernetes/object.ts";

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
const flag = z.boolean().nullish();

/** What was deployed: of one source a revision, of several a list. */
const Origin = { revision: text, revisions: texts };

const Changed = z.looseObject({
  ...{ group: text, kind: text, namespace: text, name: text, status: text },
  requiresPruning: flag,
  hook: flag,
  health: z.looseObject({ status: text }).nullish(),
});
export type Changed = z.output<typeof Changed>;

export const Application = z.looseObject({
  metadata: z.looseObject({
    uid: z.string().min(1),
    annotations: z.record(z.string(), z.string()).nullish(),
    deletionTimestamp: text,
  }),
  spec: z.looseObject({
    project: text,
    destination: z.looseObject({ name: text, server: text, namespace: text }).nullish(),
    source: z.unknown().optional(),
    sources: z.array(z.unknown()).nullish(),
    syncPolicy: z
      .looseObject({
        automated: z.looseObject({ enabled: flag, selfHeal: flag, prune: flag }).nullish(),
        syncOptions: texts,
      })
      .nullish(),
  }),
  operation: z.unknown().optional(),
  status: z
    .looseObject({
      sync: z.looseObject({ status: text, ...Origin }).nullish(),
      conditions: z.array(z.looseObject({ type: text })).nullish(),
      resources: z.array(Changed).nullish(),
      history: z.array(z.looseObject({ id: z.number().nullish(), ...Origin })).nullish(),
      operationState: z
        .looseObject({
          ...{ phase: text, message: text, startedAt: text },
          operation: z.looseObject({ sync: z.looseObject({ revision: text }).nullish() }).nullish(),
          syncResult: z.looseObject({ revision: text }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type Application = z.output<typeof Application>;

export type Named = { readonly namespace: string; readonly name: string };

export const readApplication = (cluster: Cluster, { namespace, name }: Named): Promise<Answer<Application>> =>
  readOne(cluster, kinds.application, { namespace, name }, Application);

export const refreshMark = "argocd.argoproj.io/refresh";

export const isAutomated = ({ spec }: Application): boolean => {
  const automated = spec.syncPolicy?.automated;
  return automated !== undefined && automated !== null && automated.enabled !== false;
};

/** An operation that was asked for, or that goes on. */
export const isBusy = ({ operation, status }: Application): boolean =>
  (operation !== undefined && operation !== null) ||
  ["Running", "Terminating"].includes(status?.operationState?.phase ?? "");

/** What was deployed last; the newest has the highest number. */
export const deployedOf = ({ status }: Application): string =>
  (status?.history ?? []).reduce<{ readonly id: number; readonly revision: string }>(
    (newest, { id, revision }) => ((id ?? 0) >= newest.id ? { id: id ?? 0, revision } : newest),
    { id: -1, revision: "" },
  ).revision;
