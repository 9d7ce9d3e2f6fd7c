import { relative } from "node:path";
import pLimit from "p-limit";
import type { Context } from "../context.ts";
import { byCodeUnit } from "../core/order.ts";
import type { Tuning } from "../core/score/tuning.ts";
import { SteadystateError } from "../errors.ts";
import type { Fault, Loaded } from "../intent/intent.ts";
import type { Target } from "../intent/targets.ts";
import { withDeadline } from "./deadline.ts";
import { lookAtTarget, type TargetLook } from "./probe-target.ts";
import { faultLine } from "./runbook.ts";
import { lookAtWall, type WallLook } from "./sweep-wall.ts";
import { findTarget, loadedTargets } from "./targets.ts";

export type SweepHow = {
  readonly stateless: boolean;
  readonly deep: boolean;
  readonly tuning: Tuning;
  /** Targets that are looked at at the same time. */
  readonly atOnce: number;
  /** Milliseconds for each target. */
  readonly deadline: number;
};

/** What came of one target: a look, or why there is none. */
export type TargetAnswer = {
  readonly name: string;
  readonly label: string | undefined;
  readonly look: TargetLook | undefined;
  readonly error: SteadystateError | undefined;
  /** Its time was over before everything of it was seen. */
  readonly late: boolean;
};

/** The targets that are meant, and what of the file cannot be looked at. */
export type Roll = {
  readonly file: string;
  readonly present: boolean;
  readonly targets: readonly Target[];
  readonly faults: readonly Fault[];
};

/**
 * The named targets, or all of them; of one label where one is given. A faulty entry tells nobody its label, so it is meant
 * too. Throws `not-found` for a name or a label that nothing has, `input-invalid` where the file as a whole cannot be used.
 */
export const rollOf = async (
  { names, label }: { readonly names: readonly string[]; readonly label: string | undefined },
  ctx: Context,
): Promise<Roll> => {
  const loaded = await loadedTargets(ctx);
  const faulty = new Set(loaded.faults.map(faultName));
  for (const name of names) if (!faulty.has(name)) findTarget(name, loaded);
  const isNamed = (name: string): boolean => names.length === 0 || names.includes(name);
  const targets = loaded.entries.filter(
    (target) => isNamed(target.name) && (label === undefined || target.label === label),
  );
  const faults = loaded.faults.filter((fault) => isNamed(faultName(fault)));
  if (targets.length === 0 && faults.length === 0 && label !== undefined) throw noLabel(label, loaded);
  return { file: shownPath(loaded.path, ctx.place.cwd), present: loaded.present, targets, faults };
};

const noLabel = (label: string, { entries }: Loaded<Target>): SteadystateError => {
  const known = [...new Set(entries.map((target) => target.label))].sort(byCodeUnit);
  return new SteadystateError("not-found", `no target has the label ${label}`, {
    hint: "steadystate targets",
    details: { label, known },
  });
};

/** All of it: each target, and once the checks that are for everybody. */
export const sweepAll = async (
  roll: Roll,
  how: SweepHow,
  ctx: Context,
): Promise<{ readonly answers: readonly TargetAnswer[]; readonly wall: WallLook | undefined }> => {
  // Before anybody works: what is wrong with it is wrong with every target.
  await ctx.config();
  if (roll.targets.length + roll.faults.length === 0) return { answers: [], wall: undefined };
  const working = [sweepTargets(roll, how, ctx), lookAtWall(how, ctx)] as const;
  // Whoever throws, nobody is left at work.
  await Promise.allSettled(working);
  const [answers, wall] = await Promise.all(working);
  return { answers, wall };
};

/**
 * Looks at every target of the roll, so many at once, each within its own time. Whatever goes wrong at one target is its answer
 * and touches no other; only a memory that cannot be used, and a bug, are thrown, and that when nobody works any more.
 */
const sweepTargets = async (
  { targets, faults }: Pick<Roll, "targets" | "faults">,
  how: SweepHow,
  ctx: Context,
): Promise<readonly TargetAnswer[]> => {
  const limit = pLimit(how.atOnce);
  const board = progressBoard(targets.length, ctx);
  const notices = noticeBoard();
  const settled = await Promise.allSettled(
    targets.map(({ name, label }) =>
      limit(async () => {
        board.begun(name);
        try {
          return await answerOf({ name, label }, how, { ...ctx, notice: notices.by(name) });
        } finally {
          board.done(name);
        }
      }),
    ),
  );
  notices.tell(ctx);
  const answers = settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
  return [...answers, ...faultAnswers(faults, ctx)].sort((a, b) => byCodeUnit(a.name, b.name));
};

const answerOf = (
  { name, label }: Pick<Target, "name" | "label">,
  { stateless, deep, tuning, deadline: span }: SweepHow,
  ctx: Context,
): Promise<TargetAnswer> =>
  withDeadline(span, ctx, async (limited, deadline) => {
    const how = { stateless, deep, tuning, verb: "sweep", ownChecks: true };
    try {
      const look = await lookAtTarget(name, how, limited);
      const isWhole = look.report.looks.every(({ coverage }) => coverage.status === "complete");
      const late = deadline.cut() || (deadline.left() <= 0 && !isWhole);
      return { name, label, look, error: undefined, late };
    } catch (thrown) {
      if (!(thrown instanceof SteadystateError) || isOfAll(thrown)) throw thrown;
      return { name, label, look: undefined, error: thrown, late: deadline.cut() };
    }
  });

/** Neither is the fault of one target. */
const isOfAll = ({ code }: SteadystateError): boolean =>
  code === "store-unusable" || code === "bug" || code === "interrupted" || code === "config-invalid";

/** Every fault of one entry together: it is one target. */
/** Entries of the registry that nobody can use, each as a target that could not be looked at. */
export const faultAnswers = (
  faults: readonly Fault[],
  { place }: Pick<Context, "place">,
): readonly TargetAnswer[] => {
  const names = [...new Set(faults.map(faultName))];
  return names.map((name) => {
    const own = faults.filter((fault) => faultName(fault) === name);
    const said = own.map((fault) =>
      faultLine({ ...fault, path: shownPath(fault.path, place.cwd), entry: undefined }),
    );
    return {
      ...{ name, label: undefined, look: undefined, late: false },
      error: new SteadystateError("input-invalid", said.join("; "), {
        hint: "steadystate validate targets.json",
      }),
    };
  });
};

/** The target that a fault of the registry is about. */
export const faultName = ({ entry, path }: Fault): string => (entry ?? path).replace(/^"(.*)"$/, "$1");

const shownPath = (path: string, from: string): string => {
  const step = relative(from, path);
  return step.startsWith("..") ? path : step;
};

const progressBoard = (all: number, { progress }: Context) => {
  const looking = new Set<string>();
  const state = { done: 0 };
  const tell = (): void => {
    const names = [...looking].sort(byCodeUnit).join(", ");
    progress(`looked at ${state.done} of ${all}, ${looking.size} still looking: ${names}`);
  };
  return {
    begun: (name: string): void => {
      looking.add(name);
      tell();
    },
    done: (name: string): void => {
      looking.delete(name);
      state.done += 1;
      tell();
    },
  };
};

/** Notices of many targets, in an order of their own: what several say is said once. */
const noticeBoard = () => {
  const said = new Map<string, Set<string>>();
  return {
    by:
      (name: string) =>
      (text: string): void => {
        const names = said.get(text) ?? new Set();
        said.set(text, names.add(name));
      },
    tell: ({ notice }: Context): void => {
      const lines = [...said].map(([text, names]) => {
        const [only = ""] = names;
        return names.size === 1 ? `${only}: ${text}` : text;
      });
      for (const line of lines.sort(byCodeUnit)) notice(line);
    },
  };
};
