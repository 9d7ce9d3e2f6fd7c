import { relative } from "node:path";
import { z } from "zod";
import { captureBaseline } from "../../engine/baseline.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { KubeContext, Kubeconfig } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { GapRow } from "./rows.ts";

const Input = z.strictObject({
  target: z.string().min(1).optional().describe("name in targets.json, whose cluster is captured"),
  context: KubeContext,
  kubeconfig: Kubeconfig,
  replace: z.boolean().default(false).describe("write over a baseline that saw more, or that cannot be read"),
});

const count = z.number().int();
const Output = z.strictObject({
  state: z
    .enum(["captured", "refreshed", "kept"])
    .describe("kept: the one that stood there saw all, and this look did not"),
  target: z.string().optional(),
  source: z.string().optional().describe("source of the target"),
  context: z.string(),
  server: z.string(),
  knownBy: z.enum(["id", "address"]).describe("how the cluster is told from others"),
  file: z.string(),
  workloads: count,
  kinds: z.record(z.string(), count),
  passing: count.describe("hooks, and pods that end by themselves: not part of it"),
  complete: z.boolean(),
  gaps: z.array(GapRow),
  before: z
    .strictObject({
      capturedAt: z.string(),
      complete: z.boolean(),
      added: count,
      removed: count,
      changed: count,
    })
    .optional()
    .describe("the one that stood there, and what is different now"),
  reference: z.string().optional().describe("a baseline of the Python version, which is not read"),
});
type Output = z.infer<typeof Output>;

export const baseline = defineVerb({
  name: "baseline",
  room: "look",
  summary: "Keep what runs in a cluster as known to be good",
  tier: "author",
  effect: "state",
  doors: "local",
  input: Input,
  positionals: ["target"],
  examples: ["baseline prod", "baseline --context eu-1", "baseline prod --replace"],
  details: [
    "Kept are the workloads with images, arguments, names of variables, ports,",
    "resources, rights and volumes; no value of a variable, no secret, no count",
    "of replicas. scan with the source k8s-baseline compares with it. Status 3",
    "when a part could not be read: a baseline that saw all is then left.",
  ],
  output: Output,
  async run({ target, context, kubeconfig, replace }, ctx) {
    const taken = await captureBaseline({ target, context, kubeconfig }, replace, ctx);
    const { kinds, gaps, before, passing } = taken;
    const here = (path: string): string => relative(ctx.place.cwd, path);
    return {
      ...{ state: taken.state, context: taken.context, server: taken.server, passing },
      ...present({ target, source: target === undefined ? undefined : taken.source }),
      knownBy: taken.isKnownById ? ("id" as const) : ("address" as const),
      file: here(taken.path),
      workloads: Object.values(kinds).reduce((sum, number) => sum + number, 0),
      kinds: { ...kinds },
      complete: gaps.length === 0,
      gaps: gaps.map(({ what, why }) => ({ what, why })),
      ...present({
        before: before === undefined ? undefined : { ...before },
        reference: taken.reference === undefined ? undefined : here(taken.reference),
      }),
    };
  },
  view: (result) => baselineDoc(result),
  outcome: ({ complete }) => (complete ? "done" : "blind"),
});

const baselineDoc = (result: Output): Doc => [
  { kind: "line", tone: result.complete ? "good" : "warn", text: headline(result) },
  ...(result.before === undefined ? [] : [beforeLine(result.before, result.state)]),
  ...result.gaps.map(
    ({ what, why }): Block => ({ kind: "line", tone: "warn", text: `not seen: ${what}: ${why}` }),
  ),
  ...(result.knownBy === "id"
    ? []
    : [
        {
          kind: "note" as const,
          text: `this credential may not see the namespace kube-system: the cluster is known by its address, ${result.server}`,
        },
      ]),
  ...(result.reference === undefined ? [] : [referenceNote(result.reference)]),
  { kind: "next", commands: [nextStep(result)] },
];

const headline = ({ state, workloads, kinds, file, context, server, passing }: Output): string => {
  const told = Object.entries(kinds).map(([kind, number]) => `${number} ${kind}`);
  const aside = passing === 0 ? "" : `; ${passing} that come and go left out`;
  const seen = `${plural(workloads, "workload")} of ${context} (${server}): ${told.join(", ")}${aside}`;
  return state === "kept"
    ? `${file} stays as it was: it saw all, and this look only ${seen}`
    : `${file} holds ${seen}`;
};

const beforeLine = (
  { capturedAt, added, removed, changed }: NonNullable<Output["before"]>,
  state: Output["state"],
): Block => ({
  kind: "line",
  text: `${state === "kept" ? "against it" : "against the one"} of ${capturedAt}: ${added} new, ${removed} gone, ${changed} changed`,
});

const referenceNote = (file: string): Block => ({
  kind: "note",
  text: `${file} is of the Python version and is not read; it holds whole objects with what is secret in them: delete it`,
});

const nextStep = ({ target, source, state, context }: Output) => {
  if (state === "kept")
    return { command: "kubectl auth can-i --list", why: "what this credential may read; --replace insists" };
  if (target === undefined)
    return {
      command: `steadystate scan --source k8s-baseline --context ${context}`,
      why: "what changed since",
    };
  return source === "k8s-baseline"
    ? { command: `steadystate scan --target ${target}`, why: "what changed since" }
    : {
        command: "steadystate targets --check",
        why: `once a target of this cluster has the source k8s-baseline; ${target} has ${source ?? "another"}`,
      };
};
