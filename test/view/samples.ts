import { type Drift, departureFingerprint, type Symptom } from "../../src/core/departure.ts";
import type { Finding } from "../../src/core/finding.ts";
import { type Identity, printIdentity } from "../../src/core/identity.ts";
import type { Alert, Item } from "../../src/core/report.ts";
import type { Flag } from "../../src/core/rules/rule.ts";
import { maxSeverity } from "../../src/core/severity.ts";

export const now = Date.UTC(2025, 4, 10, 12, 0, 0);
export const day = 86_400_000;

const address = (kind: string, name: string, key = ""): Identity => ({
  style: "address",
  scope: "",
  group: "",
  kind,
  namespace: "",
  name,
  key,
});

export const drift = (facts: Partial<Drift> = {}): Drift => {
  const identity = facts.identity ?? address("aws_security_group", "web");
  return {
    type: "drift",
    fingerprint: departureFingerprint(identity, "drift"),
    legacy: "0",
    identity,
    provenance: { source: "terraform", address: printIdentity(identity), file: "network.tf", line: 12 },
    direction: "changed-in-reality",
    action: "update",
    markers: [],
    reason: undefined,
    reality: {},
    desired: {},
    diff: [
      {
        path: "ingress[0].cidr_blocks",
        before: '["0.0.0.0/0"]',
        after: '["10.0.0.0/8"]',
        secret: false,
        unknown: false,
        forcesReplacement: false,
      },
    ],
    diffCut: 0,
    stateful: false,
    movedFrom: undefined,
    ...facts,
  };
};

export const flag: Flag = {
  rule: "aws-open-ssh",
  version: 1,
  pack: "security",
  title: "SSH reachable from anywhere",
  because: "port 22 is open to 0.0.0.0/0",
  stance: "exposed-now",
  severity: "critical",
  references: [
    {
      framework: "MITRE",
      id: "T1190",
      name: "Exploit Public-Facing Application",
      url: "https://attack.mitre.org/",
    },
    { framework: "CIS", id: "5.2", name: "CIS AWS 3.0", url: "https://www.cisecurity.org/" },
  ],
  hint: "Limit the source ranges to the office and the bastion.",
};

export const openedByHand: Item = {
  departure: drift(),
  title: "aws_security_group.web changed in reality",
  severity: "critical",
  flags: [flag],
  layer: "application",
  disposition: "review",
};

const database = address("aws_db_instance", "main");
export const replacedDatabase: Item = {
  departure: drift({
    identity: database,
    fingerprint: departureFingerprint(database, "drift"),
    direction: "not-yet-applied",
    action: "replace",
    reason: "replace_because_cannot_update",
    stateful: true,
    diff: Array.from({ length: 11 }, (_, index) => ({
      path: index === 0 ? "engine_version" : `tags.t${index}`,
      before: index === 0 ? "13.4" : undefined,
      after: index === 0 ? "16.1" : `value ${index}`,
      secret: false,
      unknown: false,
      forcesReplacement: index === 0,
    })),
    diffCut: 4,
  }),
  title: "aws_db_instance.main is to be destroyed and created anew",
  severity: "high",
  flags: [],
  layer: "application",
  disposition: "review",
};

const pod: Identity = { ...address("Pod", "web-7d4"), style: "path", namespace: "shop" };
const crash: Symptom = {
  type: "symptom",
  fingerprint: departureFingerprint(pod, "CrashLoop"),
  legacy: "0",
  identity: pod,
  provenance: { source: "kubectl", address: undefined, file: undefined, line: undefined },
  category: "CrashLoopBackOff",
  family: "CrashLoop",
  severity: "high",
  title: "web is crash-looping",
  detail: "The container exits soon after it starts.",
  workload: "web",
  evidence: { restarts: "14", log: "panic: no database\n  at main.go:12\n  at main.go:40" },
};
export const crashing: Item = {
  departure: crash,
  title: crash.title,
  severity: "high",
  flags: [],
  layer: "application",
  disposition: "impaired",
};

export const alertOf = (items: readonly Item[], why: string): Omit<Alert, "causes"> => ({
  title:
    items.length === 1 ? (items[0]?.title ?? "") : `${items.length} aws_s3_bucket: each changed in reality`,
  severity: maxSeverity("low", ...items.map(({ severity }) => severity)),
  why,
  items,
});

export const sevenBuckets: readonly Item[] = Array.from({ length: 7 }, (_, index) => {
  const identity = address("aws_s3_bucket", "logs", `["${index}"]`);
  return {
    ...openedByHand,
    severity: index === 6 ? "critical" : "medium",
    departure: drift({ identity, fingerprint: departureFingerprint(identity, "drift") }),
    flags: [],
  };
});

export const remembered: Finding = {
  fingerprint: openedByHand.departure.fingerprint,
  legacy: "0",
  type: "drift",
  identity: openedByHand.departure.identity,
  label: "aws_security_group.web",
  resolutionScope: "prod",
  source: "terraform",
  title: openedByHand.title,
  severity: "critical",
  layer: "application",
  disposition: "review",
  category: "changed-in-reality",
  direction: "changed-in-reality",
  action: "update",
  workload: undefined,
  flags: [{ rule: "aws-open-ssh", stance: "exposed-now", because: flag.because, hint: flag.hint }],
  evidence: {},
  diff: drift().diff,
  file: "network.tf",
  line: 12,
  presence: "present",
  suppression: undefined,
  firstSeen: now - 3 * day,
  lastObserved: now - 300_000,
  staleSince: undefined,
  resolvedAt: undefined,
};
