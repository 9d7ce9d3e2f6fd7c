import { join } from "node:path";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { pathOf } from "../../engine/locate.ts";
import { clusterFor } from "../../engine/targets.ts";
import { SteadystateError } from "../../errors.ts";
import { FailOn, KubeContext, Kubeconfig, Label, Stateless, TuningName, Verbose } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { LookedOutput, lookedTail, takeLook } from "./looked.ts";

const Plain = z
  .string()
  .regex(/^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/, "must be lower-case letters, digits and -");

const Input = z.strictObject({
  declared: z.string().min(1).describe("folder of a Helm chart or of a Kustomize overlay"),
  context: KubeContext,
  kubeconfig: Kubeconfig,
  target: z.string().min(1).optional().describe("name in targets.json, whose cluster and label are taken"),
  label: Label,
  release: Plain.max(53)
    .optional()
    .describe("name of the release; the chart's own name without it (Helm only)"),
  values: z
    .array(z.string().min(1))
    .default([])
    .meta({ short: "f" })
    .describe("file with values, relative to where you are; repeatable (Helm only)"),
  namespace: Plain.max(63)
    .optional()
    .meta({ short: "n" })
    .describe("where an object lives that names no namespace; the context's own without it"),
  stateless: Stateless,
  tuning: TuningName,
  failOn: FailOn,
  verbose: Verbose,
});

export const verify = defineVerb({
  name: "verify",
  room: "look",
  summary: "Compare a chart or an overlay with the cluster that runs it",
  tier: "read",
  effect: ({ stateless }) => (stateless === true ? "none" : "state"),
  doors: "all",
  input: Input,
  settings: { tuning: { config: ["defaults.tuning"] } },
  positionals: ["declared"],
  examples: [
    "verify charts/shop -f values/prod.yaml -n shop",
    "verify overlays/prod --context prod --fail-on high",
    "verify charts/shop --target prod --release shop-eu --json",
  ],
  output: LookedOutput,
  async run({ declared, stateless, tuning, failOn, release, values, namespace, ...named }, ctx) {
    const cluster = await clusterFor(named, "verify", ctx);
    const source = await sourceOf(declared, ctx);
    if (source !== "helm-live") refuseHelmOnly({ release, values }, declared);
    const files = await Promise.all(values.map((file) => pathOf(file, ctx)));
    const asked = { ...cluster, source, path: declared, varFiles: [], namespace };
    const how = { stateless, tuning, failOn, wait: undefined };
    return takeLook({ ...asked, helm: { release, values: files } }, how, ctx);
  },
  ...lookedTail,
});

const overlays = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** By the file that makes a folder a chart or an overlay; a chart goes first. */
const sourceOf = async (declared: string, ctx: Context): Promise<"helm-live" | "kustomize-live"> => {
  const names = await ctx.hands.files.list(await pathOf(declared, ctx));
  if (names.includes("Chart.yaml")) return "helm-live";
  if (overlays.some((name) => names.includes(name))) return "kustomize-live";
  throw new SteadystateError(
    "usage",
    `${declared} is neither a Helm chart nor a Kustomize overlay: it has no Chart.yaml and no ${overlays.join(", ")}`,
    {
      hint: `name a folder that has one, such as ${join(declared, "overlays/prod")}; plain manifests: steadystate scan <snapshot> --source k8s`,
      details: { path: declared },
    },
  );
};

const refuseHelmOnly = (
  { release, values }: { readonly release: string | undefined; readonly values: readonly string[] },
  declared: string,
): void => {
  const given = [
    ...(release === undefined ? [] : ["--release"]),
    ...(values.length === 0 ? [] : ["--values"]),
  ];
  if (given.length === 0) return;
  throw new SteadystateError("usage", `${declared} is an overlay, and takes no ${given.join(" and no ")}`, {
    hint: `steadystate verify ${declared}`,
  });
};
