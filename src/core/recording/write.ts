import { canonicalJson } from "../canonical.ts";
import type { Departure } from "../departure.ts";
import { fingerprint } from "../fingerprint.ts";
import type { Observation } from "../observation.ts";
import { byCodeUnit } from "../order.ts";
import { redactText } from "../secret.ts";
import type { ValueMap } from "../value.ts";
import { openEntry } from "./entry.ts";
import { openMasks } from "./opaque.ts";
import { type Judging, recordingFormat } from "./recording.ts";

/** A recording as the text of its file; every text in it is redacted once more (law L14). `version` is that of steadystate. */
export const writeRecording = (judging: Judging, version: string): string => {
  const recorded = redacted({
    ...judging,
    waivers: judging.waivers.map(({ covers: _, ...waiver }) => waiver),
    solutions: judging.solutions.map(openEntry),
    remembered: judging.remembered && {
      ...judging.remembered,
      recollections: Object.fromEntries(
        [...judging.remembered.recollections].sort(([a], [b]) => byCodeUnit(a, b)),
      ),
    },
    observations: inOneOrder(judging.observations).map(openObservation),
  });
  const head = { recording: "steadystate", format: recordingFormat, version, digest: digestOf(recorded) };
  return `${JSON.stringify({ ...head, ...recorded }, null, 1)}\n`;
};

/** Of what follows the head, whatever the order of its members: tells that somebody changed it, not that nobody did. */
export const digestOf = (recorded: object): string => fingerprint(canonicalJson(recorded));

/** The order in which looks are told, kept in a number: the path of the machine has no place in a file that goes elsewhere. */
const inOneOrder = (observations: readonly Observation[]): readonly Observation[] =>
  [...observations]
    .sort((a, b) => byCodeUnit(a.scope.resolution, b.scope.resolution))
    .map((one, nth) => {
      const { identity, source } = one.scope;
      const resolution = JSON.stringify([identity, source, String(nth).padStart(6, "0")]);
      return { ...one, scope: { ...one.scope, resolution } };
    });

const openObservation = (observation: Observation) => ({
  ...observation,
  departures: observation.departures.map(openDeparture),
});

const openDeparture = (departure: Departure) =>
  departure.type === "drift"
    ? { ...departure, reality: openValues(departure.reality), desired: openValues(departure.desired) }
    : departure;

const openValues = (values: ValueMap | undefined): unknown =>
  values === undefined ? undefined : openMasks(values);

const redacted = (tree: object): object =>
  Object.fromEntries(Object.entries(tree).map(([key, value]) => [redactText(key), redactedPart(value)]));

const redactedPart = (part: unknown): unknown => {
  if (typeof part === "string") return redactText(part);
  if (Array.isArray(part)) return part.map(redactedPart);
  return typeof part === "object" && part !== null ? redacted(part) : part;
};
