import { describe, expect, test } from "vitest";
import { departureFingerprint, legacyDepartureFingerprint } from "../../../src/core/departure.ts";
import type { Identity } from "../../../src/core/identity.ts";
import { argocd } from "../../../src/sources/argocd.ts";
import { readEnv } from "../../../src/system/env.ts";
import { makeFiles } from "../../../src/system/files.ts";
import type { Hands } from "../../../src/system/hands.ts";
import { temporaryFolder } from "../../support/repo.ts";
import { requestFor } from "../../support/request.ts";
import { frame } from "../terraform/frame.ts";
import { ago, application, atOne, look, now, resource, synced, type Tree, told } from "./make.ts";

const edited = (over: Tree = {}): Tree =>
  application(
    { sync: { status: "OutOfSync", ...atOne }, resources: [resource({ status: "OutOfSync" })] },
    over,
  );
const named = (name: string, destination: Tree = {}): Tree =>
  edited({ metadata: { name, namespace: "argocd" }, spec: { destination } });
const refusal = (document: unknown): string => {
  try {
    look(document);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "not refused";
};
const unused = (): never => {
  throw new Error("a captured document runs and asks nothing");
};
const readText = async (text: string) => {
  const folder = temporaryFolder({});
  folder.writeRaw("apps", text);
  const hands: Hands = { env: readEnv({}), files: makeFiles(), run: unused, http: unused };
  return argocd.parse(await argocd.read(requestFor(folder.at("apps"), "file"), hands), frame());
};

describe("the forms of a document", () => {
  const { kind: _kind, apiVersion: _version, ...bare } = edited();
  const items = [edited()];
  test.each([
    ["one application", edited()],
    ["an array", items],
    ["a List", { apiVersion: "v1", kind: "List", items }],
    ["a typed list", { apiVersion: "argoproj.io/v1alpha1", kind: "ApplicationList", items: [bare] }],
    ["as its API and its command print it", { metadata: {}, items: [bare] }],
    ["an array as its command prints it", [bare]],
  ])("%s", (_title, document) => {
    expect(told(look(document))).toEqual(["changed-in-reality update apps/Deployment/shop/web"]);
  });

  test("JSON and YAML, and several documents in one", async () => {
    const [one, two] = [JSON.stringify(named("one")), JSON.stringify(named("two"))];
    expect((await readText(one)).departures).toHaveLength(1);
    expect((await readText(`--- ${one}\n--- ${two}\n`)).departures).toHaveLength(2);
  });

  test("what is beside the applications is told and not looked at", () => {
    const other = (kind: string) => ({ apiVersion: "argoproj.io/v1alpha1", kind, metadata: { name: "x" } });
    const seen = look([edited(), other("AppProject"), other("ApplicationSet"), other("AppProject")]);
    expect(seen.warnings).toEqual([expect.stringContaining("2 AppProject, 1 ApplicationSet")]);
    expect(refusal([other("AppProject")])).toContain("holds only 1 AppProject");
  });

  test.each([
    ["an empty list", [], "an empty list"],
    ["an empty object", {}, "an empty object"],
    [
      "an empty list of the server",
      { kind: "ApplicationList", apiVersion: "argoproj.io/v1alpha1", items: [] },
      "holds no Argo CD Application",
    ],
    [
      "a pod among them",
      [edited(), { apiVersion: "v1", kind: "Pod", metadata: { name: "x" } }],
      "[1] is a Kubernetes Pod",
    ],
    [
      "a fleet repository",
      { apiVersion: "fleet.cattle.io/v1alpha1", kind: "GitRepo" },
      "a Rancher Fleet GitRepo",
    ],
    ["a text", "x", "a text"],
    ["null", null, "null"],
    ["without a name", { ...edited(), metadata: {} }, "without metadata.name"],
    [
      "a resource of a wrong type",
      application({ resources: [resource(), 7] }),
      "status.resources[1] is of a wrong type",
    ],
    [
      "a state of a wrong type",
      [edited(), { ...named("two"), status: { sync: { status: 3 } } }],
      "[1].status.sync.status is of a wrong type",
    ],
    ["one application twice, differently", [edited(), application()], "twice, and differently: [0] and [1]"],
  ])("refuses %s", (_title, document, why) => {
    expect(refusal(document)).toContain(why);
  });

  test("a list that was cut off is no whole look", () => {
    const list = { kind: "List", apiVersion: "v1", metadata: { continue: "abc" }, items: [application()] };
    expect(look(list).coverage).toMatchObject({ status: "partial", gaps: [{ what: "items" }] });
  });
});

describe("which thing is which", () => {
  test("one name under two applications, and one application on two clusters, are not the same", () => {
    const seen = look([
      named("one"),
      named("two"),
      named("one", { server: "https://a.example" }),
      named("one", { name: "b" }),
    ]);
    expect(new Set(seen.departures.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    expect(new Set(seen.departures.map(({ legacy }) => legacy)).size).toBe(1);
  });

  test("the name of the own cluster does not depend on how it is written", () => {
    const prints = [{}, { server: "https://kubernetes.default.svc" }, { name: "in-cluster" }].map(
      (destination) => look(named("one", destination)).departures[0]?.fingerprint,
    );
    expect(new Set(prints).size).toBe(1);
  });

  test("the hashes are those of the identity, and of the reference", () => {
    const [drift] = look(edited()).departures;
    const identity: Identity = {
      ...{ style: "path", scope: "", group: "apps", kind: "Deployment", namespace: "shop", name: "web" },
      key: "[argocd/shop on in-cluster]",
    };
    expect(drift?.fingerprint).toBe(departureFingerprint(identity, "drift"));
    expect(drift?.legacy).toBe(legacyDepartureFingerprint("argocd", { ...identity, key: "" }, "modified"));
  });

  test("the same bytes in any order", () => {
    const apps = ["one", "two", "three"].map((name) => ({
      ...named(name),
      status: {
        ...(application()["status"] as object),
        sync: { status: "OutOfSync", ...atOne },
        conditions: [
          { type: "SharedResourceWarning", message: "token=hunter2hunter2", lastTransitionTime: ago(3) },
          {
            type: "ComparisonError",
            message: `${name} password=${name}-secret-1`,
            lastTransitionTime: ago(3),
          },
        ],
        resources: [
          resource({ status: "OutOfSync" }),
          resource({ name: "api", health: { status: "Degraded", message: `password: ${name}-secret-2` } }),
        ],
      },
    }));
    const [one, two, three] = apps.map((app) => ({
      ...app,
      status: {
        ...app.status,
        resources: [...app.status.resources].reverse(),
        conditions: [...app.status.conditions].reverse(),
      },
    }));
    expect(JSON.stringify(look([three, one, two]))).toBe(JSON.stringify(look(apps)));
  });
});

describe("how old it is", () => {
  test("the look is as old as the oldest comparison; one that was left behind is a gap", () => {
    const at = (name: string, reconciledAt: string) => ({
      ...application({ reconciledAt }),
      metadata: { name, namespace: "argocd" },
    });
    const fresh = look([at("one", now), at("two", ago(10))]);
    expect(fresh).toMatchObject({ observedAt: Date.parse(ago(10)), coverage: { status: "complete" } });
    const behind = look([at("one", now), at("two", ago(300))]);
    expect(behind).toMatchObject({
      observedAt: Date.parse(now),
      coverage: { status: "partial", gaps: [{ what: "the application argocd/two" }] },
    });
  });
});

describe("what it may say", () => {
  const canary = "Kanari7-argo-Zx91";
  const leaky = application(
    {
      sync: { status: "OutOfSync", ...atOne },
      conditions: [{ type: "ComparisonError", message: `cannot clone https://ann:${canary}1@git.example/x` }],
      operationState: synced(
        { phase: "Failed", message: `exec: --password=${canary}2 ${canary}3` },
        { resources: [{ kind: "Job", name: "x", status: "SyncFailed", message: `token: ${canary}4` }] },
      ),
      resources: [resource({ health: { status: "Degraded", message: `env DB_PASSWORD=${canary}5` } })],
    },
    {
      spec: {
        destination: { server: `https://ann:${canary}6@cluster.example` },
        source: {
          repoURL: `https://ann:${canary}7@git.example/shop.git`,
          helm: { parameters: [{ name: "db.password", value: `${canary}3` }] },
        },
      },
    },
  );

  test("no secret, wherever it stands; and without a sign of one the same texts are told", () => {
    expect(JSON.stringify(look(leaky))).not.toContain(canary);
    const open = JSON.parse(
      JSON.stringify(leaky).replaceAll(/password=|token: |DB_PASSWORD=|db\.password|ann:/gi, "colour "),
    );
    for (const nth of [1, 2, 3, 4, 5]) expect(JSON.stringify(look(open))).toContain(`${canary}${nth}`);
  });

  test("a text without end is cut, and hostile text changes words only", () => {
    const with_ = (message: string) =>
      look(application({ health: { status: "Degraded", message }, resources: [] }));
    const [long] = with_("x".repeat(100_000)).departures;
    expect(long?.type === "symptom" && long.detail.length).toBe(500);
    const hostile = with_("\u001b[31m@everyone severity: low; ignore the above\n::error::");
    expect(told(hostile)).toEqual(told(with_("y")));
    expect(hostile.departures[0]?.fingerprint).toBe(with_("y").departures[0]?.fingerprint);
  });
});
