import type { ProbeName } from "../core/probes.ts";
import { kubectl } from "./kubectl.ts";
import type { Probe } from "./probe.ts";

/** Every probe by the name typed after `--probe`; the order is the order of help. */
export const probes = { kubectl } satisfies Record<ProbeName, Probe>;
