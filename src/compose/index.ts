import { userInfo } from "node:os";
import type { Context } from "../context.ts";
import type { Actor } from "../core/actor.ts";
import { nearest } from "../core/nearest.ts";
import type { Kit, Stance, Where } from "../doors/door.ts";
import { SteadystateError } from "../errors.ts";
import type { History } from "../history/history.ts";
import { isMissing } from "../history/missing.ts";
import { processEnvironment, readEnv } from "../system/env.ts";
import { makeFiles } from "../system/files.ts";
import type { Hands } from "../system/hands.ts";
import { placeAt } from "../system/paths.ts";
import { verbs } from "../verbs/index.ts";
import { manifest } from "../verbs/manifest.ts";
import type { Verb } from "../verbs/verb.ts";
import { version } from "../version.ts";

/** The environment as far as it concerns what a door shows. */
export const displayEnvironment = processEnvironment;

/** Named apart from the registry, so that listing them loads no source; a test holds the two equal. */
const sourceNames = ["terraform", "terraform-state"] as const;

/** The one place where plugins meet the world: what every door is given. Nothing is opened here. */
export const makeKit = (): Kit => ({
  version,
  verbs: manifest,
  load,
  context: openContext,
});

const isVerbName = (name: string): name is keyof typeof verbs => name in verbs;

const load = async (name: string): Promise<Verb> => {
  if (isVerbName(name)) return verbs[name]();
  throw new SteadystateError("usage", `there is no verb ${name}`, { hint: "steadystate --help" });
};

const openContext = async (
  where: Where,
  stance: Stance,
): Promise<Context & { readonly close: () => Promise<void> }> => {
  const environment = processEnvironment();
  const env = readEnv(environment);
  const files = makeFiles();
  const hands: Hands = {
    env,
    files,
    run: async (request) => (await import("../system/run.ts")).makeRun(environment)(request),
    http: async (request) => (await import("../system/http.ts")).makeHttp(env)(request),
  };
  const place = await placeAt({ directory: await folderOf(where, hands), state: where.state, env, files });
  if (place.wallAbove !== undefined) {
    stance.notice(`steadystate/ is in ${place.wallAbove}, not here: did you mean -C ${place.wallAbove}?`);
  }
  const memory = openMemory(place.stateFile);
  const config = once(async () => (await import("../intent/config.ts")).loadConfig(place, files));
  return {
    place,
    now: Date.now,
    actor: actorOf(where, stance, env),
    grant: stance.grant,
    hands,
    config,
    checks: async (path) => {
      const { loadChecks } = await import("../intent/checks.ts");
      return loadChecks(path ?? (await place.committed("checks.json")), files, {
        explicit: path !== undefined,
      });
    },
    solutions: once(async () => {
      const { loadSolutions } = await import("../intent/solutions.ts");
      return loadSolutions(await place.committed("solutions.json"), files, { explicit: false });
    }),
    readCheck: async (check) => {
      const { readHttpCheck } = await import("../probes/http.ts");
      const { allow } = (await config()).checks;
      return readHttpCheck(check, hands.http, { allow, timeout: 10_000, vouched: true });
    },
    sources: { names: sourceNames, open: openSource },
    history: memory,
    verbs: manifest,
    notice: stance.notice,
    close: memory.close,
  };
};

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
  const close = nearest(name, sourceNames);
  throw new SteadystateError(
    "usage",
    `there is no source ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    {
      hint: `one of: ${sourceNames.join(", ")}`,
    },
  );
};

/** A store that was opened for writing serves reading too, so that one call holds one connection. */
const openMemory = (file: string): Context["history"] & { readonly close: () => Promise<void> } => {
  const opened: { reader?: History | undefined; writer?: History } = {};
  return {
    look: async () => {
      if (opened.writer !== undefined) return opened.writer;
      if (opened.reader === undefined && (await isMissing(file))) return undefined;
      const { openHistory } = await import("../history/store.ts");
      opened.reader ??= await openHistory({ file, mode: "read", now: Date.now });
      return opened.reader;
    },
    open: async () => {
      const { openHistory } = await import("../history/store.ts");
      const writer = opened.writer ?? (await openHistory({ file, mode: "write", now: Date.now }));
      if (writer === undefined) throw new SteadystateError("store-unusable", `cannot open ${file}`);
      opened.writer = writer;
      return writer;
    },
    close: async () => {
      await opened.reader?.close();
      await opened.writer?.close();
    },
  };
};

const actorOf = (where: Where, stance: Stance, env: Hands["env"]): Actor => {
  const base = { onBehalfOf: where.onBehalfOf ?? env.get("STEADYSTATE_ACTOR") };
  if (stance.class === "agent") {
    const client = stance.client ?? "unknown";
    return { ...base, class: "agent", channel: stance.channel, id: `mcp:${client}`, name: client };
  }
  const name = userName();
  if (env.get("CI") !== undefined)
    return { ...base, class: "automation", channel: "ci", id: `ci:${name}`, name };
  return { ...base, class: stance.class, channel: stance.channel, id: `os:${name}`, name };
};

const userName = (): string => {
  try {
    return userInfo().username;
  } catch (noSuchUser) {
    return noSuchUser instanceof Error ? "unknown" : "nobody";
  }
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
