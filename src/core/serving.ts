import type { Identity } from "./identity.ts";
import { byCodeUnit } from "./order.ts";

/** `unknown`: it is on its way, or nobody could tell. */
export const servingStates = ["yes", "no", "unknown"] as const;

/** One application workload that a probe saw, and whether it serves. */
export type Serving = {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly serves: (typeof servingStates)[number];
};

/**
 * What is known after a look: a whole one replaces all, a partial one leaves of the rest that it was there, and one that saw
 * nothing leaves everything.
 */
export const servingAfter = (
  before: readonly Serving[],
  now: readonly Serving[] | undefined,
  status: "complete" | "partial" | "failed",
): readonly Serving[] => {
  if (now === undefined || status === "failed") return before;
  if (status === "complete") return now;
  const seen = new Set(now.map(keyOf));
  const unseen = before.filter((one) => !seen.has(keyOf(one)));
  return [...now, ...unseen.map((one) => ({ ...one, serves: "unknown" as const }))];
};

const keyOf = ({ kind, namespace, name }: Serving): string => `${kind}/${namespace}/${name}`;

export const printServing = ({ kind, namespace, name }: Omit<Serving, "serves">): string =>
  `${kind} ${namespace === "" ? name : `${namespace}/${name}`}`;

/** How a workload was asked for: `web`, `shop/web`, `deployment/web` or `deployment/shop/web`. */
export type WorkloadName = {
  readonly asked: string;
  readonly name: string;
  /** What stands before the name; two are kind and namespace. */
  readonly before: readonly string[];
};

const qualified = /^[a-z0-9.-]+(?:\/[a-z0-9.-]+){1,2}$/;

export const workloadName = (asked: string): WorkloadName => {
  const text = asked.toLowerCase();
  const parts = qualified.test(text) ? text.split("/") : [text];
  return { asked: text, name: parts.at(-1) ?? text, before: parts.slice(0, -1) };
};

/** Which workloads a name means. */
export type Meant<T> = {
  readonly all: readonly T[];
  /** One word before the name is a kind of some of them and the namespace of others: nobody knows which is meant. */
  readonly ambiguous: boolean;
  /** Whether something of that kind and namespace is meant too, by the same reading. */
  readonly covers: (thing: Pick<Identity, "kind" | "namespace">) => boolean;
};

/** Finds them among what the probes saw; without any, a word before the name is read either way. */
export const workloadsMeant = <T extends Serving>(
  { name, before }: WorkloadName,
  known: readonly T[],
): Meant<T> => {
  const named = known.filter((one) => one.name.toLowerCase() === name);
  const [first, second] = before;
  if (first === undefined) return { all: named, ambiguous: false, covers: () => true };
  if (second !== undefined) {
    const covers = (thing: Place): boolean => isIn(thing, second) && isOfKind(thing, first);
    return { all: named.filter(covers), ambiguous: false, covers };
  }
  const here = named.filter((one) => isIn(one, first));
  const alike = named.filter((one) => kindsOf(one.kind).includes(first));
  const all = here.length === 0 ? alike : here;
  const covers = (thing: Place): boolean => {
    if (here.length > 0) return isIn(thing, first);
    return alike.length > 0 ? isOfKind(thing, first) : isIn(thing, first) || isOfKind(thing, first);
  };
  return { all, ambiguous: here.length > 0 && alike.length > 0, covers };
};

type Place = Pick<Identity, "kind" | "namespace">;

/** What has no namespace may belong to any. */
const isIn = ({ namespace }: Place, asked: string): boolean =>
  namespace === "" || namespace.toLowerCase() === asked;

/** What is no workload itself, such as a Service, may belong to one of any kind. */
const isOfKind = ({ kind }: Place, asked: string): boolean =>
  !(kind.toLowerCase() in shortOf) || kindsOf(kind).includes(asked);

const shortOf: Readonly<Record<string, string>> = {
  deployment: "deploy",
  statefulset: "sts",
  daemonset: "ds",
  replicaset: "rs",
  job: "job",
  cronjob: "cj",
  pod: "po",
};

/** A kind as people write it. */
const kindsOf = (kind: string): readonly string[] => {
  const lower = kind.toLowerCase();
  return [lower, `${lower}s`, ...(shortOf[lower] === undefined ? [] : [shortOf[lower]])];
};

/** Every name once, sorted. */
export const namesIn = (known: readonly Serving[]): readonly string[] =>
  [...new Set(known.map(({ name }) => name))].sort(byCodeUnit);
