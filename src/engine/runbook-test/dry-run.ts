import type { Context } from "../../context.ts";
import type { Finding } from "../../core/finding.ts";
import { clusterPrograms } from "../../core/runbook/aiming.ts";
import { dryRunOf } from "../../core/runbook/dry-run/dry-run.ts";
import type { DryRun } from "../../core/runbook/dry-run/step.ts";
import { type OpenEntry, wordsFor } from "../../core/runbook/entry-action.ts";
import { namesIn, programName, programOf, textOf } from "../../core/runbook/template.ts";
import { fine, type Judged, left, open, worstOf, wrong } from "../../core/runbook/trials/trial.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { targetOf } from "../../core/scope.ts";
import type { Executor, Tried } from "../../executors/executor.ts";
import { clustersOf, fitFindings } from "./asked-rights.ts";
import type { Facts } from "./facts.ts";
import { unreached } from "./reached.ts";
import { through } from "./through.ts";

/** One way in which an entry would be run, and how its tool tries that. */
type Attempt = {
  readonly target: string | undefined;
  /** Whether a finding filled its placeholders. */
  readonly isFilled: boolean;
  readonly dry: DryRun;
};

/** So many ways of one entry are tried at most; the others differ in names only. */
const mostAttempts = 4;

/** How the tool of an entry would try its words; none where nothing that is there fills them. */
export const attemptsOf = (entry: OpenEntry, facts: Facts): readonly Attempt[] => {
  const template = entry.solution.words ?? [];
  const seen = fitFindings(entry, facts).filter(({ presence }) => presence === "present");
  if (namesIn(template).length === 0) {
    const dry = dryRunOf(template.map((word) => textOf(word) ?? ""));
    return placesOf(entry, seen, facts).map((target) => ({ target, isFilled: false, dry }));
  }
  const ways = new Map<string, Attempt>();
  for (const finding of seen) {
    const words = wordsFor(entry, finding);
    if (words === undefined) continue;
    const target = targetOf(finding.identity.scope);
    ways.set(JSON.stringify([target, words]), { target, isFilled: true, dry: dryRunOf(words) });
  }
  return [...ways.values()].slice(0, mostAttempts);
};

/** kubectl and helm are aimed at every cluster that the entry is for; another program at the one where it was seen to be needed. */
const placesOf = (
  entry: OpenEntry,
  [seen]: readonly Finding[],
  facts: Facts,
): readonly (string | undefined)[] =>
  clusterPrograms.has(programName(programOf(entry.solution.words ?? []) ?? ""))
    ? clustersOf(entry, facts).slice(0, mostAttempts)
    : [seen && targetOf(seen.identity.scope)];

/** What the tool says of it; nothing where it has no dry run of such words. A draft is not even tried: nobody stands for it yet. */
export const judgeDryRun = async (
  entry: OpenEntry,
  attempts: readonly Attempt[],
  ctx: Context,
): Promise<Judged | undefined> => {
  const idle = attempts.flatMap(({ dry }) => (dry.is === "idle" ? [dry.why] : []));
  if (idle[0] !== undefined) return wrong(idle[0]);
  const own = attempts.flatMap(({ dry, ...way }) => (dry.is === "steps" ? [{ ...way, ...dry }] : []));
  if (own.length === 0) return undefined;
  if (standingOf(entry).is === "draft") return left("it is a draft, and not even tried");
  ctx.progress(`trying ${entry.name} without any effect`);
  const said: Said[] = [];
  for (const way of own) said.push({ ...way, tried: await tryOne(entry, way, ctx) });
  return fold(said);
};

type Way = Omit<Attempt, "dry"> & Pick<Extract<DryRun, { readonly is: "steps" }>, "steps" | "as">;
type Said = Way & { readonly tried: Tried | { readonly is: "absent"; readonly why: string } };

const tryOne = async (entry: OpenEntry, { target, steps }: Way, ctx: Context): Promise<Said["tried"]> => {
  const executor: Executor | undefined = (await ctx.executors()).find(({ tryDry }) => tryDry !== undefined);
  if (executor?.tryDry === undefined) return { is: "absent", why: "nothing here tries it" };
  const { tryDry } = executor;
  const said = await through(
    executor,
    { target, path: ctx.place.cwd },
    ctx,
    async (reach): Promise<Said["tried"]> => {
      const foreseen = await executor.foresee({ action: entry.name, parameters: {}, entry }, reach);
      if (!foreseen.ok) return { is: "absent", why: foreseen.why };
      return "noop" in foreseen.value
        ? { is: "absent", why: foreseen.value.noop }
        : tryDry(steps, foreseen.value, reach, entry);
    },
  );
  return said.ok ? said.value : { is: "dark", why: said.why };
};

/** Words that name a thing are right where one of their targets has it; whether one that hides has it nobody knows. */
const fold = (said: readonly Said[]): Judged => {
  const passed = said.filter(({ tried }) => tried.is === "passed");
  const isElsewhere = passed.length > 0 || said.some(({ tried }) => tried.is === "dark");
  const counted = said.filter(({ tried }) => tried.is !== "gone" || !isElsewhere);
  const worst = worstOf(counted.map(judgeOne), fine(""));
  if (worst.state !== "ok" && (worst.dark !== true || passed.length === 0)) return worst;
  const places = [...new Set(passed.flatMap(({ target }) => target ?? []))].join(", ");
  return fine(`${passed[0]?.as ?? ""} passes${places === "" ? "" : ` in ${places}`}`);
};

const judgeOne = ({ tried, target, as, isFilled }: Said): Judged => {
  const where = target === undefined ? "" : ` in ${target}`;
  switch (tried.is) {
    case "passed":
      return fine("");
    case "absent":
      return left(tried.why);
    case "gone":
      return isFilled
        ? open(`what it was seen for is not${where || " there"} any more`, "steadystate scan")
        : wrong(`${as}${where} finds nothing: ${tried.why}`);
    case "wrong":
      return wrong(`${as}${where} refuses: ${tried.why}`, tried.next);
    case "unsure":
      return open(`${as}${where} cannot tell: ${tried.why}`, tried.next);
    case "dark":
      return target === undefined
        ? { ...open(`${as} could not tell: ${tried.why}`, tried.next), dark: true }
        : { ...unreached(target, tried.why) };
  }
};
