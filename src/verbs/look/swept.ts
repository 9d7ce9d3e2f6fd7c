import type { Context } from "../../context.ts";
import { isTripped, type Threshold } from "../../core/ci-gate.ts";
import { type FleetPart, type FleetTarget, fleetOf } from "../../core/fleet.ts";
import type { Gap } from "../../core/observation.ts";
import type { Report } from "../../core/report.ts";
import type { Tuning } from "../../core/score/tuning.ts";
import type { TargetLook } from "../../engine/probe-target.ts";
import type { Heard } from "../../engine/quiet.ts";
import type { Runbook } from "../../engine/runbook.ts";
import type { Roll, TargetAnswer } from "../../engine/sweep.ts";
import type { WallLook } from "../../engine/sweep-wall.ts";
import type { Remembered } from "../../history/history.ts";
import { present } from "../../view/rows.ts";
import { foldSeen } from "./looked.ts";
import { alertRows, memoryOf } from "./rows.ts";
import type { Swept, TargetRow } from "./sweep.ts";

type SweepFacts = {
  readonly roll: Roll;
  readonly answers: readonly TargetAnswer[];
  readonly wall: WallLook | undefined;
};

type Judging = {
  readonly stateless: boolean;
  readonly tuning: Tuning;
  readonly failOn: Threshold;
  /** The time of each target, as it was given. */
  readonly span: string;
  readonly runbook: Runbook;
};

/** What was seen of all targets as one answer. */
export const sweptResult = (
  { roll, answers, wall }: SweepFacts,
  { stateless, tuning, failOn, span, runbook }: Judging,
  ctx: Context,
): Swept => {
  const now = ctx.now();
  const fleet = fleetOf(answers.map((answer) => partOf(answer, span)));
  const byName = new Map(answers.map((answer) => [answer.name, answer]));
  const rowFor = (target: FleetTarget): TargetRow => {
    const { look, error } = byName.get(target.name) ?? {};
    return { ...rowOf(target, look?.remembered, { runbook, now }), ...present({ hint: error?.hint }) };
  };
  const told = wall === undefined ? undefined : wallRow(wall, { runbook, now });
  const rows = fleet.targets.map(rowFor);
  const all = told === undefined ? rows : [...rows, told];
  const looks = [...answers.flatMap(({ look }) => look ?? []), ...(wall === undefined ? [] : [wall])];
  const trips = looks.some(({ heard }) => isTripped(heard.loud, failOn));
  return {
    file: roll.file,
    present: roll.present,
    ...{ stateless, tuning },
    tripped: trips || all.some(({ verdict }) => verdict === "DOWN" || verdict === "DEGRADED"),
    // Nothing to look at is not the same as nothing wrong.
    complete: rows.length > 0 && all.every(({ complete, verdict }) => complete && verdict !== "UNKNOWN"),
    tally: { ...fleet.tally },
    ...present({ wall: told }),
    targets: rows,
    shared: fleet.shared.map(({ title, severity, places }) => ({
      ...{ title, severity },
      places: places.map((place) => ({ ...place })),
    })),
    resolved: fleet.resolved.map((one) => ({ ...one })),
  };
};

type Looked = {
  readonly report: Report;
  readonly heard: Heard;
  readonly remembered: Remembered | undefined;
};

const partOf = ({ name, label, look, error, late }: TargetAnswer, span: string): FleetPart => {
  const time: readonly Gap[] = late
    ? [{ what: name, why: `its ${span} were over before everything was seen` }]
    : [];
  if (look === undefined) {
    const unseen = [...time, { what: name, why: error?.message ?? "it was not looked at" }];
    const because = unseen.map(({ why }) => why);
    return { ...nothing, name, label, verdict: "UNKNOWN", because, unseen };
  }
  const { verdict, because, missing } = look.judgement;
  const reasons = verdict === "UNKNOWN" ? [...time.map(({ why }) => why), ...doubtsOf(look)] : because;
  return {
    ...{ name, label, verdict, because: reasons, unseen: [...time, ...missing] },
    ...foundIn(look),
  };
};

/** What kept its source dark is said first and as it is, without the scope that the row names already. */
const doubtsOf = ({ failure, judgement: { because, missing } }: TargetLook): readonly string[] => {
  if (failure === undefined) return because;
  const same = missing.filter(({ why }) => why === failure.message);
  const said = new Set(same.map(({ what, why }) => `${what}: ${why}`));
  return [failure.message, ...because.filter((clause) => !said.has(clause))];
};

const nothing = {
  alerts: [],
  signals: 0,
  muted: 0,
  fresh: new Set<string>(),
  reopened: new Set<string>(),
  resolved: [],
  stale: 0,
} as const;

const foundIn = ({ report, heard, remembered }: Looked) => {
  const { alerts, signals } = foldSeen({ report, remembered }, heard.loud);
  const inState = (state: "new" | "reopened"): ReadonlySet<string> =>
    new Set(
      [...(remembered?.recollections ?? [])].flatMap(([key, one]) => (one.state === state ? [key] : [])),
    );
  return {
    alerts,
    signals: signals.length,
    muted: heard.muted.length,
    fresh: inState("new"),
    reopened: inState("reopened"),
    resolved: remembered?.resolved ?? [],
    stale: remembered?.stale ?? 0,
  };
};

type Telling = { readonly runbook: Runbook; readonly now: number };

const rowOf = (
  { name, label, verdict, because, severity, alerts, unseen, resolved, ...counts }: FleetTarget,
  remembered: Remembered | undefined,
  { runbook, now }: Telling,
): TargetRow => {
  const { fresh, reopened, signals, muted, stale } = counts;
  const memory = memoryOf(remembered, now);
  return {
    name,
    ...present({ label, severity }),
    verdict,
    because: [...because],
    alerts: alertRows(alerts, runbook, memory),
    ...{ fresh, reopened, signals, muted, stale },
    resolved: resolved.length,
    complete: unseen.length === 0,
    unseen: unseen.map(({ what, why }) => ({ what, why })),
  };
};

const wallRow = (wall: WallLook, telling: Telling): NonNullable<Swept["wall"]> => {
  const { verdict, because, missing } = wall.judgement;
  const part = { name: "checks", label: undefined, verdict, because, unseen: missing, ...foundIn(wall) };
  const [target] = fleetOf([part]).targets;
  if (target === undefined) throw new Error("a fleet of one has one target");
  const { label: _, hint: __, ...row } = rowOf(target, wall.remembered, telling);
  return row;
};
