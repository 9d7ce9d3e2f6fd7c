import { describe, expect, test } from "vitest";
import { SteadystateError } from "../../src/errors.ts";
import { type Config, implementedTables, loadConfig } from "../../src/intent/config.ts";
import { Settings } from "../../src/intent/settings.ts";
import type { Place } from "../../src/system/paths.ts";
import { filesWith } from "./memory-files.ts";

const path = "/repo/steadystate/config.toml";
const place: Place = {
  cwd: "/repo",
  gitTop: undefined,
  committed: async () => path,
  stateFolder: "/repo/.steadystate",
  stateFile: "/repo/.steadystate/state.db",
  wallAbove: undefined,
};
const load = (text: string | undefined): Promise<Config> =>
  loadConfig(place, filesWith(text === undefined ? {} : { [path]: text }));

const defaults = {
  defaults: {},
  ci: { checks: false, on_unknown: "fail" },
  bound: {
    lossless: "tenant",
    self_healing: "service",
    recoverable: "none",
    irreversible: "none",
    env_may_widen: false,
    timezone: "UTC",
    protected_targets: [],
    protected_namespaces: [],
    per_hour: 6,
    settle: "60s",
  },
  freeze: [],
  health: { max_age: "1h" },
  terraform: { bin: "terraform", var_files: [], lock: false, timeout: "5m", env: [] },
  platform: { namespaces: [], workloads: [], applications: [] },
  checks: { allow: [] },
  runbook: { auto_commands: false, distrust_after: 3, window: "30d", relapse: "24h" },
  roles: { operator: [], approver: [], breakglass: [] },
  approvals: { four_eyes: false, expires: "24h" },
  knowledge: {},
  workflows: {},
  servicenow: { route: [] },
  notify: { remind_after: "24h" },
  llm: {},
  metrics: { queries: {} },
  ignore: [],
  plugins: { modules: [] },
};

describe("loadConfig", () => {
  test("without a file is the defaults, and says so", async () => {
    expect(await load(undefined)).toEqual({
      ...defaults,
      file: { path, present: false, tables: [], keys: [] },
    });
  });

  test.each(["", "# nothing\n", "[ci]\n"])("of %j is the defaults too", async (text) => {
    const { file, ...settings } = await load(text);
    expect(settings).toEqual(defaults);
    expect(file.present).toBe(true);
  });

  test("knows every table and key", async () => {
    const config = await load(`
[defaults]
source = "terraform-state"
path = "infra"
tuning = "Strict"
[ci]
source = "terraform"
path = "."
fail_on = "HIGH"
to = "slack, github"
deliver = "patch-file"
checks = true
on_unknown = "pass"
[bound]
lossless = "fleet"
self_healing = "never"
recoverable = ""
irreversible = "None"
env_may_widen = true
timezone = "Europe/Vienna"
protected_targets = ["prod-*"]
protected_namespaces = ["payments"]
per_hour = 2
settle = "90s"
[[freeze]]
days = ["Fri", "sat"]
from = "16:00"
to = "08:00"
targets = ["prod-*"]
reason = "nobody is there"
[health]
max_age = "15m"
[terraform]
bin = "tofu"
var_files = ["prod.tfvars"]
lock = true
timeout = "90s"
env = ["AWS_PROFILE"]
[platform]
namespaces = ["Ops-System"]
workloads = ["proxy"]
applications = ["shop/fleet-tracker"]
[checks]
allow = ["169.254.20.10", "node-local.test"]
[runbook]
auto_commands = true
[roles]
viewer = ["slack:T1:*"]
operator = ["os:ana"]
approver = ["slack:T1:U2"]
breakglass = []
[approvals]
four_eyes = ["irreversible"]
expires = "24h"
[knowledge]
dir = "docs/kb"
[workflows]
repo = "acme/runbooks"
[servicenow]
assignment_group = "ops"
[[servicenow.route]]
for = "Evicted"
match = "(?i)node"
group = "platform"
[notify]
remind_after = "2d"
[notify.slack]
min_severity = "high"
environments = ["prod"]
kinds = ["drift"]
group = true
digest_over = 10
remind_after = "6h"
[llm]
egress = "confirm"
budget_usd_per_day = 2.5
[metrics]
source = "prometheus"
[metrics.queries]
latency = "histogram_quantile(0.9, x)"
[[ignore]]
kind = "ConfigMap"
namespace = "shop"
[plugins]
modules = ["steadystate-nomad"]
`);
    expect(config.file.tables).toEqual(Object.keys(defaults));
    expect(config.ci).toEqual({
      source: "terraform",
      path: ".",
      fail_on: "high",
      to: "slack, github",
      deliver: "patch-file",
      checks: true,
      on_unknown: "pass",
    });
    expect(config.bound).toMatchObject({ self_healing: "none", recoverable: "none", irreversible: "none" });
    expect(config.platform.namespaces).toEqual(["ops-system"]);
    expect(config.notify.slack?.digest_over).toBe(10);
  });

  test("keeps the order of the tables as the file has them", async () => {
    expect((await load('[terraform]\n[ci]\n[[ignore]]\nkind = "x"')).file.tables).toEqual([
      "terraform",
      "ci",
      "ignore",
    ]);
  });
});

describe("a file that cannot be used", () => {
  const refusal = async (text: string): Promise<SteadystateError> => {
    const thrown: unknown = await load(text).catch((error: unknown) => error);
    if (thrown instanceof SteadystateError) return thrown;
    throw new Error(`not refused: ${JSON.stringify(thrown)}`);
  };

  test.each([
    ["[ci]\nfail-on = 'high'", "2:1", "[ci] fail-on is not known, did you mean fail_on?"],
    ["[ci]\nfrobnicate = 1", "2:1", "[ci] frobnicate is not known"],
    [
      "[ci]\nfail_on = 'hihg'",
      "2:11",
      "[ci] fail_on must be one of any, low, medium, high, critical, none, did you mean high?",
    ],
    ["[ci]\nfail_on = 3", "2:11", "[ci] fail_on must be a text, not a number"],
    ["[ci]\n  checks = 'yes'", "2:12", "[ci] checks must be true or false, not a text"],
    ["[ci]\nto = ['slack']", "2:6", "[ci] to must be a text, not a list"],
    ["[c1]\na = 1", "1:1", "[c1] is not known, did you mean ci?"],
    ["fail_on = 'high'", "1:1", "[fail_on] is not known"],
    ["ci = 'high'", "1:6", "[ci] must be an object, not a text"],
    ["[bound]\nper_hour = 0.5", "2:12", "[bound] per_hour must be a whole number, not a fraction"],
    [
      "[bound]\nprotected_targets = ['*-prod']",
      "2:22",
      "[bound] protected_targets[0] must be a name, or its beginning with one star at the end",
    ],
    [
      "[[freeze]]\nfrom = '16:00'\nto = '17:00'\nreason = 'x'",
      "1:1",
      '[freeze] [0] needs days, or from and to as instants with an offset, such as "2026-12-23T16:00:00+01:00"',
    ],
    [
      "[[freeze]]\ndays = ['fri']\nfrom = '16:00'\nto = '8:00'\nreason = 'x'",
      "1:1",
      '[freeze] [0] needs from and to as times of the day beside days, such as "16:00"',
    ],
    [
      "[[freeze]]\ndays = ['fry']\nfrom = '16:00'\nto = '08:00'\nreason = 'x'",
      "2:9",
      "[freeze] [0].days[0] must be one of sun, mon, tue, wed, thu, fri, sat, did you mean fri?",
    ],
    ["[[freeze]]\ndays = ['fri']\nfrom = '16:00'\nto = '08:00'", "1:1", "[freeze] [0].reason is missing"],
    [
      "[roles]\napprover = ['ana']",
      "2:13",
      "[roles] approver[0] must be the stable id of one person, such as os:ana",
    ],
    [
      "[roles]\napprover = ['slack:*']",
      "2:13",
      "[roles] approver[0] must be the stable id of one person, such as os:ana",
    ],
    ["[roles]\napprovers = []", "2:1", "[roles] approvers is not known, did you mean approver?"],
    ["[approvals]\nexpires = '8d'", "2:11", "[approvals] expires must be 7d or less"],
    ["[bound]\nself-healing = 'one'", "2:1", "[bound] self-healing is not known, did you mean self_healing?"],
    [
      "[bound]\nlossless = 'noen'",
      "2:12",
      "[bound] lossless must be one of none, one, service, tenant, node, fleet, did you mean none?",
    ],
    ["[bound]\nlossless = false", "2:12", "[bound] lossless must be a text, not true or false"],
    [
      "[bound]\ntimezone = 'Vienna'",
      "2:12",
      "[bound] timezone must be an IANA time zone such as Europe/Vienna",
    ],
    [
      "[health]\nmax_age = '10'",
      "2:11",
      "[health] max_age must be a number with a unit, such as 90s, 15m, 6h, 3d, 2w",
    ],
    ["[health]\nmax_age = 1979-05-27", "2:11", "[health] max_age must be a text, not a date"],
    ["[terraform]\nvar_files = ['a', 2]", "2:19", "[terraform] var_files[1] must be a text, not a number"],
    ["[terraform]\nenv = ['A B']", "2:8", "[terraform] env[0] must be the name of a variable"],
    ["[terraform]\nenv = ['PATH', 'TF_CLI_ARGS']", "2:16", "[terraform] env[1] is withheld from every tool"],
    ["[terraform]\nbin = ' '", "2:7", "[terraform] bin must not be empty"],
    [
      "[[servicenow.route]]\ngroup = 'a'\nmatch='a'\n[[servicenow.route]]\nmatch = '(?=a)'\ngroup = 'x'",
      "5:9",
      "[servicenow] route[1].match is no usable pattern: the lookahead (?= is not offered by the linear-time engine",
    ],
    ["[[servicenow.route]]\nfor = 'a'", "1:1", "[servicenow] route[0].group is missing"],
    ["[[servicenow.route]]\ngroup = 'a'", "1:1", "[servicenow] route[0] needs for, match or both"],
    [
      "[approvals]\nfour_eyes = 'yes'",
      "2:13",
      "[approvals] four_eyes must be true, false or a list of lossless, self_healing, recoverable, irreversible",
    ],
    ["[workflows]\nrepo = 'https://x/y'", "2:8", "[workflows] repo must be owner/name"],
    ["[notify.slcak]\ngroup = true", "1:1", "[notify] slcak is not known, did you mean slack?"],
    [
      "[notify.slack]\nmin_severty = 'low'",
      "2:1",
      "[notify] slack.min_severty is not known, did you mean min_severity?",
    ],
    ["[[ignore]]\n", "1:1", "[ignore] [0] must name a kind, name, namespace or path"],
    ['[ci]\nfail_on = "high', "2:11", "is not TOML: unfinished string"],
    ["a = 1\n[ci\n", "2:4", "is not TOML: illegal character in key"],
    ["[ci]\n[ci]", "2:2", "is not TOML: trying to redefine an already defined table or value"],
  ])("%j is refused at %s", async (text, spot, why) => {
    const error = await refusal(text);
    expect(error.code).toBe("config-invalid");
    expect(error.exit).toBe(2);
    expect(error.message).toBe(`steadystate/config.toml:${spot}: ${why}`);
    expect(error.hint).toBe(
      `mend line ${spot.split(":")[0]} of steadystate/config.toml, then run this again`,
    );
  });

  test("tells the first problem of the file, and holds them all", async () => {
    const error = await refusal("[terraform]\nlok = true\n[ci]\nfail_on = 'x'\nchecks = 1\n");
    expect(error.message).toBe(
      "steadystate/config.toml:2:1: [terraform] lok is not known, did you mean lock? (and 2 more)",
    );
    expect(error.details).toEqual({
      path,
      line: 2,
      column: 1,
      problems: [
        { line: 2, column: 1, why: "[terraform] lok is not known, did you mean lock?" },
        { line: 4, column: 11, why: "[ci] fail_on must be one of any, low, medium, high, critical, none" },
        { line: 5, column: 10, why: "[ci] checks must be true or false, not a number" },
      ],
    });
  });

  test.each([
    "[ci]\nfail_on = 'canary'",
    "[servicenow]\npassword = 'canary'",
    "[workflows]\nrepo = 'https://canary@github.com/a/b'",
    "[ci]\nto = 'canary\n",
    "[bound]\ntimezone = 'canary'",
  ])("%j does not repeat what the file holds", async (text) => {
    const error = await refusal(text);
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain("canary");
  });

  test("that a variable names and that is missing stays the place's refusal", async () => {
    const gone: Place = {
      ...place,
      committed: () => Promise.reject(new SteadystateError("usage", "not there")),
    };
    await expect(loadConfig(gone, filesWith({}))).rejects.toThrow("not there");
  });
});

test("the tables that are acted on are tables", () => {
  for (const table of implementedTables) expect(Object.keys(Settings.shape)).toContain(table);
});
