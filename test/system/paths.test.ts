import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SteadystateError } from "../../src/errors.ts";
import { readEnv } from "../../src/system/env.ts";
import { makeFiles } from "../../src/system/files.ts";
import { type CommittedFile, committedFiles, placeAt } from "../../src/system/paths.ts";

let root = "";
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "steadystate-paths-")));
});
afterEach(() => rm(root, { recursive: true }));

/** Makes files, and folders where a name ends in `/`. */
const make = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const path = join(root, name);
    await mkdir(name.endsWith("/") ? path : dirname(path), { recursive: true });
    if (!name.endsWith("/")) await writeFile(path, "");
  }
};

const at = (folder: string, { state, env = {} }: { state?: string; env?: Record<string, string> } = {}) =>
  placeAt({ directory: join(root, folder), state, env: readEnv(env), files: makeFiles() });

const found = async (
  folder: string,
  file: CommittedFile,
  env: Record<string, string> = {},
): Promise<string> => relative(root, await (await at(folder, { env })).committed(file));

const refusal = async (asked: Promise<unknown>): Promise<string> => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof SteadystateError ? `${error.code}: ${error.message}` : String(error);
};

describe("the working folder", () => {
  test("is where -C points, and the process stays where it was", async () => {
    await make("repo/");
    const before = process.cwd();
    expect((await at("repo")).cwd).toBe(join(root, "repo"));
    expect(process.cwd()).toBe(before);
  });

  test("is the process's own without -C", async () => {
    const place = await placeAt({
      directory: undefined,
      state: undefined,
      env: readEnv({}),
      files: makeFiles(),
    });
    expect(place.cwd).toBe(process.cwd());
  });

  test("must be an existing folder", async () => {
    await make("file");
    expect(await refusal(at("nowhere"))).toBe(`usage: there is no folder ${join(root, "nowhere")}`);
    expect(await refusal(at("file"))).toBe(`usage: not a folder: ${join(root, "file")}`);
    const empty = placeAt({ directory: "", state: undefined, env: readEnv({}), files: makeFiles() });
    expect(await refusal(empty)).toBe('usage: there is no folder ""');
  });
});

describe("the store", () => {
  test("stands in .steadystate/ unless --state or its variable says otherwise", async () => {
    await make("repo/");
    const ours = join(root, "repo", ".steadystate");
    expect(await at("repo")).toMatchObject({ stateFolder: ours, stateFile: join(ours, "state.db") });
    expect((await at("repo", { state: "../x.db" })).stateFile).toBe(join(root, "x.db"));
    expect((await at("repo", { env: { STEADYSTATE_STATE: "y.db" } })).stateFile).toBe(
      join(root, "repo", "y.db"),
    );
    const both = await at("repo", { state: "/z.db", env: { STEADYSTATE_STATE: "y.db" } });
    expect(both.stateFile).toBe("/z.db");
  });

  test("is neither empty nor a folder", async () => {
    await make("repo/data/");
    expect(await refusal(at("repo", { state: "" }))).toBe("usage: the store must be a file, not empty");
    expect(await refusal(at("repo", { state: "data" }))).toBe(
      "usage: the store must be a file, not the folder data",
    );
  });

  test("that the environment names is judged by what opens it", async () => {
    await make("repo/data/");
    const named = await at("repo", { env: { STEADYSTATE_STATE: "data" } });
    expect(named.stateFile).toBe(join(root, "repo", "data"));
  });
});

describe("the git top level", () => {
  test("is the nearest parent with a .git folder, or file", async () => {
    await make("repo/.git/", "repo/a/b/", "repo/sub/.git", "repo/sub/c/");
    expect((await at("repo/a/b")).gitTop).toBe(join(root, "repo"));
    expect((await at("repo/sub/c")).gitTop).toBe(join(root, "repo/sub"));
  });

  test("is unknown outside of a repository", async () => {
    await make("plain/");
    expect((await at("plain")).gitTop).toBeUndefined();
  });
});

describe("a wall above", () => {
  test("is named when this folder has none", async () => {
    await make("repo/.git/", "repo/steadystate/", "repo/infra/prod/");
    expect((await at("repo/infra/prod")).wallAbove).toBe(join(root, "repo"));
    expect((await at("repo/steadystate")).wallAbove).toBe(join(root, "repo"));
    expect((await at("repo")).wallAbove).toBeUndefined();
  });

  test("is the nearest one", async () => {
    await make("repo/.git/", "repo/steadystate/", "repo/infra/steadystate/", "repo/infra/prod/");
    expect((await at("repo/infra/prod")).wallAbove).toBe(join(root, "repo/infra"));
  });

  test("is never looked for beyond the repository, or without one", async () => {
    await make("steadystate/", "repo/.git/", "repo/infra/", "plain/");
    expect((await at("repo/infra")).wallAbove).toBeUndefined();
    expect((await at("plain")).wallAbove).toBeUndefined();
  });

  test("is not a file of that name, and not of a silo", async () => {
    await make("repo/.git/", "repo/infra/steadystate", "repo/infra/prod/", "repo/infra/silos/a/");
    expect((await at("repo/infra/prod")).wallAbove).toBeUndefined();
    await make("repo/steadystate/silos/a/");
    expect((await at("repo/steadystate/silos/a")).wallAbove).toBeUndefined();
  });
});

describe("committed files", () => {
  test.each(committedFiles)("%s stands in steadystate/, there or not", async (file) => {
    await make("repo/");
    expect(await found("repo", file)).toBe(`repo/steadystate/${file}`);
    await make(`repo/${file}`);
    expect(await found("repo", file)).toBe(`repo/steadystate/${file}`);
  });

  test.each(["checks.json", "solutions.json", "targets.json"] as const)(
    "%s may be in the old place",
    async (file) => {
      await make(`repo/.steadystate/${file}`);
      expect(await found("repo", file)).toBe(`repo/.steadystate/${file}`);
      await make(`repo/steadystate/${file}`);
      expect(await found("repo", file)).toBe(`repo/steadystate/${file}`);
    },
  );

  test.each(["config.toml", "mutes.json", "requests.json"] as const)(
    "%s never had an old place",
    async (file) => {
      await make(`repo/.steadystate/${file}`);
      expect(await found("repo", file)).toBe(`repo/steadystate/${file}`);
    },
  );

  test("stand bare in the silos/ layout", async () => {
    await make("repo/.git/", "repo/steadystate/silos/prod/infra/", "repo/steadystate/silos/prod/checks.json");
    expect(await found("repo/steadystate/silos/prod", "checks.json")).toBe(
      "repo/steadystate/silos/prod/checks.json",
    );
    expect(await found("repo/steadystate/silos/prod", "config.toml")).toBe(
      "repo/steadystate/silos/prod/config.toml",
    );
    expect(await found("repo/steadystate", "config.toml")).toBe("repo/steadystate/config.toml");
    expect(await found("repo/steadystate/silos/prod", "requests.json")).toBe(
      "repo/steadystate/silos/prod/steadystate/requests.json",
    );
    await make("repo/steadystate/silos/prod/steadystate/checks.json");
    expect(await found("repo/steadystate/silos/prod", "checks.json")).toBe(
      "repo/steadystate/silos/prod/steadystate/checks.json",
    );
  });

  test("never stand bare because of a folder's name", async () => {
    await make("steadystate/.git/", "steadystate/config.toml", "steadystate/src/config.toml");
    expect(await found("steadystate", "config.toml")).toBe("steadystate/steadystate/config.toml");
    expect(await found("steadystate/src", "config.toml")).toBe("steadystate/src/steadystate/config.toml");
  });

  test("never stand bare because of what a clone's parents are called", async () => {
    await make("silos/clone/.git/", "silos/clone/app/config.toml", "repo/.git/", "repo/silos/");
    expect(await found("silos/clone/app", "config.toml")).toBe("silos/clone/app/steadystate/config.toml");
    expect(await found("repo/silos", "config.toml")).toBe("repo/silos/steadystate/config.toml");
  });

  test.each([
    ["config.toml", "STEADYSTATE_CONFIG"],
    ["checks.json", "STEADYSTATE_CHECKS"],
    ["solutions.json", "STEADYSTATE_SOLUTIONS"],
    ["targets.json", "STEADYSTATE_TARGETS"],
    ["mutes.json", "STEADYSTATE_MUTES"],
    ["requests.json", "STEADYSTATE_REQUESTS"],
  ] as const)("%s is where %s says, and must be there", async (file, variable) => {
    await make(`repo/steadystate/${file}`, `repo/elsewhere/${file}`);
    expect(await found("repo", file, { [variable]: `elsewhere/${file}` })).toBe(`repo/elsewhere/${file}`);
    expect(await found("repo", file, { [variable]: join(root, "repo/elsewhere", file) })).toBe(
      `repo/elsewhere/${file}`,
    );
    expect(await refusal(found("repo", file, { [variable]: "typo.json" }))).toBe(
      `usage: ${variable} names typo.json, which is not there`,
    );
  });
});
