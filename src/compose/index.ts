import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { variablesIn } from "../core/checks/headers.ts";
import { nearest } from "../core/nearest.ts";
import { probeNames } from "../core/probes.ts";
import type { Kit, Stance, Where } from "../doors/door.ts";
import { SteadystateError } from "../errors.ts";
import { namedVariable, processEnvironment, readEnv, variables } from "../system/env.ts";
import type { Hands } from "../system/hands.ts";
import { machineFacts } from "../system/machine.ts";
import { placeAt } from "../system/paths.ts";
import { timing } from "../system/timing.ts";
import { verbs } from "../verbs/index.ts";
import { manifest } from "../verbs/manifest.ts";
import type { Verb } from "../verbs/verb.ts";
import { version } from "../version.ts";
import { actorOf } from "./actor.ts";
import { openFiles } from "./files.ts";
import { openIntent } from "./intent.ts";
import { openKubernetes } from "./kubernetes.ts";
import { openMemory } from "./memory.ts";

/** The environment as far as it concerns what a door shows. */
export const displayEnvironment = processEnvironment;

/** Named apart from the registry, so that listing them loads no source; a test holds the two equal. */
const sourceNames = [
  ...["terraform", "terraform-state", "k8s", "k8s-live", "k8s-baseline"],
  ...["kustomize-live", "helm-live", "helm", "argocd", "rancher"],
] as const;

/** The one place where plugins meet the world: what every door is given. Nothing is opened here. */
export const makeKit = (environment = processEnvironment()): Kit => ({
  version,
  verbs: manifest,
  load,
  context: (where, stance) => openContext(where, stance, environment),
});

const isVerbName = (name: string): name is keyof typeof verbs => name in verbs;

const load = async (name: string): Promise<Verb> => {
  if (isVerbName(name)) return verbs[name]();
  throw new SteadystateError("usage", `there is no verb ${name}`, { hint: "steadystate --help" });
};

const openContext = async (
  where: Where,
  stance: Stance,
  environment: ReturnType<typeof processEnvironment>,
): Promise<Context & { readonly close: () => Promise<void> }> => {
  const env = readEnv(environment);
  const variable = (name: string): string | undefined => namedVariable(environment, name);
  const files = openFiles();
  const hands: Hands = {
    env,
    files,
    run: async (request) => (await import("../system/run.ts")).makeRun(environment)(request),
    http: async (request) => (await import("../system/http.ts")).makeHttp(env)(request),
  };
  const { state, config } = where;
  const place = await placeAt({ directory: await folderOf(where, hands), state, config, env, files });
  if (place.wallAbove !== undefined) {
    stance.notice(`steadystate/ is in ${place.wallAbove}, not here: did you mean -C ${place.wallAbove}?`);
  }
  const intent = openIntent(place, hands);
  const memory = openMemory(
    {
      file: place.stateFile,
      auditKeyFile: absolute(env.get("STEADYSTATE_AUDIT_KEY_FILE"), place.cwd),
      config: intent.config,
    },
    stance.notice,
  );
  return {
    place,
    now: Date.now,
    actor: actorOf(where, stance, env),
    grant: stance.grant,
    hands,
    act: async (request) => {
      const { actionEnvironment, makeRun } = await import("../system/run.ts");
      return makeRun(environment, actionEnvironment(environment))(request);
    },
    machine: () => machineFacts(environment),
    lent: (names) =>
      Object.fromEntries(
        names.flatMap((name) => {
          const value = variable(name);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    variables,
    ...intent,
    readCheck: async (check) => {
      const { readHttpCheck } = await import("../probes/http.ts");
      const { allow } = (await intent.config()).checks;
      return readHttpCheck(check, hands.http, { allow, variable, files, clock: () => performance.now() });
    },
    unsetFor: ({ read }) =>
      read.kind === "http" ? variablesIn(read.headers).filter((name) => variable(name) === undefined) : [],
    sources: { names: sourceNames, open: openSource },
    executors: async () => (await import("../executors/index.ts")).executors,
    deciders: async () => [(await import("../core/decide/decider.ts")).catalogDecider],
    probes: { names: probeNames, open: async (name) => (await import("../probes/index.ts")).probes[name] },
    kubernetes: openKubernetes(place, hands),
    history: memory,
    tellRefused: async (...told) => (await import("../engine/write-down.ts")).tellRefusal(...told),
    verbs: manifest,
    notice: stance.notice,
    progress: stance.progress ?? (() => {}),
    timing,
    close: memory.close,
  };
};

const absolute = (path: string | undefined, cwd: string): string | undefined =>
  path === undefined ? undefined : resolve(cwd, path);

/** `-C` wins; a silo is only a name for a folder. */
const folderOf = async ({ directory, silo }: Where, { env, files }: Hands): Promise<string | undefined> => {
  const name = silo ?? env.get("STEADYSTATE_SILO");
  if (directory !== undefined || name === undefined) return directory;
  return (await import("../intent/silos.ts")).siloFolder(name, env, files);
};

const openSource: Context["sources"]["open"] = async (name) => {
  const { sources } = await import("../sources/index.ts");
  const found = Object.values(sources).find((source) => source.name === name);
  if (found !== undefined) return found;
  const { referenceSources } = await import("../doors/cli/reference-names.ts");
  if (referenceSources.includes(name))
    throw new SteadystateError("usage", `the source ${name} comes with a later version`, {
      hint: `one of: ${sourceNames.join(", ")}`,
    });
  const close = nearest(name, sourceNames);
  throw new SteadystateError(
    "usage",
    `there is no source ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    {
      hint: `one of: ${sourceNames.join(", ")}`,
    },
  );
};
