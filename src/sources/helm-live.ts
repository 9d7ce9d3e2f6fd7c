import { SteadystateError } from "../errors.ts";
import type { Cluster } from "../platform/kubernetes/cluster.ts";
import { isBuiltIn, isObject } from "../platform/kubernetes/compare/thing.ts";
import { darkCluster } from "../platform/kubernetes/dark.ts";
import { keptReads } from "../platform/kubernetes/helm.ts";
import { clusterReads, clusterVersions } from "../platform/kubernetes/reads.ts";
import type { Hands } from "../system/hands.ts";
import { type Chart, readChart } from "./kubernetes/chart.ts";
import { redactorOf } from "./kubernetes/chart-values.ts";
import { demandCluster } from "./kubernetes/demand.ts";
import { settle } from "./kubernetes/generated.ts";
import { parseLive } from "./kubernetes/judge.ts";
import { keptOf } from "./kubernetes/kept-by-helm.ts";
import { homeOf, lookFor, type Rendering, render } from "./kubernetes/rendered.ts";
import type { Reading, Source, SourceRequest } from "./source.ts";

type Template = {
  readonly release: string;
  readonly chart: string;
  readonly namespace: string;
  /** As helm takes it: the version of the server. */
  readonly server: string;
  readonly kinds: readonly string[];
  readonly values: readonly string[];
};

/** Hooks and tests run once and are gone: they are no part of what a release is. */
const templating = ({ release, chart, namespace, server, kinds, values }: Template): readonly string[] => [
  ...["helm", "template", release, chart, `--namespace=${namespace}`, "--no-hooks", "--include-crds"],
  `--kube-version=${server}`,
  ...(kinds.length === 0 ? [] : [`--api-versions=${kinds.join(",")}`]),
  ...values.map((file) => `--values=${file}`),
];

const templatings = [{ kinds: [] }, { kinds: ["<kinds>"] }].map((one) => [
  ...templating({
    ...{ release: "<release>", chart: "<chart>", namespace: "<namespace>", server: "<version>" },
    ...one,
    values: ["<file>"],
  }),
]);

/** A Helm chart against the cluster that runs it. */
export const helmLive = {
  name: "helm-live",
  summary: "Helm: what a chart renders against what runs in a cluster",
  needs: { binaries: ["kubectl", "helm"], variables: ["KUBECONFIG"], versions: clusterVersions },
  observes: [...templatings, ...keptReads, ...clusterReads],
  accepts: ["folder"],
  cluster: ["folder"],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: (request, hands) => readRelease(request, hands),
  parse: parseLive,
} as const satisfies Source;

const readRelease = async (request: SourceRequest, hands: Hands): Promise<Reading> => {
  const cluster = demandCluster(request);
  const chart = await readChart(request.path, hands.files);
  const namespace = homeOf(request, cluster);
  const { release = chart.name, values } = request.settings.helm;
  const template: Template = {
    ...{ release: plainRelease(release), chart: request.path, namespace, values },
    server: await serverOf(cluster),
    kinds: chart.asksKinds ? await kindsOf(cluster) : [],
  };
  const rendering: Rendering = {
    argv: templating(template),
    called: "helm template",
    redact: await redactorOf(request.path, values, hands.files),
  };
  const first = await rendered(request, rendering, hands);
  const second = await rendered(request, rendering, hands);
  const strays = first.filter((one) => !isObject(one));
  const { declared, leave, unnamed, nameless } = settle(first.filter(isObject), second.filter(isObject));
  const kept = await keptOf({ name: template.release, namespace }, cluster.helm);
  return lookFor(request, {
    ...{ cluster, namespace, declared: [...declared, ...strays], leave, unnamed, ...kept },
    informational: countsOf({ "generated places": leave.length, "generated names": nameless }),
    warnings: [...warningsOf(chart), ...kept.warnings],
  });
};

const rendered = async (
  request: SourceRequest,
  rendering: Rendering,
  hands: Hands,
): Promise<readonly unknown[]> => {
  try {
    return await render(request, rendering, hands);
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || !/missing in charts\/ directory/.test(thrown.message))
      throw thrown;
    const [, names = ""] = /missing in charts\/ directory: (.+)/.exec(thrown.message) ?? [];
    throw new SteadystateError(
      "not-initialised",
      `charts that ${request.path} depends on are not fetched: ${names}`,
      { hint: `helm dependency build ${request.path}`, cause: thrown, details: { path: request.path } },
    );
  }
};

/** Throws `usage` for what helm would not take as the name of a release. */
const plainRelease = (name: string): string => {
  if (/^[a-z0-9](?:[-a-z0-9.]{0,51}[a-z0-9])?$/.test(name)) return name;
  throw new SteadystateError("usage", `${name} is no name of a release`, {
    hint: "steadystate verify <chart> --release <name>: lower-case letters, digits and -, 53 at most",
  });
};

/** A template may render another thing for another version of the server. */
const serverOf = async (cluster: Cluster): Promise<string> => {
  const version = await cluster.version();
  if (!version.ok) throw darkCluster(cluster, version);
  return version.value;
};

/** What the cluster serves beyond what helm itself knows: whole groups, and each kind in them. */
const kindsOf = async (cluster: Cluster): Promise<readonly string[]> => {
  const groups = await cluster.groups();
  if (!groups.ok) throw darkCluster(cluster, groups);
  const versions = [...groups.value].flatMap(([group, own]) => (isBuiltIn(group) ? [] : own));
  const served = await Promise.all(
    versions.map(async (version) => {
      const kinds = await cluster.served(version);
      if (!kinds.ok) throw darkCluster(cluster, kinds);
      return [version, ...kinds.value.map(({ kind }) => `${version}/${kind}`)];
    }),
  );
  return served.flat();
};

const countsOf = (counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

const warningsOf = ({ looksUp }: Chart): readonly string[] =>
  looksUp
    ? [
        "the templates ask the cluster for objects (lookup) and were rendered without one: what they make of the answer may differ from what was installed",
      ]
    : [];
