import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { deployment } from "../support/cluster/make.ts";
import { needs } from "../support/needs.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { startSteadystate } from "../support/start.ts";
import { toolPath } from "../support/tools.ts";
import { demandSeen, demandUnseen, keptIn } from "./support/canary.ts";

const test = needs("kubectl");

/** One per way in; each is a word that occurs nowhere else. */
const canaries = {
  inVariable: "Kanari6variable-Xk55",
  inEncoded: "Kanari6encoded-Aa17",
  inArgument: "Kanari6argument-Vb93",
  inWord: "Kanari6word-Pl40",
  inUrl: "Kanari6url-Tt47",
  inApplied: "Kanari6applied-Ny26",
  inSecret: "Kanari6secret-Ew61",
} as const;

/** With `masking` off the same values stand in harmless places, where a baseline keeps them. */
const objects = (masking: boolean, tag: string) => {
  const name = (secret: string, plain: string): string => (masking ? secret : plain);
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  const words = masking
    ? []
    : [canaries.inVariable, canaries.inEncoded, canaries.inApplied, canaries.inSecret];
  const web = deployment(
    {},
    {
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          containers: [
            {
              name: "web",
              image: `nginx:${tag}`,
              env: [
                { name: "PLAIN", value: canaries.inVariable },
                { name: "OTHER", value: base64(canaries.inEncoded) },
              ],
              args: [
                ...[`${name("--api-token", "--colour")}=${canaries.inArgument}`, tag],
                ...[name("--db-password", "--flavour"), canaries.inWord],
                masking
                  ? `https://ann:${canaries.inUrl}@example.com`
                  : `https://example.com/${canaries.inUrl}`,
                ...words,
              ],
            },
          ],
        },
      },
    },
  );
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": canaries.inApplied };
  return [
    { ...web, metadata: { name: "web", namespace: "prod", annotations } },
    {
      ...{ apiVersion: "v1", kind: "Secret", metadata: { name: "login", namespace: "prod" } },
      data: { password: base64(canaries.inSecret) },
    },
  ];
};

const wall = async (masking: boolean) => {
  const { cluster } = await clusterHere({ objects: objects(masking, "1") });
  const folder = temporaryFolder({
    "steadystate/targets.json": { eu: { source: "k8s-baseline", context: "eu", kubeconfig: "eu" } },
  });
  cluster.kubeconfig(folder.at("eu"), { context: "eu" });
  const change = (): void => {
    for (const one of objects(masking, "2")) cluster.objects.put(one);
  };
  return { folder, change };
};

const env = { PATH: toolPath };
/** Not `steadystate()`, which would keep the cluster from answering. */
const run = ({ root }: Repo, ...argv: readonly string[]) => startSteadystate(argv, { cwd: root, env }).ended;

/** Everything that is said and kept when a cluster is captured, changes, is compared and is captured again. */
const everythingSaid = async (masking: boolean): Promise<string> => {
  const { folder, change } = await wall(masking);
  const said: string[] = [];
  const say = async (...argv: readonly string[]): Promise<void> => {
    const { stdout, stderr } = await run(folder, ...argv);
    said.push(stdout, stderr);
  };
  await say("baseline", "eu", "--debug");
  said.push(...keptIn(folder));
  change();
  for (const format of ["text", "plain", "markdown", "json", "bare"])
    await say("scan", "--target", "eu", "--verbose", "--format", format);
  const { stdout } = await run(folder, "findings", "--json");
  for (const { fingerprint } of JSON.parse(stdout).data.findings) await say("show", fingerprint, "--json");
  await say("baseline", "eu", "--json");
  return [...said, ...keptIn(folder)].join("\n");
};

describe("secrets of a cluster stop before its baseline (L14)", () => {
  test("no canary is in the baseline, in any output, nor in what is remembered", async () => {
    const said = await everythingSaid(true);
    for (const seen of ["containers[name=web].image", "--api-token=‹secret›", '"changed": 1'])
      expect(said.includes(seen), seen).toBe(true);
    demandUnseen(said, canaries);
  }, 180_000);

  test(
    "with nothing to mask, each canary is seen: the search can find (D34)",
    async () => demandSeen(await everythingSaid(false), canaries),
    180_000,
  );
});

describe("a capture that is killed", () => {
  test("between the temporary file and its name leaves the old one, which goes on to serve", async () => {
    const { folder, change } = await wall(true);
    const { data } = JSON.parse((await run(folder, "baseline", "eu", "--json")).stdout);
    const good = readFileSync(folder.at(data.file), "utf8");
    change();
    folder.write({
      "killed.cjs": 'require("node:fs/promises").rename = () => process.kill(process.pid, "SIGKILL");',
    });
    const killed = startSteadystate(["baseline", "eu"], {
      cwd: folder.root,
      env: { ...env, NODE_OPTIONS: `--require=${folder.at("killed.cjs")}` },
    });
    expect((await killed.ended).status).toBe(-1);
    expect(readFileSync(folder.at(data.file), "utf8")).toBe(good);
    const look = JSON.parse((await run(folder, "scan", "--target", "eu", "--stateless", "--json")).stdout);
    expect(look.data.alerts).toHaveLength(1);
    const again = JSON.parse((await run(folder, "baseline", "eu", "--json")).stdout);
    expect(again.data).toMatchObject({ state: "refreshed", before: { changed: 1 } });
  });
});
