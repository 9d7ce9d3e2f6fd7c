import { legacyFingerprint } from "../../../src/core/fingerprint.ts";
import { type Repo, temporaryFolder } from "../../support/repo.ts";

// A repository as the Python steadystate was run from it: every committed file with every key that it wrote or read.

const config = `[defaults]
source = "terraform"
path = "plan.json"

[bound]
lossless = "tenant"
self_healing = "service"
recoverable = "none"
irreversible = "never"

[ci]
source = "terraform"
path = "plan.json"
fail_on = "critical"
to = "console"
deliver = "none"

[knowledge]
dir = "docs/kb"

[workflows]
repo = "acme/agents"

[servicenow]
assignment_group = "platform"

[[servicenow.route]]
for = "CrashLoopBackOff"
group = "apps"

[[servicenow.route]]
match = "bucket"
group = "storage"
`;

const emit = { severity: "high", title: "it does not work" };

/** One of each kind; the http one asks a port that nothing listens on. */
export const checks = [
  {
    name: "cpu",
    read: { kind: "kubectl-cpu", selector: "app=web", namespace: "shop", agg: "max" },
    when: { op: ">", value: 900 },
    emit,
  },
  {
    name: "memory",
    read: { kind: "kubectl-mem", selector: "app=web", namespace: "shop" },
    when: { op: ">=", value: 512.5 },
    emit,
  },
  {
    name: "mailer-routing",
    read: { kind: "kubectl-log", selector: "app=postfix", namespace: "mail", tail: 100 },
    when: { pattern: "status=sent", expect: "present" },
    emit,
  },
  {
    name: "proxy",
    read: { kind: "docker-log", selector: "name=squid" },
    when: { pattern: "FATAL", expect: "absent" },
    emit,
  },
  {
    name: "cron",
    read: { kind: "ansible-service", selector: "web", service: "cron" },
    when: { expect: "active" },
    emit,
  },
  {
    name: "storefront",
    read: { kind: "http", url: "http://127.0.0.1:9/healthz", method: "get" },
    when: { status: 200, body: "ok" },
    emit,
  },
];

const solutions = [
  {
    name: "tag-bucket",
    author: "ada",
    match: "aws_s3_bucket",
    problem: "somebody tagged it by hand",
    solution: { kind: "command", run: "terraform apply -target {identity}" },
    impact: "LOW",
    reversibility: "high",
    added: "2025-03-01",
    proposed: false,
    vouched_by: "bo",
  },
  {
    name: "reboot-gateway",
    author: "bo",
    for: "NotReady",
    solution: { kind: "reboot", target: "gw1" },
    proposed: true,
  },
];

const targets = {
  prod: { source: "k8s-live", context: "prod/admin", kubeconfig: "~/.kube/prod" },
  edge: { source: "k8s-live", context: "edge", kubeconfig_from: "vault read -field=kubeconfig edge" },
  hosts: { source: "ansible-live", inventory: "hosts.ini", label: "machines" },
  infra: { source: "terraform", path: "infra", probe: "none" },
};

const muted = legacyFingerprint("terraform", "aws_s3_bucket.logs", "modified");

const mutes = {
  [muted]: {
    title: "modified aws_s3_bucket aws_s3_bucket.logs",
    by: "ada",
    note: "tagged by the billing team",
    added: "2025-03-02",
  },
  "0000000000000000000000000000000000000000000000000000000000000000": { title: "gone since" },
};

const bucket = (name: string) => ({
  address: `aws_s3_bucket.${name}`,
  mode: "managed",
  type: "aws_s3_bucket",
  name,
  provider_name: "registry.terraform.io/hashicorp/aws",
  change: { actions: ["update"], before: { tags: { team: "a" } }, after: { tags: { team: "b" } } },
});

export const plan = (...names: readonly string[]) => ({
  format_version: "1.2",
  terraform_version: "1.9.0",
  complete: true,
  errored: false,
  applyable: true,
  timestamp: new Date().toISOString(),
  planned_values: { root_module: {} },
  configuration: { root_module: {} },
  resource_changes: names.map(bucket),
});

const files = {
  "config.toml": config,
  "checks.json": checks,
  "solutions.json": solutions,
  "targets.json": targets,
  "mutes.json": mutes,
};

type FileName = keyof typeof files;
const fileNames: readonly FileName[] = [
  "config.toml",
  "checks.json",
  "solutions.json",
  "targets.json",
  "mutes.json",
];

/** The same files under another folder; the reference read three places. */
export const filesIn = (folder: string, names: readonly FileName[] = fileNames) =>
  Object.fromEntries(names.map((name) => [`${folder}${name}`, files[name]]));

export const repository = (): Repo =>
  temporaryFolder({ "plan.json": plan("logs", "invoices"), ...filesIn("steadystate/") });
