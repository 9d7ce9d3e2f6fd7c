import type { PlatformSettings } from "../core/layer.ts";
import type { Observation, Scope } from "../core/observation.ts";
import type { ProbeName } from "../core/probes.ts";
import type { Cluster } from "../platform/kubernetes/cluster.ts";

/** What a probe brought back: the platform's own documents, not yet judged or masked, and what could not be read. */
export type ProbeReading = {
  readonly document: unknown;
  /** When it was read, milliseconds UTC. */
  readonly readAt: number;
};

export type ProbeRequest = {
  readonly cluster: Cluster;
  readonly now: () => number;
  /** Also what is dear to read: the logs of what fails, and how full the disks are. */
  readonly deep: boolean;
};

export type ProbeFrame = {
  readonly scope: Scope;
  /** What is plumbing: that it serves says nothing of the application. */
  readonly platform: PlatformSettings;
};

/** One platform's account of health: what is failing now, and what serves. */
export type Probe = {
  /** As typed after `--probe`. */
  readonly name: ProbeName;
  readonly summary: string;
  readonly needs: { readonly binaries: readonly string[]; readonly variables: readonly string[] };
  /** Every argv it may run, placeholders in angle brackets; all are read-only. */
  readonly observes: readonly (readonly string[])[];
  /** The kinds that are read, as they are named to people. */
  readonly looksAt: readonly string[];
  /** Reads from the cluster that was lent for this look; what could not be read is in the document, and nothing is thrown. */
  readonly read: (request: ProbeRequest) => Promise<ProbeReading>;
  /**
   * Pure: every departure is a symptom, masked; the assertions count application workloads that serve, do not, and cannot be
   * told; each kind that could not be read is a gap. Throws `input-invalid` for a document that `read` did not make.
   */
  readonly diagnose: (reading: ProbeReading, frame: ProbeFrame) => Observation;
};
