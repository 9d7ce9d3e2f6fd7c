import { z } from "zod";
import { isGood } from "../../core/checks/check.ts";
import { checksSource } from "../../core/checks/names.ts";
import { printServing, servingStates } from "../../core/serving.ts";
import { formatDuration } from "../../core/time.ts";
import { verdicts } from "../../core/verdict.ts";
import type { Health } from "../../engine/health.ts";
import { RememberedCauseRow, rememberedCauseLines, rememberedCauseRow } from "../../view/cause.ts";
import { leftOut as leftOutNotes } from "../../view/checks.ts";
import type { Doc } from "../../view/doc.ts";
import { findingRow } from "../../view/finding.ts";
import { CheckRow, FindingRow } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { GapRow } from "../look/rows.ts";

const ScopeRow = z.strictObject({
  name: z.string(),
  source: z.string(),
  target: z.string().optional(),
  status: z.enum(["complete", "partial", "failed"]),
  basis: z.string(),
  ageSeconds: z.number().int(),
  assertions: z.strictObject({ passed: z.number(), failed: z.number(), unknown: z.number() }),
});

const WorkloadRow = z.strictObject({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  scope: z.string().describe("where a probe saw it"),
  serves: z.enum(servingStates).describe("unknown also where no fresh look tells"),
});

export const HealthOutput = z.strictObject({
  verdict: z.enum(verdicts),
  workload: z.string().optional(),
  nearest: z.string().optional().describe("a known name that was probably meant"),
  because: z.array(z.string()).describe("most important first"),
  evidence: z.strictObject({
    seen: z.number().int().describe("places with health evidence that were seen fresh and whole"),
    expected: z.number().int(),
    oldestSeconds: z.number().int().optional(),
    maxAgeSeconds: z.number().int(),
    missing: z.array(GapRow),
    scopes: z.array(ScopeRow),
  }),
  workloads: z.array(WorkloadRow).describe("every workload that the asked name means, as probes saw it"),
  checks: z.array(CheckRow),
  leftOut: z
    .strictObject({ elsewhere: z.number().int(), off: z.number().int() })
    .describe("checks that were not asked: for other environments or targets, and switched off"),
  impaired: z.array(FindingRow).describe("failing now, not muted, worst first"),
  causes: z
    .array(RememberedCauseRow)
    .describe("drift in memory that likely makes something impaired fail; nothing where that is not proven"),
  review: z
    .array(FindingRow)
    .describe("serious drift: not a malfunction, and it does not decide the verdict"),
  muted: z.number().int().describe("malfunctions that somebody muted; they change nothing here"),
});
export type HealthOutput = z.infer<typeof HealthOutput>;

export const healthResult = (answer: Health, workload: string | undefined, now: number): HealthOutput => {
  const { judgement, checks, leftOut, scopes, workloads, impaired, causes, review, muted, maxAge } = answer;
  return {
    verdict: judgement.verdict,
    ...(workload === undefined ? {} : { workload }),
    ...(answer.nearest === undefined ? {} : { nearest: answer.nearest }),
    because: [...judgement.because],
    evidence: {
      seen: judgement.seen,
      expected: judgement.expected,
      ...(judgement.oldest === undefined ? {} : { oldestSeconds: Math.max(0, seconds(judgement.oldest)) }),
      maxAgeSeconds: seconds(maxAge),
      missing: judgement.missing.map(({ what, why }) => ({ what, why })),
      scopes: scopes.map(({ name, source, target, status, basis, age, assertions }) => ({
        name,
        source,
        ...(target === undefined ? {} : { target }),
        status,
        basis,
        ageSeconds: Math.max(0, seconds(age)),
        assertions: { ...assertions },
      })),
    },
    workloads: workloads.map((one) => ({ ...one })),
    checks: [...checks],
    leftOut: { ...leftOut },
    impaired: impaired.map((finding) => findingRow(finding, now)),
    causes: causes.map(rememberedCauseRow),
    review: review.map((finding) => findingRow(finding, now)),
    muted,
  };
};

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export const healthDoc = (result: HealthOutput): Doc => {
  const { verdict, workload, because, evidence, checks, impaired, review, muted } = result;
  const passed = checks.filter(isGood).length;
  const smoke =
    checks.length === 0
      ? "no check"
      : `${passed} of ${plural(checks.length, "check")} ${checks.length === 1 ? "answers" : "answer"} as demanded`;
  const subject = workload === undefined ? "" : `${workload}: `;
  const age =
    evidence.oldestSeconds === undefined
      ? ""
      : `, oldest look ${formatDuration(evidence.oldestSeconds * 1000)} ago`;
  const aside = muted === 0 ? "" : ` | ${muted} muted`;
  return [
    { kind: "verdict", verdict, text: `${subject}${smoke} | ${impaired.length} impaired${aside}` },
    ...(because.length === 0 ? [] : [{ kind: "list" as const, items: because.slice(0, 8) }]),
    ...(because.length > 8
      ? [{ kind: "note" as const, text: `and ${because.length - 8} more reasons: --json` }]
      : []),
    ...rememberedCauseLines(result.causes),
    ...workloadLines(result),
    ...reviewLine(review),
    { kind: "note", text: `evidence: ${evidence.seen} of ${plural(evidence.expected, "place")} seen${age}` },
    ...leftOutNotes(result.leftOut.elsewhere, result.leftOut.off).map((text) => ({
      kind: "note" as const,
      text,
    })),
    ...missingLines(result),
    ...nextBlocks(result),
  ];
};

/** Those that one name means are named each, so that none speaks for another. */
const workloadLines = ({ workload = "", workloads, verdict }: HealthOutput): Doc => {
  const [first] = workloads;
  if (first === undefined || (workloads.length === 1 && verdict === "DOWN")) return [];
  const names = new Set(workloads.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`));
  const [alone = ""] = [...names].map((name) => name.toLowerCase());
  return [
    ...workloads.slice(0, 8).map((one) => ({
      kind: "line" as const,
      tone: servingTones[one.serves],
      text: `${printServing(one)} ${servingPhrases[one.serves]} (${one.scope})`,
    })),
    ...(workloads.length === 1
      ? []
      : [
          {
            kind: "note" as const,
            text:
              names.size === 1
                ? `${workload} is seen in ${workloads.length} places`
                : `${workload} means ${names.size} workloads; one alone: steadystate health ${alone}`,
          },
        ]),
  ];
};

const servingTones = { yes: "good", no: "bad", unknown: "warn" } as const;
const servingPhrases = {
  yes: "serves",
  no: "does not serve",
  unknown: "may serve or not, nobody knows",
} as const;

/** Where the verdict stands without them, the places not seen are named all the same. */
const missingLines = ({ verdict, evidence }: HealthOutput): Doc =>
  verdict === "UNKNOWN"
    ? []
    : evidence.missing
        .slice(0, 5)
        .map(({ what, why }) => ({ kind: "note", text: `not seen: ${what}: ${why}` }));

const reviewLine = ([worst, ...rest]: HealthOutput["review"]): Doc => {
  if (worst === undefined) return [];
  const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`;
  return [
    {
      kind: "line",
      tone: "warn",
      text: `to review, not a malfunction: [${worst.severity}] ${worst.title}${more}`,
    },
  ];
};

const nextBlocks = ({ verdict, evidence, impaired, review, checks, nearest }: HealthOutput): Doc => {
  if (verdict !== "UNKNOWN") {
    const commands = [
      ...impaired.slice(0, 1).map((worst) => showCommand(worst, "what fails, and the documented fix")),
      ...review.slice(0, 1).map((worst) => showCommand(worst, "the worst to review")),
      ...(evidence.missing.length > 0 && evidence.scopes.length > 0
        ? lookAgain(evidence, "look again at what was not seen").slice(0, 1)
        : []),
    ];
    return commands.length === 0 ? [] : [{ kind: "next", commands }];
  }
  return [
    {
      kind: "next",
      commands: [
        ...(nearest === undefined
          ? []
          : [{ command: `steadystate health ${nearest}`, why: "the workload that was probably meant" }]),
        ...lookAgain(
          evidence,
          evidence.scopes.length === 0 ? "look at this folder's Terraform, and remember" : "look again",
        ),
        {
          command: "steadystate help health",
          why:
            checks.length === 0
              ? "how to declare what healthy means in steadystate/checks.json"
              : "what counts as evidence",
        },
      ],
    },
  ];
};

/** A target is looked at by its name; anything else as it was named then. */
const lookAgain = (evidence: HealthOutput["evidence"], why: string) => {
  const dark = evidence.scopes.filter(({ status }) => status !== "complete");
  const again = dark.length > 0 ? dark : evidence.scopes;
  const targets = [...new Set(again.flatMap(({ target }) => target ?? []))];
  if (targets.length > 0)
    return targets.slice(0, 3).map((target) => ({ command: `steadystate probe ${target}`, why }));
  return [
    { command: `steadystate scan ${scanned(evidence)}`, why },
    {
      command: `steadystate ci ${scanned(evidence)}`,
      why: "the same look as a gate that remembers nothing",
    },
  ];
};

const showCommand = ({ fingerprint }: Pick<FindingRow, "fingerprint">, why: string) => ({
  command: `steadystate show ${fingerprint.slice(0, 12)}`,
  why,
});

/** A captured document is named as it was given; a folder is named from the repository, which may not be here. */
const scanned = ({ scopes }: HealthOutput["evidence"]): string => {
  const looks = scopes.filter(({ source }) => source !== checksSource);
  const [only] = looks;
  if (looks.length !== 1 || only === undefined) return ".";
  const path = /^[\w./-]+\.(?:json|ya?ml)$/.test(only.name) ? only.name : ".";
  return only.source === "terraform" ? path : `${path} --source ${only.source}`;
};
