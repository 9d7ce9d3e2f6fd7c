import { basename } from "node:path";
import type { Context } from "../context.ts";
import type { Solution } from "../core/runbook/solution.ts";
import { SteadystateError } from "../errors.ts";
import type { Config } from "../intent/config.ts";
import type { Loaded } from "../intent/intent.ts";
import { boundOf } from "./bound.ts";
import { stopFileOf } from "./policy.ts";
import { faultLine } from "./runbook.ts";

/** Files that a person names in the place of what is committed. */
export type Proposal = { readonly bound: string | undefined; readonly runbook: string | undefined };

/** Both policies, each understood as a whole: nothing is judged by half of a file. */
export type Sides = { readonly now: Context; readonly then: Context; readonly remarks: readonly string[] };

/** The parts of config.toml that decide about effects. */
const counted = ["bound", "freeze", "roles", "approvals", "runbook"] as const;

/**
 * Throws `usage` for a file that is not there, `refused` for an agent that names one, and `config-invalid` with path, line and
 * column for a file of either side that cannot be used.
 */
export const sidesOf = async ({ bound, runbook }: Proposal, given: Context): Promise<Sides> => {
  demandCommitted([bound, runbook], given);
  const [config, solutions] = [await given.config(), demandWhole(await given.solutions())];
  const proposed = bound === undefined ? config : overlaid(config, await given.configAt(bound));
  const entries = runbook === undefined ? solutions : demandWhole(await given.solutionsAt(runbook));
  const now = { ...given, config: async () => config, solutions: async () => solutions };
  const isSame = bound === undefined && runbook === undefined;
  const then = isSame ? now : { ...given, config: async () => proposed, solutions: async () => entries };
  return { now, then, remarks: await remarksOf({ now, then, bound, proposed }) };
};

const demandCommitted = (files: readonly (string | undefined)[], { actor }: Context): void => {
  const named = files.find((file) => file !== undefined);
  if (named === undefined || actor.class !== "agent") return;
  throw new SteadystateError(
    "refused",
    `an agent asks about what is committed only, and ${named} is another file`,
    { hint: "leave out bound and runbook; a person compares a proposal: steadystate what-if --bound FILE" },
  );
};

const demandWhole = (loaded: Loaded<Solution>): Loaded<Solution> => {
  const [first, ...more] = loaded.faults;
  if (first === undefined) return loaded;
  throw new SteadystateError(
    "config-invalid",
    `${faultLine(first)}${more.length === 0 ? "" : ` (and ${more.length} more)`}`,
    {
      hint: "mend it, then run this again; every fault: steadystate validate solutions.json",
      details: { path: first.path, line: first.line, column: first.column },
    },
  );
};

const overlaid = (config: Config, proposed: Config): Config => ({
  ...config,
  ...{ bound: proposed.bound, freeze: proposed.freeze, roles: proposed.roles },
  ...{ approvals: proposed.approvals, runbook: proposed.runbook, file: proposed.file },
});

const remarksOf = async ({
  now,
  then,
  bound,
  proposed,
}: Pick<Sides, "now" | "then"> & {
  readonly bound: string | undefined;
  readonly proposed: Config;
}): Promise<readonly string[]> => {
  const idle = proposed.file.tables.filter((table) => !counted.some((one) => one === table));
  const [before, after] = [await boundOf(now), await boundOf(then)];
  const stopped = await stopFileOf(now);
  return [
    ...(bound === undefined || idle.length === 0
      ? []
      : [`of ${basename(bound)} only ${counted.map((name) => `[${name}]`).join(" ")} count here`]),
    ...[...new Set([...before.faults, ...after.faults])].map((fault) => `nothing runs unattended: ${fault}`),
    ...after.remarks,
    ...(stopped === undefined ? [] : [`everything is stopped now, which is left out here: ${stopped}`]),
    ...(now.hands.env.get("STEADYSTATE_BOUND") === undefined
      ? []
      : ["STEADYSTATE_BOUND is set here, and counts on both sides"]),
  ];
};
