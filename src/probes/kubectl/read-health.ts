import pLimit from "p-limit";
import type { Gap } from "../../core/observation.ts";
import type { Answer } from "../../platform/kubernetes/failure.ts";
import type { Thing } from "../../platform/kubernetes/list.ts";
import { atOnce } from "../../platform/kubernetes/reads.ts";
import type { ProbeReading, ProbeRequest } from "../probe.ts";
import { readDeep } from "./deep/read.ts";
import { type HealthDocument, healthDocumentIn } from "./document.ts";
import { judgeAll } from "./judgements.ts";
import { customKinds, everydayKinds, type HealthKind } from "./kinds.ts";
import { readBeside } from "./read-beside.ts";

/** Reads every kind page by page; what cannot be read is named, and where nothing can, that alone. */
export const readHealth = async (request: ProbeRequest): Promise<ProbeReading> => {
  const { cluster, now } = request;
  const { context } = cluster.effective;
  const groups = await cluster.groups();
  if (!groups.ok) {
    const gaps = [{ what: `the cluster ${context}`, why: groups.why }];
    const document: HealthDocument = {
      ...{ context, objects: [], unread: everydayKinds.map(({ kind }) => kind), gaps, dark: true },
      ...{ events: [], notes: [] },
    };
    return { document, readAt: now() };
  }
  const limit = pLimit(atOnce);
  const [looks, beside] = await Promise.all([
    Promise.all(
      [...everydayKinds, ...customIn(groups.value)].map((kind) =>
        limit(async () => lookFor(kind, await cluster.list(kind))),
      ),
    ),
    readBeside(cluster, groups.value, limit),
  ]);
  const document: HealthDocument = {
    context,
    objects: [...looks, beside].flatMap(({ objects }) => objects),
    unread: looks.flatMap(({ unread }) => unread),
    gaps: [...looks, beside].flatMap(({ gaps }) => gaps),
    dark: looks.every(({ gaps }) => gaps.length > 0),
    events: beside.events,
    notes: beside.notes,
  };
  // Before what takes long: what fails is judged by the instant at which it was seen.
  const readAt = now();
  return { document: request.deep ? await deeper(document, readAt, request) : document, readAt };
};

/** With the logs and disks of what was read; of a cluster that stayed dark there are none. */
const deeper = async (
  document: HealthDocument,
  readAt: number,
  { cluster, now }: ProbeRequest,
): Promise<HealthDocument> => {
  if (document.dark) return document;
  const { judged, world } = judgeAll(healthDocumentIn(document), readAt);
  return { ...document, deep: await readDeep({ cluster, now }, judged, world) };
};

const customIn = (
  groups: ReadonlyMap<string, readonly string[]>,
): readonly (HealthKind & { readonly custom: true })[] =>
  customKinds.flatMap((kind) => {
    const [preferred] = groups.get(kind.group) ?? [];
    return preferred === undefined
      ? []
      : [{ ...kind, version: preferred.slice(preferred.indexOf("/") + 1), custom: true as const }];
  });

type Look = Pick<HealthDocument, "objects" | "unread" | "gaps">;

const lookFor = (
  { group, kind, custom = false }: HealthKind & { readonly custom?: boolean },
  answer: Answer<readonly Thing[]>,
): Look => {
  if (answer.ok) return { objects: answer.value, unread: [], gaps: [] };
  // Of a group only a part may be installed.
  if (custom && answer.class === "not-found") return { objects: [], unread: [], gaps: [] };
  const gap: Gap = { what: custom ? `${kind} (${group})` : kind, why: answer.why };
  return { objects: [], unread: custom ? [] : [kind], gaps: [gap] };
};
