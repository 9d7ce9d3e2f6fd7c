import {
  ago,
  condition,
  container,
  deployment,
  object,
  pod,
  type Scene,
  type Thing,
  waiting,
} from "./parts.ts";

const service = (spec: Thing = {}, more: Thing = {}): Thing =>
  object("v1", "Service", "web", {
    spec: {
      type: "ClusterIP",
      clusterIP: "10.0.0.9",
      selector: { app: "web" },
      ports: [{ port: 80, targetPort: 8080 }],
      ...spec,
    },
    status: { loadBalancer: {} },
    ...more,
  });

const slice = (ready: readonly boolean[]): Thing =>
  object(
    "discovery.k8s.io/v1",
    "EndpointSlice",
    "web-x",
    {
      addressType: "IPv4",
      endpoints: ready.map((one, index) => ({
        addresses: [`10.1.0.${index}`],
        conditions: { ready: one, serving: one, terminating: false },
      })),
      ports: [{ port: 8080 }],
    },
    { labels: { "kubernetes.io/service-name": "web" } },
  );

const ingress = (backend: string): Thing =>
  object("networking.k8s.io/v1", "Ingress", "shop", {
    spec: {
      rules: [
        {
          host: "shop.example",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: backend, port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
    status: { loadBalancer: {} },
  });

const custom = (
  apiVersion: string,
  kind: string,
  conditions: readonly Thing[],
  { spec = {}, status = {}, meta = {} } = {},
): Thing => object(apiVersion, kind, "thing", { spec, status: { conditions, ...status } }, meta);

const flux = "kustomize.toolkit.fluxcd.io/v1";
const certificate = (notAfter: string, renewal: string): Thing =>
  custom("cert-manager.io/v1", "Certificate", [condition("Ready", "True", "9d", "Ready")], {
    status: { notAfter, renewalTime: renewal },
  });
const inDays = (days: number): string => new Date(Date.parse(ago("0s")) + days * 86_400_000).toISOString();

export const networkScenes: readonly Scene[] = [
  {
    name: "a Service with endpoints",
    objects: [service(), slice([true, true]), pod("web-1"), pod("web-2")],
    says: [],
  },
  {
    name: "a headless Service",
    objects: [service({ clusterIP: "None" }), slice([true]), pod("web-1")],
    says: [],
  },
  {
    name: "a headless Service without a selector",
    objects: [service({ clusterIP: "None", selector: undefined })],
    says: [],
  },
  {
    name: "a Service by an external name",
    objects: [service({ type: "ExternalName", externalName: "db.example", selector: undefined })],
    says: [],
  },
  {
    name: "a Service of what is scaled to nothing",
    objects: [service(), slice([]), deployment("web", { replicas: 0 })],
    says: [],
  },
  {
    name: "a Service whose selector meets nothing at all",
    objects: [service({ selector: { app: "wbe" } }), slice([]), pod("web-1")],
    says: ["Service/web SelectsNothing low"],
  },
  {
    name: "a Service whose pods crash: the pods say so",
    objects: [
      service(),
      slice([false]),
      pod("web-1", { ready: ["False", "9m"], containers: [container("app", waiting("CrashLoopBackOff"))] }),
    ],
    says: ["Pod/web-1 CrashLoopBackOff high"],
  },
  {
    name: "ready pods that no endpoint leads to",
    objects: [service(), slice([]), pod("web-1")],
    says: ["Service/web NoEndpoints medium"],
  },
  {
    name: "a pod that has become ready a moment ago",
    objects: [service(), slice([]), pod("web-1", { ready: ["True", "5s"] })],
    says: [],
  },
  {
    name: "a load balancer with an address",
    objects: [
      service({ type: "LoadBalancer" }, { status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } }),
      slice([true]),
      pod("web-1"),
    ],
    says: [],
  },
  {
    name: "a load balancer that nobody provides",
    objects: [service({ type: "LoadBalancer" }), slice([true]), pod("web-1")],
    says: ["Service/web LoadBalancerPending medium"],
  },
  {
    name: "an Ingress to a Service that is there",
    objects: [ingress("web"), service(), slice([true]), pod("web-1")],
    says: [],
  },
  {
    name: "an Ingress to a Service that is not there",
    objects: [ingress("wbe"), service(), slice([true]), pod("web-1")],
    says: ["Ingress/shop BackendMissing medium"],
  },
  {
    name: "an Ingress to an external name",
    objects: [
      ingress("web"),
      service({ type: "ExternalName", externalName: "x.example", selector: undefined }),
    ],
    says: [],
  },
  {
    name: "a resource that is ready",
    objects: [custom(flux, "Kustomization", [condition("Ready", "True", "1d", "ReconciliationSucceeded")])],
    says: [],
  },
  {
    name: "a resource that is not ready since an hour",
    objects: [
      custom(flux, "Kustomization", [condition("Ready", "False", "1h", "BuildFailed", "no such file")]),
    ],
    says: ["Kustomization/thing BuildFailed medium"],
  },
  {
    name: "a resource that is not ready since ten seconds",
    objects: [custom(flux, "Kustomization", [condition("Ready", "False", "10s", "Progressing")])],
    says: [],
  },
  {
    name: "a suspended resource",
    objects: [
      custom(flux, "Kustomization", [condition("Ready", "False", "1h", "BuildFailed")], {
        spec: { suspend: true },
      }),
    ],
    says: [],
  },
  {
    name: "a resource that is stalled",
    objects: [
      custom("helm.toolkit.fluxcd.io/v2", "HelmRelease", [
        condition("Stalled", "True", "1h", "RetriesExceeded"),
        condition("Ready", "False", "1h", "InstallFailed"),
      ]),
    ],
    says: ["HelmRelease/thing RetriesExceeded medium"],
  },
  {
    name: "a resource that is not stalled",
    objects: [
      custom("helm.toolkit.fluxcd.io/v2", "HelmRelease", [
        condition("Stalled", "False", "1h"),
        condition("Ready", "True", "1h"),
      ]),
    ],
    says: [],
  },
  {
    name: "a resource whose status is of an older spec",
    objects: [
      custom(flux, "Kustomization", [condition("Ready", "False", "1h", "BuildFailed")], {
        meta: { generation: 3 },
        status: { observedGeneration: 2 },
      }),
    ],
    says: [],
  },
  {
    name: "a resource that does not know",
    objects: [custom(flux, "Kustomization", [condition("Ready", "Unknown", "1h", "Progressing")])],
    says: [],
  },
  {
    name: "a condition of which nobody knows which way is good",
    objects: [
      custom("external-secrets.io/v1", "ExternalSecret", [
        condition("Ready", "True", "1h"),
        condition("Frobnicated", "False", "1h"),
      ]),
    ],
    says: [],
  },
  {
    name: "a degraded resource",
    objects: [
      custom("external-secrets.io/v1", "ExternalSecret", [condition("Degraded", "True", "1h", "NoProvider")]),
    ],
    says: ["ExternalSecret/thing NoProvider medium"],
  },
  { name: "a certificate with time left", objects: [certificate(inDays(60), inDays(30))], says: [] },
  {
    name: "a certificate of a day, renewed in time",
    objects: [certificate(inDays(1), inDays(0.5))],
    says: [],
  },
  {
    name: "a certificate that was not renewed",
    objects: [certificate(inDays(10), inDays(-20))],
    says: ["Certificate/thing CertExpiring medium"],
  },
  {
    name: "a certificate with two days left",
    objects: [certificate(inDays(2), inDays(-28))],
    says: ["Certificate/thing CertExpiring high"],
  },
];
