import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readEnv } from "../../src/system/env.ts";
import { makeFiles } from "../../src/system/files.ts";
import type { Hands } from "../../src/system/hands.ts";
import { makeRun, type RunResult } from "../../src/system/run.ts";
import { type Repo, temporaryFolder } from "./repo.ts";
import { serveProvider, type World } from "./terraform-provider/provider.ts";

/** A Terraform project over our own provider, and the reality behind it. */
export type Project = Repo & {
  /** The folder with the `.tf` files. */
  readonly folder: string;
  readonly hands: Hands;
  /** What an apply in a clean environment needs to find the provider. */
  readonly lent: Readonly<Record<string, string>>;
  /** Runs the real terraform there; throws with its words when it fails. */
  readonly terraform: (...args: readonly string[]) => Promise<RunResult>;
  /** Changes reality behind Terraform's back. */
  readonly tamper: (change: (world: World) => World) => void;
};

export type ProjectOptions = {
  /** Relative to the project's root; may hold spaces. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Text every configuration here begins with. */
export const required = `terraform {
  required_providers {
    world = { source = "steady/world" }
  }
}
`;

/** Files are relative to the project's folder; a `main.tf` gets the provider's requirement in front. Not initialised yet. */
export const terraformProject = async (
  files: Readonly<Record<string, string>>,
  { folder = ".", environment = {} }: ProjectOptions = {},
): Promise<Project> => {
  const repo = temporaryFolder({ "world.json": {} });
  for (const [name, text] of Object.entries(files)) {
    repo.write({ [join(folder, name)]: name === "main.tf" ? required + text : text });
  }
  const world = repo.at("world.json");
  const provider = await serveProvider(world, repo.at("provider.sock"));
  onTestFinished(provider.stop);
  const all = {
    ...process.env,
    TF_CLI_CONFIG_FILE: "/dev/null",
    ...environment,
    TF_REATTACH_PROVIDERS: provider.reattach,
  };
  const run = makeRun(all);
  const lent = { TF_CLI_CONFIG_FILE: "/dev/null", TF_REATTACH_PROVIDERS: provider.reattach };
  const project = repo.at(folder);
  return {
    ...repo,
    folder: project,
    lent,
    hands: { run, files: makeFiles(), env: readEnv(all), http: noHttp },
    terraform: async (...args) => {
      const result = await run({ argv: ["terraform", ...args], cwd: project, timeout: 60_000 });
      if (result.exit !== 0)
        throw new Error(`terraform ${args.join(" ")} failed: ${result.stderr}${result.stdout}`);
      return result;
    },
    tamper: (change) => {
      const real: World = JSON.parse(readFileSync(world, "utf8"));
      writeFileSync(world, JSON.stringify(change(real)));
    },
  };
};

/** The same, initialised and applied. */
export const appliedProject = async (
  files: Readonly<Record<string, string>>,
  options: ProjectOptions = {},
): Promise<Project> => {
  const project = await terraformProject(files, options);
  await project.terraform("init", "-no-color", "-input=false");
  await project.terraform("apply", "-no-color", "-input=false", "-auto-approve");
  return project;
};

const noHttp: Hands["http"] = () => Promise.reject(new Error("no http here"));
