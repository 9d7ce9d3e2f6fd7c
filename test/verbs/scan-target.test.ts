import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { temporaryFolder } from "../support/repo.ts";

const entries = {
  shop: { source: "terraform", path: "plan.json", label: "prod" },
  other: { source: "terraform", path: "plan.json", label: "prod" },
  cluster: { source: "terraform", path: "plan.json", context: "eu", kubeconfig_from: "touch ran" },
  later: { source: "k8s-live", path: "plan.json" },
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
