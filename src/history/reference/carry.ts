import type { Actor } from "../../core/actor.ts";
import type { AuditEvent, AuditRecord } from "../../core/audit.ts";
import type { Facts } from "../../core/facts.ts";
import type { Presence } from "../../core/finding.ts";
import { legacyFingerprint } from "../../core/fingerprint.ts";
import type { Identity } from "../../core/identity.ts";
import { layerOf } from "../../core/layer.ts";
import { fromReference } from "../../core/reference.ts";
import type { Severity } from "../../core/severity.ts";
import { dispositionOf } from "../../core/triage.ts";
import { instantOf, type RawRow, type ReferenceFinding, redacted, redactedDetails, textOf } from "./rows.ts";

/** What the reference's hash and its own evidence prove of a row; the rest of it stays text. */
type Proof = {
  readonly type: Facts["type"];
  readonly identity: Identity;
  readonly label: string;
  readonly category: string;
  readonly workload: string | undefined;
};

const producers = [
  "terraform",
  "kubernetes",
  "docker-compose",
  "argocd",
  "rancher",
  "helm",
  "ansible",
  "custom-check",
] as const;
const apiGroups = ["apps", "", "batch"] as const;

/** A group of symptoms stood beside its members as a row of its own; here groups are made when a report is. */
export const isGroup = ({ details }: ReferenceFinding): boolean => details["correlated"] !== undefined;

/** Whether the row tells of a thing, and not only of somebody's wish about a text. */
export const isSighted = (row: ReferenceFinding): row is ReferenceFinding & { readonly severity: Severity } =>
  row.severity !== undefined && /^[0-9a-f]{64}$/.test(row.fingerprint);

/** Under its legacy fingerprint, until a look of ours shows the same thing. */
export const factsOfReference = (row: ReferenceFinding & { readonly severity: Severity }): Facts => {
  const { type, identity, label, category, workload } = proofOf(row);
  return {
    fingerprint: row.fingerprint,
    legacy: row.fingerprint,
    type,
    identity,
    label,
    source: fromReference.source,
    title: redacted(row.title) ?? row.fingerprint,
    severity: row.severity,
    layer: layerOf(identity, workload, { namespaces: [], workloads: [], applications: [] }),
    disposition: dispositionOf(type, row.severity),
    category,
    direction: undefined,
    action: undefined,
    workload,
    flags: [],
    evidence: redactedDetails(row.details),
    diff: [],
    file: undefined,
    line: undefined,
  };
};

const proofOf = (row: ReferenceFinding): Proof => driftProof(row) ?? symptomProof(row) ?? unproven(row);

/** A drift's title was `<change> <kind> <identity>`, and its hash says whether these are the ones. */
const driftProof = ({ title, fingerprint, details }: ReferenceFinding): Proof | undefined => {
  const [, change, kind, name] = /^(added|removed|modified) (\S+) (.+)$/s.exec(title) ?? [];
  if (change === undefined || kind === undefined || name === undefined) return undefined;
  const proven = producers.some((source) => legacyFingerprint(source, name, change) === fingerprint);
  if (!proven && details["change"] === undefined) return undefined;
  const identity = plain({ kind, name });
  return { type: "drift", identity, label: name, category: change, workload: undefined };
};

/** A symptom of a pod named its parts in the evidence. */
const symptomProof = ({ fingerprint, details }: ReferenceFinding): Proof | undefined => {
  const { workload, kind, namespace, category, cluster } = details;
  if (workload === undefined || kind === undefined || category === undefined) return undefined;
  const place = cluster === undefined ? [] : [cluster.replaceAll("/", "_")];
  for (const group of apiGroups) {
    const label = [...place, group, kind, namespace ?? "", workload].filter((part) => part !== "").join("/");
    if (legacyFingerprint("kubernetes", label, category) !== fingerprint) continue;
    const identity = plain({ group, kind, namespace: namespace ?? "", name: workload });
    return { type: "symptom", identity, label, category, workload };
  }
  return undefined;
};

/** As the reference itself judged: evidence without a change is a malfunction, no evidence is a standing finding. */
const unproven = ({ title, details }: ReferenceFinding): Proof => {
  const { workload, namespace, kind, category, change } = details;
  const type = change !== undefined ? "drift" : Object.keys(details).length > 0 ? "symptom" : "policy";
  const text = redacted(title) ?? "";
  const name = workload ?? text;
  return {
    type,
    identity: plain({ kind: kind ?? "", namespace: namespace ?? "", name }),
    label: text,
    category: category ?? change ?? "",
    workload,
  };
};

const plain = (fields: Partial<Identity>): Identity => ({
  style: "path",
  scope: "",
  group: "",
  kind: "",
  namespace: "",
  name: "",
  key: "",
  ...fields,
});

/** Nothing of ours has seen it: what the reference had open is stale, whatever it was muted for. */
export const presenceOf = ({ status }: ReferenceFinding): Presence =>
  status === "resolved" ? "resolved" : "stale";

/** One decision of the reference. Its own id and actor are kept with a mark, so that no actor of ours is taken for it. */
export const auditRecordOf = (row: RawRow, otherwise: number): AuditRecord => {
  const decision = textOf(row["decision"]);
  const source = textOf(row["source"]);
  const detail = redacted(textOf(row["detail"]));
  return {
    ts: instantOf(row["at"]) ?? otherwise,
    event: eventOf(decision, source),
    runId: `reference:${textOf(row["id"]) ?? "?"}`,
    offerDigest: undefined,
    fingerprint: textOf(row["fingerprint"]),
    target: redacted(textOf(row["drift_identity"])),
    actor: actorOf(textOf(row["actor"]) ?? "unknown"),
    approver: undefined,
    decision,
    outcome: textOf(row["outcome"]),
    argv: undefined,
    exitCode: undefined,
    durationMs: undefined,
    envelope: undefined,
    boundDigest: undefined,
    reason: [source, detail].filter((part) => part !== undefined).join(": ") || undefined,
    stdoutTail: undefined,
    stderrTail: undefined,
    environment: textOf(row["environment"]),
  };
};

const eventOf = (decision: string | undefined, source: string | undefined): AuditEvent => {
  if (decision === "declined") return "declined";
  if (source === "workflow") return "dispatched";
  return source === "request" ? "requested" : "result";
};

const automations = ["auto", "hold", "decider"];

const actorOf = (name: string): Actor => {
  const base = { id: `reference:${name}`, name, onBehalfOf: undefined };
  if (name === "mcp") return { ...base, class: "agent", channel: "mcp" };
  if (automations.includes(name)) return { ...base, class: "automation", channel: "terminal" };
  return { ...base, class: "human", channel: name === "cli" ? "terminal" : "chat" };
};
