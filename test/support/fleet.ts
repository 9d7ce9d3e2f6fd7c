import { SteadystateError } from "../../src/errors.ts";
import { makeRun } from "../../src/system/run.ts";
import type { verbs } from "../../src/verbs/index.ts";
import { at } from "../probes/kubectl/states/parts.ts";
import { askIn } from "./ask.ts";
import { clusterHere } from "./cluster/cluster-here.ts";
import { type ContextOptions, contextIn } from "./context.ts";
import { temporaryFolder } from "./repo.ts";
import { app, plain } from "./serving-apps.ts";
import { toolPath } from "./tools.ts";

type Clusters = Readonly<Record<string, Awaited<ReturnType<typeof clusterHere>>["cluster"]>>;

/** A cluster for each name, on which `web` and `api` serve, a target of the same name for each, and verbs asked there with the real tools. */
export const fleetHere = async (
  names: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
  {
    targets = {},
    ...options
  }: ContextOptions & { readonly targets?: Readonly<Record<string, unknown>> } = {},
) => {
  const folder = temporaryFolder({
    ...more,
    "steadystate/targets.json": {
      ...Object.fromEntries(
        names.map((name) => [name, { source: "k8s-live", context: name, kubeconfig: `${name}.kubeconfig` }]),
      ),
      ...targets,
    },
  });
  const started = await Promise.all(
    names.map(async (name) => {
      const { cluster } = await clusterHere();
      for (const one of plain([...app("web"), ...app("api")])) cluster.objects.put(one);
      cluster.kubeconfig(folder.at(`${name}.kubeconfig`), { context: name });
      return [name, cluster] as const;
    }),
  );
  const clusters: Clusters = Object.fromEntries(started);
  const clock = { now: at };
  const run = makeRun({ PATH: toolPath, HOME: folder.root });
  const context = () =>
    contextIn(folder.root, {
      now: () => clock.now,
      env: { STEADYSTATE_RESOLVE_AFTER: "0" },
      ...options,
      hands: { run, ...options.hands },
    });
  return {
    folder,
    clock,
    context,
    cluster: (name: string) => {
      const found = clusters[name];
      if (found === undefined) throw new SteadystateError("bug", `there is no cluster ${name}`);
      return found;
    },
    ask: async (verb: keyof typeof verbs, input: Readonly<Record<string, unknown>> = {}) => {
      clock.now += 60_000;
      const ctx = await context();
      return { ...(await askIn(ctx, verb, input)), heard: ctx.heard };
    },
    /** Every remembered symptom with its scope and how it stands. */
    symptoms: async (): Promise<readonly string[]> => {
      const history = await (await context()).history.look();
      const all = { type: ["symptom"], presence: ["present", "absent", "stale", "resolved"] } as const;
      return ((await history?.findings({ ...all, limit: 1000 })) ?? [])
        .map(({ identity, presence }) => `${identity.scope} ${identity.name} ${presence}`)
        .sort();
    },
  };
};
