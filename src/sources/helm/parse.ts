import type { Departure } from "../../core/departure.ts";
import type { Coverage, Observation } from "../../core/observation.ts";
import { makeMasker } from "../../core/secret.ts";
import { parseLive } from "../kubernetes/judge.ts";
import type { Frame, Reading } from "../source.ts";
import { helmDocumentIn, invalid, releasesIn } from "./document.ts";
import { type Release, standingOf } from "./release.ts";
import { symptomOf } from "./symptom.ts";

/** Judges a list of releases and, of a live look, what they declare. Throws `input-invalid` for a document of anything else. */
export const parseReleases = (reading: Reading, frame: Frame): Observation => {
  const { path } = reading;
  const document = helmDocumentIn(reading.document);
  if (document === undefined) throw invalid(path, "is not what a look at releases brings back");
  const { at, live } = document;
  const releases = releasesIn(document.releases, path);
  const masker = makeMasker(frame.seal);
  masker.learn(releases, undefined);
  const symptoms = releases.flatMap((release): Departure[] => {
    const standing = standingOf(release, at);
    const symptom = symptomOf(release, standing, { scope: frame.scope.identity, at, masker });
    return symptom === undefined ? [] : [symptom];
  });
  const told = countsOf(releases, at);
  const found =
    live === undefined
      ? recorded(releases, reading, frame)
      : parseLive({ ...reading, document: live }, frame);
  return {
    ...found,
    coverage: { ...found.coverage, looked: found.coverage.looked + releases.length },
    departures: [...symptoms, ...found.departures],
    informational: { ...found.informational, ...told },
  };
};

/** Helm's own record: nobody asked whether it is true. */
const recorded = (
  releases: readonly Release[],
  { path, warnings }: Reading,
  { scope }: Frame,
): Observation => {
  const coverage: Coverage = { status: "complete", basis: "declared-vs-recorded", gaps: [], looked: 0 };
  return {
    ...{ scope, coverage, departures: [], observedAt: undefined, informational: {} },
    assertions: { passed: 0, failed: 0, unknown: 0 },
    warnings: [
      ...warnings,
      releases.length === 0
        ? `${path} lists 0 releases`
        : "the list does not say when it was captured: how long an operation goes on is counted to this moment",
    ],
  };
};

const countsOf = (releases: readonly Release[], at: number): Readonly<Record<string, number>> => {
  const count = (wanted: string): number =>
    releases.filter((release) => standingOf(release, at) === wanted).length;
  const counts = { "releases under way": count("under-way"), "releases that are gone": count("gone") };
  return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
};
