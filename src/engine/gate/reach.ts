import { join } from "node:path";
import type { Context } from "../../context.ts";
import type { Aim } from "../../core/gate/offer.ts";
import { parseDuration } from "../../core/time.ts";
import { SteadystateError } from "../../errors.ts";
import type { Executor, Reach } from "../../executors/executor.ts";
import type { Patience } from "../../platform/kubernetes/cluster.ts";
import { withTarget } from "../broker.ts";
import { programPath } from "../on-path.ts";
import { leadsToCluster, resolveTarget } from "../targets.ts";

/** Everything that is read of a cluster for one effect, before it and after. */
const patience: Patience = { request: 15_000, whole: 900_000 };

/**
 * Gives `use` what the aim of an offer leads to, and takes the credential back however it ends. A cluster is reached by a
 * committed target only: the context that a machine points at is no aim. An interrupt ends every wait. Throws `refused`, `not-found`, `source-failed`.
 */
export const withReach = async <T>(
  executor: Pick<Executor, "reaches">,
  { aim, interrupt, seal }: Reaching,
  ctx: Context,
  use: (reach: Reach) => Promise<T>,
): Promise<T> => {
  const base = { ...(await baseOf(aim, interrupt, ctx)), seal };
  const folderAlone = (): Promise<T> => use({ ...base, cluster: undefined });
  if (executor.reaches === "folder") return folderAlone();
  if (executor.reaches === "either" && aim.target === undefined) return folderAlone();
  const target = await resolveTarget(demandTarget(aim), { verb: "the gate", honours: () => everything }, ctx);
  if (executor.reaches === "either" && !leadsToCluster(target)) return folderAlone();
  return withTarget(target, ctx, async (access) => {
    const opened = await ctx.kubernetes.open(access, patience);
    if (opened.ok)
      return use({ ...base, cluster: { look: opened.value, access, env: ctx.lent(target.env) } });
    throw new SteadystateError(
      "source-failed",
      `the cluster of the target ${target.name} cannot be opened: ${opened.why}`,
      { hint: `steadystate targets ${target.name} --reach`, details: { target: target.name } },
    );
  });
};

type Reaching = {
  readonly aim: Pick<Aim, "target" | "path">;
  readonly interrupt: AbortSignal;
} & Pick<Reach, "seal">;

const everything = ["path", "probe", "context", "kubeconfig", "kubeconfig_from", "inventory"] as const;

const baseOf = async (
  aim: Pick<Aim, "path">,
  interrupt: AbortSignal,
  ctx: Context,
): Promise<Omit<Reach, "cluster" | "seal">> => {
  const { terraform } = await ctx.config();
  return {
    ...keepOf(ctx),
    folder: aim.path,
    program: (name) => programPath(name, ctx),
    lent: ctx.lent,
    time: {
      // Whoever waits until a time is over waits no longer.
      elapsed: () => (interrupt.aborted ? Number.MAX_SAFE_INTEGER : ctx.timing.elapsed()),
      pause: (milliseconds) => ctx.timing.pause(milliseconds, interrupt),
    },
    terraform: {
      bin: terraform.bin,
      varFiles: terraform.var_files,
      lock: terraform.lock,
      timeout: parseDuration(terraform.timeout) ?? 300_000,
      env: ctx.lent(terraform.env),
    },
  };
};

/** For what is only worked out: an interrupt ends the process, as anywhere. */
export const neverInterrupted = new AbortController().signal;

/** Where what must outlive a run is kept, and what it is read with. */
export const keepOf = ({ place, hands: { run, files, env } }: Context): Pick<Reach, "keep" | "hands"> => ({
  keep: join(place.stateFolder, "plans"),
  hands: { run, files, env },
});

const demandTarget = ({ target }: Pick<Aim, "target">): string => {
  if (target !== undefined) return target;
  throw new SteadystateError(
    "refused",
    "the finding was seen through a context of this machine, and an effect is aimed at committed targets only",
    {
      hint: "write the cluster into steadystate/targets.json (steadystate discover --create), then: steadystate scan --target <name>",
    },
  );
};
