import type { Context } from "../../context.ts";
import { isFor } from "../../core/checks/reach.ts";
import { isUnsaid } from "../../core/learn/lesson.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { judgeAnswers } from "../../core/runbook/trials/answers.ts";
import { judgeThings, type Seen } from "../../core/runbook/trials/declared.ts";
import { namedBy } from "../../core/runbook/trials/named.ts";
import { judgeScope } from "../../core/runbook/trials/scope.ts";
import { judgeShadow, type Together } from "../../core/runbook/trials/shadow.ts";
import { type Aspect, fine, type Judged, left, open, wrong } from "../../core/runbook/trials/trial.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { unfitWhy } from "../gate/ways.ts";
import { nameInFault } from "../runbook.ts";
import { leadsToCluster } from "../targets.ts";
import type { Facts } from "./facts.ts";
import { judgePaths, judgeWorkflow } from "./paths.ts";
import { judgeTool } from "./tool.ts";

/** One answer to one question about one entry. */
export type Trial = Judged & { readonly entry: string; readonly what: Aspect };

/** What can be known of an entry without asking any cluster. */
export const judgeEntry = async (entry: Solution, facts: Facts, ctx: Context): Promise<readonly Trial[]> => {
  const judged: readonly (readonly [Aspect, Judged])[] = [
    ["usable", judgeUsable(entry)],
    ["vouched", judgeVouched(entry)],
    ["answers", judgeAnswers(entry, { ...facts, remembered: wordsOf(facts) })],
    ["scope", judgeScope(entry, facts.places)],
    ["target", await judgeTarget(entry, facts, ctx)],
    ["tool", await judgeTool(entry, ctx)],
    ["matched", judgeMatched(entry, facts)],
    ["shadow", judgeShadow(entry, facts.entries, togetherIn(facts))],
  ];
  return judged.map(([what, answer]) => ({ entry: entry.name, what, ...answer }));
};

/** What steadystate writes in the place of what a person has to say tells nobody anything. */
const judgeUsable = (entry: Solution): Judged =>
  isUnsaid(entry) ? wrong("nobody has said yet what is done about it") : fine("the file is understood there");

const judgeVouched = (entry: Solution): Judged => {
  const standing = standingOf(entry);
  return standing.is === "draft"
    ? wrong(`it is a draft: ${standing.why}`, `steadystate vouch ${entry.name}`)
    : fine(standing.by === undefined ? "it was committed by a person" : `${standing.by} vouched it`);
};

const words = new WeakMap<Facts, ReadonlySet<string>>();

const wordsOf = (facts: Facts): ReadonlySet<string> => {
  const known = words.get(facts);
  if (known !== undefined) return known;
  const fresh = new Set(
    facts.findings.flatMap(({ category, flags }) => [category, ...flags.map(({ rule }) => rule)]),
  );
  words.set(facts, fresh);
  return fresh;
};

const judgeTarget = async (entry: Solution, facts: Facts, ctx: Context): Promise<Judged> => {
  const named = namedBy(entry);
  switch (named.by) {
    case "finding":
      return fine("what it is done to comes from the finding");
    case "paths":
      return judgePaths(named.paths, ctx);
    case "workflow":
      return judgeWorkflow(named, ctx);
    case "own-words":
      return open(`what it is done to stands in words that only ${named.program} understands`);
    case "kubectl":
      return judgeThings(named.call, seenBy(entry, facts));
  }
};

/** The looks at the places that the entry is for. */
const seenBy = (entry: Solution, { clusters, targets, isCounted }: Facts): Seen => {
  const own = targets.filter(
    (target) => leadsToCluster(target) && isFor(entry, { environment: target.label, target: target.name }),
  );
  const looked = clusters.filter((place) => isFor(entry, place));
  return {
    reach:
      own.length === 0 ? "steadystate targets" : `steadystate runbook test --entry ${entry.name} --reach`,
    clusters: looked,
    hasUnseen: own.some(({ name }) => !looked.some(({ target }) => target === name)),
    isCounted,
  };
};

const judgeMatched = (entry: Solution, { findings, answering, hasMemory }: Facts): Judged => {
  const answered = findings.filter((finding) => answering(finding).includes(entry));
  const [first] = answered;
  if (first === undefined)
    return hasMemory
      ? open("nothing of the last 90 days was a finding for it")
      : left("nothing is remembered here", "steadystate scan");
  if (isForPerson(entry)) return fine(`${answered.length} of 90 days, and a person does it`);
  const unfit = answered.map((finding) => unfitWhy(entry, finding));
  const fit = unfit.filter((why) => why === undefined).length;
  return fit > 0
    ? fine(`it could be offered for ${fit} of ${answered.length} of the last 90 days`)
    : wrong(
        `it answers ${answered.length} of the last 90 days and can be offered for none: ${unfit[0] ?? ""}`,
        `steadystate show ${first.fingerprint.slice(0, 12)}`,
      );
};

const isForPerson = ({ solution }: Solution): boolean =>
  solution.kind !== "action" && solution.words === undefined;

const togetherIn =
  ({ findings, answering }: Facts): Together =>
  (entry, other) => {
    const own = findings.filter((finding) => answering(finding).some(({ name }) => name === entry));
    const both = own.filter((finding) =>
      answering(finding).some((one) => one.name === other && unfitWhy(one, finding) === undefined),
    );
    return { of: own.length, both: both.length };
  };

/** One answer for every fault of the file: nobody can use what stands there. */
export const unusable = ({ faults, path }: Facts): readonly Trial[] =>
  faults.map(({ entry, line, column, why }) => {
    const place = [line, column].filter((part) => part !== undefined).join(":");
    return {
      entry: nameInFault({ entry }) ?? (entry === undefined ? path : `entry ${entry}`),
      what: "usable",
      ...wrong(`${place === "" ? "" : `line ${place}: `}${why}`, "steadystate validate solutions.json"),
    };
  });
