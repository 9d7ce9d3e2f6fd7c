import { relative } from "node:path";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { candidatesOf } from "../../engine/discover/candidates.ts";
import { placeStates } from "../../engine/discover/clusters.ts";
import { type Deep, lookDeeper } from "../../engine/discover/deep.ts";
import { lookAround, readiness, type Surroundings } from "../../engine/discover/look-around.ts";
import { workflowOf } from "../../engine/discover/workflow.ts";
import { SteadystateError } from "../../errors.ts";
import type { TargetWish } from "../../intent/targets.ts";
import { version } from "../../version.ts";
import { defineVerb } from "../verb.ts";
import { discoverDoc } from "./discover-view.ts";

const Input = z
  .strictObject({
    deep: z
      .boolean()
      .default(false)
      .describe("also facts of each cluster that answers and each Terraform root; reads only"),
    create: z
      .boolean()
      .default(false)
      .describe("add what was found to targets.json; nothing there is changed"),
    dryRun: z.boolean().default(false).describe("only say what --create would add"),
    unreachable: z.boolean().default(false).describe("--create also adds clusters that do not answer"),
    reachable: z
      .boolean()
      .default(true)
      .describe("ask each cluster whether it answers; --no-reachable asks none"),
    emitCi: z.boolean().default(false).describe("print a GitHub Actions workflow that gates what was found"),
    check: z.boolean().default(false).describe("end with status 1 when nothing here can be looked at"),
  })
  .refine(({ create, dryRun, unreachable }) => create || !(dryRun || unreachable), {
    error: "is about --create, which was not given",
    path: ["dryRun"],
  })
  .refine(({ create, emitCi }) => !(create && emitCi), {
    error: "goes without --create: the workflow is all that is printed",
    path: ["emitCi"],
  });

const Step = z.strictObject({ command: z.string(), why: z.string() });
const Wish = z.strictObject({
  name: z.string(),
  source: z.string(),
  path: z.string().optional(),
  context: z.string().optional(),
  kubeconfig: z.string().optional(),
});

const Output = z.strictObject({
  cwd: z.string(),
  scannable: z.boolean().describe("something of here can be looked at now"),
  checked: z.boolean(),
  sights: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(["source", "probe"]),
        state: z.enum(readiness),
        why: z.string(),
        tools: z.array(z.strictObject({ name: z.string(), installed: z.boolean() })),
        inputs: z.array(z.string()).describe("folders that it reads, relative to here"),
        snapshots: z.array(z.string()).describe("captured documents that it reads"),
        commands: z.array(Step).describe("exact commands; each works now where the state is ready"),
      }),
    )
    .describe("every source, then every probe"),
  clusters: z.array(
    z.strictObject({
      context: z.string(),
      kubeconfig: z.string().optional(),
      current: z.boolean(),
      state: z.enum(placeStates).describe("silent was asked and did not answer"),
      why: z.string(),
      server: z.string().optional(),
      version: z.string().optional(),
      serves: z.array(z.string()),
    }),
  ),
  uncovered: z.array(z.string()).describe("folders with a Terraform stack, which nothing here compares"),
  skipped: z.array(z.strictObject({ path: z.string(), why: z.string() })),
  deep: z
    .array(
      z.strictObject({
        tool: z.enum(["kubectl", "helm", "argocd", "terraform"]),
        where: z.string().describe("context, or folder"),
        facts: z.array(z.string()),
        skipped: z.string().optional().describe("why there are none"),
      }),
    )
    .optional(),
  workflow: z.string().optional().describe("text of a GitHub Actions workflow"),
  created: z
    .strictObject({
      file: z.string(),
      written: z.boolean(),
      added: z.array(Wish),
      known: z.array(Wish.extend({ as: z.string().describe("name that it has in the file") })),
      left: z.array(z.strictObject({ what: z.string(), why: z.string() })),
    })
    .optional(),
});
export type DiscoverOutput = z.infer<typeof Output>;

export const discover = defineVerb({
  name: "discover",
  room: "setup",
  summary: "What can be checked here, and with which command",
  tier: ({ create, dryRun }) => (create === true && dryRun !== true ? "author" : "read"),
  effect: ({ create, dryRun }) => (create === true && dryRun !== true ? "state" : "none"),
  doors: "all",
  input: Input,
  positionals: [],
  examples: [
    "discover",
    "discover --deep",
    "discover --create --dry-run",
    "discover --emit-ci > .github/workflows/steadystate.yml",
  ],
  details: [
    "Looks through this folder and those below, and at every context of the",
    "kubeconfig of this machine and of those that lie here. Runs kubectl alone,",
    "and never a program that a kubeconfig found here names. --create adds to",
    "targets.json and changes no entry of it. --check is status 1 where nothing",
    "can be looked at, and 3 where something could not be asked.",
  ],
  output: Output,
  async run({ deep, create, emitCi, dryRun, unreachable, reachable, check }, ctx) {
    if (create) demandPerson(ctx);
    // What runs in CI names no cluster.
    const around = await lookAround({ reach: reachable && !emitCi }, ctx);
    const { sights, places, inputs, skipped } = around;
    return {
      cwd: ctx.place.cwd,
      scannable: sights.some(({ state }) => state === "ready"),
      checked: check,
      sights: sights.map(({ tools, inputs: folders, snapshots, commands, ...sight }) => ({
        ...sight,
        tools: [...tools],
        inputs: [...folders],
        snapshots: [...snapshots],
        commands: [...commands],
      })),
      clusters: places.map(({ kubeconfig, server, version, serves, ...place }) => ({
        ...place,
        ...(kubeconfig === undefined ? {} : { kubeconfig }),
        ...(server === undefined ? {} : { server }),
        ...(version === undefined ? {} : { version }),
        serves: [...serves],
      })),
      uncovered: [...inputs.stacks],
      skipped: [...skipped],
      ...(deep ? { deep: (await lookDeeper(around, ctx)).map(deepRow) } : {}),
      ...(emitCi ? { workflow: workflowOf(around, version) } : {}),
      ...(create
        ? { created: await created(around, { write: !dryRun, unreachable: unreachable || !reachable }, ctx) }
        : {}),
    };
  },
  view: (result) => discoverDoc(result),
  verbatim: ({ workflow }) => workflow,
  outcome: ({ checked, scannable, clusters, skipped }) => {
    if (!checked || scannable) return "done";
    const isDark = clusters.some(({ state }) => state !== "answers") || skipped.length > 0;
    return isDark ? "blind" : "tripped";
  },
});

const demandPerson = ({ actor }: Context): void => {
  if (actor.class !== "agent") return;
  throw new SteadystateError("refused", "an agent looks at committed targets, and adds none", {
    hint: "a person runs steadystate discover --create",
  });
};

const created = async (
  around: Surroundings,
  { write, unreachable }: { readonly write: boolean; readonly unreachable: boolean },
  ctx: Context,
): Promise<NonNullable<DiscoverOutput["created"]>> => {
  const { wishes, left } = candidatesOf(around, { unreachable }, ctx);
  const change = await ctx.commit.targets({ add: wishes, write: write && wishes.length > 0 });
  const file = relative(ctx.place.cwd, change.path);
  return {
    file: file.startsWith("..") ? change.path : file,
    written: write && change.added.length > 0,
    added: change.added.map(wishRow),
    known: change.known.map(({ as, ...wish }) => ({ ...wishRow(wish), as })),
    left: [...left],
  };
};

const deepRow = ({ tool, where, facts, skipped }: Deep) => ({
  ...{ tool, where, facts: [...facts] },
  ...(skipped === undefined ? {} : { skipped }),
});

const wishRow = ({ name, source, path, context, kubeconfig }: TargetWish): z.infer<typeof Wish> => ({
  ...{ name, source },
  ...(path === undefined ? {} : { path }),
  ...(context === undefined ? {} : { context }),
  ...(kubeconfig === undefined ? {} : { kubeconfig }),
});
