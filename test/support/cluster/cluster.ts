import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { User } from "./access.ts";
import { selfSigned } from "./certificate.ts";
import type { World } from "./defaults/index.ts";
import { makeAllocator } from "./defaults/network.ts";
import { type Fault, type Faults, makeFaults } from "./faults.ts";
import { type Thing, text } from "./json.ts";
import { type KubeconfigOptions, writeKubeconfig } from "./kubeconfig.ts";
import type { Log, Logs } from "./logs.ts";
import { serve } from "./serve.ts";
import { makeStore, type Store } from "./store.ts";

/** One request as it came, in order of arrival. */
export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** "" where no served kind lives at that path (discovery, version). */
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: string;
  readonly userAgent: string;
  readonly contentType: string;
  readonly body: string;
  readonly dryRun: boolean;
  /** 0 while it has no answer, or never got one. */
  status: number;
};

export type ClusterOptions = {
  /** What is there already, stored as given: no defaults. Their namespaces are made. */
  readonly objects?: readonly Thing[];
  readonly logs?: Readonly<Record<string, Log>>;
  /** By node: what its kubelet answers at `/stats/summary`. */
  readonly summaries?: Readonly<Record<string, Thing>>;
  /** By token; without a table everybody may do everything. */
  readonly tokens?: Readonly<Record<string, User>>;
  readonly faults?: readonly Fault[];
  readonly clock?: () => Date;
  /** False: a deleted pod stays, terminating, as where its node is gone. */
  readonly kubelet?: boolean;
  readonly gitVersion?: string;
};

export type Cluster = {
  /** Plain HTTP, or HTTPS where there are tokens. */
  readonly url: string;
  /** Writes a kubeconfig at that path, and gives the path back. */
  readonly kubeconfig: (path: string, options?: KubeconfigOptions) => string;
  readonly objects: Objects;
  readonly logs: Logs;
  readonly summaries: Map<string, Thing>;
  readonly requests: readonly Seen[];
  /** Done once such a request has arrived, at once if one already has. */
  readonly until: (arrived: (request: Seen) => boolean) => Promise<void>;
  readonly faults: Faults;
  readonly close: () => Promise<void>;
};

/** The live store, by kind as a human names it: `Deployment`, `traefik.io/Middleware`. */
export type Objects = {
  readonly all: () => readonly Thing[];
  readonly get: (kind: string, namespace: string, name: string) => Thing | undefined;
  /** Writes as a controller would: no access rule, no default, no request. */
  readonly put: (object: Thing) => Thing;
  readonly remove: (kind: string, namespace: string, name: string) => void;
};

/** What handlers work with. */
export type Running = {
  readonly world: World;
  readonly logs: Logs;
  readonly summaries: Map<string, Thing>;
  readonly faults: Faults;
  readonly seen: Seen[];
  readonly arrivals: Set<() => void>;
  readonly tokens: Readonly<Record<string, User>> | undefined;
  readonly clock: () => Date;
  readonly kubelet: boolean;
  readonly gitVersion: string;
};

/** A Kubernetes API server of ours on loopback, good enough for the real kubectl and helm; several may run at once. */
export const startCluster = async (options: ClusterOptions = {}): Promise<Cluster> => {
  const clock = options.clock ?? (() => new Date());
  const store = makeStore(clock);
  seed(store, options.objects ?? []);
  const running: Running = {
    world: { store, allocator: makeAllocator() },
    logs: new Map(Object.entries(options.logs ?? {})),
    summaries: new Map(Object.entries(options.summaries ?? {})),
    faults: makeFaults(options.faults ?? []),
    seen: [],
    arrivals: new Set(),
    tokens: options.tokens,
    clock,
    kubelet: options.kubelet ?? true,
    gitVersion: options.gitVersion ?? "v1.33.4",
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    serve(running, request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  };
  // A client never sends a token in the clear.
  const tls = options.tokens === undefined ? undefined : selfSigned();
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the cluster has no port");
  const url = `${tls === undefined ? "http" : "https"}://127.0.0.1:${address.port}`;
  return {
    url,
    kubeconfig: (path, more = {}) => writeKubeconfig(path, { url, cert: tls?.cert }, more),
    objects: objectsOf(store),
    logs: running.logs,
    summaries: running.summaries,
    requests: running.seen,
    until: (arrived) =>
      new Promise((done) => {
        const look = () => {
          if (!running.seen.some(arrived)) return;
          running.arrivals.delete(look);
          done();
        };
        running.arrivals.add(look);
        look();
      }),
    faults: running.faults,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

const seed = (store: Store, objects: readonly Thing[]): void => {
  // Definitions first, so that the kinds that they make are served when their objects come.
  const isDefinition = (object: Thing) => object["kind"] === "CustomResourceDefinition";
  const namespace = (name: string): Thing => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
  const named = new Set(
    objects.map((object) => text(object, "metadata", "namespace")).filter((name) => name !== ""),
  );
  for (const name of ["default", "kube-system", ...named]) store.put(namespace(name));
  for (const object of objects.filter(isDefinition)) store.put(object);
  for (const object of objects.filter((one) => !isDefinition(one))) store.put(object);
};

const objectsOf = (store: Store): Objects => {
  const kindNamed = (name: string) => {
    const [group, kind] = name.includes("/") ? name.split("/") : [undefined, name];
    const found = store
      .kinds()
      .find((known) => known.kind === kind && (group === undefined || known.group === group));
    if (found === undefined) throw new Error(`no kind ${name} is served`);
    return found;
  };
  return {
    all: store.all,
    get: (kind, namespace, name) => store.get(kindNamed(kind), namespace, name),
    put: store.put,
    remove: (kind, namespace, name) => store.remove(kindNamed(kind), namespace, name),
  };
};
