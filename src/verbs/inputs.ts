import { z } from "zod";
import { thresholds } from "../core/ci-gate.ts";
import { tunings } from "../core/score/tuning.ts";
import { severities } from "../core/severity.ts";
import { parseDuration, parseInstant } from "../core/time.ts";

/** Input pieces that several verbs share, so that a name means one thing everywhere. */
export const LookPath = z
  .string()
  .min(1)
  .optional()
  .describe("folder, or a captured document: a plan, a snapshot, a list");
export const SourceName = z
  .string()
  .min(1)
  .optional()
  .describe("what to compare with; `steadystate tools` lists them");
export const Label = z
  .string()
  .min(1)
  .optional()
  .describe("environment name; findings of two labels are two findings");
export const VarFiles = z
  .array(z.string().min(1))
  .default([])
  .describe("variable file for the plan, relative to its folder; repeatable");
export const TuningName = z.enum(tunings).default("default").describe("how much becomes an alert");
export const Verbose = z
  .boolean()
  .default(false)
  .meta({ short: "v" })
  .describe("show every changed attribute");
export const Stateless = z
  .boolean()
  .default(false)
  .describe("remember nothing; of mutes only the committed ones count");
export const FailOn = z.enum(thresholds).default("none").describe("end with status 1 from this severity on");
export const SeverityName = z.enum(severities);
export const Duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, "must be a number with a unit: 90s, 15m, 6h, 3d, 2w")
  .describe("duration such as 90s, 15m, 6h, 3d");
export const Since = z
  .string()
  .refine(
    (text) => parseDuration(text) !== undefined || parseInstant(text) !== undefined,
    "must be a time such as 12h or 7d, or a date such as 2026-11-01",
  )
  .describe("only what is younger than 12h, 7d, or since a date");
/** Milliseconds UTC of what {@link Since} takes. */
export const sinceOf = (text: string, now: number): number | undefined => {
  const span = parseDuration(text);
  return span === undefined ? parseInstant(text) : now - span;
};
export const FindingRef = z
  .string()
  .regex(
    /^[0-9a-f]{4,64}$/i,
    "must be at least 4 digits of a finding's fingerprint (see: steadystate findings)",
  )
  .describe("fingerprint of a finding, or its first 4 or more digits");
export const OfferRef = z
  .string()
  .regex(/^[0-9a-f]{6,64}$/i, "must be at least 6 digits of an offer (see: steadystate pending)")
  .describe("digest of an offer, or its first 6 or more digits");
export const Workload = z
  .string()
  .min(1)
  .optional()
  .describe("one workload, by its exact name; all of them without it");
export const RowLimit = z.number().int().min(0).describe("rows at most; 0 is unlimited");
export const ChecksFile = z
  .string()
  .min(1)
  .optional()
  .describe("checks file to use instead of the committed one");
export const SolutionsFile = z
  .string()
  .min(1)
  .optional()
  .describe("runbook file to use instead of the committed one; not for agents");
export const LookTarget = z
  .string()
  .min(1)
  .optional()
  .describe("name in targets.json, whose source, path, label and cluster are taken");
export const KubeContext = z
  .string()
  .min(1)
  .regex(/^[^-]/, "must not begin with -")
  .optional()
  .describe("context of the cluster to look at, instead of the current one");
export const Kubeconfig = z
  .string()
  .min(1)
  .regex(/^[^-]/, "must not begin with -")
  .optional()
  .describe("kubeconfig file to find the cluster in");
export const CheckTarget = z
  .string()
  .min(1)
  .optional()
  .describe("name of a target; checks for other targets are not asked");
export const CheckLabel = z
  .string()
  .min(1)
  .optional()
  .describe("environment name; checks for other environments are not asked");
export const Deep = z
  .boolean()
  .default(false)
  .describe("also read logs, and how full the disks of nodes and claims are; slower");
