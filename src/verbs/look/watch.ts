import { z } from "zod";
import { compilePattern, type Pattern } from "../../core/pattern.ts";
import { severities } from "../../core/severity.ts";
import { formatDuration, parseDuration } from "../../core/time.ts";
import { verdicts } from "../../core/verdict.ts";
import { happenings } from "../../core/watching.ts";
import { watchTarget } from "../../engine/watch.ts";
import { SteadystateError } from "../../errors.ts";
import type { Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { Duration, Stateless, TuningName } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { GapRow } from "./rows.ts";

const Input = z.strictObject({
  target: z.string().min(1).describe("name in targets.json"),
  for: z
    .string()
    .min(1)
    .optional()
    .describe("pattern that the title of a finding must contain, in any case; every finding without it"),
  timeout: z
    .string()
    .refine(
      (text) => text === "none" || parseDuration(text) !== undefined,
      "must be none, or a number with a unit: 90s, 15m, 6h",
    )
    .default("5m")
    .describe("how long to watch, such as 90s or 1h; none: until it is interrupted"),
  interval: Duration.default("20s").describe("from the end of one look to the next, such as 20s"),
  deadline: Duration.default("60s").describe("time for each look, such as 30s"),
  once: z.boolean().default(false).describe("end with the first thing that is caught"),
  deep: z.boolean().default(true).describe("read logs and disks too; --no-deep leaves them out"),
  stateless: Stateless,
  tuning: TuningName,
});

const Whole = z.number().int();

const EventRow = z.strictObject({
  look: Whole.describe("in which look it was seen"),
  kind: z.enum(happenings),
  caught: z.boolean().describe("it is what was watched for"),
  fingerprint: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  was: z.string().optional().describe("restarts or severity before"),
  is: z.string().optional(),
});

const Output = z.strictObject({
  target: z.string(),
  looks: Whole,
  failed: Whole.describe("looks in which nothing could be seen"),
  partial: Whole.describe("looks in which only a part could be seen"),
  compared: Whole.describe("how often a look was compared with one before it"),
  caught: Whole,
  ended: z.enum(["caught", "time", "interrupted"]),
  verdict: z.enum(verdicts).describe("of the last look"),
  events: z.array(EventRow).describe("as they were seen"),
  unseen: z.array(GapRow).describe("what the last look could not see"),
});
type Output = z.infer<typeof Output>;

export const watch = defineVerb({
  name: "watch",
  room: "look",
  summary: "Look at a target again and again, and tell what happens",
  tier: "read",
  effect: ({ stateless }) => (stateless === true ? "none" : "state"),
  // It goes on for minutes: an agent or a chat asks again instead.
  doors: "local",
  input: Input,
  settings: { tuning: { config: ["defaults.tuning"] } },
  positionals: ["target"],
  examples: [
    "watch prod-eu",
    "watch prod-eu --for 'crash|oom' --once --timeout 30m",
    "watch prod-eu --no-deep --interval 10s --timeout none",
  ],
  details: [
    "Each look is compared with the ones before: what appeared, came back,",
    "restarted again or got worse is caught (status 1); what went is told. Status",
    "0 means that it was looked at and nothing was caught; 3 that it could not be",
    "looked at whole. An interrupt ends it after the look that is going on.",
  ],
  output: Output,
  async run({ target, for: wanted, timeout, interval, deadline, ...how }, ctx) {
    const pattern = patternOf(wanted);
    const watched = await watchTarget(
      target,
      {
        ...how,
        isMeant: ({ title }) => pattern.test(title),
        span: parseDuration(timeout),
        interval: parseDuration(interval) ?? 20_000,
        deadline: parseDuration(deadline) ?? 60_000,
      },
      ctx,
    );
    const { looks, failed, partial, compared, ended, verdict, events, unseen } = watched;
    return {
      ...{ target, looks, failed, partial, compared, ended, verdict },
      caught: events.filter(({ caught }) => caught).length,
      events: events.map(({ was, is, ...event }) => ({
        ...event,
        ...(was === undefined || is === undefined ? {} : { was, is }),
      })),
      unseen: unseen.map(({ what, why }) => ({ what, why })),
    };
  },
  view: (result, { interval }) => watchDoc(result, interval),
  outcome: (result) => (result.caught > 0 ? "tripped" : isWhole(result) ? "done" : "blind"),
});

const patternOf = (text: string | undefined): Extract<Pattern, { ok: true }> => {
  if (text === undefined) return { ok: true, test: () => true };
  const pattern = compilePattern(text, { caseInsensitive: true });
  if (pattern.ok) return pattern;
  throw new SteadystateError("usage", `--for cannot be used as a pattern: ${pattern.why}`, {
    hint: "steadystate help watch",
    details: { pattern: text },
  });
};

/** Quiet says something only where two looks were compared, and the last one saw everything. */
const isWhole = ({ compared, unseen }: Output): boolean => compared > 0 && unseen.length === 0;

const watchDoc = (result: Output, interval: string): Doc => {
  const { target, events, unseen, looks, failed, partial } = result;
  const caught = events.filter((event) => event.caught);
  const gone = events.filter(({ kind }) => kind === "disappeared").length;
  const counts = [
    ...(failed === 0 ? [] : [`${failed} could not look`]),
    ...(partial === 0 ? [] : [`${partial} saw only a part`]),
    ...(gone === 0 ? [] : [`${plural(gone, "finding")} went`]),
  ];
  const tail = counts.length === 0 ? "" : `; ${counts.join(", ")}`;
  return [
    { kind: "line", tone: toneOf(result), text: `${headline(result)}, in ${plural(looks, "look")}${tail}` },
    ...(caught.length === 0 ? [] : [{ kind: "list" as const, items: caught.slice(0, 25).map(eventLine) }]),
    ...(caught.length > 25
      ? [{ kind: "note" as const, text: `and ${caught.length - 25} more: --json` }]
      : []),
    ...unseen.slice(0, 5).map(({ what, why }) => ({
      kind: "line" as const,
      tone: "warn" as const,
      text: `not seen: ${what}: ${why}`,
    })),
    ...(result.looks - failed > 0 && result.compared === 0
      ? [
          {
            kind: "note" as const,
            text: `nothing could be compared: one look is none; the next comes after ${formatDuration(parseDuration(interval) ?? 0)}`,
          },
        ]
      : []),
    { kind: "next", commands: [nextStep(result, target)] },
  ];
};

const toneOf = (result: Output) => (result.caught > 0 ? "bad" : isWhole(result) ? "good" : "warn");

const headline = (result: Output): string => {
  const { target, caught, looks, failed } = result;
  if (caught > 0) return `${target}: ${plural(caught, "happening")} caught`;
  if (failed === looks) return `${target}: could not look`;
  return isWhole(result) ? `${target}: all quiet` : `${target}: nothing caught in what could be seen`;
};

const eventLine = ({ kind, severity, title, was, is, look }: Output["events"][number]): string =>
  `look ${look}, ${kind}${was === undefined ? "" : ` (${was} to ${is ?? ""})`}: [${severity}] ${title}`;

const nextStep = ({ events }: Output, target: string) => {
  const caught = events.find((event) => event.caught);
  return caught === undefined
    ? { command: `steadystate scan --target ${target}`, why: "how it stands now" }
    : {
        command: `steadystate show ${caught.fingerprint.slice(0, 12)}`,
        why: "what it is, and its documented fix",
      };
};
