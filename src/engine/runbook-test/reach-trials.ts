import pLimit from "p-limit";
import type { Context } from "../../context.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { fine, type Judged, left, open, worstOf, wrong } from "../../core/runbook/trials/trial.ts";
import { type AskedRight, callsOf, clustersOf, fitFindings, rightsFor } from "./asked-rights.ts";
import { attemptsOf, judgeDryRun } from "./dry-run.ts";
import type { Facts } from "./facts.ts";
import { foreseeAction } from "./foreseen.ts";
import { type Answers, type Asked, type AskedThing, askClusters, keyOf, unreached } from "./reached.ts";
import type { Trial } from "./trials.ts";

/** What only the clusters can tell. Without `reach` none is asked, and each answer says so. */
export const judgeReached = async (
  entries: readonly Solution[],
  facts: Facts,
  reach: boolean,
  ctx: Context,
): Promise<readonly Trial[]> => {
  if (!reach)
    return entries.flatMap(({ name }) =>
      (["permission", "dry-run"] as const).map((what) => ({ entry: name, what, ...unasked })),
    );
  const plans = entries.map((entry) => {
    const attempts = isOpen(entry) ? attemptsOf(entry, facts) : [];
    // What is tried needs not be looked for beforehand.
    const things = attempts.some(({ dry }) => dry.is === "steps") ? [] : thingsOf(entry, facts);
    return { entry, asked: rightsFor(entry, facts), attempts, things };
  });
  const questions = plans.flatMap(({ asked, things }) => [
    ...("rights" in asked ? asked.rights.map(askedRight) : []),
    ...things.map(askedThing),
  ]);
  const answers = await askClusters(questions, facts.targets, ctx);
  const few = pLimit(atOnce);
  const trials = await Promise.all(
    plans.map(({ entry, asked, attempts, things }) =>
      few(async (): Promise<readonly Trial[]> => {
        const permission = "rights" in asked ? judgeRights(asked.rights, answers) : asked.instead;
        const tried = isOpen(entry)
          ? ((await judgeDryRun(entry, attempts, ctx)) ?? judgeThings(things, answers, untriedWhy(attempts)))
          : await foreseeAction(entry, facts, ctx);
        return [
          { entry: entry.name, what: "permission", ...permission },
          { entry: entry.name, what: "dry-run", ...tried },
        ];
      }),
    ),
  );
  return trials.flat();
};

/** Entries that are tried at once. */
const atOnce = 4;

const unasked = left("no cluster is asked without --reach", "steadystate runbook test --reach");

const askedRight = (right: AskedRight): Asked => ({ of: "right", right });
const askedThing = (thing: AskedThing): Asked => ({ of: "thing", thing });

const judgeRights = (rights: readonly AskedRight[], answers: Answers): Judged => {
  const judged = rights.map((right) => {
    const said = answers.get(keyOf(askedRight(right)));
    if (said === undefined) return open(`${right.target} was not asked`);
    if (!said.ok) return unreached(right.target, said.why);
    return said.value ? fine("") : refused(right);
  });
  return worstOf(judged, fine("")).state === "ok"
    ? fine(`it may do that in ${[...new Set(rights.map(({ target }) => target))].join(", ")}`)
    : worstOf(judged, fine(""));
};

/** Who may not do it everywhere may still do it where it comes to it. */
const refused = ({ target, verb, group, resource, namespace }: AskedRight): Judged => {
  const what = `${verb} ${resource}${group === "" ? "" : ` of ${group}`}`;
  return namespace === undefined && !resource.startsWith("nodes")
    ? open(`the credential of ${target} may not ${what} everywhere, and where it comes to it is not known`)
    : wrong(
        `the credential of ${target} may not ${what}${namespace === undefined ? "" : ` in ${namespace}`}`,
        `steadystate targets ${target} --reach`,
      );
};

/** The things that kubectl words name, filled from findings that are there now. */
const thingsOf = (entry: Solution, facts: Facts): readonly AskedThing[] => {
  if (!isOpen(entry)) return [];
  const seen = fitFindings(entry, facts).filter(({ presence }) => presence === "present");
  return callsOf(entry, seen, clustersOf(entry, facts)).flatMap(({ target, call }) =>
    (call.things ?? []).flatMap(({ kind, name }) => {
      if (kind === "finding" || name === undefined) return [];
      const namespace = typeof call.namespace === "object" ? call.namespace.named : undefined;
      if (kind.namespaced && namespace === undefined) return [];
      return [{ target, resource: kind.resource, namespace: kind.namespaced ? namespace : undefined, name }];
    }),
  );
};

const untriedWhy = ([first]: ReturnType<typeof attemptsOf>): string =>
  first?.dry.is === "none" ? first.dry.why : "nothing is there to try it on";

/** Of what has no dry run of its own the thing is read; one target that has it is enough. */
const judgeThings = (things: readonly AskedThing[], answers: Answers, untried: string): Judged => {
  if (things.length === 0) return left(untried);
  const said = things.map((thing) => ({ thing, answer: answers.get(keyOf(askedThing(thing))) }));
  const dark = said.find(({ answer }) => answer?.ok !== true);
  const there = said.filter(({ answer }) => answer?.ok === true && answer.value);
  const [first] = there;
  const missing = said.find(
    ({ thing, answer }) =>
      answer?.ok === true && !answer.value && !there.some((one) => one.thing.name === thing.name),
  );
  if (dark !== undefined && (missing !== undefined || first === undefined))
    return unreached(dark.thing.target, dark.answer?.ok === false ? dark.answer.why : "nobody answered");
  if (missing !== undefined) {
    const { resource, namespace, name, target } = missing.thing;
    return wrong(
      `there is no ${resource} ${namespace === undefined ? "" : `${namespace}/`}${name} in ${target}`,
    );
  }
  return fine("what it names is there");
};
