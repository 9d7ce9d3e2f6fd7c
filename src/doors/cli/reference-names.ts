// The command line of the Python steadystate, as it was published. `docs/upgrading.md` has a row for each name, and a line that
// asks for something which is not here yet is told so, instead of being told that nobody ever heard of it.

export type ReferenceOption = {
  readonly flag: string;
  readonly short?: string;
  readonly takesValue: boolean;
  /** What may be said here without the feature: every use, or these values, because they ask for nothing. */
  readonly idle: "always" | readonly string[];
  /** The line that does the same here. */
  readonly instead?: string;
};

const flag = (name: string, short?: string): ReferenceOption => ({
  flag: name,
  ...(short === undefined ? {} : { short }),
  takesValue: false,
  idle: [],
});
/** Asks for less of something that this version never does. */
const idle = (name: string): ReferenceOption => ({ flag: name, takesValue: false, idle: "always" });
const value = (name: string, ...values: readonly string[]): ReferenceOption => ({
  flag: name,
  takesValue: true,
  idle: values,
});
const short = (option: ReferenceOption, name: string): ReferenceOption => ({ ...option, short: name });

const verbose = flag("--verbose", "-v");
const json = flag("--json");
const state = value("--state");
const actor = value("--actor");
const checks = value("--checks");
const solutions = value("--solutions");
const author = value("--author");
const port = value("--port");
const cluster = [value("--context"), value("--kubeconfig")];

/**
 * Every command with its options, in the order of its help; options that all of ours take are in the list all the same.
 * @internal docs/upgrading.md is made from it
 */
export const referenceCommands = {
  scan: [
    value("--source"),
    value("--target"),
    value("--to", "console"),
    value("--tuning"),
    value("--correlator", "auto", "deterministic"),
    value("--enrich", "none"),
    value("--probe", "none"),
    flag("--stateless"),
    idle("--no-llm"),
    idle("--confirm-llm"),
    value("--autonomy", "observe"),
    value("--deliver", "none"),
    value("--label"),
    ...cluster,
    value("--inventory"),
    idle("--cost"),
    verbose,
    json,
    state,
  ],
  ci: [
    value("--source"),
    value("--fail-on"),
    value("--to", "console"),
    value("--deliver", "none"),
    value("--config"),
  ],
  verify: [
    ...cluster,
    value("--label"),
    value("--release"),
    short(value("--values"), "-f"),
    short(value("--namespace"), "-n"),
    flag("--stateless"),
    json,
    verbose,
    state,
  ],
  compliance: [
    value("--source"),
    value("--target"),
    ...cluster,
    value("--framework"),
    value("--level", "0"),
    json,
  ],
  fix: [value("--source"), flag("--apply")],
  mute: [value("--note"), actor, flag("--commit"), state],
  unmute: [state],
  "commit-mutes": [state],
  snooze: [value("--days"), actor, state],
  resolve: [actor, state],
  findings: [flag("--open"), flag("--resolved"), flag("--muted"), flag("--all"), state],
  show: [json, state],
  analyze: [value("--to"), state],
  ask: [state],
  runs: [],
  dispatch: [state],
  requests: [],
  request: [state],
  watch: [
    value("--for"),
    value("--timeout"),
    value("--interval"),
    flag("--once"),
    flag("--deep"),
    flag("--no-deep"),
    state,
  ],
  cost: [value("--window"), value("--by"), state],
  commands: [value("--source")],
  targets: [flag("--check")],
  sweep: [flag("--stateless"), verbose, flag("--deep"), value("--to", "console"), state],
  hold: [flag("--apply"), flag("--deep"), state],
  propose: [flag("--llm"), flag("--record"), flag("--apply"), flag("--deep"), state],
  learn: [state],
  baseline: [],
  catalog: [flag("--html")],
  pending: [state],
  summary: [state],
  metrics: [],
  posture: [],
  checks: [checks],
  solutions: [solutions],
  health: [checks, state],
  smoke: [checks],
  "add-check": [checks],
  "define-check": [checks],
  "add-solution": [solutions, author],
  "define-solution": [solutions, author],
  vouch: [solutions, author],
  mcp: [value("--dir"), value("--label"), value("--refresh"), flag("--author"), flag("--write"), state],
  history: [value("--label"), value("--limit"), json, state],
  approve: [actor, state],
  decline: [actor, state],
  listen: [value("--from"), port, state],
  up: [value("--from"), port, value("--sweep"), flag("--deep"), state],
  chat: [state],
  explain: [state],
  probe: [verbose, idle("--cost"), flag("--unmute"), flag("--deep"), json, state],
  tools: [],
  doctor: [value("--env-file")],
  discover: [
    flag("--deep"),
    flag("--create"),
    flag("--emit-ci"),
    json,
    flag("--check"),
    flag("--reachable"),
    flag("--no-reachable"),
  ],
  init: [value("--env-file")],
  "silo add": [],
  "silo discover": [],
  "silo list": [],
  "silo rm": [],
} as const satisfies Readonly<Record<string, readonly ReferenceOption[]>>;

/**
 * Words that only its chat knew; here a verb means one thing at every door.
 * @internal docs/upgrading.md is made from it
 */
export const referenceChatWords = ["help", "surfaces", "send", "actions", "run", "refresh"] as const;

/** What it took before any command. */
export const referenceGlobals = [
  flag("--version"),
  value("--silo"),
  { ...value("--install-completion"), instead: "steadystate completion bash" },
  { ...value("--show-completion"), instead: "steadystate completion bash" },
  flag("--help"),
] as const satisfies readonly ReferenceOption[];

/** What `--source` could name. */
export const referenceSources: readonly string[] = [
  "terraform",
  "terraform-state",
  "ansible",
  "ansible-live",
  "argocd",
  "docker-compose",
  "helm",
  "helm-live",
  "k8s",
  "k8s-baseline",
  "k8s-live",
  "kustomize-live",
  "rancher",
];

export const optionsOfReference = (command: string): readonly ReferenceOption[] =>
  new Map<string, readonly ReferenceOption[]>(Object.entries(referenceCommands)).get(command) ?? [];

/** Whether the reference had a command, or a word of its chat, of this name. */
export const isOfReference = (name: string): boolean =>
  Object.keys(referenceCommands).some((command) => command === name || command.startsWith(`${name} `)) ||
  referenceChatWords.some((word) => word === name);
