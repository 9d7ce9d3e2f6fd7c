import { departureFingerprint } from "../../src/core/departure.ts";
import { solutionDigest } from "../../src/core/runbook/vouching.ts";
import { makeIdentity } from "../support/make.ts";
import { solution } from "../support/solution.ts";
import { sick, waitingDigest } from "../support/waiting-offer.ts";
import { agentCheck, agentSolution, closedName, goodCheck, goodSolution } from "./entries.ts";
import type { Input } from "./row.ts";

/** What a verb reads besides its arguments: rows about broken files apply to the verbs that read them. */
export type Reads = "memory" | "config" | "checks" | "runbook" | "targets" | "silos";

/** Where a verb stands in the matrix. */
export type Placement = {
  /** An input that is answered in the good world. */
  readonly good: Input;
  /** The same for an agent, where it may not what a person may. */
  readonly agent?: Input;
  readonly reads: readonly Reads[];
  /** Of this file it does not tell what is wrong in it, but that it is not where a variable says. */
  readonly opens?: Reads;
  /** Opens the memory for writing. */
  readonly writes?: true;
  /** A refusal is a row of the audit (law L8): of the files only the memory changes. */
  readonly audits?: true;
  /** The option by which a verb that only reads otherwise writes a file of the caller's. */
  readonly keeps?: string;
  /** The target that it acts upon without being told its name. */
  readonly aims?: string;
  /** The committed file that it changes, which it refuses to do where the file cannot be parsed. */
  readonly amends?: Reads;
  /** What counts whole or not at all: a reviewer must not be told what half of it would do. */
  readonly whole?: Reads;
  /** A fault in what it reads is what it is asked about: told as an answer, not as an error. */
  readonly judges?: true;
};

const fingerprintOf = (name: string): string => departureFingerprint(makeIdentity({ name }), "drift");

/** A finding of the good world. */
const known = fingerprintOf("web").slice(0, 12);
/** One that somebody closed there by hand. */
const closed = fingerprintOf(closedName).slice(0, 12);

/** A finding of that world for which something is offered, and the offer. */
const sickOne = sick.fingerprint.slice(0, 12);
const waiting = waitingDigest.slice(0, 12);

const acting = (good: Input, more: readonly Reads[] = []): Placement => ({
  ...{ good, reads: ["memory", "config", "targets", ...more], audits: true, aims: "eu" },
});

/** Every verb; one that is missing here fails the completeness test. */
export const placed: Readonly<Record<string, Placement>> = {
  status: { good: {}, reads: ["memory", "config", "checks"] },
  health: { good: {}, reads: ["memory", "config", "checks"] },
  summary: { good: {}, reads: ["memory"] },
  findings: { good: {}, reads: ["memory"] },
  show: { good: { finding: known }, reads: ["memory", "runbook"] },
  smoke: { good: {}, reads: ["config", "checks"] },
  scan: {
    ...{ good: { path: "plan.json" }, reads: ["memory", "config", "checks", "runbook"], writes: true },
    keeps: "record",
  },
  replay: { good: { file: "recording.json" }, reads: [] },
  sweep: {
    good: { names: ["shop"] },
    reads: ["memory", "config", "checks", "runbook", "targets"],
    writes: true,
  },
  watch: {
    good: { target: "shop", timeout: "1s", interval: "1s" },
    reads: ["memory", "config", "checks", "targets"],
    writes: true,
  },
  ci: { good: { path: "plan.json" }, reads: ["config", "runbook"] },
  probe: {
    good: { target: "shop" },
    reads: ["memory", "config", "checks", "targets", "runbook"],
    writes: true,
  },
  baseline: { good: { target: "eu" }, reads: ["targets"] },
  verify: {
    good: { declared: "overlay", target: "eu" },
    reads: ["memory", "config", "targets", "runbook"],
    writes: true,
  },
  actions: { good: { finding: known }, reads: ["memory", "config", "runbook"] },
  pending: { good: {}, reads: ["memory", "config"] },
  approve: { ...acting({ offer: waiting }), writes: true },
  decline: { good: { offer: waiting }, reads: ["memory", "config"], writes: true, audits: true },
  reoffer: acting({ offer: waiting }),
  fix: acting({ finding: sickOne }, ["runbook"]),
  reconcile: {
    ...{ good: { path: "plan.json" }, reads: ["memory", "config", "runbook"], writes: true, audits: true },
  },
  run: { ...acting({ action: "rollout-restart", finding: sickOne }), opens: "runbook" },
  hold: { good: {}, reads: ["memory", "config", "targets", "runbook"] },
  propose: { good: {}, reads: ["memory", "config", "targets"] },
  history: { good: {}, reads: ["memory"], keeps: "anchor" },
  mute: { good: { finding: known }, reads: ["memory"], writes: true },
  unmute: { good: { finding: known }, reads: ["memory"], writes: true },
  snooze: { good: { finding: known, days: 3 }, reads: ["memory"], writes: true },
  "commit-mutes": { good: {}, reads: ["memory"] },
  resolve: { good: { finding: known }, reads: ["memory"], writes: true },
  reopen: { good: { finding: closed }, reads: ["memory"], writes: true },
  checks: { good: {}, reads: ["checks"] },
  learn: { good: {}, reads: ["memory", "config", "runbook"] },
  tools: { good: {}, reads: [] },
  discover: { good: { reachable: false }, reads: ["config"] },
  targets: { good: { check: true }, reads: ["config", "targets"] },
  "silo add": { good: { name: "shop", folder: "edge" }, reads: ["silos"] },
  "silo discover": { good: { parent: "." }, reads: ["silos"] },
  "silo list": { good: {}, reads: ["silos"] },
  "silo rm": { good: { name: "edge" }, reads: ["silos"] },
  validate: { good: {}, reads: ["config", "checks", "runbook", "targets"], judges: true },
  "add-check": {
    good: { check: JSON.stringify({ ...goodCheck, name: "more" }) },
    reads: ["memory", "checks"],
    amends: "checks",
  },
  "remove-check": {
    good: { name: goodCheck.name, force: true },
    agent: { name: agentCheck.name },
    reads: ["memory", "checks"],
    amends: "checks",
  },
  solutions: { good: {}, reads: ["runbook"] },
  "add-solution": {
    good: { solution: JSON.stringify({ ...goodSolution, name: "more" }) },
    reads: ["memory", "config", "runbook"],
    amends: "runbook",
  },
  "remove-solution": {
    good: { name: goodSolution.name, force: true },
    agent: { name: agentSolution.name },
    reads: ["memory", "runbook"],
    amends: "runbook",
  },
  vouch: {
    good: { name: goodSolution.name, digest: solutionDigest(solution(goodSolution)) },
    reads: ["memory", "config", "runbook"],
    amends: "runbook",
  },
  "runbook test": { good: {}, reads: ["memory", "config", "checks", "runbook", "targets"] },
  doctor: { good: {}, reads: ["memory", "config", "checks", "runbook", "targets", "silos"], judges: true },
  completion: { good: { shell: "bash" }, reads: [] },
  catalog: { good: {}, reads: [] },
  commands: { good: {}, reads: [] },
  posture: { good: {}, reads: ["config"], opens: "runbook", judges: true },
  "what-if": { good: {}, reads: ["memory", "config", "runbook"], whole: "runbook" },
};
