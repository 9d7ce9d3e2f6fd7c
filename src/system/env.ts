/** Every variable that steadystate reads, with the line that documents it. */
export const variables = {
  STEADYSTATE_CONFIG: "path of config.toml",
} as const;
export type VariableName = keyof typeof variables;

/** The environment, read once at the door. */
export type Env = {
  /** Trimmed; `undefined` when unset or empty. */
  readonly get: (name: VariableName) => string | undefined;
};
