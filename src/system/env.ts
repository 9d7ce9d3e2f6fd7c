/** What is known of a variable; CONFIG.md is made from it. */
export type Variable = {
  /** One line for people. */
  readonly doc: string;
  /** Its value is never shown. */
  readonly secret: boolean;
  /** Whether this version uses it, or only knows the name. */
  readonly since: "now" | "later";
  /** What holds when it is not set. */
  readonly default?: string;
};

type Row = (doc: string, otherwise?: string) => Variable;
const row =
  (since: Variable["since"], secret: boolean): Row =>
  (doc, otherwise) => ({ doc, secret, since, ...(otherwise === undefined ? {} : { default: otherwise }) });
const now = row("now", false);
const later = row("later", false);
const laterSecret = row("later", true);

/** Every variable that steadystate reads, in the order in which they are documented. */
export const variables = {
  // Where files are
  STEADYSTATE_CONFIG: now("path of config.toml", "steadystate/config.toml"),
  STEADYSTATE_CHECKS: now("path of checks.json", "steadystate/checks.json"),
  STEADYSTATE_SOLUTIONS: now("path of solutions.json, the runbook", "steadystate/solutions.json"),
  STEADYSTATE_TARGETS: now("path of targets.json", "steadystate/targets.json"),
  STEADYSTATE_MUTES: now("path of the committed mutes.json", "steadystate/mutes.json"),
  STEADYSTATE_WAIVERS: now("path of the committed waivers.toml", "steadystate/waivers.toml"),
  STEADYSTATE_REQUESTS: later("path of requests.json, the change recipes", "steadystate/requests.json"),
  STEADYSTATE_KB: later("folder of the knowledge base", "steadystate/kb"),
  STEADYSTATE_METRIC_QUERIES: later(
    "path of metrics.json, the named metric queries",
    "steadystate/metrics.json",
  ),
  STEADYSTATE_PATCH_DIR: later("folder that patch files are written to", ".steadystate/patches"),
  STEADYSTATE_SILOS: now("path of the registry of silos", "~/.steadystate/silos.json"),
  STEADYSTATE_SILO: now("name of the silo to work in, as --silo"),
  STEADYSTATE_AUDIT_KEY_FILE: now(
    "file of 32 bytes or more, kept outside the store, that every row of the audit is keyed with",
  ),
  STEADYSTATE_STATE: now("path of the store, as --state", ".steadystate/state.db"),

  // How it speaks
  STEADYSTATE_FORMAT: now("output format, as --format"),
  STEADYSTATE_ACTOR: now("label shown beside who acted; authorises nothing"),
  STEADYSTATE_EXIT_COMPAT: now("1 folds the exit statuses 3 to 7 into 1"),
  NO_COLOR: now("any value turns colour off"),
  FORCE_COLOR: now("any value but 0 turns colour on"),
  TERM: now("kind of terminal; dumb has no colour"),
  COLUMNS: now("width of the terminal"),
  LANG: now("locale; without UTF-8 output is plain ASCII"),
  LC_ALL: now("locale, before LC_CTYPE and LANG"),
  LC_CTYPE: now("locale of characters, before LANG"),
  CI: now("any value: an automation is calling, not a person"),
  GITHUB_ACTIONS: later("true inside a GitHub Actions job"),
  GITHUB_STEP_SUMMARY: later("file that a GitHub Actions job shows as its summary"),

  // What counts
  STEADYSTATE_PLATFORM_NAMESPACES: now("comma list of namespaces that are plumbing, added to the known ones"),
  STEADYSTATE_RESOLVE_AFTER: now(
    "how long a finding must be unseen before it is resolved: 90s, 30m, 2h; a bare number is minutes",
    "30m",
  ),
  STEADYSTATE_METRICS_SOURCE: later("where named metrics are read: prometheus"),
  STEADYSTATE_ENRICH_QUERY: later("template of the query that --enrich prometheus asks"),

  // Acting
  STEADYSTATE_BOUND: now(
    "what may run unattended, as reversibility=impact pairs; narrows a committed [bound]",
  ),
  STEADYSTATE_REFLEX_AUTO: now("comma list of reflexes that act by themselves"),
  STEADYSTATE_DECIDER_AUTO: now("1, true, yes or on lets the decider act inside the bound"),
  STEADYSTATE_SOLUTION_AUTO: now(
    "1, true, yes or on lets vouched commands run inside the bound, beside [runbook] auto_commands",
  ),
  STEADYSTATE_NO_SAFETY_NET: now(
    "1, true, yes or on offers drafts to a person; each waits for a yes all the same",
  ),
  STEADYSTATE_BREAKGLASS_USERS: now("comma list of stable ids, added to [roles] breakglass"),
  STEADYSTATE_MCP_AUTHOR: now("1, true, yes or on: agents may write drafts, as mcp --author"),
  STEADYSTATE_MCP_WRITE: now("1, true, yes or on: agents may act, as mcp --write"),
  STEADYSTATE_BROKER_TIMEOUT: now("seconds that a kubeconfig_from command may take", "30"),
  STEADYSTATE_REACHABLE_TIMEOUT: now("how long discover waits for a cluster; 0 until it answers", "8s"),
  STEADYSTATE_ANSIBLE_INVENTORY: later("inventory of the ansible probe and executor"),
  STEADYSTATE_ANSIBLE_PLAYBOOK: later("playbook that the ansible executor runs"),
  STEADYSTATE_ANSIBLE_FORKS: later("hosts that the ansible probe asks at once"),
  STEADYSTATE_ANSIBLE_TIMEOUT: later("seconds that the ansible probe may take"),

  // Models
  STEADYSTATE_LLM_ENABLED: later("0, false, no or off: no model is ever called"),
  STEADYSTATE_LLM_PROVIDER: later("anthropic or openai, where both are set up"),
  STEADYSTATE_LLM_BASE_URL: later("address of an OpenAI-compatible endpoint"),
  STEADYSTATE_LLM_API_KEY: laterSecret("key of that endpoint"),
  STEADYSTATE_LLM_MODEL: later("model that the endpoint is asked for"),
  STEADYSTATE_LLM_TIMEOUT: later("seconds that one model call may take", "30"),
  STEADYSTATE_MODEL: later("Anthropic model", "claude-sonnet-4-6"),
  STEADYSTATE_MODEL_CHEAP: later("Anthropic model that reads chat sentences", "claude-haiku-4-5"),
  STEADYSTATE_MODEL_CORRELATE: later("Anthropic model that groups alerts"),
  STEADYSTATE_MODEL_ANALYZE: later("Anthropic model of analyze"),
  STEADYSTATE_MODEL_EXPLAIN: later("Anthropic model of explain"),
  STEADYSTATE_MODEL_CHAT_NL: later("Anthropic model that reads chat sentences, before the cheap one"),
  STEADYSTATE_MODEL_ASK: later("Anthropic model of ask"),
  STEADYSTATE_MODEL_DEFINE_CHECK: later("Anthropic model of define-check"),
  STEADYSTATE_MODEL_DEFINE_SOLUTION: later("Anthropic model of define-solution"),
  STEADYSTATE_MODEL_DECIDE: later("Anthropic model of propose --llm"),
  ANTHROPIC_API_KEY: laterSecret("key of the Anthropic API"),
  OPENAI_API_KEY: laterSecret("key of an OpenAI-compatible endpoint, after STEADYSTATE_LLM_API_KEY"),
  OPENAI_BASE_URL: later("address of an OpenAI-compatible endpoint, after STEADYSTATE_LLM_BASE_URL"),

  // Where people are told
  SLACK_WEBHOOK_URL: laterSecret("incoming webhook of the slack surface"),
  TEAMS_WEBHOOK_URL: laterSecret("incoming webhook of the teams surface"),
  DISCORD_WEBHOOK_URL: laterSecret("incoming webhook of the discord surface"),
  STEADYSTATE_WEBHOOK_URL: laterSecret("address of the webhook surface"),
  STEADYSTATE_PAGERDUTY_ROUTING_KEY: laterSecret("routing key of the pagerduty surface"),
  STEADYSTATE_SERVICENOW_INSTANCE: later("instance name or address of the servicenow surface"),
  STEADYSTATE_SERVICENOW_USER: later("user of the servicenow surface"),
  STEADYSTATE_SERVICENOW_PASSWORD: laterSecret("password of the servicenow surface"),
  STEADYSTATE_SERVICENOW_TABLE: later("table that tickets are written to", "incident"),
  STEADYSTATE_SERVICENOW_AUTOCLOSE: later("whether tickets close when the finding clears"),
  STEADYSTATE_SERVICENOW_CLOSE_CODE: later("close code of tickets that clear"),
  STEADYSTATE_SERVICENOW_GROUP: later("assignment group, before [servicenow] assignment_group"),
  PROMETHEUS_URL: later("Prometheus server that enriches and answers metrics"),
  PROMETHEUS_PUSHGATEWAY_URL: later("Pushgateway of the prometheus surface"),
  GRAFANA_URL: later("Grafana server of the grafana surface"),
  GRAFANA_TOKEN: laterSecret("token of the grafana surface"),
  STEADYSTATE_SENTINEL_WORKSPACE_ID: later("Log Analytics workspace of --enrich sentinel"),
  STEADYSTATE_SENTINEL_QUERY: later("query of --enrich sentinel"),
  STEADYSTATE_AZURE_TENANT_ID: later("tenant of --enrich sentinel"),
  STEADYSTATE_AZURE_CLIENT_ID: later("application of --enrich sentinel"),
  STEADYSTATE_AZURE_CLIENT_SECRET: laterSecret("secret of that application"),

  // Chat
  STEADYSTATE_SLACK_SIGNING_SECRET: laterSecret("secret that signs what Slack sends"),
  STEADYSTATE_TEAMS_SECURITY_TOKEN: laterSecret("token that signs what Teams sends"),
  STEADYSTATE_DISCORD_PUBLIC_KEY: later("key that what Discord sends is verified with"),
  SLACK_BOT_TOKEN: laterSecret("token of the Slack bot"),
  DISCORD_APP_ID: later("application that slash commands are registered for"),
  DISCORD_BOT_TOKEN: laterSecret("token that registers slash commands"),
  DISCORD_GUILD_ID: later("guild that slash commands are registered in"),

  // GitHub
  STEADYSTATE_GITHUB_TOKEN: laterSecret("token for issues, pull requests and workflows"),
  GITHUB_TOKEN: laterSecret("token for the same, after STEADYSTATE_GITHUB_TOKEN"),
  STEADYSTATE_GITHUB_REPO: later("owner/name; otherwise read from the origin remote"),
  STEADYSTATE_GITHUB_BASE: later("branch that pull requests go to"),
  STEADYSTATE_GITHUB_SEVERITY: later("severity from which an issue is opened", "high"),
  STEADYSTATE_GITHUB_AUTOCLOSE: later("whether issues close when the finding clears"),
  STEADYSTATE_WORKFLOWS_REPO: later("owner/name of the repository of workflows, before [workflows] repo"),
  GITHUB_API_URL: later("address of the GitHub API", "https://api.github.com"),

  // Platforms
  KUBECONFIG: now("kubeconfig that kubectl uses where a target names none"),
  HELM_DRIVER: now("kind of object in which helm keeps its releases; handed to a rollback too"),
  ARGOCD_SERVER: later("address of the Argo CD server"),
  ARGOCD_TOKEN: laterSecret("token of the Argo CD server"),
  RANCHER_URL: later("address of the Rancher server"),
  RANCHER_TOKEN: laterSecret("token of the Rancher server"),
  TF_WORKSPACE: now("Terraform workspace", "default"),
  TF_DATA_DIR: now("folder that Terraform keeps its data in", ".terraform"),
  TF_CLI_ARGS: now("arguments for every Terraform command; withheld from it, with a warning"),
  TF_CLI_ARGS_plan: now("arguments for terraform plan; withheld from it, with a warning"),
  TF_CLI_ARGS_show: now("arguments for terraform show; withheld from it, with a warning"),

  // The machine
  HTTP_PROXY: now("proxy for http addresses; it must allow CONNECT"),
  HTTPS_PROXY: now("proxy for https addresses"),
  NO_PROXY: now("comma list of hosts that are asked without a proxy"),
  http_proxy: now("as HTTP_PROXY, before it"),
  https_proxy: now("as HTTPS_PROXY, before it"),
  no_proxy: now("as NO_PROXY, before it"),
  NODE_EXTRA_CA_CERTS: now("file of certificates that Node trusts beside its own"),
  PATH: now("where tools are found"),
  HOME: now("home folder"),
  USER: now("login name"),
  USERNAME: now("login name on Windows"),
  LOGNAME: now("login name, after USER"),
} as const satisfies Readonly<Record<string, Variable>>;
export type VariableName = keyof typeof variables;

/** The environment, read once at the door. */
export type Env = {
  /** Trimmed; `undefined` when unset or empty. */
  readonly get: (name: VariableName) => string | undefined;
};

/** What leaves this process for nobody: our own settings, model keys, chat and surface secrets, slipped-in arguments. */
export const isWithheld = (name: string): boolean =>
  /^(?:STEADYSTATE_|ANTHROPIC_|OPENAI_|SLACK_|DISCORD_|TEAMS_|PAGERDUTY_|SERVICENOW_|GRAFANA_|TF_CLI_ARGS|GITHUB_TOKEN$)/i.test(
    name,
  );

export const readEnv = (environment: Readonly<Record<string, string | undefined>>): Env => ({
  get: (name) => {
    const text = environment[name]?.trim();
    return text === "" ? undefined : text;
  },
});

/** Trimmed value of a variable that a committed entry names; `undefined` when unset, empty, or withheld (D31). */
export const namedVariable = (
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined => {
  const text = isWithheld(name) ? undefined : environment[name]?.trim();
  return text === "" ? undefined : text;
};

/** The whole environment of this process: for children, and for `readEnv`. */
export const processEnvironment = (): Readonly<Record<string, string | undefined>> => process.env;
