import { describe, expect } from "vitest";
import { namespaceProd } from "../support/chart.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { needs } from "../support/needs.ts";
import { startSteadystate } from "../support/start.ts";
import { toolPath } from "../support/tools.ts";
import { demandSeen, demandUnseen, keptIn } from "./support/canary.ts";

const test = needs("helm", "kubectl");

/** One per way in; each is a word that occurs nowhere else. */
const canaries = {
  inSecret: "Kanari7secret-Qz81",
  inVariable: "Kanari7variable-Xk55",
  inValues: "Kanari7values-Mm64",
  inApplied: "Kanari7applied-Ny26",
} as const;

/** With `masking` off the same values stand in harmless places, where a difference shows them. */
const filesWith = (masking: boolean) => {
  const name = (secret: string, plain: string): string => (masking ? secret : plain);
  return {
    "shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "prod.yaml": `${name("password", "flavour")}: ${canaries.inValues}\n`,
    "shop/templates/all.yaml": `apiVersion: v1
kind: ${name("Secret", "ConfigMap")}
metadata: {name: login, namespace: prod}
${name("stringData", "data")}:
  word: ${canaries.inSecret}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: prod}
data:
  app.yaml: |
    ${name("client_secret", "texture")}: {{ .Values.${name("password", "flavour")} }}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: prod}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1
          env:
            - {name: ${name("DB_PASSWORD", "COLOUR")}, value: ${canaries.inVariable}}
            - {name: ${name("API_TOKEN", "TASTE")}, value: {{ .Values.${name("password", "flavour")} }}}
`,
  };
};

/** Everything that is said and kept when what a chart declares was changed by hand. */
const everythingSaid = async (masking: boolean): Promise<string> => {
  const here = await clusterHere({ objects: [namespaceProd] }, { files: filesWith(masking) });
  const env = { ...here.environment, PATH: toolPath };
  const run = (...argv: readonly string[]) => startSteadystate(argv, { cwd: here.root, env }).ended;
  const said: string[] = [];
  const say = async (...argv: readonly string[]): Promise<void> => {
    const { stdout, stderr } = await run(...argv);
    said.push(stdout, stderr);
  };
  expect((await here.helm("install", "shop", "./shop", "-f", "prod.yaml")).exit).toBe(0);
  await here.kubectl("set", "env", "deployment/web", "DB_PASSWORD=changed", "COLOUR=changed", "TASTE-");
  const [kind, member] = masking ? (["secret", "stringData"] as const) : (["configmap", "data"] as const);
  await here.kubectl("patch", kind, "login", "-p", JSON.stringify({ [member]: { word: "changed" } }));
  await here.kubectl(
    "patch",
    "configmap",
    "settings",
    "-p",
    JSON.stringify({ data: { "app.yaml": "a: 1\n" } }),
  );
  const annotation = masking ? "kubectl.kubernetes.io/last-applied-configuration" : "acme.example/note";
  await here.kubectl(
    "annotate",
    "deployment/web",
    `${annotation}=${JSON.stringify({ a: canaries.inApplied })}`,
  );
  for (const format of ["text", "plain", "markdown", "json", "bare"]) {
    const how = ["--verbose", "--format", format] as const;
    await say("verify", "shop", "-f", "prod.yaml", ...how);
    await say("scan", "--source", "helm", ...how);
    await say("ci", "--source", "helm", "--debug", ...how);
    for (const verb of ["health", "findings", "summary"]) await say(verb, "--format", format);
  }
  const { stdout } = await run("findings", "--json");
  for (const { fingerprint } of JSON.parse(stdout).data.findings) await say("show", fingerprint, "--json");
  here.write({ "shop/templates/bad.yaml": `{{ fail .Values.${masking ? "password" : "flavour"} }}` });
  await say("verify", "shop", "-f", "prod.yaml", "--debug");
  return [
    ...said,
    ...keptIn({ ...here, at: (path) => `${here.root}/${path}`, writeRaw: () => undefined }),
  ].join("\n");
};

describe("secrets of a chart and of its release stop at the parse boundary (L14)", () => {
  test("no canary is in any output, nor in what is remembered", async () => {
    const said = await everythingSaid(true);
    for (const seen of ["env[name=DB_PASSWORD].value", "data.word", "helm template", "‹secret"])
      expect(said.includes(seen), seen).toBe(true);
    demandUnseen(said, canaries);
  }, 240_000);

  test("with nothing to mask, what a difference shows is seen: the search can find (D34)", async () => {
    const { inApplied: _never, ...shown } = canaries;
    demandSeen(await everythingSaid(false), shown);
  }, 240_000);
});
