import type { Good } from "./corpus.ts";

const command = (run: string) => ({ kind: "command", run });
const shop = { targets: ["shop"] };

/** Entries with which nothing is wrong, in the world of world.ts. `firm`: nothing about them is left open offline either. */
export const good: readonly Good[] = [
  {
    entry: {
      name: "restart-oom",
      for: "OOMKilled",
      ...shop,
      solution: { kind: "action", action: "rollout-restart" },
    },
    firm: true,
  },
  {
    entry: { name: "reclaim", for: "evicted", solution: { kind: "action", action: "reclaim-evicted-pods" } },
    firm: true,
  },
  {
    entry: { name: "take-back", for: "RolloutStuck", solution: { kind: "action", action: "rollback" } },
    firm: true,
  },
  {
    entry: {
      name: "restart-loop",
      for: "CrashLoopBackOff",
      solution: command("kubectl rollout restart {kind}/{workload} -n {namespace}"),
    },
    firm: true,
  },
  {
    entry: {
      name: "more-web",
      for: "Unavailable",
      ...shop,
      solution: command("kubectl scale deployment/web --replicas=3 --namespace=shop"),
    },
    firm: true,
  },
  // The same thing in kubectl's other spellings.
  {
    entry: {
      name: "more-api",
      for: "NotObserved",
      ...shop,
      solution: command("kubectl -n shop scale deploy api --replicas 4"),
    },
  },
  { entry: { name: "flush", for: "checkout-answers", solution: command("./scripts/flush.sh --all") } },
  { entry: { name: "by-shell", for: "ErrImagePull", solution: command("sh scripts/plain.sh {namespace}") } },
  {
    entry: {
      name: "play-node",
      for: "NotReady",
      match: "node",
      solution: {
        kind: "playbook",
        run: "ansible-playbook -i inventory/prod playbooks/restart.yml --limit {node}",
      },
    },
  },
  // Where that file lies on another machine nobody knows here.
  {
    entry: {
      name: "play-elsewhere",
      for: "DiskPressure",
      solution: { kind: "playbook", run: "ansible-playbook /srv/plays/site.yml --limit {node}" },
    },
  },
  {
    entry: {
      name: "reboot-node",
      for: "MemoryPressure",
      solution: { kind: "reboot", run: "talosctl reboot --nodes {node}" },
    },
  },
  // For a person: nothing is run, and nothing is missing.
  {
    entry: {
      name: "call-hosting",
      for: "NetworkUnavailable",
      solution: { kind: "reboot", target: "the console of the node" },
    },
  },
  {
    entry: {
      name: "rebuild",
      for: "vanished",
      solution: { kind: "workflow", run: "rebuild.yml@main reason=vanished" },
    },
  },
  {
    entry: {
      name: "rebuild-there",
      for: "unmanaged",
      solution: { kind: "workflow", run: "acme/infra/rebuild.yml@main" },
    },
  },
  {
    entry: {
      name: "apply-db",
      for: "changed-in-reality",
      targets: ["infra"],
      solution: command("terraform -chdir=infra apply -target=aws_db_instance.main"),
    },
  },
  { entry: { name: "close-bucket", for: "aws-acl-public", solution: command("./scripts/flush.sh {name}") } },
  {
    entry: {
      name: "by-title",
      match: "out of disk",
      solution: command("kubectl delete pods -l app=web -n shop"),
    },
  },
  {
    entry: {
      name: "restart-oom-staging",
      for: "OOMKilled",
      targets: ["shop-staging"],
      solution: { kind: "action", action: "rollout-restart" },
    },
  },
  // Ranked before the entry for the category alone.
  {
    entry: {
      name: "loop-of-web",
      for: "CrashLoopBackOff",
      match: "migration",
      solution: command("sh scripts/plain.sh"),
    },
  },
  // Of two for one category the second answers where the first cannot be filled.
  {
    entry: {
      name: "job-on-node",
      for: "BackoffLimitExceeded",
      solution: command("./scripts/flush.sh {node}"),
    },
  },
  {
    entry: {
      name: "job-in-space",
      for: "BackoffLimitExceeded",
      solution: command("./scripts/flush.sh {namespace}"),
    },
  },
  // Only memory knows that word.
  {
    entry: { name: "widget", for: "AcmeWidgetBroken", solution: command("./scripts/flush.sh {name}") },
    firm: true,
  },
  {
    entry: {
      name: "schedule",
      for: "Unschedulable",
      environments: ["prod"],
      solution: command("./scripts/flush.sh"),
    },
  },
  // An environment that no target has, and that was looked at by its label.
  {
    entry: {
      name: "in-eu",
      for: "StuckTerminating",
      environments: ["eu"],
      solution: command("./scripts/flush.sh"),
    },
  },
  {
    entry: {
      name: "vouched",
      for: "PVCPending",
      vouched_by: "os:ana",
      solution: command("./scripts/flush.sh"),
    },
    vouch: true,
  },
  {
    entry: {
      name: "fewer",
      for: "FailedGetResourceMetric",
      solution: { kind: "action", action: "scale", parameters: { replicas: 3 } },
    },
  },
  {
    entry: {
      name: "release-back",
      for: "ReleaseFailed",
      solution: command("helm rollback {name} -n {namespace}"),
    },
  },
  // The workloads of the platform are not among those that a probe counts.
  {
    entry: {
      name: "dns",
      for: "SelectsNothing",
      ...shop,
      solution: command("kubectl rollout restart deployment/coredns -n kube-system"),
    },
  },
  // Staging was never seen whole.
  {
    entry: {
      name: "fresh",
      for: "StuckInit",
      targets: ["shop-staging"],
      solution: command("kubectl rollout restart deployment/fresh -n shop"),
    },
  },
  {
    entry: {
      name: "late-cron",
      for: "CronJobLate",
      solution: command("kubectl create job by-hand --from=cronjob/{name} -n {namespace}"),
    },
  },
  {
    entry: {
      name: "unplug",
      for: "PIDPressure",
      solution: command("kubectl drain {node} --ignore-daemonsets"),
    },
  },
  {
    entry: {
      name: "release-stuck",
      for: "ReleasePending",
      environments: ["staging"],
      solution: command("helm rollback web -n shop"),
    },
  },
];
