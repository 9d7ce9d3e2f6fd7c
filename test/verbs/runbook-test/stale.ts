import type { Stale } from "./corpus.ts";

const command = (run: string) => ({ kind: "command", run });
const flush = { solution: command("./scripts/flush.sh") };
const shop = { targets: ["shop"] };

/** Entries that nobody can rely on, in the world of world.ts, each with what is wrong with it. */
export const stale: readonly Stale[] = [
  // Nobody can use it: the file is refused there.
  { what: "usable", entry: { name: "unknown-key", for: "PodPVCFull", target: "shop", ...flush } },
  {
    what: "usable",
    entry: { name: "no-such-filling", for: "PodPVCFull", solution: command("./scripts/flush.sh {pod}") },
  },
  {
    what: "usable",
    entry: { name: "a-pipe", for: "PodPVCFull", solution: command("kubectl get pods | sh") },
  },
  { what: "usable", entry: { name: "lookahead", match: "(?=x)y", ...flush } },
  {
    what: "usable",
    entry: { name: "no-action", for: "PodPVCFull", solution: { kind: "action", action: "rollout-restrat" } },
  },
  {
    what: "usable",
    entry: { name: "own-context", for: "PodPVCFull", solution: command("kubectl --context=shop get pods") },
  },
  // Nobody stands for it.
  { what: "vouched", entry: { name: "a-draft", for: "DiskFilling", proposed: true, ...flush } },
  {
    what: "vouched",
    entry: {
      name: "changed",
      for: "CertExpiring",
      vouched_by: "os:ana",
      vouched_digest: "0".repeat(64),
      ...flush,
    },
  },
  // It answers what nothing ever says.
  { what: "answers", entry: { name: "typo", for: "OOMKiled", ...flush } },
  { what: "answers", entry: { name: "check-is-gone", for: "payments-answer-in-time", ...flush } },
  { what: "answers", entry: { name: "rule-is-gone", for: "aws-bucket-flown-away", ...flush } },
  { what: "answers", entry: { name: "no-direction", for: "changed-in-realty", ...flush } },
  // It is for a place that is none.
  { what: "scope", entry: { name: "target-typo", for: "StuckCreating", targets: ["shopp"], ...flush } },
  {
    what: "scope",
    entry: { name: "target-is-gone", for: "StuckCreating", targets: ["old-cluster"], ...flush },
  },
  {
    what: "scope",
    entry: { name: "environment-typo", for: "StuckCreating", environments: ["production"], ...flush },
  },
  {
    what: "scope",
    entry: {
      name: "never-both",
      for: "StuckCreating",
      targets: ["shop"],
      environments: ["staging"],
      ...flush,
    },
  },
  // What it names is not there.
  {
    what: "target",
    entry: {
      name: "wbe",
      for: "PVCLost",
      ...shop,
      solution: command("kubectl rollout restart deployment/wbe -n shop"),
    },
  },
  {
    what: "target",
    entry: {
      name: "shpo",
      for: "NotStarted",
      ...shop,
      solution: command("kubectl scale deployment web --replicas=2 -n shpo"),
    },
  },
  {
    what: "target",
    entry: {
      name: "other-kind",
      for: "Cordoned",
      ...shop,
      solution: command("kubectl rollout restart sts/web --namespace shop"),
    },
  },
  {
    what: "target",
    entry: {
      name: "play-is-gone",
      for: "Failed",
      solution: { kind: "playbook", run: "ansible-playbook playbooks/gone.yml" },
    },
  },
  {
    what: "target",
    entry: {
      name: "inventory-is-gone",
      for: "Degraded",
      solution: { kind: "playbook", run: "ansible-playbook -i inventory/gone playbooks/restart.yml" },
    },
  },
  {
    what: "target",
    entry: { name: "flow-is-gone", for: "OperationFailed", solution: { kind: "workflow", run: "gone.yml" } },
  },
  {
    what: "target",
    entry: {
      name: "flow-by-push",
      for: "OperationStuck",
      solution: { kind: "workflow", run: "test.yml@main" },
    },
  },
  {
    what: "target",
    entry: {
      name: "folder-is-gone",
      for: "not-yet-applied",
      solution: command("terraform -chdir=infra-old apply"),
    },
  },
  {
    what: "target",
    entry: {
      name: "script-is-gone",
      for: "NoEndpoints",
      solution: command("sh scripts/gone.sh {namespace}"),
    },
  },
  // What it is run with is not there.
  {
    what: "tool",
    entry: { name: "no-program", for: "BackendMissing", solution: command("frobnicate --all") },
  },
  {
    what: "tool",
    entry: { name: "no-script", for: "LoadBalancerPending", solution: command("./scripts/gone.sh") },
  },
  { what: "tool", entry: { name: "no-mode", for: "BudgetViolated", solution: command("scripts/plain.sh") } },
  // What was seen cannot be filled in, or is nothing that it can be done to.
  {
    what: "matched",
    entry: { name: "no-region", for: "ImagePullBackOff", solution: command("./scripts/flush.sh {region}") },
  },
  {
    what: "matched",
    entry: { name: "no-node", for: "RestartStorm", solution: { kind: "action", action: "cordon" } },
  },
  // Another one goes first, always.
  { what: "shadow", entry: { name: "second-loop", for: "crashloopbackoff", ...flush } },
  {
    what: "shadow",
    entry: {
      name: "second-image",
      for: "ErrImagePull",
      targets: ["shop"],
      solution: command("./scripts/flush.sh {namespace}"),
    },
  },
  { what: "shadow", entry: { name: "second-title", match: "out of disk", environments: ["prod"], ...flush } },
  {
    what: "shadow",
    entry: { name: "narrower-title", for: "CrashLoopBackOff", match: "a migration failed", ...flush },
  },
  { what: "shadow", entry: { name: "all-the-same", for: "checkout-answers", ...flush } },
];
