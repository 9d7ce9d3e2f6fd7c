import type { ProbeName } from "../core/probes.ts";
import { argocd } from "./argocd.ts";
import { kubectl } from "./kubectl.ts";
import type { Probe } from "./probe.ts";
import { rancher } from "./rancher.ts";

/** Every probe by the name typed after `--probe`; the order is the order of help. */
export const probes = { kubectl, argocd, rancher } satisfies Record<ProbeName, Probe>;
