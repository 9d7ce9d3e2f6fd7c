import type { Observation } from "../../core/observation.ts";
import type { ProbeName } from "../../core/probes.ts";
import { makeMasker } from "../../core/secret.ts";
import { SteadystateError } from "../../errors.ts";
import { type LookFor, lookLive } from "../../platform/gitops/live.ts";
import type { Looker, Seen, Sight } from "../../platform/gitops/sight.ts";
import type { ProbeFrame, ProbeReading, ProbeRequest } from "../probe.ts";
import { type ObjectsDocument, objectsDocumentIn } from "./document.ts";

/** Reads the objects of a tool. That it is not there, and that nothing may be read, are what the look saw. */
export const readerOf =
  (wanted: LookFor) =>
  async ({ cluster, now }: ProbeRequest): Promise<ProbeReading> => {
    const { context } = cluster.effective;
    const document = await lookLive(cluster, undefined, wanted).then(
      ({ objects, gaps }): ObjectsDocument => ({ context, objects, gaps }),
      (thrown: unknown) => unseen(thrown, context, wanted),
    );
    return { document, readAt: now() };
  };

const unseen = (thrown: unknown, context: string, { tool }: LookFor): ObjectsDocument => {
  if (!(thrown instanceof SteadystateError)) throw thrown;
  return { context, objects: [], gaps: [{ what: tool, why: thrown.message }] };
};

type Judge = (sight: Sight, looker: Looker) => Seen;

/** What a tool says of the health of what it deploys, by the rules of its source. */
export const diagnoserOf =
  (probe: ProbeName, { tool }: LookFor, judge: Judge) =>
  ({ document, readAt }: ProbeReading, { scope, platform }: ProbeFrame): Observation => {
    const { context, objects, gaps } = objectsDocumentIn(document, probe);
    if (objects.length === 0) return dark({ gaps, readAt, scope });
    const looker: Looker = {
      ...{ scope: scope.identity, source: scope.source, tells: "health", platform },
      masker: makeMasker(),
    };
    try {
      const seen = judge({ document: objects, path: context, at: readAt, gaps }, looker);
      return { scope, ...seen, observedAt: seen.observedAt ?? readAt };
    } catch (thrown) {
      // One object that nobody can read: what it says of itself, and whether the others explain it, is not known.
      if (!(thrown instanceof SteadystateError)) throw thrown;
      return dark({ gaps: [...gaps, { what: tool, why: thrown.message }], readAt, scope });
    }
  };

const dark = ({
  gaps,
  readAt,
  scope,
}: Pick<ObjectsDocument, "gaps"> &
  Pick<ProbeReading, "readAt"> &
  Pick<ProbeFrame, "scope">): Observation => ({
  scope,
  coverage: { status: "failed", basis: "declared-vs-real", gaps, looked: 0 },
  departures: [],
  assertions: { passed: 0, failed: 0, unknown: 0 },
  observedAt: readAt,
  informational: {},
  warnings: [],
});
