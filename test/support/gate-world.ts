import type { Context } from "../../src/context.ts";
import { makeRun, type RunRequest } from "../../src/system/run.ts";
import {
  at,
  container,
  deployment,
  ended,
  pod,
  replicaSet,
  type Thing,
  waiting,
} from "../probes/kubectl/states/parts.ts";
import { askIn } from "./ask.ts";
import { everything, type Rule } from "./cluster/access.ts";
import { clusterHere } from "./cluster/cluster-here.ts";
import type { Thing as Stored } from "./cluster/json.ts";
import { type ContextOptions, contextIn } from "./context.ts";
import { temporaryFolder } from "./repo.ts";

/** As a store takes them, with every instant as long ago as it was before the labelled look. */
const lately = (objects: readonly Thing[], now: number): readonly Stored[] =>
  JSON.parse(
    JSON.stringify(objects).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (text) =>
      new Date(Date.parse(text) + now - at).toISOString().replace(/\.\d+Z/, "Z"),
    ),
  );

const failures = {
  /** Killed for want of memory a while ago. */
  OOMKilled: () => container("app", { restartCount: 4, lastState: ended("OOMKilled", 137, "5m", "1h") }),
  CrashLoopBackOff: () =>
    container(
      "app",
      waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container", {
        ...{ restartCount: 12, lastState: ended("Error", 1, "2m") },
      }),
    ),
} as const;

/** `web`, whose container fails in one way, or serves. */
const web = (
  fails: keyof typeof failures | undefined,
  restartedAt: string | undefined,
  generation = 1,
): readonly Thing[] => {
  const annotations = restartedAt === undefined ? {} : { "kubectl.kubernetes.io/restartedAt": restartedAt };
  const template = {
    metadata: { labels: { app: "web" }, annotations },
    spec: { containers: [{ name: "app", image: "shop/app:1" }] },
  };
  return [
    deployment(
      "web",
      { replicas: 1, available: 1 },
      {
        spec: { template },
        status: { observedGeneration: generation },
        meta: {
          generation,
          annotations: { "deployment.kubernetes.io/revision": String(generation) },
        },
      },
    ),
    replicaSet("web-a", "web", { replicas: 1, ready: 1 }),
    pod("web-a-1", {
      of: ["ReplicaSet", "web-a"],
      ...(fails === undefined ? {} : { containers: [failures[fails]()] }),
      ...(fails === "CrashLoopBackOff" ? { ready: ["False", "10m"] as const } : {}),
    }),
  ];
};

/** Pods of `web` that were evicted a while ago, and only take up a name. */
const evicted = (count: number): readonly Thing[] =>
  Array.from({ length: count }, (_, at) =>
    pod(`web-a-gone-${at}`, {
      of: ["ReplicaSet", "web-a"],
      ...{ age: "2h", phase: "Failed", ready: ["False", "20m"], containers: [] },
      status: { reason: "Evicted", message: "The node was low on resource: memory." },
    }),
  );

type Heals = "heals" | "leaks" | "never-arrives";

export type GateOptions = ContextOptions & {
  /** What becomes of `web` once it was restarted. */
  readonly restart?: Heals;
  /** How `web` fails: killed for want of memory, unless it is said. */
  readonly fails?: keyof typeof failures;
  /** Text of steadystate/config.toml. */
  readonly config?: string;
  /** Entries of steadystate/solutions.json. */
  readonly runbook?: readonly Readonly<Record<string, unknown>>[];
  /** What the credential of the target may do; everything without it. */
  readonly rules?: readonly Rule[];
  /** Further files of the wall. */
  readonly files?: Readonly<Record<string, string>>;
  /** `web` serves, and so many of its pods were evicted. */
  readonly evicted?: number;
};

/**
 * A wall with one target, `shop`, at the test cluster: the real kubectl looks and acts, and a small controller does what the
 * cluster's own would. `ran` are the effects that were let loose.
 */
/** Somebody at a terminal, whoever runs the tests. */
const person: Context["actor"] = {
  class: "human",
  id: "os:ana",
  name: "ana",
  channel: "terminal",
  onBehalfOf: undefined,
};

export const gateWorld = async ({
  restart = "heals",
  fails = "OOMKilled",
  config,
  runbook,
  files,
  evicted: gone,
  rules = everything,
  ...options
}: GateOptions = {}) => {
  const now = Date.now();
  const tokens = { t: { user: "operator", rules } };
  const here = await clusterHere(
    {
      objects: lately(
        [...web(gone === undefined ? fails : undefined, undefined), ...evicted(gone ?? 0)],
        now,
      ),
      tokens,
    },
    { token: "t" },
  );
  const kubeconfig = here.environment["KUBECONFIG"] ?? "";
  const folder = temporaryFolder({
    "steadystate/targets.json": { shop: { source: "k8s-live", probe: "kubectl", kubeconfig } },
    ...(config === undefined ? {} : { "steadystate/config.toml": config }),
    ...(runbook === undefined ? {} : { "steadystate/solutions.json": runbook }),
    ...files,
  });
  const ran: RunRequest[] = [];
  let waited = 0;
  const restartOf = (): string | undefined =>
    /"kubectl.kubernetes.io\/restartedAt":"([^"]+)"/.exec(
      JSON.stringify(here.cluster.objects.get("Deployment", "shop", "web")?.["spec"]),
    )?.[1];
  const become = (isBad: boolean, restartedAt: string | undefined): void => {
    const text = JSON.stringify(here.cluster.objects.get("Deployment", "shop", "web"));
    const generation = Number(/"generation":(\d+)/.exec(text)?.[1] ?? 1);
    // What kubectl wrote stays as it is: another time would be another template.
    const objects = lately(
      web(isBad ? fails : undefined, restartedAt === undefined ? undefined : "<restarted>", generation),
      now,
    );
    for (const object of objects)
      here.cluster.objects.put(JSON.parse(JSON.stringify(object).replace("<restarted>", restartedAt ?? "")));
  };
  /** It was well after its restart, and is as it was before. */
  const sicken = (): void => become(true, restartOf());
  const controller = (): void => {
    const restartedAt = restartOf();
    if (restartedAt === undefined || restart === "never-arrives") return;
    become(restart === "leaks", restartedAt);
  };
  /** `web` serves again, by whatever hand. */
  const heal = (): void => {
    for (const object of lately(web(undefined, new Date(now).toISOString()), now))
      here.cluster.objects.put(object);
  };
  const contextFor = async (
    own: ContextOptions = {},
  ): Promise<Context & { readonly heard: readonly string[] }> => {
    const ctx = await contextIn(folder.root, {
      actor: person,
      ...options,
      ...own,
      env: { PATH: process.env["PATH"] ?? "", ...options.env, ...own.env },
      hands: { run: makeRun(here.environment), ...options.hands, ...own.hands },
      timing: {
        elapsed: () => performance.now() + waited,
        pause: async (milliseconds) => {
          // Whoever polls for minutes asks a few times only.
          waited += 20 * milliseconds;
          controller();
        },
        ...options.timing,
        ...own.timing,
      },
    });
    const act: Context["act"] = (request) => {
      ran.push(request);
      return ctx.act(request);
    };
    return { ...ctx, act };
  };
  const ctx = await contextFor();
  const ask = (
    name: Parameters<typeof askIn>[1],
    input: Parameters<typeof askIn>[2] = {},
    as: Context = ctx,
  ) => askIn(as, name, input);
  const scan = () => ask("scan", { target: "shop", checks: false });
  /** Looks, and answers the fingerprint of what fails. */
  const found = async (): Promise<string> => {
    const { data, text } = await scan();
    if (data === undefined) throw new Error(text);
    return data.alerts[0].items[0].fingerprint;
  };
  return { ...here, folder, ran, ctx, contextFor, ask, scan, found, controller, heal, sicken };
};
