import { resolve } from "node:path";
import type { Context } from "../context.ts";
import type { Hands } from "../system/hands.ts";
import { committedFiles, type Place } from "../system/paths.ts";

type Intent = Pick<
  Context,
  | "config"
  | "configAt"
  | "checks"
  | "checkFile"
  | "solutions"
  | "solutionsAt"
  | "solutionFile"
  | "mutes"
  | "waivers"
  | "commit"
  | "committed"
  | "silos"
  | "targets"
>;

/** What the team committed, each file read on first use and once. */
export const openIntent = (place: Place, { files, env }: Hands): Intent => ({
  config: once(async () => (await import("../intent/config.ts")).loadConfig(place, files)),
  configAt: async (path) =>
    (await import("../intent/config.ts")).loadConfigAt(resolve(place.cwd, path), place, files),
  checks: async (path) => {
    const { loadChecks } = await import("../intent/checks.ts");
    return loadChecks(await checksFile(path, place), files, {
      explicit: path !== undefined,
    });
  },
  checkFile: {
    draft: async (text, file, hand) => {
      const { draftCheck } = await import("../intent/author-check.ts");
      return draftCheck(text, await checksFile(file, place), hand);
    },
    add: async (draft, file, hand) => {
      const { addCheck } = await import("../intent/author-check.ts");
      const path = await checksFile(file, place);
      return { path, ...(await addCheck(path, files, draft, hand)) };
    },
    remove: async (name, file, hand) => {
      const { removeCheck } = await import("../intent/author-check.ts");
      const path = await checksFile(file, place);
      await removeCheck(path, files, name, hand);
      return { path };
    },
  },
  ...openSolutions(place, files),
  targets: once(async () => {
    const { loadTargets } = await import("../intent/targets.ts");
    return loadTargets(await place.committed("targets.json"), files, { explicit: false });
  }),
  waivers: once(async () => {
    const { loadWaivers } = await import("../intent/waivers.ts");
    return loadWaivers(await place.committed("waivers.toml"), files, { explicit: false });
  }),
  // Not once: a verb that changes the file reads it again.
  mutes: async () => {
    const { loadMutes } = await import("../intent/mutes.ts");
    return loadMutes(await place.committed("mutes.json"), files, { explicit: false });
  },
  commit: {
    mutes: async (change) => {
      const { changeMutes } = await import("../intent/mutes.ts");
      return changeMutes(await place.committed("mutes.json"), files, change);
    },
    targets: async (change) => {
      const { addTargets } = await import("../intent/targets.ts");
      return addTargets(await place.committed("targets.json"), { files, cwd: place.cwd }, change);
    },
  },
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

/** The runbook is read once, and again after it was changed here. */
const openSolutions = (
  place: Place,
  files: Hands["files"],
): Pick<Intent, "solutions" | "solutionsAt" | "solutionFile"> => {
  const load = async (path: string | undefined) => {
    const { loadSolutions } = await import("../intent/solutions.ts");
    return loadSolutions(await solutionsFile(path, place), files, { explicit: path !== undefined });
  };
  let committed = once(() => load(undefined));
  const changed = <T>(result: T): T => {
    committed = once(() => load(undefined));
    return result;
  };
  const author = () => import("../intent/author-solution.ts");
  return {
    solutions: () => committed(),
    solutionsAt: load,
    solutionFile: {
      draft: async (text, hand) => (await author()).draftSolution(text, hand),
      add: async (draft, file, hand) => {
        const path = await solutionsFile(file, place);
        return changed({ path, ...(await (await author()).addSolution(path, files, draft, hand)) });
      },
      remove: async (name, file, hand) => {
        const path = await solutionsFile(file, place);
        await (await author()).removeSolution(path, files, name, hand);
        return changed({ path });
      },
      vouch: async (wish, file) => {
        const path = await solutionsFile(file, place);
        return changed({ path, before: await (await author()).vouchSolution(path, files, wish) });
      },
    },
  };
};

const solutionsFile = async (file: string | undefined, place: Place): Promise<string> =>
  file === undefined ? place.committed("solutions.json") : resolve(place.cwd, file);

const checksFile = async (file: string | undefined, place: Place): Promise<string> =>
  file === undefined ? place.committed("checks.json") : resolve(place.cwd, file);

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
