import { ago, condition, container, object, pod, type Scene, type Thing, waiting, web } from "./parts.ts";

const of = (
  apiVersion: string,
  kind: string,
  conditions: readonly Thing[],
  { spec = {}, status = {}, meta = {} }: Readonly<Record<"spec" | "status" | "meta", Thing>> | Thing = {},
): Thing =>
  object(apiVersion, kind, "thing", { spec, status: { conditions, ...part(status) } }, { ...part(meta) });

const part = (value: unknown): Thing => (typeof value === "object" && value !== null ? { ...value } : {});

const widget = "acme.example/v1";
const says = (word: string): readonly string[] => [`Widget/thing ${word} medium`];
const madeBy = (kind: string, apiVersion = widget) => ({
  ownerReferences: [{ apiVersion, kind, name: "thing", uid: `${kind}-thing`, controller: true }],
});

const made = (one: Thing, kind: string): Thing => ({
  ...one,
  metadata: { ...part(one["metadata"]), ...madeBy(kind) },
});

const crashing = (kind: string): Thing =>
  pod("thing-0", {
    ...{ ready: ["False", "1h"], meta: madeBy(kind) },
    containers: [container("app", waiting("CrashLoopBackOff"))],
  });

/** Kinds that nobody listed: what they say of themselves in the words that many controllers share. */
export const customScenes: readonly Scene[] = [
  ...(
    [
      ["Ready", "is not ready"],
      ["Available", "is not available"],
      ["Healthy", "is not healthy"],
      ["Synced", "is not in step"],
      ["Reconciled", "is not in step"],
      ["Succeeded", "did not succeed"],
      ["Established", "is not established"],
      ["Programmed", "is not in force"],
      ["Accepted", "is not accepted"],
      ["Installed", "is not installed"],
    ] as const
  ).flatMap(([type, what]): readonly Scene[] => [
    {
      name: `of any kind: ${what}, by ${type}`,
      objects: [of(widget, "Widget", [condition(type, "False", "1h", "NoWay")])],
      says: says("NoWay"),
    },
    {
      name: `of any kind: ${what} is denied, by ${type}`,
      objects: [of(widget, "Widget", [condition(type, "True", "1h", "NoWay")])],
      says: [],
    },
  ]),
  ...["Stalled", "Degraded", "Failed", "Failure", "NotReady", "Irreconcilable", "ReconcileError"].flatMap(
    (type): readonly Scene[] => [
      {
        name: `of any kind: ${type} is true`,
        objects: [of(widget, "Widget", [condition(type, "True", "1h", "NoWay")])],
        says: says("NoWay"),
      },
      {
        name: `of any kind: ${type} is false`,
        objects: [of(widget, "Widget", [condition(type, "False", "1h", "NoWay")])],
        says: [],
      },
    ],
  ),
  {
    name: "of any kind: on its way since ten minutes",
    objects: [
      of(widget, "Widget", [
        condition("Reconciling", "True", "10m"),
        condition("Ready", "False", "10m", "NoWay"),
      ]),
    ],
    says: [],
  },
  {
    name: "of any kind: on its way since two hours",
    objects: [
      of(widget, "Widget", [
        condition("Reconciling", "True", "2h"),
        condition("Ready", "False", "2h", "NoWay"),
      ]),
    ],
    says: says("NoWay"),
  },
  {
    name: "of any kind: a database that is being made since a quarter of an hour",
    objects: [
      of("rds.aws.example/v1beta1", "Instance", [
        condition("Synced", "True", "15m"),
        condition("Ready", "False", "15m", "Creating"),
      ]),
    ],
    says: [],
  },
  {
    name: "of any kind: a database that cannot be made",
    objects: [
      of("rds.aws.example/v1beta1", "Instance", [
        condition("Synced", "False", "15m", "ReconcileError", "no such subnet"),
        condition("Ready", "False", "15m", "Creating"),
      ]),
    ],
    says: ["Instance/thing ReconcileError medium"],
  },
  {
    name: "of any kind: what it says of an older spec",
    objects: [
      of(widget, "Widget", [{ ...condition("Ready", "False", "1h", "NoWay"), observedGeneration: 1 }], {
        meta: { generation: 2 },
      }),
    ],
    says: [],
  },
  {
    name: "of any kind: what it says of this spec",
    objects: [
      of(widget, "Widget", [{ ...condition("Ready", "False", "1h", "NoWay"), observedGeneration: 2 }], {
        meta: { generation: 2 },
      }),
    ],
    says: says("NoWay"),
  },
  {
    name: "of any kind: it calls it no more than information",
    objects: [
      of(widget, "Widget", [{ ...condition("Ready", "False", "1h", "NoTraffic"), severity: "Info" }]),
    ],
    says: [],
  },
  {
    name: "of any kind: it does not say since when",
    objects: [of(widget, "Widget", [{ type: "Ready", status: "False", reason: "NoWay" }])],
    says: [],
  },
  ...[{ suspend: true }, { paused: true }, { suspended: true }].map(
    (spec): Scene => ({
      name: `of any kind: held by ${Object.keys(spec)[0]}`,
      objects: [of(widget, "Widget", [condition("Ready", "False", "1h", "NoWay")], { spec })],
      says: [],
    }),
  ),
  {
    name: "of any kind: held by a condition",
    objects: [
      of(widget, "Widget", [condition("Paused", "True", "1h"), condition("Ready", "False", "1h", "NoWay")]),
    ],
    says: [],
  },
  {
    name: "of any kind: about to go",
    objects: [
      of(widget, "Widget", [condition("Ready", "False", "1h", "NoWay")], {
        meta: { deletionTimestamp: ago("1h") },
      }),
    ],
    says: [],
  },
  ...["Active", "Fallback", "Progressing", "ContinuousArchiving", "Upgradeable", "Scheduled"].flatMap(
    (type) =>
      ["True", "False", "Unknown"].map(
        (status): Scene => ({
          name: `of any kind: ${type} ${status}, of which not every controller means the same`,
          objects: [of(widget, "Widget", [condition(type, status, "1h", "Whatever")])],
          says: [],
        }),
      ),
  ),
  {
    name: "of any kind: conditions that are none",
    objects: [
      of(widget, "Widget", [], { status: { conditions: "Ready=False" } }),
      object(widget, "Gadget", "a", { status: { conditions: [null, 7, "Ready", { type: 7 }] } }),
      object(widget, "Gadget", "b", { status: null }),
      object(widget, "Gadget", "c"),
    ],
    says: [],
  },
  {
    name: "of any kind: one that was made by another which fails for it: the maker speaks",
    objects: [
      of(widget, "Widget", [condition("Ready", "False", "1h", "PartFails")]),
      object(
        widget,
        "Part",
        "thing-part",
        { status: { conditions: [condition("Ready", "False", "1h", "NoQuota", "the quota is used up")] } },
        madeBy("Widget"),
      ),
    ],
    says: says("PartFails"),
  },
  {
    name: "of any kind: one that was made by another which is well",
    objects: [
      of(widget, "Widget", [condition("Ready", "True", "1h")]),
      object(
        widget,
        "Part",
        "thing-part",
        { status: { conditions: [condition("Ready", "False", "1h", "NoQuota")] } },
        madeBy("Widget"),
      ),
    ],
    says: ["Part/thing-part NoQuota medium"],
  },
  {
    name: "of any kind: its own pods crash, and it says so too",
    objects: [of(widget, "Widget", [condition("Ready", "False", "1h", "PodsFail")]), crashing("Widget")],
    says: ["Widget/thing CrashLoopBackOff high"],
    serves: [0, 1, 0],
  },
  {
    name: "of any kind: its own pods crash, and it does not say so",
    objects: [of(widget, "Widget", [condition("Ready", "True", "1h")]), crashing("Widget")],
    says: ["Widget/thing CrashLoopBackOff high"],
    serves: [0, 1, 0],
  },
  {
    name: "of any kind: its own pods serve",
    objects: [
      of(widget, "Widget", [condition("Ready", "True", "1h")]),
      pod("thing-0", { meta: madeBy("Widget") }),
    ],
    says: [],
    serves: [1, 0, 0],
  },
  {
    name: "of any kind: a Deployment that it made crashes",
    objects: [
      of(widget, "Widget", [condition("Ready", "True", "1h")]),
      ...web([{ ready: ["False", "1h"], containers: [container("app", waiting("CrashLoopBackOff"))] }]).map(
        (one) => (one["kind"] === "Deployment" ? made(one, "Widget") : one),
      ),
    ],
    says: ["Deployment/web CrashLoopBackOff high"],
    serves: [0, 1, 0],
  },
  {
    name: "of any kind: a Job that it made failed",
    objects: [
      of(widget, "Widget", [condition("Ready", "True", "1h")]),
      made(
        object("batch/v1", "Job", "setup", {
          spec: {},
          status: { failed: 1, conditions: [condition("Failed", "True", "1h", "BackoffLimitExceeded")] },
        }),
        "Widget",
      ),
    ],
    says: ["Job/setup BackoffLimitExceeded high"],
  },
];
