import { describe, expect, test } from "vitest";
import { whereIn } from "../support/agent.ts";
import { steadystate } from "../support/cli.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { demandSeen, demandUnseen, keptIn, saidAtTerminal, saidToAgent } from "./support/canary.ts";

/** One per way in; each is a word that occurs nowhere else. */
const canaries = {
  inData: "Kanari8data-Qz81",
  inText: "Kanari8text-Lw02",
  inVariable: "Kanari8variable-Xk55",
  inArgument: "Kanari8argument-Vb93",
  inUrl: "Kanari8url-Tt47",
  inApplied: "Kanari8applied-Ny26",
  inConfig: "Kanari8config-Mm64",
  elsewhere: "Kanari8data-Qz81",
} as const;

const encoded = (text: string): string => Buffer.from(text).toString("base64");

/** With `masking` off the same values stand in harmless places: then each must be seen somewhere. */
const snapshotWith = (masking: boolean) => {
  const name = (secret: string, plain: string) => (masking ? secret : plain);
  const workload = (which: string, annotations: Readonly<Record<string, string>>) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop", annotations },
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: "web",
              image: `web:${which}`,
              args: [
                `${name("--api-token", "--colour")}=${canaries.inArgument}${which}`,
                masking ? which : canaries.elsewhere,
              ],
              env: [
                { name: name("DB_PASSWORD", "FLAVOUR"), value: `${canaries.inVariable}${which}` },
                {
                  name: "UPSTREAM",
                  value: masking
                    ? `https://ann:${canaries.inUrl}@example.com/${which}`
                    : `https://example.com/${canaries.inUrl}/${which}`,
                },
                { name: "COPY", value: `${canaries.elsewhere}${masking ? "" : which}` },
              ],
            },
          ],
        },
      },
    },
  });
  const secret = (which: string, form: "data" | "stringData") => ({
    apiVersion: "v1",
    kind: masking ? "Secret" : "ConfigMap",
    metadata: { name: "login", namespace: "shop" },
    [masking ? form : "data"]:
      form === "data" && masking
        ? { [`${which}-only`]: encoded(canaries.inData), shared: encoded(canaries.inText + which) }
        : { shared: `${canaries.inText}${which}`, mode: `${canaries.inData}${which}` },
  });
  const config = (which: string) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "shop" },
    data: { "app.yaml": `${name("client_secret", "texture")}: ${canaries.inConfig}${which}\n` },
  });
  const applied = masking
    ? JSON.stringify(workload("applied", { note: canaries.inApplied }))
    : canaries.inApplied;
  const last = name("kubectl.kubernetes.io/last-applied-configuration", "acme.example/note");
  return {
    declared: [
      workload("new", masking ? {} : { [last]: `${applied}-declared` }),
      secret("new", "stringData"),
      config("new"),
    ],
    observed: [workload("old", { [last]: applied }), secret("old", "data"), config("old")],
  };
};

const wallWith = (masking: boolean): Repo => temporaryFolder({ "snapshot.json": snapshotWith(masking) });

const everythingSaid = async (folder: Repo): Promise<string> => {
  const verbs = ["health", "summary", "findings", "history"];
  const look = ["snapshot.json", "--source", "k8s"];
  const input = { path: "snapshot.json", source: "k8s", fail_on: "low", verbose: true };
  return [
    ...saidAtTerminal(folder, { look, ci: ["--fail-on", "low"], verbs }),
    ...(await saidToAgent(whereIn(folder.root), [
      ["ci", input],
      ["findings", {}],
    ])),
    ...keptIn(folder),
  ].join("\n");
};

describe("secrets of a Kubernetes snapshot stop at the parse boundary (L14)", () => {
  test("no canary is in any output, reply, error or file", async () => {
    const said = await everythingSaid(wallWith(true));
    expect(said).toContain("env[name=DB_PASSWORD].value");
    expect(said).toContain("data.shared");
    expect(said).toContain("‹secret");
    demandUnseen(said, canaries);
  }, 120_000);

  test("with nothing to mask, each canary is seen: the search can find (D34)", async () => {
    demandSeen(await everythingSaid(wallWith(false)), canaries);
  }, 120_000);

  test("a document that is refused is not quoted", () => {
    const secret = canaries.inData;
    const folder = temporaryFolder({
      "cut.json": `{"declared": [{"password": "${secret}", oops`,
      "cut.yaml": `declared:\n  - password: ${secret}\n   oops: [\n`,
      "twice.yaml": `declared: []\nobserved: []\npassword: ${secret}\npassword: ${secret}\n`,
      "kind.json": { declared: [{ password: secret }], observed: [] },
    });
    for (const file of ["cut.json", "cut.yaml", "twice.yaml", "kind.json"]) {
      for (const more of [[], ["--json"], ["--debug"]]) {
        const { status, stdout, stderr } = steadystate(["ci", file, "--source", "k8s", ...more], {
          cwd: folder.root,
        });
        expect(status).toBe(2);
        expect(`${stdout}${stderr}`.includes(secret), `${file} ${more}`).toBe(false);
      }
    }
  });
});
