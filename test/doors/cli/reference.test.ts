import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { conversations } from "../../../src/doors/cli/conversations.ts";
import { laterCommand, withoutIdle } from "../../../src/doors/cli/later.ts";
import { parseLine } from "../../../src/doors/cli/line.ts";
import {
  optionsOfReference,
  referenceChatWords,
  referenceCommands,
} from "../../../src/doors/cli/reference-names.ts";
import { variables } from "../../../src/system/env.ts";
import { manifest } from "../../../src/verbs/manifest.ts";

// Transcribed from the published command tables, option tables and variable tables, apart from the list that the code holds.

const commands =
  `scan ci verify compliance fix mute unmute commit-mutes snooze resolve findings show analyze ask runs dispatch
  requests request watch cost commands targets sweep hold propose learn baseline catalog pending summary metrics posture checks
  solutions health smoke add-check define-check add-solution define-solution vouch mcp history approve decline listen up chat
  explain probe tools doctor discover init silo:add silo:discover silo:list silo:rm`
    .split(/\s+/)
    .map((name) => name.replace(":", " "));

const chatWords = ["help", "surfaces", "send", "actions", "run", "refresh"];

const optionTable = `
  scan: --source --target --to --tuning --correlator --enrich --probe --stateless --no-llm --confirm-llm --autonomy --deliver
    --label --context --kubeconfig --inventory --cost --verbose --json
  ci: --source --fail-on --to --deliver --config
  verify: --context --kubeconfig --label --release --values --namespace --stateless --json --verbose
  compliance: --source --target --context --kubeconfig --framework --level --json
  fix: --source --apply
  mute: --note --actor --commit
  snooze: --days --actor
  resolve: --actor
  findings: --open --resolved --muted --all
  show: --json
  analyze: --to
  watch: --for --timeout --interval --once --deep --no-deep
  cost: --window --by
  commands: --source
  targets: --check
  sweep: --stateless --verbose --deep --to
  hold: --apply --deep
  propose: --llm --record --apply --deep
  catalog: --html
  checks: --checks
  smoke: --checks
  add-check: --checks
  define-check: --checks
  health: --checks
  solutions: --solutions
  add-solution: --solutions --author
  define-solution: --solutions --author
  vouch: --solutions --author
  mcp: --dir --label --refresh --author --write
  history: --label --limit --json
  approve: --actor
  decline: --actor
  listen: --from --port
  up: --from --port --sweep --deep
  probe: --verbose --cost --unmute --deep --json
  doctor: --env-file
  discover: --deep --create --emit-ci --json --check --reachable --no-reachable
  init: --env-file`;

const withState =
  `scan verify mute unmute commit-mutes snooze resolve findings show analyze ask dispatch request watch cost sweep hold
  propose learn pending summary health mcp history approve decline listen up chat explain probe`.split(/\s+/);

const options = [
  ...optionTable
    .trim()
    .split(/\n {2}(?=\S)/)
    .flatMap((entry) => {
      const [command = "", flags = ""] = entry.trim().split(":");
      return flags
        .trim()
        .split(/\s+/)
        .map((flag) => [command, flag] as const);
    }),
  ...withState.map((command) => [command, "--state"] as const),
];

const environment = `
  STEADYSTATE_CONFIG STEADYSTATE_CHECKS STEADYSTATE_SOLUTIONS STEADYSTATE_TARGETS STEADYSTATE_MUTES STEADYSTATE_REQUESTS
  STEADYSTATE_KB STEADYSTATE_METRIC_QUERIES STEADYSTATE_PATCH_DIR STEADYSTATE_SILOS STEADYSTATE_METRICS_SOURCE
  STEADYSTATE_PLATFORM_NAMESPACES STEADYSTATE_RESOLVE_AFTER STEADYSTATE_BROKER_TIMEOUT STEADYSTATE_REACHABLE_TIMEOUT
  STEADYSTATE_ANSIBLE_INVENTORY STEADYSTATE_ANSIBLE_FORKS STEADYSTATE_ANSIBLE_TIMEOUT STEADYSTATE_ANSIBLE_PLAYBOOK
  STEADYSTATE_BOUND STEADYSTATE_REFLEX_AUTO STEADYSTATE_DECIDER_AUTO STEADYSTATE_SOLUTION_AUTO STEADYSTATE_NO_SAFETY_NET
  STEADYSTATE_BREAKGLASS_USERS STEADYSTATE_MCP_AUTHOR STEADYSTATE_MCP_WRITE STEADYSTATE_LLM_ENABLED STEADYSTATE_LLM_PROVIDER
  STEADYSTATE_LLM_BASE_URL STEADYSTATE_LLM_API_KEY STEADYSTATE_LLM_MODEL STEADYSTATE_LLM_TIMEOUT STEADYSTATE_MODEL
  STEADYSTATE_MODEL_CHEAP STEADYSTATE_MODEL_CORRELATE STEADYSTATE_MODEL_ANALYZE STEADYSTATE_MODEL_EXPLAIN
  STEADYSTATE_MODEL_CHAT_NL STEADYSTATE_MODEL_ASK STEADYSTATE_MODEL_DEFINE_CHECK STEADYSTATE_MODEL_DEFINE_SOLUTION
  STEADYSTATE_MODEL_DECIDE ANTHROPIC_API_KEY OPENAI_API_KEY OPENAI_BASE_URL SLACK_WEBHOOK_URL TEAMS_WEBHOOK_URL
  DISCORD_WEBHOOK_URL STEADYSTATE_WEBHOOK_URL STEADYSTATE_PAGERDUTY_ROUTING_KEY STEADYSTATE_SERVICENOW_INSTANCE
  STEADYSTATE_SERVICENOW_USER STEADYSTATE_SERVICENOW_PASSWORD STEADYSTATE_SERVICENOW_TABLE STEADYSTATE_SERVICENOW_AUTOCLOSE
  STEADYSTATE_SERVICENOW_CLOSE_CODE STEADYSTATE_SERVICENOW_GROUP PROMETHEUS_URL PROMETHEUS_PUSHGATEWAY_URL
  STEADYSTATE_ENRICH_QUERY GRAFANA_URL GRAFANA_TOKEN STEADYSTATE_SENTINEL_WORKSPACE_ID STEADYSTATE_SENTINEL_QUERY
  STEADYSTATE_AZURE_TENANT_ID STEADYSTATE_AZURE_CLIENT_ID STEADYSTATE_AZURE_CLIENT_SECRET STEADYSTATE_SLACK_SIGNING_SECRET
  STEADYSTATE_TEAMS_SECURITY_TOKEN STEADYSTATE_DISCORD_PUBLIC_KEY SLACK_BOT_TOKEN DISCORD_APP_ID DISCORD_BOT_TOKEN
  DISCORD_GUILD_ID STEADYSTATE_GITHUB_TOKEN GITHUB_TOKEN STEADYSTATE_GITHUB_REPO STEADYSTATE_GITHUB_BASE
  STEADYSTATE_GITHUB_SEVERITY STEADYSTATE_GITHUB_AUTOCLOSE STEADYSTATE_WORKFLOWS_REPO GITHUB_API_URL KUBECONFIG ARGOCD_SERVER
  ARGOCD_TOKEN RANCHER_URL RANCHER_TOKEN USER USERNAME`
  .trim()
  .split(/\s+/);
const neverRead = ["SLACK_LISTEN", "TEAMS_LISTEN", "DISCORD_LISTEN"];

const configKeys =
  `defaults.source defaults.path bound.lossless bound.self_healing bound.recoverable bound.irreversible ci.source
  ci.path ci.fail_on ci.to ci.deliver knowledge.dir workflows.repo servicenow.assignment_group servicenow.route.for
  servicenow.route.match servicenow.route.group`.split(/\s+/);

const ours = [...manifest, ...conversations];
const page = readFileSync(join(import.meta.dirname, "../../../docs/upgrading.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()));
const rowOf = (...cells: readonly string[]) =>
  rows.find((row) => cells.every((cell, at) => row[at + 1]?.split(", ").includes(cell) === true));
const statusOf = (row: readonly string[] | undefined, at: number) => row?.[at];
const statuses = ["same", "differs", "later", "gone"];

describe("the lists are whole", () => {
  test("as the tables that they were transcribed from count them", () => {
    expect(new Set(commands).size).toBe(58);
    expect(new Set(environment).size).toBe(90);
    expect(new Set(configKeys).size).toBe(17);
    expect(options).toHaveLength(148);
  });

  test("and the code holds the same commands, words and options", () => {
    expect(Object.keys(referenceCommands).sort()).toEqual([...commands].sort());
    expect(referenceChatWords).toEqual(chatWords);
    for (const command of commands)
      expect(
        optionsOfReference(command)
          .map(({ flag }) => flag)
          .sort(),
        command,
      ).toEqual(
        options
          .filter(([of]) => of === command)
          .map(([, flag]) => flag)
          .sort(),
      );
  });
});

describe("docs/upgrading.md has a row", () => {
  test("for every command and chat word, and says later only of what is not here", () => {
    for (const name of [...commands, ...chatWords]) {
      const status = statusOf(rowOf(`\`${name}\``), 2);
      expect(statuses, name).toContain(status);
      const isHere = name === "help" || ours.some((facts) => facts.name === name);
      expect(status === "later", name).toBe(!isHere);
    }
  });

  test("for every option", () => {
    for (const [command, flag] of options)
      expect(statuses, `${command} ${flag}`).toContain(
        statusOf(rowOf(`\`${command}\``, `\`${flag}\``) ?? shortRow(command, flag), 3),
      );
  });

  test("for every variable, which the code knows, and says later of the same ones as CONFIG.md", () => {
    const known = new Map(Object.entries(variables));
    for (const name of environment) {
      const status = statusOf(rowOf(`\`${name}\``), 2);
      expect(statuses, name).toContain(status);
      expect(known.has(name), name).toBe(true);
      if (status !== "gone") expect(status === "later", name).toBe(known.get(name)?.since === "later");
    }
    for (const name of neverRead) expect(statusOf(rowOf(`\`${name}\``), 2), name).toBe("gone");
  });

  test("for every key of config.toml", () => {
    for (const key of configKeys) expect(statuses, key).toContain(statusOf(rowOf(`\`${key}\``), 2));
  });
});

/** `-v, --verbose` is one cell of two names. */
const shortRow = (command: string, flag: string) =>
  rows.find((row) => row[1] === `\`${command}\`` && row[2]?.endsWith(`, ${flag}\``) === true);

describe("a line of the reference", () => {
  test("with an option that is not here yet is refused with a sentence, never misread", async () => {
    for (const [command, flag] of options) {
      const facts = ours.find(({ name }) => name === command);
      if (facts === undefined || rowOf(`\`${command}\``, `\`${flag}\``)?.[3] !== "later") continue;
      const takesValue = optionsOfReference(command).find((one) => one.flag === flag)?.takesValue === true;
      const rest = takesValue ? [flag, "something"] : [flag];
      await expect(parseLine({ facts, rest }), `${command} ${flag}`).rejects.toThrow(
        expect.objectContaining({
          code: "usage",
          message: expect.stringContaining("comes with a later version"),
        }),
      );
    }
  });

  const scan = ours.find(({ name }) => name === "scan") ?? ours[0];
  test("that asks for nothing is taken, in both spellings, and nothing behind -- is touched", () => {
    if (scan === undefined) throw new Error("there is no scan");
    const idle = ["--no-llm", "--correlator", "auto", "--to", "console"];
    expect(withoutIdle(scan, [...idle, "--autonomy=observe", "plan.json", "--", "--to", "x"])).toEqual([
      "--autonomy=observe",
      "plan.json",
      "--",
      "--to",
      "x",
    ]);
    for (const words of [["--to", "console,slack"], ["--to="], ["--to"]])
      expect(() => withoutIdle(scan, words), words.join(" ")).toThrow(/later version/);
  });

  test("that asks for completion is told the command that it became", () => {
    if (scan === undefined) throw new Error("there is no scan");
    expect(() => withoutIdle(scan, ["--install-completion", "bash"])).toThrow(
      expect.objectContaining({ hint: "steadystate completion bash" }),
    );
  });

  test("with a command that is not here yet is told so; any other word is not", () => {
    expect(laterCommand(["listen"])?.message).toBe("listen comes with a later version");
    expect(laterCommand(["silo", "frobnicate"])?.message).toBe("silo comes with a later version");
    expect(laterCommand(["scna"])).toBeUndefined();
    expect(laterCommand([undefined])).toBeUndefined();
  });
});
