import type { Judging } from "../../src/core/recording/recording.ts";
import { writeRecording } from "../../src/core/recording/write.ts";
import { version } from "../../src/version.ts";
import { makeDrift, makeObservation } from "./make.ts";

/** What one look at one drift is judged by. */
export const makeJudging = (fields: Partial<Judging> = {}): Judging => ({
  now: Date.UTC(2026, 10, 26),
  tuning: "default",
  failOn: "none",
  platform: { namespaces: [], workloads: [], applications: [] },
  waivers: [],
  mutes: [],
  solutions: [],
  remembered: undefined,
  observations: [makeObservation({ departures: [makeDrift()] })],
  ...fields,
});

/** A recording as `scan --record` writes it. */
export const recordingOf = (fields: Partial<Judging> = {}): string =>
  writeRecording(makeJudging(fields), version);
