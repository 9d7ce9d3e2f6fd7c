import { makeRun } from "../../src/system/run.ts";
import type { verbs } from "../../src/verbs/index.ts";
import { askIn } from "./ask.ts";
import type { Clients } from "./cluster/clients.ts";
import { contextIn } from "./context.ts";
import { type Repo, temporaryFolder } from "./repo.ts";

export type Asked = {
  readonly exit: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever a verb answered
  readonly data: any;
  readonly text: string;
};

/** A folder with committed files beside a cluster to which this machine points, and every verb asked there with real tools. */
export const wallBeside = async (
  { environment }: Clients,
  files: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>> = {},
): Promise<{
  readonly folder: Repo;
  readonly heard: readonly string[];
  readonly ask: (verb: keyof typeof verbs, input: Readonly<Record<string, unknown>>) => Promise<Asked>;
}> => {
  const folder = temporaryFolder(files);
  const ctx = await contextIn(folder.root, {
    hands: { run: makeRun({ ...environment, ...env }) },
    env: { STEADYSTATE_RESOLVE_AFTER: "0", ...env },
  });
  return {
    folder,
    heard: ctx.heard,
    ask: (verb, input) => askIn(ctx, verb, input),
  };
};
