import { z } from "zod";
import { byCodeUnit } from "../../../core/order.ts";
import { flag, listOf, readObject, text, texts } from "../fields.ts";
import type { Placed } from "../objects.ts";
import { argoTool } from "./tool.ts";

const Health = z.object({ status: text, message: text, lastTransitionTime: text }).nullish();

const Resource = z.object({
  ...{ group: text, kind: text, namespace: text, name: text },
  status: text,
  health: Health,
  hook: flag,
  requiresPruning: flag,
});

/** What was deployed, or compared with: revisions of one source or of several, and how they are used. */
const Origin = {
  revision: text,
  revisions: texts,
  source: z.unknown().optional(),
  sources: z.unknown().optional(),
};

const Operation = z.object({
  phase: text,
  message: text,
  startedAt: text,
  finishedAt: text,
  operation: z
    .object({
      sync: z.object({ dryRun: flag, resources: listOf(z.unknown()), syncOptions: texts }).nullish(),
    })
    .nullish(),
  syncResult: z
    .object({
      ...Origin,
      resources: listOf(
        z.object({
          ...{ group: text, kind: text, namespace: text, name: text },
          status: text,
          message: text,
          hookType: text,
          hookPhase: text,
        }),
      ),
    })
    .nullish(),
});

const ApplicationSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: text, deletionTimestamp: text }),
  spec: z
    .object({
      destination: z.object({ name: text, server: text, namespace: text }).nullish(),
      source: z.object({ repoURL: text }).nullish(),
      sources: listOf(z.object({ repoURL: text })),
    })
    .nullish(),
  status: z
    .object({
      sync: z
        .object({
          status: text,
          revision: text,
          revisions: texts,
          comparedTo: z.object({ source: z.unknown().optional(), sources: z.unknown().optional() }).nullish(),
        })
        .nullish(),
      health: Health,
      resources: listOf(Resource),
      conditions: listOf(z.object({ type: text, message: text, lastTransitionTime: text })),
      operationState: Operation.nullish(),
      history: listOf(z.object({ ...Origin, id: z.number().nullish() })),
      reconciledAt: text,
      resourceHealthSource: text,
    })
    .nullish(),
});

export type Application = z.output<typeof ApplicationSchema>;
export type Status = NonNullable<Application["status"]>;
export type ArgoResource = Status["resources"][number];

/** Throws `input-invalid`, naming the member that is of a wrong type. */
export const applicationIn = (placed: Placed, path: string): Application => {
  const read = readObject(ApplicationSchema, placed, path, argoTool);
  return { ...read, status: inOrder(read.status) };
};

/** What is told must not depend on the order in which it was written down. */
const inOrder = (status: Application["status"]): Application["status"] => {
  if (status === undefined || status === null) return status;
  const by =
    <T>(name: (one: T) => string) =>
    (a: T, b: T): number =>
      byCodeUnit(name(a), name(b));
  return {
    ...status,
    resources: [...status.resources].sort(by(keyOfResource)),
    conditions: [...status.conditions].sort(by(({ type, message }) => JSON.stringify([type, message]))),
  };
};

type Key = Pick<ArgoResource, "group" | "kind" | "namespace" | "name">;

export const keyOfResource = ({ group, kind, namespace, name }: Key): string =>
  JSON.stringify([group, kind, namespace, name]);
