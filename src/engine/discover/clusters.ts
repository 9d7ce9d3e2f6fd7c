import { join } from "node:path";
import pLimit from "p-limit";
import type { Context } from "../../context.ts";
import { parseSpan } from "../../core/time.ts";
import { SteadystateError } from "../../errors.ts";
import type { Cluster, Patience } from "../../platform/kubernetes/cluster.ts";
import { isRunnable } from "../on-path.ts";
import type { Skip } from "./walk.ts";

/** `silent` was asked and did not answer; `unasked` was not asked at all. */
export const placeStates = ["answers", "silent", "unasked"] as const;

/** A cluster that a kubeconfig names; without `kubeconfig` it is the one of this machine. */
export type Place = {
  readonly context: string;
  /** Relative to the wall. */
  readonly kubeconfig: string | undefined;
  /** Where this machine points now. */
  readonly current: boolean;
  readonly state: (typeof placeStates)[number];
  readonly why: string;
  readonly server: string | undefined;
  readonly version: string | undefined;
  /** Sources whose objects it serves besides its own. */
  readonly serves: readonly string[];
};

export type Clusters = { readonly places: readonly Place[]; readonly skipped: readonly Skip[] };

type Found = Pick<Place, "context" | "kubeconfig" | "current"> & { readonly unasked?: string };

const most = { contexts: 24, kubeconfigs: 40 } as const;

/** Every context of this machine's kubeconfig and of those that lie here, each asked whether it answers where `reach` is set. */
export const clustersAt = async (
  kubeconfigs: readonly string[],
  { reach }: { readonly reach: boolean },
  ctx: Context,
): Promise<Clusters> => {
  if (ctx.actor.class === "agent") {
    const why = "an agent looks at committed targets only";
    return { places: [], skipped: reach ? [{ path: "clusters", why }] : [] };
  }
  if (!(await isRunnable("kubectl", ctx)))
    return {
      places: [],
      skipped: kubeconfigs.map((path) => ({ path, why: "kubectl is not there to read it" })),
    };
  const here = await Promise.all(kubeconfigs.slice(0, most.kubeconfigs).map((path) => contextsOf(path, ctx)));
  const found = [...(await ownContexts(ctx)), ...here.flatMap(({ found: some }) => some)];
  const patience = patienceOf(ctx);
  const limit = pLimit(8);
  const places = await Promise.all(
    found.map((one, at) =>
      limit((): Promise<Place> | Place => {
        const unasked = at >= most.contexts ? `only ${most.contexts} are asked` : one.unasked;
        if (reach && unasked === undefined) return ask(one, patience, ctx);
        return { ...one, state: "unasked", why: unasked ?? "not asked, as you wished", ...nothing };
      }),
    ),
  );
  return { places, skipped: here.flatMap(({ skipped }) => skipped) };
};

const nothing = { server: undefined, version: undefined, serves: [] } as const;

const ownContexts = async ({ hands, place }: Context): Promise<readonly Found[]> => {
  const read = async (...words: readonly string[]): Promise<readonly string[]> => {
    const argv = ["kubectl", "config", ...words];
    const { exit, stdout } = await hands.run({ argv, cwd: place.cwd, timeout: 10_000 });
    return exit === 0
      ? stdout
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== "")
      : [];
  };
  const [names, [current]] = await Promise.all([read("get-contexts", "-o", "name"), read("current-context")]);
  return names.map((context) => ({ context, kubeconfig: undefined, current: context === current }));
};

/** A program that a found file names is never run by looking around. */
const contextsOf = async (
  path: string,
  { hands, place, kubernetes }: Context,
): Promise<{ readonly found: readonly Found[]; readonly skipped: readonly Skip[] }> => {
  const at = join(place.cwd, path);
  try {
    const text = Buffer.from(await hands.files.readBytes(at, 1_000_000)).toString("utf8");
    const judged = await kubernetes.inspect(text, at);
    if (!judged.ok) return { found: [], skipped: [{ path, why: `no usable kubeconfig: ${judged.why}` }] };
    const { contexts, programs } = judged.value;
    const unasked =
      programs.length === 0 ? {} : { unasked: "not asked: the file names a program that would be run" };
    return {
      found: contexts.map((context) => ({ context, kubeconfig: path, current: false, ...unasked })),
      skipped: [],
    };
  } catch (error) {
    if (!(error instanceof SteadystateError) || error.code === "interrupted") throw error;
    return { found: [], skipped: [{ path, why: "a kubeconfig that cannot be read, or of more than 1 MB" }] };
  }
};

/** Written as a duration, or as seconds; 0 waits until it answers, as kubectl means it. */
const patienceOf = ({ hands, notice }: Context): Patience => {
  const longest = 600_000;
  const given = hands.env.get("STEADYSTATE_REACHABLE_TIMEOUT")?.trim() ?? "8s";
  const seconds = /^\d+(?:\.\d+)?s?$/.test(given) ? Number.parseFloat(given) * 1000 : parseSpan(given);
  if (seconds === undefined) {
    notice(`STEADYSTATE_REACHABLE_TIMEOUT is no duration such as 8s; 8s holds`);
    return { request: 8000, whole: 16_000 };
  }
  const request = seconds === 0 ? longest : Math.min(Math.max(seconds, 100), longest);
  return { request, whole: request * 2 };
};

const ask = async (one: Found, patience: Patience, ctx: Context): Promise<Place> => {
  const { context, kubeconfig, current } = one;
  const base = { context, kubeconfig, current } as const;
  const silent = (why: string, server?: string): Place => ({
    ...{ ...base, ...nothing, state: "silent", why, server },
  });
  try {
    const opened = await ctx.kubernetes.open(accessTo(one, ctx), patience);
    if (!opened.ok) return silent(opened.why);
    const { server } = opened.value.effective;
    const version = await opened.value.version();
    if (!version.ok) return silent(version.why, server);
    const why = `${version.value} at ${server}`;
    return {
      ...base,
      state: "answers",
      why,
      server,
      version: version.value,
      serves: await servedBy(opened.value),
    };
  } catch (error) {
    if (!(error instanceof SteadystateError) || error.code === "interrupted") throw error;
    return silent(error.message);
  }
};

export const accessTo = (
  { context, kubeconfig }: Pick<Place, "context" | "kubeconfig">,
  { place }: Context,
) => ({
  context,
  kubeconfig: kubeconfig === undefined ? undefined : join(place.cwd, kubeconfig),
});

const groupsOf = [
  ["argocd", "argoproj.io"],
  ["rancher", "fleet.cattle.io"],
] as const;

const servedBy = async (cluster: Cluster): Promise<readonly string[]> => {
  const groups = await cluster.groups();
  return groups.ok ? groupsOf.filter(([, group]) => groups.value.has(group)).map(([source]) => source) : [];
};
