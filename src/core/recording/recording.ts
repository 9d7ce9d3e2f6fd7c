import type { Threshold } from "../ci-gate.ts";
import type { Suppression } from "../finding.ts";
import type { PlatformSettings } from "../layer.ts";
import type { Observation } from "../observation.ts";
import type { Solution } from "../runbook/solution.ts";
import type { Tuning } from "../score/tuning.ts";
import type { Severity } from "../severity.ts";
import type { CommittedMute } from "../suppression.ts";
import type { Waiver } from "../waive.ts";

/** Everything of which the answer of one look is made, and nothing else: from the same judging comes the same answer (law L7). */
export type Judging = {
  /** Milliseconds UTC. */
  readonly now: number;
  readonly tuning: Tuning;
  readonly failOn: Threshold;
  readonly platform: PlatformSettings;
  /** Those that still run. */
  readonly waivers: readonly Waiver[];
  /** What mutes.json holds; it counts where nothing is remembered, and memory has it otherwise. */
  readonly mutes: readonly CommittedMute[];
  readonly solutions: readonly Solution[];
  /** What memory answered; `undefined` for a look that nobody remembers. */
  readonly remembered: Answered | undefined;
  readonly observations: readonly Observation[];
};

type Answered = {
  readonly scan: number;
  readonly recollections: ReadonlyMap<
    string,
    {
      readonly state: "new" | "recurring" | "reopened";
      readonly firstSeen: number;
      readonly suppression: Suppression | undefined;
      readonly was: Severity | undefined;
    }
  >;
  readonly resolved: readonly { readonly fingerprint: string; readonly title: string }[];
  readonly absent: number;
  readonly stale: number;
};

/** Of the file; another number is another shape, which this version does not read. */
export const recordingFormat = 1;

/** Whether a file that begins so is a recording, whoever laid it out anew. */
export const beginsRecording = (text: string): boolean =>
  /^\s*\{\s*"recording"\s*:\s*"steadystate"/.test(text);
