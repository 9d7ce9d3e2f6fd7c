import type { Tree } from "./pair-parts.ts";

/** One thing as it is declared, as it lives and as its deployer wrote it down, and what is to be said of it. */
export type DirectionCase = {
  readonly title: string;
  readonly declared: Tree | null;
  readonly live: Tree | null;
  /** What the deployer keeps of what it put in force, and of an attempt that failed. */
  readonly stored?: { readonly inForce: readonly Tree[]; readonly tried?: readonly Tree[] };
  /** Whether the declaration was itself read from reality. */
  readonly exact?: boolean;
  /** `none` where nothing is to be told. */
  readonly expected: string;
};

type Parts = {
  readonly image?: string;
  readonly replicas?: number;
  readonly log?: string;
  readonly annotations?: Tree;
  readonly set?: readonly Tree[];
};

/** A workload with a few places in it; a place that is not given is not there. */
export const shop = ({ image = "web:1", replicas, log, annotations, set }: Parts = {}): Tree => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    ...{ name: "web", namespace: "shop", labels: { app: "web" } },
    ...(annotations === undefined ? {} : { annotations }),
    ...(set === undefined ? {} : { managedFields: set }),
  },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        containers: [
          { name: "web", image, ...(log === undefined ? {} : { env: [{ name: "LOG", value: log }] }) },
        ],
      },
    },
  },
});

const web = 'spec/template/spec/containers/k:{"name":"web"}';
const places = {
  labels: ["metadata/labels/app"],
  selector: ["spec/selector"],
  pods: ["spec/template/metadata/labels/app", `${web}/name`],
  image: [`${web}/image`],
  replicas: ["spec/replicas"],
  log: [`${web}/env/k:{"name":"LOG"}/name`, `${web}/env/k:{"name":"LOG"}/value`],
  annotation: ["metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration"],
} as const;
type Place = keyof typeof places;

export const rest: readonly Place[] = ["labels", "selector", "pods"];

type By = { readonly how?: "Apply" | "Update"; readonly since?: string; readonly through?: string };

/** Who set which places, as a server writes it down. */
export const by = (
  manager: string,
  own: readonly Place[],
  { how = "Update", since = "2026-03-01T00:00:00Z", through }: By = {},
): Tree => {
  const fields: Tree = {};
  for (const path of own.flatMap((place) => places[place])) {
    let node = fields;
    for (const step of path.split("/")) {
      const key = step.startsWith("k:") ? step : `f:${step.replaceAll("~1", "/")}`;
      const next = node[key] ?? {};
      node[key] = next;
      node = next as Tree;
    }
  }
  return {
    ...{ manager, operation: how, apiVersion: "apps/v1", time: since, fieldsType: "FieldsV1" },
    fieldsV1: fields,
    ...(through === undefined ? {} : { subresource: through }),
  };
};

export const settings = (name: string, annotations?: Tree): Tree => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "shop", ...(annotations === undefined ? {} : { annotations }) },
  data: { greeting: "hello" },
});

export const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "shelves.acme.example" },
  spec: { group: "acme.example", scope: "Namespaced", names: { kind: "Shelf", plural: "shelves" } },
};

/** As `kubectl apply` writes down what it was given. */
export const lastApplied = (object: Tree): Tree => ({
  "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(object),
});

export const ofHelm = { "meta.helm.sh/release-name": "shop", "meta.helm.sh/release-namespace": "shop" };
