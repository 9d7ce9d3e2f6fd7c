import { describe, expect } from "vitest";
import {
  ago,
  container,
  deployment,
  node,
  pod,
  replicaSet,
  waiting,
} from "../probes/kubectl/states/parts.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import type { Thing } from "../support/cluster/json.ts";
import { needs } from "../support/needs.ts";
import { startSteadystate } from "../support/start.ts";
import { toolPath } from "../support/tools.ts";
import { demandSeen, demandUnseen, keptIn } from "./support/canary.ts";

const test = needs("kubectl");

/** One per way in; each is a word that occurs nowhere else. */
const canaries = {
  inToken: "Kanari9token-Qz81",
  inUrl: "Kanari9url-Tt47",
  inEnv: "Kanari9env-Xk55",
  inBase64: "Kanari9coded-Vb93",
  inRecord: "Kanari9record-Lw02",
  inKey: "Kanari9keyNy26",
  inCutKey: "Kanari9cutkeyMm64",
  inNote: "Kanari9note-Jr30",
  acrossTheCut: "Kanari9across-Pd71",
  inQuietLog: "Kanari9quiet-Hs19",
} as const;

const encoded = (text: string): string => Buffer.from(text).toString("base64");

/** With `masking` off the same words stand in harmless places: then each must be seen somewhere. */
const linesWith = (masking: boolean): readonly string[] => {
  const name = (secret: string, plain: string): string => (masking ? secret : plain);
  const key = (word: string): string => `MIIEpAIBAAKCAQEA${word}`.padEnd(64, "A");
  return [
    // The beginning of the first block was cut off by the number of lines that are read.
    ...(masking ? [key(canaries.inCutKey), key("x"), "-----END RSA PRIVATE KEY-----"] : [canaries.inCutKey]),
    `calling with ${name("api_token", "flavour")}=${canaries.inToken}`,
    masking
      ? `dialing postgres://ann:${canaries.inUrl}@db.shop:5432/orders`
      : `dialing postgres://db.shop:5432/${canaries.inUrl}`,
    `the settings are ${canaries.inEnv}`,
    `the settings in code are ${masking ? encoded(canaries.inBase64) : canaries.inBase64}`,
    JSON.stringify({ level: "error", [name("password", "texture")]: canaries.inRecord }),
    ...(masking
      ? ["-----BEGIN RSA PRIVATE KEY-----", key(canaries.inKey), "-----END RSA PRIVATE KEY-----"]
      : [canaries.inKey]),
    // Half of it stands behind the last character of a line that is kept.
    `${name("client_secret", "note")}=${"y".repeat(masking ? 975 : 900)}${canaries.acrossTheCut}`,
    `panic: no use of ${name("bearer ", "")}${canaries.inNote}`,
  ];
};

const stamped = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => `${new Date().toISOString().replace("Z", "000000Z")} ${line}`);

const plain = (things: readonly unknown[]): readonly Thing[] => JSON.parse(JSON.stringify(things));

const worldWith = (masking: boolean) => {
  const env = [
    { name: masking ? "DB_PASSWORD" : "COLOUR", value: canaries.inEnv },
    { name: masking ? "SIGNING_KEY" : "TASTE", value: canaries.inBase64 },
  ];
  const spec = { nodeName: "node-1", containers: [{ name: "app", image: "shop/app:1", env }] };
  const quiet = [1, 2, 3].map(
    () => `level=error msg="cannot" ${masking ? "token" : "thing"}=${canaries.inQuietLog}`,
  );
  const fresh = { creationTimestamp: new Date().toISOString() };
  return {
    objects: plain([
      node("node-1", {}),
      deployment("web", { replicas: 1 }),
      replicaSet("web-a", "web", { replicas: 1 }),
      pod("web-a-1", { of: ["ReplicaSet", "web-a"] }),
      pod("lone", {
        ...{ ready: ["False", "10m"], spec, meta: { note: ago("1h"), ...fresh } },
        containers: [container("app", waiting("CrashLoopBackOff", "back-off", { restartCount: 7 }))],
      }),
    ]),
    logs: {
      "shop/lone/app": { previous: stamped(linesWith(masking)) },
      "shop/web-a-1/app": { current: stamped(quiet) },
    },
  };
};

const everythingSaid = async (masking: boolean): Promise<string> => {
  const here = await clusterHere(worldWith(masking));
  const env = { ...here.environment, PATH: toolPath };
  const said: string[] = [];
  const say = async (...argv: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await startSteadystate(argv, { cwd: here.root, env }).ended;
    said.push(stdout, stderr);
    return stdout;
  };
  for (const format of ["text", "plain", "markdown", "json", "bare"]) {
    const how = ["--verbose", "--debug", "--format", format] as const;
    await say("scan", "--source", "k8s-live", "--probe", "kubectl", "--deep", ...how);
    for (const verb of ["health", "findings", "summary"]) await say(verb, "--format", format);
  }
  const { findings } = JSON.parse(await say("findings", "--json")).data;
  for (const { fingerprint } of findings)
    for (const format of ["text", "json"]) await say("show", fingerprint, "--format", format);
  const kept = keptIn({ ...here, at: (path) => `${here.root}/${path}`, writeRaw: () => undefined });
  return [...said, ...kept].join("\n");
};

describe("secrets in log lines stop where a log is read (L14)", () => {
  test("no canary is in any output, nor in what is remembered", async () => {
    const said = await everythingSaid(true);
    for (const seen of ["Erroring", "CrashLoopBackOff", "go-panic", "calling with", "dialing", "‹secret"])
      expect(said.includes(seen), seen).toBe(true);
    demandUnseen(said, canaries);
  }, 240_000);

  test("with nothing to mask each is seen: the search can find (D34)", async () => {
    demandSeen(await everythingSaid(false), canaries);
  }, 240_000);
});
