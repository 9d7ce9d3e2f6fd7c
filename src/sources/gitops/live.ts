import { z } from "zod";
import { makeMasker } from "../../core/secret.ts";
import { parseInstant } from "../../core/time.ts";
import { type LookFor, lookLive } from "../../platform/gitops/live.ts";
import type { Looker, Sight } from "../../platform/gitops/sight.ts";
import { demandCluster } from "../kubernetes/demand.ts";
import type { Frame, Reading, SourceRequest } from "../source.ts";

/** Throws as `lookLive` does. */
export const readLive = async (request: SourceRequest, wanted: LookFor): Promise<Reading> => {
  const cluster = demandCluster(request);
  const document = await lookLive(cluster, request.settings.namespace, wanted);
  return { document, origin: "live", path: cluster.effective.context, warnings: [] };
};

const Live = z.strictObject({
  objects: z.array(z.unknown()),
  gaps: z.array(z.strictObject({ what: z.string(), why: z.string() })),
  at: z.string(),
});

/** The objects of a reading, and when and with what gaps they were read from a cluster; a captured document tells neither. */
export const sightOf = ({ document, origin, path, readAt }: Reading): Sight => {
  const live = origin === "live" ? Live.safeParse(document).data : undefined;
  return live === undefined
    ? { document, path, at: undefined, gaps: [], readAt }
    : { document: live.objects, path, at: parseInstant(live.at), gaps: live.gaps, readAt };
};

const nothingSaid = { namespaces: [], workloads: [], applications: [] } as const;

export const lookerOf = (source: string, { scope, seal, platform = nothingSaid }: Frame): Looker => ({
  ...{ scope: scope.identity, source, tells: "all", platform },
  masker: makeMasker(seal),
});
