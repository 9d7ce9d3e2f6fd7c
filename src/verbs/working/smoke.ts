import { z } from "zod";
import { checkStatuses, isBad, isGood, isUnseen } from "../../core/checks/check.ts";
import { byCodeUnit } from "../../core/order.ts";
import { askChecks } from "../../engine/checks.ts";
import { leftOut } from "../../view/checks.ts";
import type { Doc } from "../../view/doc.ts";
import { CheckRow } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { CheckLabel, ChecksFile, CheckTarget, Workload } from "../inputs.ts";
import { GapRow } from "../look/rows.ts";
import { defineVerb } from "../verb.ts";

const Output = z.strictObject({
  workload: z.string().optional(),
  file: z.string().describe("where checks are declared"),
  present: z.boolean().describe("whether that file is there"),
  defined: z.number().int().describe("usable entries of the file, asked or not"),
  elsewhere: z.number().int().describe("not asked: for other environments or targets"),
  off: z.number().int().describe("not asked: switched off"),
  checks: z.array(CheckRow).describe("what did not answer as demanded first"),
  passed: z.number().int(),
  failed: z.number().int().describe("failing or impaired"),
  unable: z
    .number()
    .int()
    .describe("not asked, or failing for too short a time to count: neither pass nor failure"),
  faults: z.array(GapRow).describe("entries of the file that cannot be used"),
  required: z.boolean(),
});
type Output = z.infer<typeof Output>;

export const smoke = defineVerb({
  name: "smoke",
  room: "working",
  summary: "Ask the http checks now",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    workload: Workload,
    label: CheckLabel,
    target: CheckTarget,
    checks: ChecksFile,
    require: z.boolean().default(false).describe("end with status 1 where no check is declared"),
  }),
  positionals: ["workload"],
  examples: ["smoke", "smoke web", "smoke --require --json"],
  details: [
    "Status 0: every check answers as demanded. 1: one does not. 3: one could",
    "not be asked, or the file has entries that cannot be used. Nothing is",
    "remembered.",
  ],
  output: Output,
  async run({ workload, label, target, checks: file, require }, ctx) {
    const smoked = await askChecks({ workload, label, target, checks: file }, ctx, ctx.history.look);
    return {
      ...(workload === undefined ? {} : { workload }),
      file: smoked.file.path,
      present: smoked.file.present,
      defined: smoked.defined,
      elsewhere: smoked.elsewhere,
      off: smoked.off,
      checks: [...smoked.results].sort(
        (a, b) =>
          checkStatuses.indexOf(a.status) - checkStatuses.indexOf(b.status) || byCodeUnit(a.name, b.name),
      ),
      passed: smoked.results.filter(isGood).length,
      failed: smoked.results.filter(isBad).length,
      unable: smoked.results.filter(isUnseen).length,
      faults: [...smoked.faults],
      required: require,
    };
  },
  view: (result) => [
    ...headBlocks(result),
    ...rowBlocks(result),
    ...leftOutBlocks(result),
    ...faultBlocks(result),
    ...nextBlocks(result),
  ],
  outcome: ({ failed, unable, faults, checks, defined, required }) => {
    if (failed > 0) return "tripped";
    if (unable + faults.length > 0) return "blind";
    if (checks.length > 0) return "done";
    return defined > 0 ? "blind" : required ? "tripped" : "done";
  },
});

const words = {
  fail: "FAIL",
  impaired: "IMPAIRED",
  pending: "PENDING",
  unable: "UNKNOWN",
  noted: "PASS",
  pass: "PASS",
} as const satisfies Readonly<Record<CheckRow["status"], string>>;

const headBlocks = (result: Output): Doc => {
  const { checks, failed, unable, faults } = result;
  if (checks.length === 0) return [{ kind: "line", tone: "warn", text: nothingAsked(result) }];
  const doubtful = unable + faults.length > 0;
  return [
    { kind: "line", tone: failed > 0 ? "bad" : doubtful ? "warn" : "good", text: tally(result).join("; ") },
  ];
};

const tally = ({ checks, passed, failed, unable }: Output): readonly string[] => [
  `${passed} of ${plural(checks.length, "check")} ${checks.length === 1 ? "answers" : "answer"} as demanded`,
  ...(failed === 0 ? [] : [`${failed} ${failed === 1 ? "does" : "do"} not`]),
  ...(unable === 0 ? [] : [`${unable} cannot be told`]),
];

const nothingAsked = ({ defined, elsewhere, off, faults, present, workload }: Output): string => {
  if (defined > 0 && defined === elsewhere + off)
    return `none of ${plural(defined, "check")} is for what was asked`;
  if (defined > 0) return `none of ${plural(defined, "check")} speaks for ${workload ?? "it"}`;
  if (faults.length > 0) return "no entry of the checks file can be used";
  return present ? "the checks file declares no check" : "no check is declared here";
};

const rowBlocks = ({ checks }: Output): Doc =>
  checks.length === 0
    ? []
    : [
        {
          kind: "table",
          columns: [
            { title: "answer" },
            { title: "check" },
            { title: "took", align: "right" },
            { title: "where, and why", grow: true },
          ],
          rows: checks.map(({ name, status, target, reason, latencyMs, draft }) => [
            words[status],
            draft === true ? `${name} (draft)` : name,
            latencyMs === undefined ? "" : `${latencyMs} ms`,
            reason === "" ? target : `${reason} (${target})`,
          ]),
        },
      ];

const leftOutBlocks = ({ elsewhere, off }: Output): Doc =>
  leftOut(elsewhere, off).map((text) => ({ kind: "note", text }));

const faultBlocks = ({ faults }: Output): Doc =>
  faults.map(({ what, why }) => ({ kind: "line", tone: "warn", text: `not usable: ${what}: ${why}` }));

const nextBlocks = ({ checks, defined, faults, failed }: Output): Doc => {
  if (failed > 0)
    return [
      { kind: "next", commands: [{ command: "steadystate health", why: "the verdict, with all evidence" }] },
    ];
  if (checks.length === 0 && defined === 0 && faults.length === 0)
    return [
      {
        kind: "next",
        commands: [
          { command: "steadystate help health", why: "how to declare a check in steadystate/checks.json" },
        ],
      },
    ];
  return faults.length + (checks.length === 0 ? 1 : 0) === 0
    ? []
    : [
        {
          kind: "next",
          commands: [{ command: "steadystate checks", why: "what is declared, and every fault" }],
        },
      ];
};
