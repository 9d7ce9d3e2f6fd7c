import { departureFingerprint, legacyDepartureFingerprint, type Symptom } from "../../core/departure.ts";
import { type Identity, printIdentity } from "../../core/identity.ts";
import type { Scope } from "../../core/observation.ts";
import { type Fault, worstFirst } from "./fault.ts";
import { isoOf } from "./read.ts";
import type { Subject } from "./world.ts";

/** Where a look was taken, and how what it says is masked. */
export type Naming = {
  readonly scope: Scope;
  readonly cluster: string;
  readonly mask: (text: string) => string;
};

const longest = 300;

export const identityOf = ({ group, kind, namespace, name }: Subject, scope: Scope): Identity => ({
  ...{ style: "path", scope: scope.identity, group, kind, namespace, name, key: "" },
});

/** One symptom of one object: the worst that is wrong with it, a cause before what follows from it, and the rest beside it. */
export const symptomOf = (
  subject: Subject,
  faults: readonly Fault[],
  naming: Naming,
  bearings: Symptom["bearings"],
): Symptom | undefined => {
  const [worst, ...others] = [...faults].sort(worstFirst);
  if (worst === undefined) return undefined;
  const { scope, mask } = naming;
  const identity = identityOf(subject, scope);
  const printed = printIdentity(identity);
  const { family, category, severity } = worst;
  return {
    type: "symptom",
    identity,
    fingerprint: departureFingerprint(identity, family, printed),
    legacy: legacyDepartureFingerprint("kubernetes", identity, category, printed),
    provenance: { source: scope.source, address: printed, file: undefined, line: undefined },
    ...{ category, family, severity },
    title: titleOf(subject, worst),
    detail: shown(worst.message ?? "", mask),
    workload: isWorkload(subject) ? subject.name : undefined,
    evidence: evidenceOf(subject, worst, others, naming),
    since: worst.since,
    bearings,
  };
};

const titleOf = ({ kind, namespace, name }: Subject, { says, category, facts }: Fault): string => {
  const place = namespace === "" ? name : `${namespace}/${name}`;
  const notes = [says.includes(category) ? "" : category, podsPhrase(facts?.["unhealthy_pods"])].filter(
    Boolean,
  );
  return `${kind} ${place} ${says}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
};

const podsPhrase = (unhealthy: string | undefined): string =>
  unhealthy === undefined || unhealthy === "1 of 1" ? "" : `${unhealthy} pods`;

const isWorkload = ({ kind }: Subject): boolean => !others.has(kind);

/** What is no application by its own name, but something that one uses. */
const others: ReadonlySet<string> = new Set([
  ...["Node", "PersistentVolumeClaim", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget"],
  ...["Ingress", "APIService", "Certificate", "Issuer", "ClusterIssuer", "ExternalSecret"],
]);

const evidenceOf = (
  { kind, namespace, name }: Subject,
  { category, since, facts = {} }: Fault,
  also: readonly Fault[],
  { cluster, mask }: Naming,
): Readonly<Record<string, string>> => {
  const rest = also.map((fault) => fault.category).join(", ");
  const rows = {
    cluster,
    namespace,
    kind,
    workload: name,
    category,
    ...facts,
    since: isoOf(since),
    also: rest,
  };
  return Object.fromEntries(
    Object.entries(rows).flatMap(([key, value]) =>
      value === undefined || value === "" ? [] : [[key, shown(value, mask)] as const],
    ),
  );
};

/** Masked first: a cut could leave half a secret that nothing recognises. */
const shown = (text: string, mask: (text: string) => string): string => {
  const line = mask(text).replace(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};
