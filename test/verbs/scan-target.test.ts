import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeRun } from "../../src/system/run.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { ask } from "../support/ask.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { deployment } from "../support/cluster/make.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { toolPath } from "../support/tools.ts";

const entries = {
  shop: { source: "terraform", path: "plan.json", label: "prod" },
  other: { source: "terraform", path: "plan.json", label: "prod" },
  cluster: { source: "terraform", path: "plan.json", context: "eu", kubeconfig_from: "touch ran" },
  later: { source: "ansible", path: "plan.json" },
};
const plan = {
  ...{ format_version: "1.2", terraform_version: "1.11.4", applyable: true, complete: true, errored: false },
  ...{ planned_values: { root_module: {} }, configuration: {}, timestamp: new Date().toISOString() },
  resource_changes: [
    {
      ...{ address: "aws_s3_bucket.logs", mode: "managed", type: "aws_s3_bucket", name: "logs" },
      change: { actions: ["update"], before: { acl: "private" }, after: { acl: "public-read" } },
    },
  ],
};
const wall = () => temporaryFolder({ "plan.json": plan, "steadystate/targets.json": entries });

describe("scan --target", () => {
  test("takes source, path and label of the target, which names what is found", async () => {
    const folder = wall();
    const scan = async (target: string, more = {}) =>
      (await ask("scan", { target, stateless: true, ...more }, folder)).data;
    const shop = await scan("shop");
    expect(shop.looks[0]).toMatchObject({ source: "terraform", path: "plan.json", environment: "prod" });
    expect((await scan("shop", { label: "test" })).looks[0].environment).toBe("test");
    const fingerprints = (found: typeof shop) =>
      found.alerts.flatMap(({ items }: { items: { fingerprint: string }[] }) =>
        items.map(({ fingerprint }) => fingerprint),
      );
    expect(fingerprints(shop).length).toBeGreaterThan(0);
    const other = new Set(fingerprints(await scan("other")));
    expect(fingerprints(shop).filter((one: string) => other.has(one))).toEqual([]);
    expect(fingerprints(await scan("shop"))).toEqual(fingerprints(shop));
  });

  test("a target that says more than a scan honours is refused, and nothing of it runs", async () => {
    const folder = wall();
    const { exit, text } = await ask("scan", { target: "cluster" }, folder);
    expect(exit).toBe(6);
    expect(text).toContain("scan cannot act upon context and kubeconfig_from of the target cluster");
    expect(readdirSync(folder.root)).toEqual(["plan.json", "steadystate"]);
  });

  test("a name that stands twice is nobody's: which one was meant is not guessed", async () => {
    const folder = wall();
    folder.writeRaw(
      "steadystate/targets.json",
      '{"shop": {"source": "terraform", "path": "plan.json"},\n "shop": {"source": "terraform", "path": "other.json"}}',
    );
    const { exit, text } = await ask("scan", { target: "shop", stateless: true }, folder);
    expect([exit, text]).toEqual([2, expect.stringMatching(/targets\.json:2:2: .*shop.*second time/)]);
  });

  test("a path or source beside it, an unknown name, a source of a later version", async () => {
    const folder = wall();
    const scan = (input: Readonly<Record<string, unknown>>) => ask("scan", input, folder);
    expect((await scan({ target: "shop", path: "plan.json" })).exit).toBe(2);
    expect((await scan({ target: "shop", source: "terraform-state" })).exit).toBe(2);
    expect(await scan({ target: "shp" })).toMatchObject({
      exit: 5,
      text: "there is no target shp, did you mean shop? | steadystate targets",
    });
    expect((await scan({ target: "later" })).exit).toBe(2);
    folder.write({ "steadystate/config.toml": '[defaults]\npath = "elsewhere.json"\n' });
    expect((await scan({ target: "shop", stateless: true })).data.looks[0].path).toBe("plan.json");
  });
});

describe("scan --target of a cluster", () => {
  needs("kubectl")(
    "reads the cluster of the target, and never the one that this machine points at",
    async () => {
      const [mine, ambient] = [
        await clusterHere({ objects: [deployment({ name: "other" })] }),
        await clusterHere(),
      ];
      mine.write({ "web.json": deployment() });
      await mine.kubectl("apply", "-f", "web.json");
      const folder = temporaryFolder({});
      const kubeconfig = mine.cluster.kubeconfig(folder.at("eu.kubeconfig"), { context: "eu" });
      const ambientConfig = ambient.cluster.kubeconfig(folder.at("ambient"), { context: "eu" });
      folder.write({
        "steadystate/targets.json": {
          eu: { source: "k8s-live", context: "eu", kubeconfig: "eu.kubeconfig" },
          brokered: { source: "k8s-live", kubeconfig_from: `cat ${kubeconfig}` },
          broken: { source: "k8s-live", context: "eu", kubeconfig_from: "false" },
          "other-context": { source: "k8s-live", context: "us", kubeconfig: "eu.kubeconfig" },
        },
      });
      const run = makeRun({ PATH: toolPath, HOME: folder.root, KUBECONFIG: ambientConfig });
      const ctx = await contextIn(folder.root, { hands: { run } });
      const scan = async (input: Readonly<Record<string, unknown>>) =>
        dispatch(await verbs.scan(), { checks: false, ...input }, ctx);
      const before = mine.cluster.requests.length;
      for (const target of ["eu", "brokered"]) {
        const { exit, ...reply } = await scan({ target });
        const looks = [
          { source: "k8s-live", looked: 1 },
          { source: "kubectl", looked: 2 },
        ];
        expect([exit, reply], JSON.stringify(reply)).toMatchObject([0, { data: { looks } }]);
      }
      expect(mine.cluster.requests.length).toBeGreaterThan(before);
      for (const target of ["broken", "other-context"]) expect((await scan({ target })).exit).toBe(3);
      expect(ambient.cluster.requests).toEqual([]);
      // Findings of a target are named by it, those of a context by the context.
      const named = await scan({ source: "k8s-live", context: "eu", kubeconfig: "eu.kubeconfig" });
      expect(named).toMatchObject({ data: { looks: [{ scope: "cluster=eu" }] } });
      expect(ambient.cluster.requests).toEqual([]);
    },
  );
});
