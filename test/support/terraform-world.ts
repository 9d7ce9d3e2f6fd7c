import { readFileSync } from "node:fs";
import type { Context } from "../../src/context.ts";
import type { RunRequest } from "../../src/system/run.ts";
import { askIn } from "./ask.ts";
import { type ContextOptions, contextIn } from "./context.ts";
import { appliedProject, type Project, required } from "./terraform.ts";
import type { World } from "./terraform-provider/provider.ts";

/** Somebody at a terminal, whoever runs the tests. */
const person: Context["actor"] = {
  ...{ class: "human", id: "os:ana", name: "ana", channel: "terminal" },
  onBehalfOf: undefined,
};

export type TerraformWorld = {
  readonly project: Project;
  readonly ctx: Context;
  /** Effects that were let loose. */
  readonly ran: readonly RunRequest[];
  readonly ask: (
    name: Parameters<typeof askIn>[1],
    input?: Parameters<typeof askIn>[2],
    as?: Context,
  ) => ReturnType<typeof askIn>;
  readonly contextFor: (own?: ContextOptions) => Promise<Context>;
  readonly reality: () => World;
  /** Writes `main.tf` anew. */
  readonly declare: (text: string) => void;
};

/** A wall whose folder is a project over our own provider, applied once, under this bound; nobody waits in it. */
export const terraformWorld = async (main: string, config = ""): Promise<TerraformWorld> => {
  const project = await appliedProject({ "main.tf": main });
  const lends = `[terraform]\nenv = ${JSON.stringify(Object.keys(project.lent))}\n`;
  project.write({ "steadystate/config.toml": lends + config });
  const ran: RunRequest[] = [];
  const contextFor = async (own: ContextOptions = {}): Promise<Context> => {
    const ctx = await contextIn(project.root, {
      actor: person,
      env: project.lent,
      ...own,
      timing: { pause: async () => {}, ...own.timing },
    });
    const act: Context["act"] = (request) => {
      ran.push(request);
      return ctx.act(request);
    };
    return { ...ctx, act };
  };
  const ctx = await contextFor();
  return {
    ...{ project, ctx, ran, contextFor },
    ask: (name, input = {}, as = ctx) => askIn(as, name, input),
    reality: () => JSON.parse(readFileSync(project.at("world.json"), "utf8")),
    declare: (text) => project.write({ "main.tf": required + text }),
  };
};
