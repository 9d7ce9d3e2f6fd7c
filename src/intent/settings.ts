import { z } from "zod";
import { ceilings, reversibilities } from "../core/bound/envelope.ts";
import { jqPathOf } from "../core/jq-path.ts";
import { compilePattern } from "../core/pattern.ts";
import { tunings } from "../core/score/tuning.ts";
import { severities } from "../core/severity.ts";
import { parseDuration } from "../core/time.ts";
import { isWithheld } from "../system/env.ts";
import { Freeze, NamePattern } from "./freeze.ts";

const Text = z.string().trim().min(1, "must not be empty");
const Texts = z.array(Text).default([]);
const Duration = z.string().refine((text) => parseDuration(text) !== undefined, {
  error: "must be a number with a unit, such as 90s, 15m, 6h, 3d, 2w",
});
/** People by stable id: one each, for a role that a pattern gives is a role that nobody counts. */
const Ids = z
  .array(Text.regex(/^[a-z][a-z-]*:[^*]+$/, "must be the stable id of one person, such as os:ana"))
  .default([]);
/** Longer than a week nobody remembers what was seen when it was offered. */
const longestOffer = 7 * 86_400_000;
const Repository = z.string().regex(/^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/, "must be owner/name");
const Pointer = Text.regex(/^\/./, "must begin with /, as in /spec/replicas");
const JqPath = Text.refine((text) => jqPathOf(text) !== undefined, {
  error: 'must be a path, such as .spec.replicas or .spec.containers[] | select(.name == "web") | .image',
});
const word = <const W extends readonly string[]>(words: W) =>
  z.string().trim().toLowerCase().pipe(z.enum(words));
/** Names of variables that a command which changes something is given. */
const Lent = z
  .array(
    Text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of a variable").refine(
      (name) => !isWithheld(name),
      "is withheld from every tool",
    ),
  )
  .default([]);
/** Kubernetes names, compared in lower case. */
const Names = z.array(Text.toLowerCase()).default([]);

/** Highest impact that may run unattended. */
const Impact = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => (text === "" || text === "never" ? "none" : text))
  .pipe(z.enum(ceilings));

const isTimezone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch (unknown) {
    if (unknown instanceof RangeError) return false;
    throw unknown;
  }
};

const Route = z
  .strictObject({
    for: Text.optional(),
    match: Text.superRefine((text, context) => {
      const pattern = compilePattern(text, { caseInsensitive: true });
      if (!pattern.ok) context.addIssue({ code: "custom", message: `is no usable pattern: ${pattern.why}` });
    }).optional(),
    group: Text,
  })
  .refine((route) => route.for !== undefined || route.match !== undefined, {
    error: "needs for, match or both",
  });

const Notice = z.strictObject({
  min_severity: word(severities).optional(),
  environments: z.array(Text).optional(),
  kinds: z.array(Text).optional(),
  group: z.boolean().optional(),
  digest_over: z.int().positive().optional(),
  remind_after: Duration.optional(),
});

/** Every table and key that config.toml may hold, from the start: a table whose feature comes later is validated too. */
export const Settings = z.strictObject({
  defaults: z
    .strictObject({
      source: Text.optional().describe("source of a bare scan, and of ci"),
      path: Text.optional().describe("folder or document of a bare scan, and of ci"),
      tuning: word(tunings).optional().describe("how much becomes an alert"),
    })
    .prefault({})
    .describe("what scan and ci look at where nothing is said"),
  ci: z
    .strictObject({
      source: Text.optional().describe("source of the gate"),
      path: Text.optional().describe("folder or document of the gate"),
      fail_on: word(["any", ...severities, "none"])
        .optional()
        .describe("severity from which on a finding fails the gate; high where it is not set"),
      to: z.string().optional().describe("surfaces that are told (later)"),
      deliver: z.string().optional().describe("how a proposal is delivered (later)"),
      checks: z.boolean().default(false).describe("whether the gate asks the http checks too"),
      on_unknown: word(["fail", "pass"])
        .default("fail")
        .describe("where the gate cannot tell: fail is status 3"),
    })
    .prefault({})
    .describe("the gate, read by ci"),
  bound: z
    .strictObject({
      lossless: Impact.default("tenant").describe("highest impact of an action that loses nothing"),
      self_healing: Impact.default("service").describe("of one that the platform puts right by itself"),
      recoverable: Impact.default("none").describe("of one that can be taken back by hand"),
      irreversible: Impact.default("none").describe("of one that cannot be taken back"),
      env_may_widen: z
        .boolean()
        .default(false)
        .describe("whether STEADYSTATE_BOUND may allow more than this"),
      timezone: z
        .string()
        .refine(isTimezone, { error: "must be an IANA time zone such as Europe/Vienna" })
        .default("UTC")
        .describe("zone that time windows are meant in"),
      protected_targets: z
        .array(NamePattern)
        .default([])
        .describe("names of targets, prod-* too, where only break-glass acts"),
      protected_namespaces: z
        .array(NamePattern)
        .default([])
        .describe("namespaces where only break-glass acts, kept beside kube-* and what is plumbing"),
      per_hour: z.int().nonnegative().default(6).describe("effects that may begin on one target in an hour"),
      settle: Duration.default("60s").describe("how long after an effect its symptom must be gone"),
    })
    .prefault({})
    .describe(
      "what may run unattended, by how far it can be taken back: none, one, service, tenant, node or fleet",
    ),
  freeze: z.array(Freeze).default([]).describe("times in which nothing runs but by break-glass"),
  health: z
    .strictObject({ max_age: Duration.default("1h").describe("older evidence does not count") })
    .prefault({})
    .describe("the verdict, read by health and status"),
  terraform: z
    .strictObject({
      bin: Text.default("terraform").describe("binary: terraform, tofu or a path"),
      var_files: Texts.describe("files given to -var-file, relative to the planned folder"),
      lock: z.boolean().default(false).describe("whether planning takes the state lock"),
      timeout: Duration.default("5m").describe("how long one command may take"),
      env: Lent.describe("variables that an apply gets beside PATH, HOME and LANG, by name"),
    })
    .prefault({})
    .describe("how Terraform is run, read by scan, ci and the gate"),
  platform: z
    .strictObject({
      namespaces: Names.describe("namespaces that are plumbing, added to the known ones"),
      workloads: Names.describe("workloads that are plumbing"),
      applications: Names.describe("workloads that are not, whatever they are called"),
    })
    .prefault({})
    .describe("what is plumbing and not the application, read by scan and ci"),
  checks: z
    .strictObject({
      allow: Texts.describe("link-local or metadata addresses and hosts that checks may reach"),
    })
    .prefault({})
    .describe("the http checks, read by health, smoke and ci"),
  runbook: z
    .strictObject({
      auto_commands: z.boolean().default(false).describe("whether vouched commands may run unattended"),
      distrust_after: z
        .int()
        .min(1, "must be 1 to 100")
        .max(100, "must be 1 to 100")
        .default(3)
        .describe(
          "after how many uses at one target that did not help an entry or action runs unattended no more",
        ),
      window: Duration.default("30d").describe("how far back its uses count"),
      relapse: Duration.default("24h").describe(
        "a finding that is seen again within so long after its fix was not helped by it",
      ),
    })
    .prefault({})
    .describe("the runbook, solutions.json"),
  roles: z
    .strictObject({
      /** Unset is not empty: without it everybody who is not named may read. */
      viewer: z.array(Text).optional().describe("who may read; everybody where it is not set"),
      operator: Ids.describe("who may mute, close, teach and ask for an effect"),
      approver: Ids.describe("who may approve and vouch"),
      breakglass: Ids.describe("who may go beyond the bound"),
    })
    .prefault({})
    .describe("people by stable id, such as os:ana"),
  approvals: z
    .strictObject({
      four_eyes: z
        .union([z.boolean(), z.array(z.enum(reversibilities))], {
          error: `must be true, false or a list of ${reversibilities.join(", ")}`,
        })
        .default(false)
        .describe("for which actions nobody approves what they proposed"),
      expires: Duration.refine((text) => (parseDuration(text) ?? 0) <= longestOffer, {
        error: "must be 7d or less",
      })
        .default("24h")
        .describe("how long what waits for a decision may wait, at most 7d"),
    })
    .prefault({})
    .describe("decisions about waiting fixes"),
  knowledge: z
    .strictObject({ dir: Text.optional().describe("folder of the documents") })
    .prefault({})
    .describe("the knowledge base that ask answers from"),
  workflows: z
    .strictObject({ repo: Repository.optional().describe("owner/name of the repository") })
    .prefault({})
    .describe("GitHub workflows that runs and dispatch name"),
  servicenow: z
    .strictObject({
      assignment_group: z.string().trim().optional().describe("group of a ticket that no route names"),
      route: z.array(Route).default([]).describe("groups by category (for) or title (match), first hit wins"),
    })
    .prefault({})
    .describe("tickets of the servicenow surface"),
  notify: z
    .strictObject({
      remind_after: Duration.default("24h").describe("how long an open finding is told only once"),
      console: Notice.optional().describe("what console is told: severity, environments, kinds, digest"),
      slack: Notice.optional().describe("what slack is told: severity, environments, kinds, digest"),
      teams: Notice.optional().describe("what teams is told: severity, environments, kinds, digest"),
      discord: Notice.optional().describe("what discord is told: severity, environments, kinds, digest"),
      github: Notice.optional().describe("what github is told: severity, environments, kinds, digest"),
      servicenow: Notice.optional().describe(
        "what servicenow is told: severity, environments, kinds, digest",
      ),
      pagerduty: Notice.optional().describe("what pagerduty is told: severity, environments, kinds, digest"),
      prometheus: Notice.optional().describe(
        "what prometheus is told: severity, environments, kinds, digest",
      ),
      grafana: Notice.optional().describe("what grafana is told: severity, environments, kinds, digest"),
      webhook: Notice.optional().describe("what webhook is told: severity, environments, kinds, digest"),
    })
    .prefault({})
    .describe("who is told what, by surface"),
  llm: z
    .strictObject({
      egress: word(["off", "confirm", "allow"]).optional().describe("whether anything is sent to a model"),
      budget_usd_per_day: z
        .number()
        .nonnegative("must not be negative")
        .optional()
        .describe("US dollars that calls may cost a day"),
    })
    .prefault({})
    .describe("calls to a language model"),
  metrics: z
    .strictObject({
      source: word(["prometheus"]).optional().describe("where the queries are asked"),
      queries: z.record(z.string(), Text).default({}).describe("named queries, beside metrics.json"),
    })
    .prefault({})
    .describe("readings from monitoring"),
  ignore: z
    .array(
      z
        .strictObject({
          kind: Text.optional().describe("kind of the object; `*` stands for anything in it, here and below"),
          name: Text.optional().describe("its name"),
          namespace: Text.optional().describe("its namespace"),
          group: Text.optional().describe("its API group"),
          path: Text.optional().describe(
            "a place in it, with all below: `spec.template.spec.containers[name=web].image`; without a place the whole object, gone or new",
          ),
          jsonPointers: z.array(Pointer).optional().describe("places as in Argo CD's `ignoreDifferences`"),
          jqPathExpressions: z.array(JqPath).optional().describe("the same, as jq paths"),
          managedFieldsManagers: z.array(Text).optional().describe("the same, by who set the field last"),
        })
        .refine((rule) => Object.keys(rule).length > 0, {
          error: "must name a kind, name, namespace or path",
        }),
    )
    .default([])
    .describe(
      "differences of Kubernetes objects that are never drift; each look counts them, and the rules that had no effect",
    ),
  plugins: z
    .strictObject({ modules: Texts.describe("packages, by name") })
    .prefault({})
    .describe("plugins that are not built in"),
});
export type Settings = z.output<typeof Settings>;
