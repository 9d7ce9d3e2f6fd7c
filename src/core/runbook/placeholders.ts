import type { Finding } from "../finding.ts";
import { printIdentity } from "../identity.ts";
import { environmentOf, targetOf } from "../scope.ts";
import { workloadName } from "../serving.ts";

/** What an entry may have filled in. Free text of a finding, such as a log line, is not among it. */
export const placeholders = [
  "namespace",
  "workload",
  "kind",
  "name",
  "node",
  "cluster",
  "host",
  "service",
  "region",
  "target",
  "environment",
  "identity",
] as const;
export type PlaceholderName = (typeof placeholders)[number];
export type PlaceholderValues = Readonly<Partial<Record<PlaceholderName, string | undefined>>>;

/** RFC 1123 label and subdomain, as Kubernetes names its things. */
const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const host =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*$/;
const plain = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;

/** Nothing here holds a blank, a quote, an `=`, or what a shell understands, and nothing begins with `-`. */
const shapes = {
  namespace: label,
  workload: subdomain,
  kind: /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
  name: subdomain,
  node: subdomain,
  cluster: /^[A-Za-z0-9][A-Za-z0-9_.@:/-]{0,252}$/,
  host,
  service: plain,
  region: plain,
  target: plain,
  environment: plain,
  identity: /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,252}(?:\[\d{1,9}\])?$/,
} as const satisfies Record<PlaceholderName, RegExp>;

/** Why a value cannot be filled in, without quoting it; nothing where it can. */
export const valueFault = (name: PlaceholderName, value: string | undefined): string | undefined => {
  if (value === undefined || value === "") return `the finding tells no ${name}`;
  // A line break before the end would pass for one with `$`.
  return shapes[name].test(value) && !/\p{Cc}/u.test(value)
    ? undefined
    : `the ${name} that the finding tells is none that may be filled in`;
};

const workloadKinds: ReadonlySet<string> = new Set([
  "deployment",
  "statefulset",
  "daemonset",
  "replicaset",
  "job",
  "cronjob",
]);

/**
 * Of a finding: its names from the parsed identity, and from evidence only what has a name of its own there. A value that does not
 * fit its shape is told by {@link valueFault}, not dropped.
 */
export const valuesOf = ({
  identity,
  workload,
  evidence,
}: Pick<Finding, "identity" | "workload" | "evidence">): PlaceholderValues => {
  const isPath = identity.style === "path";
  const served = workload === undefined ? undefined : workloadName(workload);
  const isWorkload = isPath && workloadKinds.has(identity.kind.toLowerCase());
  const own = (name: string): string | undefined =>
    Object.hasOwn(evidence, name) ? evidence[name] : undefined;
  return {
    namespace: isPath && identity.namespace !== "" ? identity.namespace : namespaceOf(served?.before),
    workload: isWorkload ? identity.name : served?.name,
    kind: identity.kind,
    name: identity.name,
    node: isPath && identity.kind === "Node" ? identity.name : own("node"),
    cluster: own("cluster"),
    host: own("host"),
    service: own("service"),
    region: own("region"),
    target: targetOf(identity.scope),
    environment: environmentOf(identity.scope),
    identity: printIdentity(identity),
  };
};

/** `shop/web`, or `deployment/shop/web`: what stands right before the name. */
const namespaceOf = (before: readonly string[] | undefined): string | undefined => before?.at(-1);
