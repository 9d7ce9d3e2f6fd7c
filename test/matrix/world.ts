import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Context } from "../../src/context.ts";
import { departureFingerprint } from "../../src/core/departure.ts";
import { whereIn } from "../support/agent.ts";
import { makeIdentity } from "../support/make.ts";
import { recordingOf } from "../support/recording.ts";
import { type Repo, repoAt, temporaryFolder } from "../support/repo.ts";
import { installSmallKubectl } from "../support/small-kubectl.ts";
import { rememberWaiting } from "../support/waiting-offer.ts";
import { agentCheck, agentSolution, closedName, goodCheck, goodSolution } from "./entries.ts";
import { inEnvironment } from "./environment.ts";
import { kit } from "./kit.ts";
import { isAs, putBack, type State, stateOf } from "./state.ts";

/** A secret that stands in the plan, in the configuration files and in every broken document: nobody may be told it. */
export const canary = "Kanari9matrix-Wp37";

const change = (name: string, before: object, after: object) => ({
  address: `aws_s3_bucket.${name}`,
  mode: "managed",
  type: "aws_s3_bucket",
  name,
  change: {
    actions: ["update"],
    before: { ...before, password: canary },
    after: { ...after, password: canary },
    before_sensitive: { password: true },
    after_sensitive: { password: true },
  },
});

/** Buckets whose fingerprints begin with the same digits; found by trying names. */
export const twins = { names: ["twin36", "twin147"], digits: "2fb0" } as const;

export const planOf = (rows: readonly unknown[], more: object = {}) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: { root_module: {} },
  configuration: {},
  timestamp: new Date().toISOString(),
  resource_changes: rows,
  applyable: true,
  complete: true,
  errored: false,
  ...more,
});

export const goodPlan = () =>
  planOf([
    change("logs", { acl: "private" }, { acl: "public-read" }),
    change("web", { a: 1 }, { a: 2 }),
    driftOf(closedName),
  ]);

export const driftOf = (name: string) => change(name, { a: 1 }, { a: 2 });

const goodFiles = () => ({
  "plan.json": goodPlan(),
  "recording.json": recordingOf(),
  "steadystate/config.toml": `[defaults]\npath = "plan.json"\n`,
  "steadystate/checks.json": [goodCheck, agentCheck],
  "steadystate/solutions.json": [goodSolution, agentSolution],
  "steadystate/targets.json": {
    shop: { source: "terraform", path: "plan.json" },
    eu: { source: "k8s-live", context: "eu" },
    dark: { source: "k8s-live", context: "dark" },
  },
  "overlay/kustomization.yaml": "",
  "edge/steadystate/checks.json": [],
  "silos.json": { edge: "/srv/edge" },
});

const made: string[] = [];

const emptyFolder = (): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "steadystate-matrix-")));
  made.push(root);
  return root;
};

afterAll(() => {
  for (const root of made) rmSync(root, { recursive: true, force: true });
});

let base: Promise<string> | undefined;

/** Made once for each test file. */
const baseFolder = (): Promise<string> => {
  base ??= makeBase();
  return base;
};

const makeBase = async (): Promise<string> => {
  const root = emptyFolder();
  const folder = temporaryFolder(goodFiles());
  cpSync(folder.root, root, { recursive: true });
  installSmallKubectl(root);
  await rememberIn(root);
  await inContext(root, rememberWaiting);
  return root;
};

/** Lets the folder's plan be remembered. */
export const rememberIn = (root: string): Promise<void> =>
  inContext(root, async (ctx) => {
    const { dispatch } = await import("../../src/verbs/dispatch.ts");
    const reply = await dispatch(await kit.load("scan"), { path: "plan.json" }, ctx);
    if (!reply.ok) throw reply.error;
    const finding = departureFingerprint(makeIdentity({ name: closedName }), "drift");
    const history = await ctx.history.open();
    await history.resolve(finding, { actor: ctx.actor, at: Date.now(), note: "put right" });
  });

const inContext = (root: string, use: (ctx: Context) => Promise<void>): Promise<void> =>
  inEnvironment({}, root, async () => {
    const stance = {
      class: "human",
      channel: "terminal",
      client: undefined,
      grant: "write",
      notice: () => undefined,
    } as const;
    const ctx = await kit.context(whereIn(root), stance);
    try {
      await use(ctx);
    } finally {
      await ctx.close();
    }
  });

/** A world in which every verb has something to say. */
export const goodWorld = async (): Promise<Repo> => {
  const folder = temporaryFolder();
  cpSync(await baseFolder(), folder.root, { recursive: true });
  return folder;
};

let only: { readonly folder: Repo; readonly base: string; readonly state: State } | undefined;

/**
 * The good world again, byte for byte, in a folder that is used over and over: making one and removing it takes ten times
 * as long as most calls. Whoever is lent it next has it alone.
 */
export const lendWorld = async (): Promise<Repo> => {
  only ??= await makeOnly();
  const { base, folder, state } = only;
  if (isAs(state, stateOf(folder.root))) return folder;
  putBack(base, state, folder.root);
  if (!isAs(state, stateOf(folder.root))) throw new Error("the world of the matrix is not as it was made");
  return folder;
};

const makeOnly = async () => {
  const base = await baseFolder();
  const root = emptyFolder();
  cpSync(base, root, { recursive: true });
  return { base, folder: repoAt(root), state: stateOf(base) };
};
