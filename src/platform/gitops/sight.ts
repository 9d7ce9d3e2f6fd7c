import type { Departure } from "../../core/departure.ts";
import type { PlatformSettings } from "../../core/layer.ts";
import type { Gap, Observation } from "../../core/observation.ts";
import type { Masker } from "../../core/secret.ts";

/** What was read of a tool's objects, captured or from a cluster. */
export type Sight = {
  /** Objects in any of the forms in which they are written. */
  readonly document: unknown;
  /** As it is named in messages. */
  readonly path: string;
  /** When they were read from a cluster, milliseconds UTC; a captured document does not tell. */
  readonly at: number | undefined;
  /** What could not be read. */
  readonly gaps: readonly Gap[];
  /** When a captured document was read, milliseconds UTC. */
  readonly readAt?: number | undefined;
};

/** Who looks, and what for. */
export type Looker = {
  /** Of the look, printed. */
  readonly scope: string;
  /** Under which name its departures are told. */
  readonly source: string;
  /** `health`: only what fails now. What differs, and what the tool itself could not do, are left to its source. */
  readonly tells: "all" | "health";
  readonly masker: Masker;
  /** What is plumbing: that it serves says nothing of the application. */
  readonly platform: PlatformSettings;
};

export type Seen = Omit<Observation, "scope">;

/** Whether an application does its work; absent for what is meant not to, and for plumbing. */
export type Serves = "yes" | "no" | "unknown";

export const countOf = (all: readonly (Serves | undefined)[]): Observation["assertions"] => {
  const count = (serves: Serves): number => all.filter((one) => one === serves).length;
  return { passed: count("yes"), failed: count("no"), unknown: count("unknown") };
};

const isOfHealth = (departure: Departure): boolean =>
  departure.type === "symptom" && healthFamilies.includes(departure.family);

/** How the tools' states of health are named when they are told. */
const healthFamilies: readonly string[] = ["health", "state", "NotReady"];

export const toldOf = (departures: readonly Departure[], tells: Looker["tells"]): readonly Departure[] =>
  tells === "all" ? departures : departures.filter(isOfHealth);
