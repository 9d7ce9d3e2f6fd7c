import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeKit } from "../../src/compose/index.ts";
import { converse, newConversation } from "../../src/doors/chat/converse.ts";
import { renderMarkdown } from "../../src/view/markdown.ts";
import { whereIn } from "../support/agent.ts";
import { steadystate } from "../support/cli.ts";
import { reference } from "../support/make.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { demandSeen, demandUnseen, keptIn, saidAtTerminal, saidToAgent } from "./support/canary.ts";

/** One per way in; each is a word that occurs nowhere else. */
const canaries = {
  marked: "Kanari7marked-Qz81",
  markedAgain: "Kanari7again-Lw02",
  nested: "Kanari7nested-Xk55",
  named: "Kanari7named-Vb93",
  inJson: "Kanari7json-Tt47",
  inUrl: "Kanari7url-Ny26",
  inMessage: "Kanari7marked-Qz81",
  inPem: "Kanari7pemKanari7pemKanari7pem",
  inCheckUrl: "Kanari7check-Hh38",
  inQuery: "Kanari7query-Mm64",
  inHeader: "Kanari7header-Rf12",
} as const;

const given = { LOGIN_TOKEN: canaries.inHeader };

/** With `masking` off the same values stand under harmless names and unmarked: then they must be seen somewhere. */
const planWith = (masking: boolean) => {
  const name = (secret: string, plain: string) => (masking ? secret : plain);
  const values = (which: string, marked: string) => ({
    engine: which,
    [name("token_value", "colour")]: marked,
    settings: [{ [name("api_key", "shape")]: `${canaries.nested}${which}`, size: which }],
    [name("db_password", "flavour")]: `${canaries.named}${which}`,
    document: JSON.stringify({ [name("client_secret", "texture")]: `${canaries.inJson}${which}`, v: which }),
    endpoint: masking
      ? `https://deploy:${canaries.inUrl}@example.com/${which}`
      : `https://example.com/${canaries.inUrl}/${which}`,
    certificate: masking
      ? `-----BEGIN PRIVATE KEY-----\n${canaries.inPem}${which}\n-----END PRIVATE KEY-----`
      : `${canaries.inPem} ${which}`,
    plain: masking ? which : `${canaries.inMessage} ${canaries.inCheckUrl} ${canaries.inQuery} ${which}`,
  });
  const marks = masking ? { token_value: true, settings: [{ api_key: true }] } : {};
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    configuration: {},
    variables: masking ? { db_password: { value: canaries.marked } } : {},
    output_changes: {
      secret: { actions: ["create"], before: null, after: canaries.marked, after_sensitive: masking },
    },
    resource_changes: [
      {
        address: "test_thing.one",
        mode: "managed",
        type: "test_thing",
        name: "one",
        change: {
          actions: ["update"],
          before: values("old", canaries.marked),
          after: values("new", canaries.markedAgain),
          after_unknown: {},
          before_sensitive: marks,
          after_sensitive: marks,
        },
      },
    ],
    checks: [
      {
        address: { to_display: "check.login", kind: "check", name: "login" },
        status: "fail",
        instances: [
          {
            address: { to_display: "check.login" },
            status: "fail",
            problems: [{ message: `login failed with ${canaries.inMessage}` }],
          },
        ],
      },
    ],
    timestamp: new Date().toISOString(),
  };
};

const wallWith = (masking: boolean): Repo =>
  temporaryFolder({
    "plan.json": planWith(masking),
    "steadystate/checks.json": [
      {
        name: "login",
        read: {
          kind: "http",
          url: masking
            ? `http://ann:${canaries.inCheckUrl}@127.0.0.1:9/?token=${canaries.inQuery}`
            : `http://127.0.0.1:9/${canaries.inCheckUrl}/${canaries.inQuery}/${canaries.inHeader}`,
          headers: { Authorization: `Bearer ${reference("LOGIN_TOKEN")}` },
        },
        when: { status: 200 },
        emit: { severity: "high", title: "login does not answer" },
      },
    ],
  });

/** Everything that any door says or keeps of this wall. */
const everythingSaid = async (folder: Repo): Promise<string> => {
  const verbs = ["health", "smoke", "checks", "summary", "findings", "history"];
  const said = [...saidAtTerminal(folder, { look: ["plan.json"], ci: ["--checks"], verbs, env: given })];
  const where = whereIn(folder.root);
  const stance = {
    class: "human",
    channel: "chat",
    client: undefined,
    grant: "write",
    notice: (text: string) => said.push(text),
  } as const;
  for (const line of ["ci plan.json --verbose", "health", "smoke", "checks", "findings", "status"]) {
    const { replies } = await converse(
      newConversation,
      line,
      makeKit({ ...process.env, ...given }),
      where,
      stance,
    );
    for (const { doc } of replies) said.push(renderMarkdown(doc));
  }
  const calls = verbs.map((name) => [name, {}] as const);
  said.push(...(await saidToAgent(where, [["ci", { path: "plan.json", verbose: true }], ...calls])));
  return [...said, ...keptIn(folder)].join("\n");
};

describe("secrets stop at the parse boundary (L14)", () => {
  test("no canary is in any output, reply, error or file", async () => {
    const said = await everythingSaid(wallWith(true));
    expect(said.length).toBeGreaterThan(10_000);
    demandUnseen(said, canaries);
    expect(said).toContain("‹secret 1›");
  }, 120_000);

  test("with nothing to mask, each canary is seen: the search can find (D34)", async () => {
    demandSeen(await everythingSaid(wallWith(false)), canaries);
  }, 120_000);

  test("a document that is refused is not quoted", () => {
    const secret = canaries.named;
    const folder = temporaryFolder({
      "cut.json": `{"format_version": "1.2", "resource_changes": [{"password": "${secret}", oops`,
      "row.json": {
        ...planWith(true),
        resource_changes: [{ address: "a.b", change: { actions: null, before: { password: secret } } }],
      },
      "state.json": {
        format_version: "1.0",
        values: { root_module: { resources: [{ values: { password: secret } }] } },
      },
      "steadystate/checks.json": `[{"name": "x", "password": "${secret}", }]`,
    });
    for (const argv of [["ci", "cut.json"], ["ci", "row.json"], ["ci", "state.json"], ["health"]]) {
      for (const more of [[], ["--json"], ["--debug"]]) {
        const { status, stdout, stderr } = steadystate([...argv, ...more], { cwd: folder.root });
        expect(status).toBeGreaterThan(1);
        expect(`${stdout}${stderr}`.includes(secret), `${argv.join(" ")} ${more}`).toBe(false);
      }
    }
  });

  test("across runs a changed secret is seen as a change, by a seal that is never shown (D8)", () => {
    const folder = wallWith(true);
    steadystate(["scan", "plan.json"], { cwd: folder.root });
    const plan = readFileSync(folder.at("plan.json"), "utf8");
    folder.writeRaw("plan.json", plan.replaceAll(canaries.markedAgain, "Kanari7other-Zz00"));
    steadystate(["scan", "plan.json"], { cwd: folder.root });
    const { data } = JSON.parse(steadystate(["history", "--json"], { cwd: folder.root }).stdout);
    expect(data.changes.map(({ transition }: { transition: string }) => transition)).toContain("changed");
  });
});
