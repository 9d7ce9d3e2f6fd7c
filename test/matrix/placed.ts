import { departureFingerprint } from "../../src/core/departure.ts";
import { makeIdentity } from "../support/make.ts";
import { agentCheck, goodCheck } from "./entries.ts";
import type { Input } from "./row.ts";

/** What a verb reads besides its arguments: rows about broken files apply to the verbs that read them. */
export type Reads = "memory" | "config" | "checks" | "runbook" | "silos";

/** Where a verb stands in the matrix. */
export type Placement = {
  /** An input that is answered in the good world. */
  readonly good: Input;
  /** The same for an agent, where it may not what a person may. */
  readonly agent?: Input;
  readonly reads: readonly Reads[];
  /** Opens the memory for writing. */
  readonly writes?: true;
  /** The committed file that it changes, which it refuses to do where the file cannot be parsed. */
  readonly amends?: Reads;
  /** A fault in what it reads is what it is asked about: told as an answer, not as an error. */
  readonly judges?: true;
};

/** A finding of the good world. */
const known = departureFingerprint(makeIdentity({ name: "web" }), "drift").slice(0, 12);

/** Every verb; one that is missing here fails the completeness test. */
export const placed: Readonly<Record<string, Placement>> = {
  status: { good: {}, reads: ["memory", "config", "checks"] },
  health: { good: {}, reads: ["memory", "config", "checks"] },
  summary: { good: {}, reads: ["memory"] },
  findings: { good: {}, reads: ["memory"] },
  show: { good: { finding: known }, reads: ["memory", "runbook"] },
  smoke: { good: {}, reads: ["config", "checks"] },
  scan: { good: { path: "plan.json" }, reads: ["memory", "config", "checks", "runbook"], writes: true },
  ci: { good: { path: "plan.json" }, reads: ["config", "runbook"] },
  history: { good: {}, reads: ["memory"] },
  checks: { good: {}, reads: ["checks"] },
  tools: { good: {}, reads: [] },
  "silo add": { good: { name: "shop", folder: "edge" }, reads: ["silos"] },
  "silo discover": { good: { parent: "." }, reads: ["silos"] },
  "silo list": { good: {}, reads: ["silos"] },
  "silo rm": { good: { name: "edge" }, reads: ["silos"] },
  validate: { good: {}, reads: ["config", "checks", "runbook"], judges: true },
  "add-check": {
    good: { check: JSON.stringify({ ...goodCheck, name: "more" }) },
    reads: ["checks"],
    amends: "checks",
  },
  "remove-check": {
    good: { name: goodCheck.name, force: true },
    agent: { name: agentCheck.name },
    reads: ["checks"],
    amends: "checks",
  },
  doctor: { good: {}, reads: ["memory", "config", "checks", "runbook", "silos"], judges: true },
  completion: { good: { shell: "bash" }, reads: [] },
  catalog: { good: {}, reads: [] },
  commands: { good: {}, reads: [] },
};
