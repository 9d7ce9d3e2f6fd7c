import { relative } from "node:path";
import pLimit from "p-limit";
import type { Context } from "../context.ts";
import type { Check, CheckResult } from "../core/checks/check.ts";
import { evaluateCheck } from "../core/checks/evaluate.ts";
import { type CheckState, lastingResult, needsMemory } from "../core/checks/lasting.ts";
import { isFor, isForAll, type Reach } from "../core/checks/reach.ts";
import { checkScope, checkScopes } from "../core/checks/symptom.ts";
import { speaksFor } from "../core/checks/workload.ts";
import type { Gap, Scope } from "../core/observation.ts";
import { workloadName } from "../core/serving.ts";
import type { History } from "../history/history.ts";
import type { Loaded } from "../intent/intent.ts";
import { demandOwnFile } from "./author.ts";
import { faultLine } from "./runbook.ts";

/** Which of the committed checks are meant. */
export type CheckQuestion = {
  readonly workload: string | undefined;
  /** Environment and target: checks for others are left out. */
  readonly label?: string | undefined;
  readonly target?: string | undefined;
  /** Explicit checks file. */
  readonly checks: string | undefined;
  /** Leaves out what is for everybody: that is asked once for the whole wall, not for each target of it. */
  readonly own?: boolean | undefined;
};

/** One check that was asked, with where it stands and what is to be remembered of it. */
export type AskedCheck = {
  readonly check: Check;
  readonly result: CheckResult;
  readonly scope: Scope;
  /** Only of a check that has `for` or `keep_for`. */
  readonly next: CheckState | undefined;
};

export type Smoke = {
  readonly results: readonly CheckResult[];
  readonly asked: readonly AskedCheck[];
  /** Where checks may stand for what was asked about; the first is that of everybody. */
  readonly scopes: readonly Scope[];
  readonly faults: readonly Gap[];
  readonly file: { readonly path: string; readonly present: boolean };
  /** Names of the usable entries of the file, asked or not. */
  readonly names: readonly string[];
  readonly defined: number;
  /** Left out, because they are for other environments or targets; and switched off. */
  readonly elsewhere: number;
  readonly off: number;
};

/**
 * Every committed check (or those that speak for a workload), asked now, at most ten at a time, in file order. What failed
 * before is read from `history`; nothing is written. Without it no check has failed for long.
 */
export const askChecks = async (
  question: CheckQuestion,
  ctx: Context,
  history?: () => Promise<History | undefined>,
): Promise<Smoke> => {
  const { workload } = question;
  const reach: Reach = { environment: question.label, target: question.target };
  const { entries, faults, ...file } = await openChecks(question.checks, ctx);
  const on = entries.filter(({ enabled }) => enabled);
  const near = on.filter((check) => isFor(check, reach) && !(question.own === true && isForAll(check)));
  const meant = workload === undefined ? near : near.filter((check) => isAsked(check, workload));
  const place = await placeOf(file.path, file.present, ctx);
  const placed = meant.map((check) => ({ check, scope: checkScope(check, reach, place) }));
  const asked = await askEach(placed, ctx, history);
  return {
    results: asked.map(({ result }) => result),
    asked,
    scopes: checkScopes(reach, place).slice(question.own === true ? 1 : 0),
    faults: faults.map((fault) => ({ what: "checks file", why: faultLine(fault) })),
    file,
    names: entries.map(({ name }) => name),
    defined: entries.length,
    elsewhere: on.length - near.length,
    off: entries.length - on.length,
  };
};

/** A check names its workload as a whole, or by the name alone. */
const isAsked = (check: Check, workload: string): boolean =>
  speaksFor(check, workload) || speaksFor(check, workloadName(workload).name);

/** What tells one checks file from another, and what people are shown. */
const placeOf = async (path: string, isThere: boolean, { place, hands }: Context) => ({
  realPath: isThere ? await hands.files.real(path) : path,
  shownPath: relative(place.cwd, path),
});

type Placed = { readonly check: Check; readonly scope: Scope };

const askEach = async (
  placed: readonly Placed[],
  ctx: Context,
  history: (() => Promise<History | undefined>) | undefined,
): Promise<readonly AskedCheck[]> => {
  const memory = placed.some(({ check }) => needsMemory(check)) ? await history?.() : undefined;
  const identities = [...new Set(placed.map(({ scope }) => scope.identity))];
  const states = new Map(
    await Promise.all(identities.map(async (one) => [one, await memory?.checkStates(one)] as const)),
  );
  const limit = pLimit(10);
  return Promise.all(
    placed.map(({ check, scope }) =>
      limit(async () => {
        const reading = await ctx.readCheck(check);
        const now = ctx.now();
        const said = evaluateCheck(check, reading, now);
        const state = states.get(scope.identity)?.get(check.name);
        const { result, next } = lastingResult(check, said, { state, now });
        return { check, result, scope, next: needsMemory(check) ? next : undefined };
      }),
    ),
  );
};

/** The committed checks. A checks file says which addresses are called, so an agent names none of its own. */
export const openChecks = async (path: string | undefined, ctx: Context): Promise<Loaded<Check>> => {
  demandOwnFile("check", path, ctx);
  return ctx.checks(path);
};
