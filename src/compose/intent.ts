import type { Context } from "../context.ts";
import type { Hands } from "../system/hands.ts";
import { committedFiles, type Place } from "../system/paths.ts";

type Intent = Pick<Context, "config" | "checks" | "solutions" | "committed" | "silos" | "targets">;

/** What the team committed, each file read on first use and once. */
export const openIntent = (place: Place, { files, env }: Hands): Intent => ({
  config: once(async () => (await import("../intent/config.ts")).loadConfig(place, files)),
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
  targets: once(async () => {
    const { loadTargets } = await import("../intent/targets.ts");
    return loadTargets(await place.committed("targets.json"), files, { explicit: false });
  }),
  silos: {
    load: async () => {
      const { loadSilos, siloFile } = await import("../intent/silos.ts");
      return loadSilos(siloFile(env), files);
    },
    add: async (silos, how) => {
      const { addSilos, siloFile } = await import("../intent/silos.ts");
      return addSilos(siloFile(env), files, silos, how);
    },
    remove: async (name) => {
      const { removeSilo, siloFile } = await import("../intent/silos.ts");
      return removeSilo(siloFile(env), files, name);
    },
  },
  committed: {
    names: committedFiles,
    judge: async (asked) => {
      const { validateFiles } = await import("../intent/validate.ts");
      return validateFiles(asked, { place, env, files });
    },
  },
});

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
