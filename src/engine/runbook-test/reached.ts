import pLimit from "p-limit";
import type { Context } from "../../context.ts";
import { kindNamed } from "../../core/runbook/trials/kinds.ts";
import { type Judged, open } from "../../core/runbook/trials/trial.ts";
import { SteadystateError } from "../../errors.ts";
import type { Target } from "../../intent/targets.ts";
import type { Cluster, Patience } from "../../platform/kubernetes/cluster.ts";
import type { Answer } from "../../platform/kubernetes/failure.ts";
import { withTarget } from "../broker.ts";
import { resolved } from "../targets.ts";
import type { AskedRight } from "./asked-rights.ts";

/** A thing by its place, as words name it. */
export type AskedThing = {
  readonly target: string;
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string;
};

export type Asked =
  | { readonly of: "right"; readonly right: AskedRight }
  | { readonly of: "thing"; readonly thing: AskedThing };

/** What the clusters said, by {@link keyOf}. */
export type Answers = ReadonlyMap<string, Answer<boolean>>;

export const keyOf = (asked: Asked): string =>
  JSON.stringify(
    asked.of === "right" ? Object.entries(asked.right).sort() : Object.entries(asked.thing).sort(),
  );

const patience: Patience = { request: 10_000, whole: 120_000 };
/** Questions at once, to one cluster. */
const atOnce = 4;

/** Puts every question once to the target that it is about. A cluster that cannot be asked is an answer, too. */
export const askClusters = async (
  questions: readonly Asked[],
  targets: readonly Target[],
  ctx: Context,
): Promise<Answers> => {
  const asked = new Map(questions.map((one) => [keyOf(one), one]));
  const answers = new Map<string, Answer<boolean>>();
  const two = pLimit(2);
  await Promise.all(
    targets.map((target) =>
      two(async () => {
        const own = [...asked].filter(([, one]) => targetIn(one) === target.name);
        if (own.length === 0) return;
        ctx.progress(`asking ${target.name}`);
        for (const [key, answer] of await askOne(target, own, ctx)) answers.set(key, answer);
      }),
    ),
  );
  return answers;
};

const targetIn = (asked: Asked): string => (asked.of === "right" ? asked.right.target : asked.thing.target);

type Told = readonly (readonly [string, Answer<boolean>])[];

const askOne = async (
  target: Target,
  questions: readonly (readonly [string, Asked])[],
  ctx: Context,
): Promise<Told> => {
  const all = (answer: Answer<boolean>): Told => questions.map(([key]) => [key, answer] as const);
  try {
    return await withTarget(resolved(target, ctx), ctx, async (access) => {
      const opened = await ctx.kubernetes.open(access, patience);
      if (!opened.ok) return all(opened);
      const limit = pLimit(atOnce);
      return Promise.all(
        questions.map(([key, asked]) => limit(async () => [key, await ask(asked, opened.value)] as const)),
      );
    });
  } catch (thrown) {
    // One target that cannot be asked says nothing of the others.
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    return all({ ok: false, class: "failed", why: thrown.message });
  }
};

const ask = async (asked: Asked, cluster: Cluster): Promise<Answer<boolean>> =>
  asked.of === "right" ? askRight(asked.right, cluster) : askThing(asked.thing, cluster);

/** A right that is given for one thing by its name is enough for that thing. */
const askRight = async (
  { verb, group, resource, namespace, name }: AskedRight,
  { canI }: Cluster,
): Promise<Answer<boolean>> => {
  const said = await canI(verb, { group, resource }, namespace);
  return said.ok && !said.value && name !== undefined
    ? canI(verb, { group, resource, name }, namespace)
    : said;
};

const askThing = async (
  { resource, namespace, name }: AskedThing,
  { get }: Cluster,
): Promise<Answer<boolean>> => {
  const kind = kindNamed(resource);
  if (kind === undefined)
    return { ok: false, class: "unfit", why: `${resource} is no kind that is known here` };
  const said = await get(kind, { name, ...(namespace === undefined ? {} : { namespace }) });
  if (said.ok) return { ok: true, value: true };
  return said.class === "not-found" ? { ok: true, value: false } : said;
};

/** What could not be asked is nothing that is known to be wrong. */
export const unreached = (target: string, why: string): Judged => ({
  ...open(`${target} could not be asked: ${why}`, `steadystate targets ${target} --reach`),
  dark: true,
});
