import type { Verdict } from "../../core/verdict.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import type { Swept, TargetRow } from "./sweep.ts";

/** What a sweep came to, for people. */
export const sweptView = (result: Swept, { verbose }: { readonly verbose: boolean }): Doc => {
  if (result.targets.length === 0) return nobody(result);
  return [
    { kind: "heading", text: headline(result) },
    table(result.targets),
    ...wallBlocks(result),
    ...(verbose ? result.targets.flatMap(listing) : []),
    ...sharedBlocks(result),
    ...resolvedBlocks(result),
    ...nextBlocks(result),
  ];
};

const nobody = ({ file, present }: Swept): Doc => [
  {
    kind: "line",
    tone: "warn",
    text: present
      ? `nothing was looked at: ${file} names no target`
      : `nothing was looked at: there is no ${file}`,
  },
  {
    kind: "next",
    commands: [
      { command: "steadystate discover --create", why: "name what can be looked at from here" },
      { command: "steadystate targets", why: "how a target is written" },
    ],
  },
];

const words = { DOWN: "down", DEGRADED: "degraded", UNKNOWN: "unknown", WORKING: "working" } as const;
const order: readonly Verdict[] = ["DOWN", "DEGRADED", "UNKNOWN", "WORKING"];

const headline = ({ tally }: Swept): string => {
  const parts = order
    .filter((verdict) => tally[verdict] > 0)
    .map((verdict) => `${tally[verdict]} ${words[verdict]}`);
  const muted = tally.muted === 0 ? "" : `; ${tally.muted} muted`;
  return `${plural(tally.targets, "target")}: ${parts.join(", ")}${muted}`;
};

const table = (rows: readonly TargetRow[]): Block => ({
  kind: "table",
  columns: [{ title: "Target" }, { title: "Verdict" }, { title: "Alerts" }, { title: "Why", grow: true }],
  rows: rows.map((row) => [row.name, row.verdict, alertsCell(row), whyCell(row)]),
});

const alertsCell = ({
  alerts,
  fresh,
  severity,
}: Pick<TargetRow, "alerts" | "fresh" | "severity">): string => {
  if (severity === undefined) return "";
  return `${alerts.length} ${severity}${fresh === 0 ? "" : ` (${fresh} new)`}`;
};

/** Where it works or is known to fail, what was not seen is told beside the reason. */
const whyCell = ({ because, unseen, verdict, alerts }: TargetRow): string => {
  const [first, ...others] = because;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const gap = verdict === "UNKNOWN" ? undefined : unseen[0];
  const notSeen = gap === undefined ? "" : `; not seen: ${gap.what}: ${gap.why}`;
  return `${first ?? alerts[0]?.title ?? ""}${more}${notSeen}`;
};

const wallBlocks = ({ wall }: Swept): Doc => {
  if (wall === undefined) return [];
  const tone = wall.verdict === "WORKING" ? "good" : wall.verdict === "UNKNOWN" ? "warn" : "bad";
  const [first] = wall.because;
  const why = first === undefined ? "" : `: ${first}`;
  return [{ kind: "line", tone, text: `checks for everybody: ${wall.verdict}${why}` }];
};

const listing = ({ name, alerts, unseen, hint }: TargetRow): Doc => {
  if (alerts.length + unseen.length === 0) return [];
  return [
    { kind: "heading", text: name },
    ...alerts.map(
      ({ severity, title }): Block => ({ kind: "line", tone: "bad", text: `[${severity}] ${title}` }),
    ),
    ...unseen.map(
      ({ what, why }): Block => ({ kind: "line", tone: "warn", text: `not seen: ${what}: ${why}` }),
    ),
    ...(hint === undefined ? [] : [{ kind: "note" as const, text: hint }]),
  ];
};

const sharedBlocks = ({ shared }: Swept): Doc =>
  shared.length === 0
    ? []
    : [
        { kind: "heading", text: "The same at several targets" },
        { kind: "list", items: shared.slice(0, 10).map(sharedLine) },
        ...(shared.length > 10
          ? [{ kind: "note" as const, text: `and ${shared.length - 10} more: --json` }]
          : []),
      ];

const sharedLine = ({ title, severity, places }: Swept["shared"][number]): string => {
  const targets = [...new Set(places.map(({ target }) => target))];
  const rest = targets.length > 6 ? ` and ${targets.length - 6} more` : "";
  return `[${severity}] ${title} at ${targets.length} targets: ${targets.slice(0, 6).join(", ")}${rest}`;
};

const resolvedBlocks = ({ resolved }: Swept): Doc =>
  resolved.length === 0
    ? []
    : [
        { kind: "heading", text: `Resolved since the last look: ${resolved.length}` },
        { kind: "list", items: resolved.slice(0, 10).map(({ target, title }) => `${target}: ${title}`) },
        ...(resolved.length > 10
          ? [{ kind: "note" as const, text: `and ${resolved.length - 10} more: --json` }]
          : []),
      ];

const nextBlocks = ({ targets, stateless }: Swept): Doc => {
  const worst = targets.find(({ alerts }) => alerts.length > 0);
  const finding = worst?.alerts[0]?.items[0];
  const unseen = targets.filter(({ complete }) => !complete);
  // One of which nothing is known before one of which a part is.
  const dark = unseen.find(({ alerts }) => alerts.length === 0) ?? unseen[0];
  const doubtful = targets.find(({ complete, verdict }) => complete && verdict === "UNKNOWN");
  const commands = [
    ...(finding === undefined || stateless
      ? []
      : [
          {
            command: `steadystate show ${finding.fingerprint.slice(0, 12)}`,
            why: "the worst, and its documented fix",
          },
        ]),
    ...(dark === undefined ? [] : [darkStep(dark)]),
    ...(dark !== undefined || doubtful === undefined
      ? []
      : [{ command: "steadystate help health", why: "what counts as evidence that it works" }]),
  ];
  return commands.length === 0 ? [] : [{ kind: "next", commands }];
};

const darkStep = ({ name, hint }: TargetRow) =>
  hint?.startsWith("steadystate ") === true
    ? { command: hint, why: `what keeps ${name} from being looked at` }
    : { command: `steadystate targets ${name} --reach`, why: "what keeps it from being looked at" };
