import { describe, expect, test } from "vitest";
import { legacyDepartureFingerprint } from "../../../src/core/departure.ts";
import {
  bundle,
  bundleIn,
  config,
  deployment,
  look,
  now,
  ready,
  repository,
  type Tree,
  told,
  web,
} from "./make.ts";

const modified = repository({ resources: [{ ...web, state: "Modified" }] });
const refusal = (document: unknown): string => {
  try {
    look(document);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "not refused";
};

describe("the forms of a document", () => {
  const { kind: _kind, apiVersion: _version, ...bare } = modified;
  test.each([
    ["one repository", modified],
    ["an array", [modified, bundle()]],
    ["a List", { apiVersion: "v1", kind: "List", items: [modified, bundle(), deployment()] }],
    ["a typed list", { apiVersion: "fleet.cattle.io/v1alpha1", kind: "GitRepoList", items: [bare] }],
  ])("%s", (_title, document) => {
    expect(told(look(document))).toEqual([
      "changed-in-reality update apps/Deployment/shop/web[fleet-default/shop]",
    ]);
  });

  test.each([
    ["an empty list", [], "an empty list"],
    ["an empty object", {}, "an empty object"],
    [
      "an application of Argo CD",
      { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "x" } },
      "an Argo CD Application",
    ],
    [
      "only a group of clusters",
      { apiVersion: "fleet.cattle.io/v1alpha1", kind: "ClusterGroup", metadata: { name: "x" } },
      "holds only 1 ClusterGroup",
    ],
    ["without a name", { ...modified, metadata: {} }, "without metadata.name"],
    [
      "a resource of a wrong type",
      repository({ resources: [web, "x"] }),
      "status.resources[1] is of a wrong type",
    ],
    [
      "a state of a wrong type",
      [bundle(), repository({ resources: [{ ...web, state: 4 }] })],
      "[1].status.resources[0].state is of a wrong type",
    ],
    ["one repository twice, differently", [modified, repository()], "twice, and differently: [0] and [1]"],
  ])("refuses %s", (_title, document, why) => {
    expect(refusal(document)).toContain(why);
  });

  test("the hint names the source that reads it", () => {
    expect(() =>
      look({ apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "x" } }),
    ).toThrow(expect.objectContaining({ hint: "it looks like one for --source argocd" }));
  });
});

describe("which thing is which", () => {
  const perClusterState = [
    { state: "Modified", clusterId: "fleet-default/c1" },
    { state: "Modified", clusterId: "fleet-default/c2" },
  ];

  test("one name on two clusters, and under two repositories, are not the same; the reference's hash is", () => {
    const one = repository({ resources: [{ ...web, state: "Modified", perClusterState }] });
    const other = { ...one, metadata: { name: "other", namespace: "fleet-default" } };
    const { departures } = look([one, other]);
    expect(new Set(departures.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    expect(new Set(departures.map(({ legacy }) => legacy))).toEqual(
      new Set([
        legacyDepartureFingerprint(
          "rancher",
          {
            style: "path",
            scope: "",
            group: "apps",
            kind: "Deployment",
            namespace: "shop",
            name: "web",
            key: "",
          },
          "modified",
        ),
      ]),
    );
  });

  test("the reference's hash of what is gone, left over or failing", () => {
    const of = (state: string) => look(repository({ resources: [{ ...web, state }] })).departures[0]?.legacy;
    const hash = (word: string) =>
      legacyDepartureFingerprint(
        "rancher",
        {
          style: "path",
          scope: "",
          group: "apps",
          kind: "Deployment",
          namespace: "shop",
          name: "web",
          key: "",
        },
        word,
      );
    expect([of("Missing"), of("Orphaned"), of("ErrApplied")]).toEqual(
      ["added", "removed", "modified"].map(hash),
    );
  });

  test("the same bytes in any order", () => {
    const failing = (name: string): Tree => ({
      ...config,
      name,
      state: "ErrApplied",
      message: `password: ${name}-secret`,
    });
    const objects = [
      bundleIn("Modified", { modifiedStatus: [web, { ...config, missing: true }] }),
      repository({
        resources: [failing("a"), failing("b"), { ...web, state: "Modified", perClusterState }],
        conditions: [
          ready({ status: "False", message: "token=abcdefgh1" }),
          { type: "Stalled", status: "True", message: "secret: zyxwvuts9" },
        ],
      }),
    ];
    const shuffled = JSON.parse(JSON.stringify(objects), (key, value: unknown) =>
      Array.isArray(value) && key !== "message" ? [...value].reverse() : value,
    );
    expect(JSON.stringify(look(shuffled))).toBe(JSON.stringify(look(objects)));
    expect(JSON.stringify(shuffled)).not.toBe(JSON.stringify(objects));
  });
});

describe("what it may say", () => {
  const canary = "Kanari5-fleet-Qw71";
  const leaky = [
    bundleIn(
      "Modified",
      {
        message: `secret.v1 shop/login modified {"data":{"settings":"${canary}1"}}`,
        modifiedStatus: [{ ...web, patch: `{"data":{"password":"${canary}2"}}` }],
      },
      {},
    ),
    repository(
      {
        conditions: [
          ready({ status: "False", message: `secret.v1 shop/login modified {"data":{"x":"${canary}3"}}` }),
          { type: "Stalled", status: "True", message: `https://ann:${canary}4@git.example refused` },
        ],
        resources: [
          {
            ...config,
            state: "NotReady",
            message: `error when applying patch:\n{"data":{"x":"${canary}5"}}\nto:\nResource`,
          },
          { ...web, state: "NotReady", message: `token=${canary}6` },
        ],
      },
      { repo: `https://ann:${canary}7@git.example/shop` },
    ),
  ];

  test("no secret, and nothing of what differs", () => {
    const said = JSON.stringify(look(leaky));
    expect(said).not.toContain(canary);
    const message = `secret.v1 shop/login modified {"data":{"settings":"${canary}8"}}`;
    const whole = JSON.stringify(look(bundleIn("Modified", { message })));
    expect(whole).toContain("secret.v1 shop/login modified (what differs is left out)");
    expect(whole).not.toContain(canary);
    const open = JSON.parse(
      JSON.stringify(leaky)
        .replaceAll("token=", "colour ")
        .replaceAll(/ann:|@/g, "")
        .replaceAll("when applying patch", "x"),
    );
    for (const nth of [4, 5, 6]) expect(JSON.stringify(look(open))).toContain(`${canary}${nth}`);
  });

  test("how old it is: when Fleet last did anything", () => {
    expect(look([repository(), bundle()]).observedAt).toBe(Date.parse(now));
  });
});
