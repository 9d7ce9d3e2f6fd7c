// The generated half of docs/upgrading.md: a row for every name of the Python steadystate. What exists is asked of the code; what
// differs is said here, because only a person knows it.

/** Commands that exist and do something else than they did. */
const commandNotes = {
  scan: "status 3 where a part could not be seen; a finding resolves only by a complete look at its own place; `[defaults] source` holds with a path too, and an explicit `--source terraform` holds",
  ci: "`fail_on` is `high` where nothing is said, not `any`; what could not be seen or judged is status 3; no check is asked without `--checks`; takes `--json`",
  health:
    "a fourth answer UNKNOWN, status 3, where nothing proves that it works; a workload is named exactly; a muted finding changes nothing; `--json`",
  summary: "drift never counts as impaired; says what was looked at, and when; `--json`",
  findings: "also a keyword, `--severity`, `--limit`, `--exit-code`, `--json`",
  show: "an unknown finding is status 5; a prefix has at least 4 digits; also what became of it",
  history:
    "also what became of findings, and `--verify` for the chain of decisions; `--json` is in the envelope",
  smoke:
    "a check that could not be asked is status 3; a workload may be named; `--require` fails where none is declared; `--json`",
  checks: "entries that cannot be used are named, each with its place, and are status 3; `--json`",
  "add-check":
    "a refused entry is not status 0; another's entry needs `--replace`; a file that cannot be read is never written over; what an agent adds is a draft; `--json`",
  mute: "an unknown finding is refused with status 5; a mute has a ceiling; high and critical ask for an end; `--json`",
  unmute: "an unknown finding is refused with status 5; `--json`",
  snooze: "takes a duration; `--days` still works; `--json`",
  resolve: "an unknown finding is refused with status 5; `--json`",
  "commit-mutes": "the file keeps fields that are not known; `--json`",
  probe:
    "the verdict comes first; status 1 where the target is down or degraded, 3 where nobody knows; a target's own probe is honoured; resolves what is gone; one target only",
  verify:
    "status 3 where a part could not be seen; also `--target`, `--fail-on`, `--tuning`; a release is called as its chart is, not as its folder",
  baseline:
    "keeps what a workload runs, never whole objects; also `--context`; a cluster has to be named; status 3 where a part was not seen, and a whole one is then left; `--json`",
  chat: "a sentence never acts; the words are the verbs of the terminal",
  mcp: "the actor is `mcp:<client>`; unknown inputs are refused; failures are errors of the protocol",
  tools: "the document holds schemas too; `--json` puts it in the envelope",
  doctor: "reads files as strictly as the verbs do; status 1 where something is broken; `--json`",
  commands: "also what each verb runs; `--json`",
  discover:
    "looks into sub-folders too; what works comes first, each with its command; `--create` never changes or removes an entry, and writes relative paths; `--no-reachable` asks no cluster; the workflow of `--emit-ci` runs `ci`, so that it can fail; `--json`",
  targets:
    "also names, `--reach`, and faults with their place; `--check` tries contexts, kubeconfigs, tools and the program of a broker too; status 3 where something could not be asked; `--json`",
  "silo add": "names are letters, digits, `.`, `_`, `-`; a taken one needs `--force`; `--json`",
  "silo discover":
    "a taken name is reported, not moved; a bare `config.toml` counts below `silos/` only; `--json`",
  "silo list": "a broken registry is told, not taken for empty; `--json`",
  "silo rm": "an unknown name is status 5; `--json`",
};

/** Chat words that became something else. */
const chatNotes = {
  help: "the same word at every door",
  refresh: "an alias of `probe`, which comes with a later version",
};

/** Options whose meaning moved; `*` is every command. */
const optionNotes = {
  "* --state": ["same", "also before the command, and `STEADYSTATE_STATE`"],
  "* --actor": [
    "differs",
    "a label only: who acts comes from the login, the signed sender or the agent's client",
  ],
  "* --json": [
    "differs",
    "one envelope for success and failure; `--format bare` gives the shape that you know",
  ],
  "* --version": ["same", ""],
  "* --silo": ["same", "also after the command, and `STEADYSTATE_SILO`; `-C <dir>` for any folder"],
  "* --help": ["same", "also `steadystate help <command>`"],
  "* --checks": ["same", "the file must exist"],
  "scan --source": ["same", "see the sources below"],
  "scan --target": [
    "differs",
    "refused where the target has a field that the scan would leave aside; the target is part of what names a finding",
  ],
  "ci --source": ["same", "see the sources below"],
  "add-check --checks": ["same", ""],
  "ci --fail-on": ["differs", "`high` where nothing is said"],
  "ci --config": [
    "differs",
    "an option of every command; the file must exist; `STEADYSTATE_CONFIG` works with `ci` too",
  ],
  "findings --muted": ["differs", "also what is snoozed"],
  "history --limit": ["differs", "0 is unlimited; a negative number is refused"],
  "discover --reachable": ["same", ""],
  "discover --no-reachable": ["differs", "asks no cluster at all, so that none is left out for its silence"],
  "scan --no-llm": ["same", "no model is ever called"],
  "scan --confirm-llm": ["same", "no model is ever called"],
  "probe --cost": ["same", "no model is ever called, so there is nothing to add up"],
  "scan --cost": ["same", "no model is ever called, so there is nothing to add up"],
  "snooze --days": ["same", "a duration such as `3d` may be given instead"],
};

/** Every variable that it read, in the order of CONFIG.md, and three that it documented and never read. */
const variableNames = `
  STEADYSTATE_CONFIG STEADYSTATE_CHECKS STEADYSTATE_SOLUTIONS STEADYSTATE_TARGETS STEADYSTATE_MUTES STEADYSTATE_REQUESTS
  STEADYSTATE_KB STEADYSTATE_METRIC_QUERIES STEADYSTATE_PATCH_DIR STEADYSTATE_SILOS STEADYSTATE_PLATFORM_NAMESPACES
  STEADYSTATE_RESOLVE_AFTER STEADYSTATE_METRICS_SOURCE STEADYSTATE_ENRICH_QUERY STEADYSTATE_BOUND STEADYSTATE_REFLEX_AUTO
  STEADYSTATE_DECIDER_AUTO STEADYSTATE_SOLUTION_AUTO STEADYSTATE_NO_SAFETY_NET STEADYSTATE_BREAKGLASS_USERS
  STEADYSTATE_MCP_AUTHOR STEADYSTATE_MCP_WRITE STEADYSTATE_BROKER_TIMEOUT STEADYSTATE_REACHABLE_TIMEOUT
  STEADYSTATE_ANSIBLE_INVENTORY STEADYSTATE_ANSIBLE_PLAYBOOK STEADYSTATE_ANSIBLE_FORKS STEADYSTATE_ANSIBLE_TIMEOUT
  STEADYSTATE_LLM_ENABLED STEADYSTATE_LLM_PROVIDER STEADYSTATE_LLM_BASE_URL STEADYSTATE_LLM_API_KEY STEADYSTATE_LLM_MODEL
  STEADYSTATE_LLM_TIMEOUT STEADYSTATE_MODEL STEADYSTATE_MODEL_CHEAP STEADYSTATE_MODEL_CORRELATE STEADYSTATE_MODEL_ANALYZE
  STEADYSTATE_MODEL_EXPLAIN STEADYSTATE_MODEL_CHAT_NL STEADYSTATE_MODEL_ASK STEADYSTATE_MODEL_DEFINE_CHECK
  STEADYSTATE_MODEL_DEFINE_SOLUTION STEADYSTATE_MODEL_DECIDE ANTHROPIC_API_KEY OPENAI_API_KEY OPENAI_BASE_URL
  SLACK_WEBHOOK_URL TEAMS_WEBHOOK_URL DISCORD_WEBHOOK_URL STEADYSTATE_WEBHOOK_URL STEADYSTATE_PAGERDUTY_ROUTING_KEY
  STEADYSTATE_SERVICENOW_INSTANCE STEADYSTATE_SERVICENOW_USER STEADYSTATE_SERVICENOW_PASSWORD STEADYSTATE_SERVICENOW_TABLE
  STEADYSTATE_SERVICENOW_AUTOCLOSE STEADYSTATE_SERVICENOW_CLOSE_CODE STEADYSTATE_SERVICENOW_GROUP PROMETHEUS_URL
  PROMETHEUS_PUSHGATEWAY_URL GRAFANA_URL GRAFANA_TOKEN STEADYSTATE_SENTINEL_WORKSPACE_ID STEADYSTATE_SENTINEL_QUERY
  STEADYSTATE_AZURE_TENANT_ID STEADYSTATE_AZURE_CLIENT_ID STEADYSTATE_AZURE_CLIENT_SECRET STEADYSTATE_SLACK_SIGNING_SECRET
  STEADYSTATE_TEAMS_SECURITY_TOKEN STEADYSTATE_DISCORD_PUBLIC_KEY SLACK_BOT_TOKEN DISCORD_APP_ID DISCORD_BOT_TOKEN
  DISCORD_GUILD_ID STEADYSTATE_GITHUB_TOKEN GITHUB_TOKEN STEADYSTATE_GITHUB_REPO STEADYSTATE_GITHUB_BASE
  STEADYSTATE_GITHUB_SEVERITY STEADYSTATE_GITHUB_AUTOCLOSE STEADYSTATE_WORKFLOWS_REPO GITHUB_API_URL KUBECONFIG
  ARGOCD_SERVER ARGOCD_TOKEN RANCHER_URL RANCHER_TOKEN USER USERNAME SLACK_LISTEN TEAMS_LISTEN DISCORD_LISTEN`
  .trim()
  .split(/\s+/);

const variableNotes = {
  STEADYSTATE_CONFIG: ["differs", "the file must exist; `ci` reads it too"],
  STEADYSTATE_CHECKS: ["differs", "the file must exist"],
  STEADYSTATE_SOLUTIONS: ["differs", "the file must exist"],
  STEADYSTATE_TARGETS: ["differs", "the file must exist"],
  STEADYSTATE_MUTES: ["differs", "the file must exist"],
  STEADYSTATE_BROKER_TIMEOUT: ["differs", "a value that is no number of seconds is told, and is 30"],
  STEADYSTATE_REACHABLE_TIMEOUT: ["differs", "honoured above 10 s too; 0 waits until a cluster answers"],
  KUBECONFIG: [
    "differs",
    "only where a target names no kubeconfig; which cluster that leads to is resolved first",
  ],
  STEADYSTATE_RESOLVE_AFTER: ["same", "a value that is no duration is told, and is 30m"],
  STEADYSTATE_SILOS: ["differs", "a broken registry is an error"],
  USER: ["gone", "who acts is asked of the system, not of a variable"],
  USERNAME: ["gone", "who acts is asked of the system, not of a variable"],
  SLACK_LISTEN: ["gone", "nothing ever read it"],
  TEAMS_LISTEN: ["gone", "nothing ever read it"],
  DISCORD_LISTEN: ["gone", "nothing ever read it"],
};

const sourceNotes = {
  argocd:
    "also lists and YAML, and every application of a cluster; tells which side moved, and what the application itself cannot do; a resource is named by its application and cluster too",
  rancher:
    "also bundles, lists and YAML, and everything of a cluster; each cluster by itself; what waits is no drift",
  terraform: "never runs `init`; reads captured plans offline",
  "terraform-state":
    "compares the code with the recorded state: it resolves nothing of `terraform`, and is no proof that anything works",
  "k8s-baseline":
    "compares what a workload runs, not its images alone; without a baseline it is status 3, never clean; found by target and by the cluster itself, however the credential came",
  "helm-live":
    "renders without any cluster; what a chart makes up at each rendering, hooks and other people's objects are no drift",
  "kustomize-live": "renders without any cluster; other people's objects are no drift",
  helm: "without a file it looks at the releases of the cluster; one that failed or is stuck is a symptom, a superseded or uninstalled one is nothing",
  k8s: "also reads YAML; compares every declared field, not only images and replicas; an extra object counts only with a mark of ownership",
};

/** Keys of config.toml, with what the code calls their table. */
const configKeys = {
  defaults: ["source", "path"],
  bound: ["lossless", "self_healing", "recoverable", "irreversible"],
  ci: ["source", "path", "fail_on", "to", "deliver"],
  knowledge: ["dir"],
  workflows: ["repo"],
  servicenow: ["assignment_group", "route.for", "route.match", "route.group"],
};

/** Files, what is said of each, and the variable that tells whether this version reads it. */
const fileNotes = [
  ["`steadystate/config.toml`", "differs", "strict"],
  [
    "`steadystate/checks.json`",
    "differs",
    "all six kinds load; one that this version does not ask is UNKNOWN, never a pass, and a `scan` beside it ends with 3 (`--no-checks` leaves them out)",
  ],
  [
    "`steadystate/solutions.json`",
    "differs",
    "matched, offered and run through the gate ([runbook.md](./runbook.md)); strict now",
  ],
  [
    "`steadystate/targets.json`",
    "differs",
    "strict; a `kubeconfig_from` whose kubeconfig names a program needs `allow_exec`",
    "STEADYSTATE_TARGETS",
  ],
  [
    "`steadystate/mutes.json`",
    "differs",
    "by the old or the new fingerprint; what gets worse or is flagged by another rule breaks through, and without `max_severity` `ci` hides nothing above medium (`commit-mutes` writes it)",
    "STEADYSTATE_MUTES",
  ],
  ["`steadystate/requests.json`", "same", "", "STEADYSTATE_REQUESTS"],
  ["`steadystate/kb/`", "same", "", "STEADYSTATE_KB"],
  ["`.steadystate/metrics.json`", "differs", "also `steadystate/metrics.json`", "STEADYSTATE_METRIC_QUERIES"],
  [
    "`.steadystate/checks.json`, `solutions.json`, `targets.json`",
    "same",
    "found where nothing stands in `steadystate/`",
  ],
  [
    "bare files beside a `silos/` folder or below it",
    "differs",
    "found by the layout, not by what a parent folder is called",
  ],
  ["`.steadystate/state.db`", "differs", "taken over by the first command that writes"],
  [
    "`.steadystate/baseline-<context>.json`",
    "differs",
    "not read, for it holds whole objects with their secrets in clear: `baseline` captures anew, one file for each place and cluster",
  ],
  ["`.steadystate/patches/`", "same", "", "STEADYSTATE_PATCH_DIR"],
  ["`.steadystate/chat_history`", "gone", "what is typed into a chat is not kept"],
  ["`~/.steadystate/silos.json`", "differs", "a broken registry is an error, and is never written over"],
  ["`.env`", "later", "written by `init`"],
];

const configNotes = {
  "ci.fail_on": ["differs", "`high` where it is not set"],
  "ci.to": ["later", "anything but `console` is told to be unused"],
  "ci.deliver": ["later", "anything but `none` is told to be unused"],
  "defaults.source": ["differs", "also with a path on the command line"],
};

export const upgradingPage = (
  written,
  { facts, conversations, reference, variables, implemented, sources },
) => {
  const [intro] = written.split("\n<!-- generated -->");
  const known = [...facts, ...conversations];
  const read = Object.values(sources).map(({ name }) => name);
  return [
    intro.trimEnd(),
    "",
    "<!-- generated -->",
    "",
    "## Every name",
    "",
    "*same*: nothing to do. *differs*: read how. *later*: known, and refused or validated with a sentence that says so, never",
    "silently ignored. *gone*: it will not come back.",
    "",
    "### Commands",
    "",
    ...table(["command", "", "how"], commandRows(reference, known)),
    "",
    "Words that only the chat knew:",
    "",
    ...table(["word", "", "how"], chatRows(reference, known)),
    "",
    "### Options",
    "",
    ...table(["command", "option", "", "how"], optionRows(reference, known)),
    "",
    "### Sources",
    "",
    ...table(
      ["source", "", "how"],
      reference.referenceSources.map((name) => sourceRow(name, read)),
    ),
    "",
    "### Environment variables",
    "",
    ...table(["variable", "", "how"], variableRows(variables)),
    "",
    "### Files",
    "",
    ...table(["file", "", "how"], fileRows(variables)),
    "",
    "### Keys of config.toml",
    "",
    ...table(["key", "", "how"], configRows(implemented)),
    "",
  ].join("\n");
};

const factsNamed = (known, name) => known.find((verb) => verb.name === name);

const commandRows = ({ referenceCommands }, known) =>
  Object.keys(referenceCommands).map((name) => [
    code(name),
    ...(factsNamed(known, name) === undefined ? later : statusOf(commandNotes[name])),
  ]);

const chatRows = ({ referenceChatWords }, known) =>
  referenceChatWords.map((word) => [
    code(word),
    ...(word === "help" || factsNamed(known, word) !== undefined ? statusOf(chatNotes[word]) : later),
  ]);

const optionRows = ({ referenceCommands, referenceGlobals }, known) => [
  ...referenceGlobals.map((option) => ["", code(option.flag), ...globalStatus(option)]),
  ...Object.entries(referenceCommands).flatMap(([command, options]) =>
    options.map((option) => [
      code(command),
      code([option.short, option.flag].filter(Boolean).join(", ")),
      ...optionStatus(command, option, factsNamed(known, command)),
    ]),
  ),
];

const globalFlags = ["--state", "--actor", "--json", "--version", "--silo", "--help", "--config"];

const globalStatus = ({ flag }) => {
  if (globalFlags.includes(flag)) return optionNotes[`* ${flag}`];
  return ["gone", "`steadystate completion <shell>` prints the script"];
};

const optionStatus = (command, { flag, idle }, facts) => {
  if (facts === undefined) return later;
  const noted = optionNotes[`${command} ${flag}`] ?? optionNotes[`* ${flag}`];
  const positive = flag.replace(/^--no-/, "--");
  const here =
    globalFlags.includes(flag) || facts.fields.some((field) => [flag, positive].includes(field.flag));
  if (here || idle === "always") return noted ?? same;
  if (idle.length === 0) return later;
  return ["later", `accepted already, for it asks for nothing: ${idle.map(code).join(", ")}`];
};

const sourceRow = (name, read) => [
  code(name),
  ...(read.includes(name) ? statusOf(sourceNotes[name]) : later),
];

const variableRows = (variables) =>
  variableNames.map((name) => {
    const [status, how] = variableNotes[name] ?? same;
    const isLater = status !== "gone" && variables[name]?.since === "later";
    return [code(name), ...(isLater ? later : [status, how])];
  });

const fileRows = (variables) =>
  fileNotes.map(([file, status, how, variable]) =>
    variable !== undefined && variables[variable].since === "later"
      ? [file, "later", file.endsWith(".json`") ? "read by `steadystate validate` already" : ""]
      : [file, status, how],
  );

const configRows = (implemented) =>
  Object.entries(configKeys).flatMap(([name, keys]) =>
    keys.map((key) => [
      code(`${name}.${key}`),
      ...(implemented.includes(name)
        ? (configNotes[`${name}.${key}`] ?? same)
        : ["later", "validated, and not used yet"]),
    ]),
  );

const same = ["same", ""];
const later = ["later", ""];
const statusOf = (note) => (note === undefined ? same : ["differs", note]);
const code = (text) => `\`${text}\``;
const table = (titles, rows) => [line(titles), line(titles.map(() => "---")), ...rows.map(line)];
const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
