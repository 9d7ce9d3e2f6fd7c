import { sick, waitingDigest } from "../../support/waiting-offer.ts";

/** The same question at every door, as each door's caller would put it. */
export type Question = {
  readonly verb: string;
  readonly argv: readonly string[];
  readonly input: Readonly<Record<string, unknown>>;
};
const declared = JSON.stringify({
  name: "till",
  read: { kind: "http", url: "http://127.0.0.1:9/" },
  emit: { severity: "high", title: "the till does not answer" },
});

const entry = JSON.stringify({
  name: "bounce-till",
  for: "till",
  solution: { kind: "command", run: "systemctl restart till" },
});

/** One success with data and one refusal for every verb; a verb that is missing here fails the test below. */
export const table: Readonly<
  Record<
    string,
    (fingerprint: string) => {
      success: Omit<Question, "verb">;
      refusal: Omit<Question, "verb">;
      /** What it changes belongs to who asked: a wall for each door, after this was asked there. */
      before?: readonly Question[];
    }
  >
> = {
  status: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  health: () => ({
    success: { argv: ["web"], input: { workload: "web" } },
    refusal: { argv: ["--max-age", "soon"], input: { maxAge: "soon" } },
  }),
  summary: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  findings: () => ({
    success: { argv: ["bucket"], input: { keyword: "bucket" } },
    refusal: { argv: ["--severity", "awful"], input: { severity: "awful" } },
  }),
  show: (fingerprint) => ({
    success: { argv: [fingerprint.slice(0, 12)], input: { finding: fingerprint.slice(0, 12) } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
  }),
  smoke: () => ({
    success: { argv: ["web"], input: { workload: "web" } },
    refusal: { argv: ["--checks", "missing.json"], input: { checks: "missing.json" } },
  }),
  probe: () => ({
    success: { argv: ["production", "--stateless"], input: { target: "production", stateless: true } },
    refusal: { argv: ["prodction", "--stateless"], input: { target: "prodction", stateless: true } },
  }),
  verify: () => ({
    success: {
      argv: ["overlay", "--target", "eu", "--stateless"],
      input: { declared: "overlay", target: "eu", stateless: true },
    },
    refusal: { argv: ["steadystate", "--target", "eu"], input: { declared: "steadystate", target: "eu" } },
  }),
  checks: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--checks", "missing.json"], input: { checks: "missing.json" } },
  }),
  "add-check": () => ({
    success: { argv: [declared], input: { check: declared } },
    refusal: { argv: ["{"], input: { check: "{" } },
    before: [],
  }),
  "remove-check": () => ({
    success: { argv: ["till"], input: { name: "till" } },
    refusal: { argv: ["storefrnt"], input: { name: "storefrnt" } },
    before: [{ verb: "add-check", argv: [declared], input: { check: declared } }],
  }),
  solutions: () => ({
    success: { argv: ["bounce-till"], input: { name: "bounce-till" } },
    refusal: { argv: ["bounce-til"], input: { name: "bounce-til" } },
    before: [{ verb: "add-solution", argv: [entry], input: { solution: entry } }],
  }),
  "add-solution": () => ({
    success: { argv: [entry], input: { solution: entry } },
    refusal: { argv: ["{"], input: { solution: "{" } },
    before: [],
  }),
  "remove-solution": () => ({
    success: { argv: ["bounce-till"], input: { name: "bounce-till" } },
    refusal: { argv: ["bounce-til"], input: { name: "bounce-til" } },
    before: [{ verb: "add-solution", argv: [entry], input: { solution: entry } }],
  }),
  vouch: () => ({
    success: { argv: ["bounce-till"], input: { name: "bounce-till" } },
    refusal: { argv: ["bounce-til"], input: { name: "bounce-til" } },
    before: [{ verb: "add-solution", argv: [entry], input: { solution: entry } }],
  }),
  scan: () => ({
    success: { argv: ["plan.json", "--stateless"], input: { path: "plan.json", stateless: true } },
    refusal: { argv: ["missing.json", "--stateless"], input: { path: "missing.json", stateless: true } },
  }),
  sweep: () => ({
    success: { argv: ["--stateless", "--at-once", "2"], input: { stateless: true, atOnce: 2 } },
    refusal: { argv: ["prodution"], input: { names: ["prodution"] } },
  }),
  ci: () => ({
    success: {
      argv: ["plan.json", "--fail-on", "none", "--on-unknown", "pass"],
      input: { path: "plan.json", failOn: "none", onUnknown: "pass" },
    },
    refusal: { argv: ["steadystate/checks.json"], input: { path: "steadystate/checks.json" } },
  }),
  history: () => ({
    success: { argv: ["--limit", "5"], input: { limit: 5 } },
    refusal: { argv: ["--limit", "-1"], input: { limit: -1 } },
  }),
  mute: (fingerprint) => ({
    success: { argv: [fingerprint, "--for", "3d"], input: { finding: fingerprint, for: "3d" } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [],
  }),
  unmute: (fingerprint) => ({
    success: { argv: [fingerprint], input: { finding: fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [
      { verb: "mute", argv: [fingerprint, "--for", "3d"], input: { finding: fingerprint, for: "3d" } },
    ],
  }),
  snooze: (fingerprint) => ({
    success: { argv: [fingerprint, "3d"], input: { finding: fingerprint, for: "3d" } },
    refusal: { argv: [fingerprint, "0d"], input: { finding: fingerprint, for: "0d" } },
    before: [],
  }),
  "commit-mutes": () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
    before: [],
  }),
  resolve: (fingerprint) => ({
    success: { argv: [fingerprint], input: { finding: fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [],
  }),
  reopen: (fingerprint) => ({
    success: { argv: [fingerprint], input: { finding: fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [{ verb: "resolve", argv: [fingerprint], input: { finding: fingerprint } }],
  }),
  tools: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  catalog: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  commands: () => ({
    success: { argv: ["--source", "terraform"], input: { source: "terraform" } },
    refusal: { argv: ["--source", "teraform"], input: { source: "teraform" } },
  }),
  discover: () => ({
    success: { argv: ["--no-reachable"], input: { reachable: false } },
    refusal: { argv: ["--dry-run"], input: { dryRun: true } },
  }),
  targets: () => ({
    success: { argv: ["--check"], input: { check: true } },
    refusal: { argv: ["prodution"], input: { names: ["prodution"] } },
  }),
  pending: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--limit", "-1"], input: { limit: -1 } },
    before: [],
  }),
  ...Object.fromEntries(
    ["approve", "decline", "reoffer"].map((verb) => [
      verb,
      () => ({
        success: { argv: [waitingDigest], input: { offer: waitingDigest } },
        refusal: { argv: ["0000000000"], input: { offer: "0000000000" } },
        before: [],
      }),
    ]),
  ),
  fix: () => ({
    success: { argv: [sick.fingerprint], input: { finding: sick.fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
    before: [],
  }),
  reconcile: () => ({
    // What could be offered is told by who asks: what each of them may.
    success: {
      argv: ["plan.json", "--only", "aws_ssm_parameter.payment_key"],
      input: { path: "plan.json", only: ["aws_ssm_parameter.payment_key"] },
    },
    refusal: { argv: ["missing.json"], input: { path: "missing.json" } },
  }),
  run: () => ({
    success: {
      argv: ["rollout-restart", sick.fingerprint],
      input: { action: "rollout-restart", finding: sick.fingerprint },
    },
    refusal: { argv: ["rolout-restart", "0000"], input: { action: "rolout-restart", finding: "0000" } },
    before: [],
  }),
  hold: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--target", "prodution"], input: { target: "prodution" } },
  }),
  propose: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--target", "prodution"], input: { target: "prodution" } },
  }),
  actions: (fingerprint) => ({
    success: { argv: [fingerprint], input: { finding: fingerprint } },
    refusal: { argv: ["0000000000"], input: { finding: "0000000000" } },
  }),
  "runbook test": () => ({
    success: { argv: ["--fail-on", "never"], input: { failOn: "never" } },
    refusal: { argv: ["--entry", "nobodys"], input: { entry: "nobodys" } },
  }),
  posture: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  learn: () => ({
    success: { argv: ["--since", "7d"], input: { since: "7d" } },
    refusal: { argv: ["--since", "soon"], input: { since: "soon" } },
  }),
  "what-if": () => ({
    success: { argv: ["--since", "7d"], input: { since: "7d" } },
    refusal: { argv: ["--since", "soon"], input: { since: "soon" } },
  }),
  doctor: () => ({
    success: { argv: [], input: {} },
    refusal: { argv: ["--nonsense"], input: { nonsense: true } },
  }),
  validate: () => ({
    success: { argv: ["checks.json"], input: { files: ["checks.json"] } },
    refusal: { argv: ["cheks.json"], input: { files: ["cheks.json"] } },
  }),
};
