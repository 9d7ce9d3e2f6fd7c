import { type VariableName, variables } from "./env.ts";

/** What this process runs on, and which variables it was given. Values are not in it: some are secrets. */
export type Machine = {
  readonly node: string;
  /** Whether that Node is new enough for us. */
  readonly nodeSuffices: boolean;
  readonly platform: string;
  readonly timezone: string;
  /** Known variables that are set, in the order in which they are documented. */
  readonly set: readonly VariableName[];
  /** Set variables with our prefix that nothing knows. */
  readonly strangers: readonly string[];
};

export const machineFacts = (environment: Readonly<Record<string, string | undefined>>): Machine => ({
  node: process.versions.node,
  nodeSuffices: isAtLeast(process.versions.node, [20, 19]),
  platform: `${process.platform} ${process.arch}`,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  set: Object.keys(variables)
    .filter(isVariable)
    .filter((name) => (environment[name] ?? "").trim() !== ""),
  strangers: Object.keys(environment)
    .filter((name) => name.startsWith("STEADYSTATE_") && !isVariable(name))
    .sort(),
});

const isVariable = (name: string): name is VariableName => Object.hasOwn(variables, name);

const isAtLeast = (version: string, [major, minor]: readonly [number, number]): boolean => {
  const [ourMajor = 0, ourMinor = 0] = version.split(".").map(Number);
  return ourMajor > major || (ourMajor === major && ourMinor >= minor);
};
