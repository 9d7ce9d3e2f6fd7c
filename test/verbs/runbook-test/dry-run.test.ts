import { existsSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { dryRunOf } from "../../../src/core/runbook/dry-run/dry-run.ts";
import { makeRun, type RunRequest } from "../../../src/system/run.ts";
import { deployment, node, pod, replicaSet } from "../../probes/kubectl/states/parts.ts";
import { shopChart } from "../../support/chart.ts";
import { clusterHere } from "../../support/cluster/cluster-here.ts";
import { type GateOptions, gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";
import { toolPath } from "../../support/tools.ts";
import {
  ansibleDryRuns,
  dryRunFiles,
  helmDryRuns,
  kubectlDryRuns,
  type Labelled,
  localDryRuns,
  one,
  terraformDryRuns,
} from "./dry-runs.ts";

const entryOf = ({ name, run, of, kind = "command" }: Labelled) => ({
  ...{ name, author: "ops", solution: { kind, run } },
  ...(of === undefined ? { match: `never ${name}` } : { for: "OOMKilled", match: of }),
});

type World = Awaited<ReturnType<typeof gateWorld>>;

const asked = async (
  labelled: readonly Labelled[],
  prepare: (world: World) => Promise<void> = async () => {},
  options: GateOptions = {},
) => {
  const world = await gateWorld({
    ...{ runbook: labelled.map(entryOf), files: dryRunFiles, env: { PATH: toolPath } },
    ...options,
  });
  await world.found();
  await prepare(world);
  const before = kept(world);
  const heard = world.cluster.requests.length;
  const { data } = await world.ask("runbook test", { reach: true }, await world.contextFor());
  const rows: readonly { entry: string; what: string; state: string; why: string }[] = data.rows;
  const told = new Map(rows.filter(({ what }) => what === "dry-run").map((row) => [row.entry, row]));
  const requests = world.cluster.requests.slice(heard);
  return { world, told, before, after: kept(world), requests };
};

/** Everything that the cluster and the folder keep; what is remembered of a look is no part of that. */
const kept = ({ cluster, folder }: World): string =>
  JSON.stringify([
    cluster.objects.all(),
    readdirSync(folder.root, { recursive: true })
      .map(String)
      .filter((path) => !path.startsWith(".steadystate"))
      .toSorted(),
  ]);

/** Whatever would have been written, were it not dry. */
const writtenTo = (requests: World["cluster"]["requests"]) =>
  requests.filter(
    ({ method, resource, dryRun }) => method !== "GET" && !resource.startsWith("selfsubject") && !dryRun,
  );

const objectsOfShop = JSON.parse(
  JSON.stringify([
    node("node-a"),
    deployment("web", { replicas: 1, available: 1 }),
    replicaSet("web-a", "web", { replicas: 1, ready: 1 }),
    pod("web-a-1", { of: ["ReplicaSet", "web-a"], spec: { nodeName: "node-a" } }),
  ]),
);

const judged = (labelled: readonly Labelled[], told: ReadonlyMap<string, { state: string; why: string }>) =>
  labelled.map(({ name, is, why }) => {
    const { state, why: said } = told.get(name) ?? { state: "not told", why: "" };
    const isRight = state === is && (why === undefined || why.test(said));
    return isRight ? `${name}: ${is}` : `${name}: ${state}, ${said}`;
  });

const right = (labelled: readonly Labelled[]) => labelled.map(({ name, is }) => `${name}: ${is}`);

describe("the dry run of a tool itself, with --reach", () => {
  needs("kubectl")(
    "kubectl: what could be done passes, what could not is stale, and the cluster keeps nothing of it",
    async () => {
      const { told, world, before, after, requests } = await asked(kubectlDryRuns);
      expect(judged(kubectlDryRuns, told)).toEqual(right(kubectlDryRuns));
      expect(after).toBe(before);
      expect(writtenTo(requests)).toEqual([]);
      expect(requests.filter(({ dryRun }) => dryRun).length).toBeGreaterThan(10);
      expect(world.ran).toEqual([]);
    },
    180_000,
  );

  needs("kubectl", "helm")(
    "helm: a release is neither rolled back nor upgraded nor gone",
    async () => {
      const chart = Object.entries(shopChart()).filter(([path]) => path !== "shop/templates/web.yaml");
      const before = async ({ folder, helm, cluster }: World): Promise<void> => {
        folder.write(Object.fromEntries(chart.map(([path, text]) => [`charts/${path}`, text])));
        const path = folder.at("charts/shop");
        await helm("install", "web", path, "-n", "shop");
        await helm("upgrade", "web", path, "-n", "shop", "--set", "greeting=bye");
        expect(cluster.objects.all().filter(({ type }) => type === "helm.sh/release.v1")).toHaveLength(2);
      };
      const asking = await asked(helmDryRuns, before);
      expect(judged(helmDryRuns, asking.told)).toEqual(right(helmDryRuns));
      expect(asking.after).toBe(asking.before);
      expect([writtenTo(asking.requests), asking.world.ran]).toEqual([[], []]);
    },
    180_000,
  );

  needs("kubectl")(
    "words of every kind, by the real kubectl: whatever it makes of them, nothing is changed",
    async () => {
      const here = await clusterHere({ objects: objectsOfShop }, { namespace: "shop" });
      const before = JSON.stringify(here.cluster.objects.all());
      const valued = ["-n", "-l", "-f", "-o", "-p", "--field-selector", "--grace-period", "--v"];
      const others = [
        "deploy/web",
        "shop",
        "app=web",
        "--all",
        "-A",
        "--force",
        "0",
        "--now",
        "--local",
        "-R",
        "--",
        "--dry_run=none",
      ];
      const calls = [
        ...["delete pod web-a-1", "scale deploy/web --replicas=3", "label deploy/web a=b", "cordon node-a"],
        ...[
          "annotate deploy/web a=b",
          "set image deploy/web app=x:2",
          "drain node-a --force",
          "create configmap flag",
        ],
      ].map((line) => line.split(" "));
      const into = fc.record({ word: fc.constantFrom(...valued, ...others), at: fc.nat({ max: 6 }) });
      const mixed = fc
        .sample(fc.tuple(fc.constantFrom(...calls), fc.array(into, { maxLength: 3 })), 80)
        .map(([call, more]) => more.reduce((words, { word, at }) => words.toSpliced(at, 0, word), call));
      // What takes the next word stands last, so that a word behind it would be swallowed.
      const drawn = [
        ...mixed,
        ...calls.map((call) => [...call, "--dry_run=none"]),
        ...calls.flatMap((call) => valued.map((option) => [...call, option])),
      ];
      let tried = 0;
      for (const words of drawn) {
        const dry = dryRunOf(["kubectl", ...words]);
        if (dry.is !== "steps") continue;
        for (const { words: argv } of dry.steps) await here.kubectl(...argv.slice(1));
        tried += 1;
      }
      expect(tried).toBeGreaterThan(30);
      expect(writtenTo(here.cluster.requests)).toEqual([]);
      expect(here.cluster.requests.filter(({ dryRun }) => dryRun).length).toBeGreaterThan(10);
      expect(JSON.stringify(here.cluster.objects.all())).toBe(before);
    },
    300_000,
  );

  needs("kubectl", "terraform")(
    "terraform: the plan of an apply, and no state",
    async () => {
      const { told, world, before, after } = await asked(terraformDryRuns);
      expect(judged(terraformDryRuns, told)).toEqual(right(terraformDryRuns));
      expect([after, world.ran]).toEqual([before, []]);
    },
    180_000,
  );

  needs("kubectl", "bash")(
    "an interpreter reads a script, and runs nothing of it",
    async () => {
      const { told, world } = await asked(localDryRuns);
      expect(judged(localDryRuns, told)).toEqual(right(localDryRuns));
      expect(world.ran).toEqual([]);
    },
    60_000,
  );

  needs("kubectl", "ansible-playbook")(
    "ansible reads a playbook, and goes to no host",
    async () => {
      const { told, world, before, after } = await asked(ansibleDryRuns);
      expect(judged(ansibleDryRuns, told)).toEqual(right(ansibleDryRuns));
      // By the module of the playbook a file would be there.
      expect([after, world.ran]).toEqual([before, []]);
    },
    120_000,
  );

  needs("kubectl", "ansible-playbook")(
    "ansible needs no home that can be written",
    async () => {
      const labelled = [one("ok", "playbook", "ansible-playbook -i localhost, playbooks/restart.yml")];
      const home = "/proc/no-home";
      const run: RunRequest[] = [];
      const { told } = await asked(labelled, undefined, {
        hands: {
          run: (request) => {
            run.push(request);
            return makeRun({ ...process.env, PATH: toolPath, HOME: home })(request);
          },
        },
      });
      expect(judged(labelled, told)).toEqual(right(labelled));
      const { env = {}, bare } = run.find(({ argv }) => argv.includes("--syntax-check")) ?? {};
      expect([bare, existsSync(env["ANSIBLE_LOCAL_TEMP"] ?? "/")]).toEqual([true, false]);
    },
    60_000,
  );

  needs("kubectl")(
    "a draft is not even tried",
    async () => {
      const draft = {
        ...entryOf(one("ok", "by-agent", "kubectl scale deploy/web --replicas=2 -n shop")),
        proposed: true,
      };
      const changed = {
        ...entryOf(one("ok", "changed", "sh scripts/flush.sh")),
        ...{ vouched_by: "os:ana", vouched_at: "2026-01-01T00:00:00Z", vouched_digest: "0".repeat(64) },
      };
      const { told, requests } = await asked([], undefined, { runbook: [draft, changed] });
      expect([...told.values()].map(({ state, why }) => [state, why])).toEqual([
        ["skipped", "it is a draft, and not even tried"],
        ["skipped", "it is a draft, and not even tried"],
      ]);
      expect(requests.filter(({ dryRun }) => dryRun)).toEqual([]);
    },
    60_000,
  );

  needs("kubectl")(
    "what one of several targets has is right, what none has is stale, and what one of them hides is open",
    async () => {
      const tried = async (other: "empty" | "broken", name: string) => {
        const empty = await clusterHere({ objects: [] }, { namespace: "shop" });
        if (other === "broken") await empty.cluster.close();
        const kubeconfig = empty.environment["KUBECONFIG"];
        const beside = async ({ folder, environment }: World): Promise<void> => {
          const own = { source: "k8s-live", probe: "kubectl", kubeconfig: environment["KUBECONFIG"] };
          folder.write({ "steadystate/targets.json": { shop: own, other: { ...own, kubeconfig } } });
        };
        const { told } = await asked(
          [one("ok", "scales", `kubectl scale deploy/${name} --replicas=2 -n shop`)],
          beside,
        );
        return told.get("scales");
      };
      expect(await tried("empty", "web")).toMatchObject({
        ...{ state: "ok", why: "kubectl scale --dry-run=server passes in shop" },
      });
      expect(await tried("empty", "wbe")).toMatchObject({ state: "stale" });
      expect(await tried("broken", "web")).toMatchObject({ state: "ok" });
      expect(await tried("broken", "wbe")).toMatchObject({ state: "unsure" });
    },
    120_000,
  );
});
