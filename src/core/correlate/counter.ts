import type { Drift, Symptom } from "../departure.ts";
import { formatDuration } from "../time.ts";
import { isWithin, type Step, stepsOf } from "./field-path.ts";
import { isWorkload } from "./kinds.ts";
import { type Moment, slack, soon } from "./order-in-time.ts";
import { canTemplateProduce } from "./produces.ts";
import type { Relation } from "./relation.ts";

/** What else is known: facts that speak for the change, doubts that leave it unproven. */
export type Counter = { readonly because: readonly string[]; readonly doubts: readonly string[] };

type Question = {
  readonly relation: Relation;
  readonly symptom: Symptom;
  /** Paths of the drift that can produce the trouble. */
  readonly guilty: readonly string[];
  readonly change: Moment | undefined;
  readonly onset: Moment | undefined;
};

/** What the rollout and the pods of both templates say of a change. */
export const counterOf = (question: Question): Counter => {
  const { relation, symptom, guilty } = question;
  const { departure } = relation.drift;
  const isOfTemplate = relation.is === "itself" && isWorkload(symptom.identity) && guilty.some(isInTemplate);
  const parts = isOfTemplate ? [rolledOut(question), apart(symptom)] : [{ because: [], doubts: [] }];
  const rolls = symptom.bearings?.rollout?.changed ?? [];
  const sided = departure.direction === "both" && !isSided(departure, guilty, isOfTemplate ? rolls : []);
  return {
    because: parts.flatMap(({ because }) => because),
    doubts: [
      ...parts.flatMap(({ doubts }) => doubts),
      ...rivalOf(question),
      ...(relation.proven ? [] : ["its selector is not proven to take in these pods"]),
      ...(sided ? ["both sides changed, and nobody can tell which of its fields is of reality"] : []),
    ],
  };
};

const isInTemplate = (path: string): boolean => {
  const [, second, third] = stepsOf(path);
  return second?.name === "template" || (second?.name === "jobTemplate" && third !== undefined);
};

/** Where every field that changed could have done it, one of reality's is among them. */
const isSided = ({ diff, diffCut }: Drift, guilty: readonly string[], rolls: readonly string[]): boolean =>
  (diff.length === guilty.length && diffCut === 0) || guilty.some((path) => isAmong(path, rolls));

const rolledOut = ({ symptom, guilty, onset }: Question): Counter => {
  const rollout = symptom.bearings?.rollout;
  if (rollout === undefined) return { because: [], doubts: [] };
  // What came before may be gone: a template that differs in nothing would not have been rolled out.
  const isKnown = rollout.changed.length > 0;
  if (isKnown && !guilty.some((path) => isAmong(path, rollout.changed)))
    return { because: [], doubts: ["its newest template does not differ there from the one before"] };
  const lead = onset === undefined ? 0 : onset.at - rollout.since;
  if (lead < -slack)
    return { because: [], doubts: [`it was rolled out ${formatDuration(-lead)} after the trouble began`] };
  if (lead > soon)
    return {
      because: [],
      doubts: [
        `it was rolled out ${formatDuration(lead)} before the trouble began, and all went well meanwhile`,
      ],
    };
  return { because: isKnown ? ["its newest template differs there from the one before"] : [], doubts: [] };
};

const apart = ({ bearings }: Symptom): Counter => {
  const siblings = bearings?.siblings;
  if (siblings === undefined || siblings.old.all === 0) return { because: [], doubts: [] };
  const { young, old } = siblings;
  if (old.failing > 0)
    return {
      because: [],
      doubts: [`${old.failing} of ${old.all} pod(s) of the template before fail as well`],
    };
  return young.failing === 0
    ? { because: [], doubts: [] }
    : {
        because: [
          `${young.failing} of ${young.all} pod(s) of the newest template fail, and none of ${old.all} of the one before`,
        ],
        doubts: [],
      };
};

/** Something else that was rolled out and can do the same. */
const rivalOf = ({ relation, symptom, change, onset }: Question): readonly string[] => {
  const { rollout, siblings } = symptom.bearings ?? {};
  if (rollout === undefined || onset === undefined) return [];
  const lead = onset.at - rollout.since;
  if (lead < -slack || lead > soon) return [];
  const onlyYoung = siblings !== undefined && siblings.old.all > 0 && siblings.old.failing === 0;
  if (!onlyYoung && change !== undefined && rollout.since < change.at - slack) return [];
  const own = relation.is === "itself" ? relation.drift.departure.diff.map(({ path }) => path) : [];
  const others = rollout.changed.filter(
    (path) => canTemplateProduce(path, symptom.family) && !isAmong(path, own),
  );
  return others.length === 0 ? [] : [`its newest template also changed ${listed(others)}`];
};

const most = 3;

export const listed = (all: readonly string[]): string =>
  `${all.slice(0, most).join(", ")}${all.length > most ? ` and ${all.length - most} more` : ""}`;

/** Paths of a rollout may begin at the template. */
const isAmong = (path: string, others: readonly string[]): boolean => {
  const steps = fromPod(stepsOf(path));
  return others.some((other) => isWithin(steps, fromPod(stepsOf(other))));
};

const fromPod = (steps: readonly Step[]): readonly Step[] => {
  const at = steps.findIndex(({ name }) => name === "template");
  const inner = at === -1 ? steps : steps.slice(at + 1);
  return inner[0]?.name === "spec" ? inner.slice(1) : inner;
};
