import { z } from "zod";
import { compilePattern } from "../core/pattern.ts";
import { tunings } from "../core/score/tuning.ts";
import { severities } from "../core/severity.ts";
import { parseDuration } from "../core/time.ts";

const Text = z.string().trim().min(1, "must not be empty");
const Texts = z.array(Text).default([]);
const Duration = z.string().refine((text) => parseDuration(text) !== undefined, {
  error: "must be a number with a unit, such as 90s, 15m, 6h, 3d, 2w",
});
const Repository = z.string().regex(/^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/, "must be owner/name");
const word = <const W extends readonly string[]>(words: W) =>
  z.string().trim().toLowerCase().pipe(z.enum(words));
/** Kubernetes names, compared in lower case. */
const Names = z.array(Text.toLowerCase()).default([]);

/** Highest impact that may run unattended. */
const Impact = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => (text === "" || text === "never" ? "none" : text))
  .pipe(z.enum(["none", "one", "service", "tenant", "node", "fleet"]));

const reversibilities = ["lossless", "self_healing", "recoverable", "irreversible"] as const;

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
    .prefault({}),
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
    .prefault({}),
  bound: z
    .strictObject({
      lossless: Impact.default("tenant"),
      self_healing: Impact.default("service"),
      recoverable: Impact.default("none"),
      irreversible: Impact.default("none"),
      env_may_widen: z.boolean().default(false),
      timezone: z
        .string()
        .refine(isTimezone, { error: "must be an IANA time zone such as Europe/Vienna" })
        .default("UTC"),
    })
    .prefault({}),
  health: z
    .strictObject({ max_age: Duration.default("1h").describe("older evidence does not count") })
    .prefault({}),
  terraform: z
    .strictObject({
      bin: Text.default("terraform").describe("binary: terraform, tofu or a path"),
      var_files: Texts.describe("files given to -var-file, relative to the planned folder"),
      lock: z.boolean().default(false).describe("whether planning takes the state lock"),
      timeout: Duration.default("5m").describe("how long one command may take"),
    })
    .prefault({}),
  platform: z
    .strictObject({
      namespaces: Names.describe("namespaces that are plumbing, added to the known ones"),
      workloads: Names.describe("workloads that are plumbing"),
      applications: Names.describe("workloads that are not, whatever they are called"),
    })
    .prefault({}),
  checks: z
    .strictObject({
      allow: Texts.describe("link-local or metadata addresses and hosts that checks may reach"),
    })
    .prefault({}),
  runbook: z.strictObject({ auto_commands: z.boolean().default(false) }).prefault({}),
  roles: z
    .strictObject({
      /** Unset is not empty: without it everybody who is not named may read. */
      viewer: z.array(Text).optional(),
      operator: Texts,
      approver: Texts,
      breakglass: Texts,
    })
    .prefault({}),
  approvals: z
    .strictObject({
      four_eyes: z
        .union([z.boolean(), z.array(z.enum(reversibilities))], {
          error: `must be true, false or a list of ${reversibilities.join(", ")}`,
        })
        .default(false),
      expires: Duration.optional(),
    })
    .prefault({}),
  knowledge: z.strictObject({ dir: Text.optional() }).prefault({}),
  workflows: z.strictObject({ repo: Repository.optional() }).prefault({}),
  servicenow: z
    .strictObject({ assignment_group: z.string().trim().optional(), route: z.array(Route).default([]) })
    .prefault({}),
  notify: z
    .strictObject({
      remind_after: Duration.default("24h"),
      console: Notice.optional(),
      slack: Notice.optional(),
      teams: Notice.optional(),
      discord: Notice.optional(),
      github: Notice.optional(),
      servicenow: Notice.optional(),
      pagerduty: Notice.optional(),
      prometheus: Notice.optional(),
      grafana: Notice.optional(),
      webhook: Notice.optional(),
    })
    .prefault({}),
  llm: z
    .strictObject({
      egress: word(["off", "confirm", "allow"]).optional(),
      budget_usd_per_day: z.number().nonnegative("must not be negative").optional(),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      source: word(["prometheus"]).optional(),
      queries: z.record(z.string(), Text).default({}),
    })
    .prefault({}),
  ignore: z
    .array(
      z
        .strictObject({
          kind: Text.optional(),
          name: Text.optional(),
          namespace: Text.optional(),
          path: Text.optional(),
        })
        .refine((rule) => Object.keys(rule).length > 0, {
          error: "must name a kind, name, namespace or path",
        }),
    )
    .default([]),
  plugins: z.strictObject({ modules: Texts }).prefault({}),
});
export type Settings = z.output<typeof Settings>;
