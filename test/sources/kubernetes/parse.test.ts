import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Drift } from "../../../src/core/departure.ts";
import { fingerprint } from "../../../src/core/fingerprint.ts";
import { printIdentity } from "../../../src/core/identity.ts";
import type { Observation } from "../../../src/core/observation.ts";
import { k8s } from "../../../src/sources/k8s.ts";
import { captured, frame } from "../terraform/frame.ts";
import { readingOf } from "./reading.ts";

type Tree = Record<string, unknown>;

const object = (
  kind: string,
  apiVersion: string,
  name: string,
  rest: Tree = {},
  metadata: Tree = {},
): Tree => ({
  apiVersion,
  kind,
  metadata: { name, namespace: "shop", ...metadata },
  ...rest,
});
const deployment = (image: string, metadata: Tree = {}): Tree =>
  object(
    "Deployment",
    "apps/v1",
    "web",
    { spec: { template: { spec: { containers: [{ name: "web", image }] } } } },
    metadata,
  );
const config = (name: string, data: Tree = {}, metadata: Tree = {}): Tree =>
  object("ConfigMap", "v1", name, { data }, metadata);

const look = (declared: unknown, observed: unknown): Observation =>
  k8s.parse(captured({ declared, observed }), frame());
const drifts = (declared: unknown, observed: unknown): readonly Drift[] =>
  look(declared, observed).departures.filter((one): one is Drift => one.type === "drift");
const told = (declared: unknown, observed: unknown): readonly string[] =>
  drifts(declared, observed).map((one) => `${one.direction} ${printIdentity(one.identity)}`);
const refusal = (document: unknown): string => {
  try {
    k8s.parse(captured(document), frame());
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "not refused";
};

describe("the forms of a side", () => {
  const wanted = [deployment("web:2")];
  const expected = ["changed-in-reality apps/Deployment/shop/web"];

  test.each([
    ["a list", [deployment("web:1")]],
    ["a List", { kind: "List", apiVersion: "v1", items: [deployment("web:1")] }],
    ["one object", deployment("web:1")],
    [
      "a typed list",
      {
        kind: "DeploymentList",
        apiVersion: "apps/v1",
        items: [{ ...deployment("web:1"), kind: undefined, apiVersion: undefined }],
      },
    ],
    ["lists in a list", [{ kind: "List", items: [[deployment("web:1")]] }]],
    ["manifests as text", `---\n${JSON.stringify(deployment("web:1"))}\n---\n`],
  ])("%s", (_title, observed) => {
    expect(told(wanted, JSON.parse(JSON.stringify(observed)))).toEqual(expected);
  });

  test("YAML in several documents", async () => {
    const text = `declared: ${JSON.stringify(deployment("web:2"))}\n---\nobserved: ${JSON.stringify(deployment("web:1"))}\n`;
    expect(k8s.parse(await readingOf(text), frame()).departures).toHaveLength(1);
  });
});

describe("which thing is which", () => {
  test("the version is none of it, and a missing namespace is the one that was looked at", () => {
    const declared = { ...deployment("web:1", { namespace: undefined }), apiVersion: "apps/v1beta2" };
    expect(told([declared], [deployment("web:1")])).toEqual([]);
    expect(
      told(
        [declared],
        [deployment("web:1", { namespace: "default" }), config("x", {}, { namespace: "other" })],
      ),
    ).toEqual([]);
    expect(told([declared], [deployment("web:1"), config("x", {}, { namespace: "other" })])).toEqual([
      "vanished apps/Deployment/default/web",
    ]);
  });

  test("a kind outside of any namespace loses a stray one", () => {
    const role = (metadata: Tree) =>
      object("ClusterRole", "rbac.authorization.k8s.io/v1", "reader", { rules: [] }, metadata);
    expect(told([role({})], [role({ namespace: undefined })])).toEqual([]);
    const issuer = (metadata: Tree) =>
      object("Widget", "acme.example/v1", "one", { spec: { a: 1 } }, metadata);
    expect(told([issuer({})], [issuer({ namespace: undefined })])).toEqual([]);
  });

  test("the reference's fingerprint is of the identity as it is written", () => {
    const [changed] = drifts([deployment("web:2")], [deployment("web:1")]);
    const [gone] = drifts([config("a", {}, { namespace: undefined })], []);
    const [extra] = drifts(
      [deployment("web:1", { labels: { "app.kubernetes.io/instance": "shop" } })],
      [
        deployment("web:1", { labels: { "app.kubernetes.io/instance": "shop" } }),
        config("b", {}, { labels: { "app.kubernetes.io/instance": "shop" } }),
      ],
    );
    expect(changed?.legacy).toBe(sha256("kubernetes|apps/Deployment/shop/web|modified"));
    expect(gone?.legacy).toBe(sha256("kubernetes|ConfigMap/a|added"));
    expect(extra?.legacy).toBe(sha256("kubernetes|ConfigMap/shop/b|removed"));
    expect(changed?.fingerprint).toBe(fingerprint("steadystate/v1", "", "apps/Deployment/shop/web", "drift"));
  });
});

describe("directions", () => {
  const applied = (image: string, was: string): Tree =>
    deployment(image, {
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(deployment(was)) },
    });

  test("what was applied last tells which side moved", () => {
    expect(told([deployment("web:2")], [applied("web:1", "web:2")])).toEqual([
      "changed-in-reality apps/Deployment/shop/web",
    ]);
    expect(told([deployment("web:2")], [applied("web:1", "web:1")])).toEqual([
      "not-yet-applied apps/Deployment/shop/web",
    ]);
    expect(told([deployment("web:2")], [deployment("web:1")])).toEqual([
      "changed-in-reality apps/Deployment/shop/web",
    ]);
    const broken = { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{" } };
    expect(told([deployment("web:2")], [deployment("web:1", broken)])).toEqual([
      "changed-in-reality apps/Deployment/shop/web",
    ]);
  });

  test("what is gone", () => {
    const [drift] = drifts([deployment("web:1")], []);
    expect(drift).toMatchObject({ direction: "vanished", action: "create", reality: undefined });
    expect(look([deployment("web:1")], []).warnings.join()).toContain("holds no Deployment at all");
  });

  test("an extra object counts only with a mark of what is declared, and never what was made", () => {
    const mark = { labels: { "app.kubernetes.io/instance": "shop" } };
    const helm = {
      annotations: { "meta.helm.sh/release-name": "shop", "meta.helm.sh/release-namespace": "shop" },
    };
    const own = config("a", {}, mark);
    const set = object("StatefulSet", "apps/v1", "db", {
      spec: { volumeClaimTemplates: [{ metadata: { name: "data" } }] },
    });
    const live = [
      own,
      set,
      config("stranger"),
      config("other", {}, { labels: { "app.kubernetes.io/instance": "else" } }),
      config("left", {}, mark),
      config("made", {}, { ...mark, ownerReferences: [{ kind: "Widget", name: "x", controller: true }] }),
      object("Endpoints", "v1", "a", {}, mark),
      object("Secret", "v1", "sh.helm.release.v1.shop.v1", { type: "helm.sh/release.v1" }, mark),
      object("PersistentVolumeClaim", "v1", "data-db-0", {}, mark),
      object("PersistentVolumeClaim", "v1", "data-old", {}, mark),
    ];
    expect(told([own], live)).toEqual([
      "unmanaged ConfigMap/shop/left",
      "unmanaged PersistentVolumeClaim/shop/data-old",
    ]);
    expect(told([config("a")], [config("a", {}, helm), config("b", {}, helm)])).toEqual([
      "unmanaged ConfigMap/shop/b",
    ]);
  });
});

describe("documents that are none", () => {
  test.each([
    [
      "a List",
      { kind: "List", apiVersion: "v1", items: [deployment("a")] },
      "it is a Kubernetes List of Deployments",
    ],
    ["a plan", { format_version: "1.2", planned_values: {} }, "it is a Terraform plan"],
    ["nothing", null, "it is null"],
    ["one side", { declared: [] }, "has no observed side"],
    ["a text", { declared: "hello", observed: [] }, "declared is a text"],
    ["a number in a side", { declared: [3], observed: [] }, "declared[0] is a number"],
    [
      "an error answer",
      { declared: [], observed: { kind: "Status", apiVersion: "v1" } },
      "observed is an error answer of the server",
    ],
    [
      "without a name",
      { declared: [{ kind: "Pod", apiVersion: "v1", metadata: { generateName: "x-" } }], observed: [] },
      "declared[0] is a Pod without metadata.name",
    ],
    [
      "without a kind",
      { declared: [{ a: 1 }], observed: [] },
      "declared[0] is an object with a, without apiVersion and kind",
    ],
    [
      "without items",
      { declared: { kind: "List", apiVersion: "v1" }, observed: [] },
      "declared is a List without items",
    ],
    [
      "labels of a wrong type",
      { declared: [config("a", {}, { labels: ["x"] })], observed: [] },
      "declared[0] has a metadata.labels of a wrong type",
    ],
    [
      "broken manifests",
      { declared: "a: 1\na: 2\n", observed: [] },
      "declared is not usable YAML: a key stands twice in one map (line 2)",
    ],
    [
      "an identity twice",
      { declared: [config("a", { x: "1" }), config("a", { x: "2" })], observed: [] },
      "ConfigMap/shop/a stands in it twice, and differently: declared[0] and declared[1]",
    ],
  ])("%s", (_title, document, clause) => {
    expect(refusal(document)).toContain(clause);
  });

  test("the same object twice is told, and is one", () => {
    const { departures, warnings } = look([config("a"), config("a")], [config("a")]);
    expect(departures).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining("1 object(s) stand in the snapshot more than once")]);
  });

  test("a list that was cut off, and nothing declared, are no complete look", () => {
    const list = { kind: "List", apiVersion: "v1", metadata: { continue: "x" }, items: [config("a")] };
    expect(look([config("a")], list).coverage).toMatchObject({
      status: "partial",
      gaps: [{ what: "observed" }],
    });
    expect(look([], [config("a")]).coverage).toMatchObject({ status: "partial" });
    expect(look([config("a")], [config("a")]).coverage).toMatchObject({
      status: "complete",
      gaps: [],
      looked: 1,
    });
  });
});

test("the order of the document moves no byte", () => {
  const declared = [
    deployment("web:2"),
    config("a", { x: "1" }),
    object("Secret", "v1", "s", { stringData: { p: "one-secret-word" } }),
  ];
  const observed = [
    deployment("web:1"),
    config("a", { x: "2" }),
    object("Secret", "v1", "s", { data: { p: "b3RoZXI=" } }),
  ];
  const straight = JSON.stringify(look(declared, observed));
  expect(JSON.stringify(look([...declared].reverse(), [...observed].reverse()))).toBe(straight);
  expect(straight).not.toMatch(/one-secret-word|b3RoZXI|other/);
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
