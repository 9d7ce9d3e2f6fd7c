import { relative } from "node:path";
import pLimit from "p-limit";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { examineTarget, trialStates } from "../../engine/examine-target.ts";
import { faultLine } from "../../engine/runbook.ts";
import { findTarget, loadedTargets, type ResolvedTarget, resolved } from "../../engine/targets.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { defineVerb } from "../verb.ts";

const Input = z.strictObject({
  names: z.array(z.string().min(1)).default([]).describe("targets that are meant; all of them without one"),
  check: z
    .boolean()
    .default(false)
    .describe("try what each target names; runs no command of it, asks no cluster"),
  reach: z
    .boolean()
    .default(false)
    .describe("also get each credential, and ask each cluster for its version and who we are"),
});

const TrialRow = z.strictObject({
  what: z.enum([
    "source",
    "probe",
    "path",
    "inventory",
    "tool",
    "kubeconfig",
    "broker",
    "context",
    "cluster",
  ]),
  state: z.enum(trialStates).describe("unknown could not be asked"),
  why: z.string(),
});

const TargetRow = z.strictObject({
  name: z.string(),
  source: z.string(),
  where: z.string().describe("context=<name>, else the path"),
  label: z.string(),
  credential: z.enum(["none", "kubeconfig", "brokered"]),
  state: z.enum(trialStates).optional().describe("the worst of its trials, where it was checked"),
  trials: z.array(TrialRow),
  reached: z
    .strictObject({
      context: z.string(),
      cluster: z.string(),
      server: z.string(),
      version: z.string(),
      user: z.string().optional(),
    })
    .optional(),
});
type TargetRow = z.infer<typeof TargetRow>;

const Output = z.strictObject({
  file: z.string(),
  present: z.boolean(),
  checked: z.boolean(),
  reach: z.boolean(),
  targets: z.array(TargetRow),
  faults: z.array(z.string()).describe("entries of the file that cannot be used, each with its place"),
});
type Output = z.infer<typeof Output>;

export const targets = defineVerb({
  name: "targets",
  room: "setup",
  summary: "Named things to check, and whether each can be looked at",
  tier: "read",
  effect: "none",
  doors: "all",
  input: Input,
  positionals: ["names"],
  examples: ["targets", "targets --check", "targets prod --reach"],
  details: [
    "--check looks whether source, path, tools, kubeconfig, context and the",
    "program of kubeconfig_from are there. --reach also runs that program and",
    "asks the cluster. Status 1 when something is wrong, 3 when something could",
    "not be asked.",
  ],
  output: Output,
  async run({ names, check, reach }, ctx) {
    const loaded = await loadedTargets(ctx);
    const asked =
      names.length === 0 ? loaded.entries : loaded.entries.filter(({ name }) => names.includes(name));
    for (const name of names) findTarget(name, loaded);
    const limit = pLimit(8);
    const checked = check || reach;
    const rows = await Promise.all(
      asked.map((target) => limit(() => rowOf(resolved(target, ctx), { checked, reach }, ctx))),
    );
    const file = relative(ctx.place.cwd, loaded.path);
    return {
      file: file.startsWith("..") ? loaded.path : file,
      present: loaded.present,
      checked,
      reach,
      targets: rows,
      faults: loaded.faults.map(faultLine),
    };
  },
  view: (result) => targetsDoc(result),
  outcome: ({ checked, targets: rows, faults }) => {
    if (rows.some(({ state }) => state === "failed") || (checked && faults.length > 0)) return "tripped";
    return faults.length > 0 || rows.some(({ state }) => state === "unknown") ? "blind" : "done";
  },
});

const rowOf = async (
  target: ResolvedTarget,
  { checked, reach }: { readonly checked: boolean; readonly reach: boolean },
  ctx: Context,
): Promise<TargetRow> => {
  const { name, source, label, context, kubeconfig, broker, shownPath = "" } = target;
  const row = {
    ...{ name, source, label },
    where: context === undefined ? shownPath : `context=${context}`,
    credential: broker !== undefined ? "brokered" : kubeconfig !== undefined ? "kubeconfig" : "none",
  } as const;
  if (!checked) return { ...row, trials: [] };
  const { trials, reached } = await examineTarget(target, { reach }, ctx);
  const state = (["failed", "unknown"] as const).find((worst) =>
    trials.some((trial) => trial.state === worst),
  );
  return { ...row, state: state ?? "ok", trials: [...trials], ...(reached === undefined ? {} : { reached }) };
};

const targetsDoc = (result: Output): Doc => {
  const { file, present, targets: rows, faults, checked } = result;
  if (!present)
    return [{ kind: "line", text: `no target is named here: there is no ${file}` }, ...howToWrite(file)];
  return [
    { kind: "heading", text: headline(result) },
    ...(rows.length === 0 ? [] : [table(rows, checked)]),
    ...rows.flatMap(trialLines),
    ...faults.map((text): Block => ({ kind: "line", tone: "bad", text })),
    ...(rows.length === 0 && faults.length === 0 ? howToWrite(file) : [nextStep(result)]),
  ];
};

const headline = ({ file, checked, targets: rows }: Output): string => {
  const count = `${plural(rows.length, "target")} in ${file}`;
  if (!checked) return count;
  const of = (state: TargetRow["state"]): number => rows.filter((row) => row.state === state).length;
  return `${count}: ${of("ok")} ok, ${of("failed")} failed, ${of("unknown")} unknown`;
};

const table = (rows: readonly TargetRow[], checked: boolean): Block => ({
  kind: "table",
  columns: [
    { title: "Name" },
    { title: "Source" },
    { title: "Where", grow: true },
    { title: "Label" },
    { title: "Credential" },
    ...(checked ? [{ title: "Check" }] : []),
  ],
  rows: rows.map(({ name, source, where, label, credential, state = "" }) => [
    ...[name, source, where, label === name ? "" : label, credential === "none" ? "" : credential],
    ...(checked ? [state] : []),
  ]),
});

/** What is well is told only of a cluster that answered: that is what was asked for. */
const trialLines = ({ name, trials, reached }: TargetRow): readonly Block[] => [
  ...trials
    .filter(({ state }) => state !== "ok")
    .map(
      ({ what, state, why }): Block => ({
        kind: "line",
        tone: state === "failed" ? "bad" : "warn",
        text: `${name}: ${what}: ${why}`,
      }),
    ),
  ...(reached === undefined ? [] : [reachedLine(name, reached)]),
];

const reachedLine = (name: string, reached: NonNullable<TargetRow["reached"]>): Block => {
  const { context, server, version, user } = reached;
  const as = user === undefined ? "" : ` as ${user}`;
  return { kind: "line", tone: "good", text: `${name}: ${context} at ${server} answered, ${version}${as}` };
};

const example = `{
  "prod": {
    "source": "terraform",
    "path": "infra/prod"
  }
}`;

const howToWrite = (file: string): Doc => [
  { kind: "note", text: `write ${file}, for example:` },
  { kind: "code", text: example },
  { kind: "next", commands: [{ command: "steadystate targets --check", why: "try it, once it is written" }] },
];

const nextStep = ({ checked, reach, faults, targets: rows }: Output): Block => {
  const bad = rows.find(({ state }) => state === "failed" || state === "unknown");
  const command =
    faults.length > 0
      ? { command: "steadystate validate targets.json", why: "every fault by line and column" }
      : !checked
        ? { command: "steadystate targets --check", why: "whether each can be looked at" }
        : bad !== undefined
          ? {
              command: `steadystate targets ${bad.name} ${reach ? "--reach" : "--check"}`,
              why: "again, after mending it",
            }
          : reach
            ? { command: "steadystate health", why: "is it working" }
            : { command: "steadystate targets --reach", why: "whether each cluster answers" };
  return { kind: "next", commands: [command] };
};
