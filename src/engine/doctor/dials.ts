import type { Context } from "../../context.ts";
import { redactText } from "../../core/secret.ts";
import type { Config } from "../../intent/config.ts";
import type { VariableName } from "../../system/env.ts";

/** One setting as it holds now. */
export type Dial = {
  readonly name: string;
  readonly value: string;
  readonly origin: "environment" | "config" | "default";
  readonly meaning: string;
  /** The variable and the `table.key` of config.toml that set it, the first that is set wins. */
  readonly setBy: readonly string[];
};

type Spec = {
  readonly env?: VariableName;
  /** `table.key` of config.toml, the first that is set wins. */
  readonly config?: readonly `${string}.${string}`[];
  readonly otherwise: string;
  readonly meaning: string;
};

/** What an operator turns, and what holds where nobody did. */
const dialSpecs: Readonly<Record<string, Spec>> = {
  "ci path": {
    config: ["ci.path", "defaults.path"],
    otherwise: ".",
    meaning: "what the gate looks at",
  },
  "ci source": {
    config: ["ci.source", "defaults.source"],
    otherwise: "terraform",
    meaning: "what the gate compares with",
  },
  "ci fail_on": { config: ["ci.fail_on"], otherwise: "high", meaning: "severity from which the gate fails" },
  "ci on_unknown": {
    config: ["ci.on_unknown"],
    otherwise: "fail",
    meaning: "what the gate does where it cannot tell",
  },
  "ci checks": {
    config: ["ci.checks"],
    otherwise: "false",
    meaning: "whether the gate asks the http checks",
  },
  "scan path": {
    config: ["defaults.path"],
    otherwise: "none: it must be given",
    meaning: "what scan looks at",
  },
  "scan source": { config: ["defaults.source"], otherwise: "terraform", meaning: "what scan compares with" },
  tuning: { config: ["defaults.tuning"], otherwise: "default", meaning: "how much becomes an alert" },
  max_age: { config: ["health.max_age"], otherwise: "1h", meaning: "older evidence does not count" },
  grace: { env: "STEADYSTATE_RESOLVE_AFTER", otherwise: "30m", meaning: "how long unseen until resolved" },
  "terraform bin": { config: ["terraform.bin"], otherwise: "terraform", meaning: "the binary that plans" },
  "terraform lock": {
    config: ["terraform.lock"],
    otherwise: "false",
    meaning: "whether planning locks the state",
  },
  "terraform timeout": {
    config: ["terraform.timeout"],
    otherwise: "5m",
    meaning: "how long a command may take",
  },
  workspace: { env: "TF_WORKSPACE", otherwise: "default", meaning: "Terraform workspace" },
  plumbing: {
    env: "STEADYSTATE_PLATFORM_NAMESPACES",
    config: ["platform.namespaces"],
    otherwise: "the known ones",
    meaning: "namespaces that are not the application",
  },
  timezone: { config: ["bound.timezone"], otherwise: "UTC", meaning: "zone of the windows of the bound" },
  silo: { env: "STEADYSTATE_SILO", otherwise: "none", meaning: "deployment that is worked in" },
  store: { env: "STEADYSTATE_STATE", otherwise: ".steadystate/state.db", meaning: "the memory" },
  format: { env: "STEADYSTATE_FORMAT", otherwise: "text", meaning: "how results are shown" },
  colour: { env: "NO_COLOR", otherwise: "at a terminal", meaning: "off where NO_COLOR is set" },
  "exit statuses": { env: "STEADYSTATE_EXIT_COMPAT", otherwise: "0 to 7", meaning: "1 folds 3 to 7 into 1" },
};

export const dialsOf = ({ hands }: Context, config: Config | undefined): readonly Dial[] =>
  Object.entries(dialSpecs).map(([name, { env, config: keys = [], otherwise, meaning }]) => {
    const dial = { name, meaning, setBy: [...(env === undefined ? [] : [env]), ...keys] };
    const fromEnv = env === undefined ? undefined : hands.env.get(env);
    if (fromEnv !== undefined) return { ...dial, value: redactText(fromEnv), origin: "environment" };
    const key = keys.find((one) => config?.file.keys.includes(one));
    if (key === undefined) return { ...dial, value: otherwise, origin: "default" };
    return { ...dial, value: redactText(valueAt(config, key)), origin: "config" };
  });

const valueAt = (config: object | undefined, key: string): string => {
  const [table = "", field = ""] = key.split(".");
  const section: unknown = new Map(Object.entries(config ?? {})).get(table);
  const value: unknown =
    typeof section === "object" && section !== null ? new Map(Object.entries(section)).get(field) : undefined;
  return Array.isArray(value) ? value.join(", ") : String(value);
};
