import type { z } from "zod";
import type { Parameters } from "../../core/gate/offer.ts";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import { type Answer, failure } from "../../platform/kubernetes/failure.ts";
import type { Foresight, Reach, Settled } from "../executor.ts";

/** What one look says: `waiting` may still arrive. */
export type Sight = Settled | { readonly state: "waiting"; readonly why: string };
export type Seen = Answer<Foresight | { readonly noop: string }>;

/** How one action is read before it and looked after behind it; its command is the catalog's. */
export type Deed = {
  readonly foresee: (
    given: Readonly<Record<string, unknown>>,
    cluster: Cluster,
    seal: Reach["seal"],
  ) => Promise<Seen>;
  readonly look: (foresight: Foresight, cluster: Cluster) => Promise<Sight>;
};

type Plan<A extends z.ZodObject, C extends z.ZodObject> = {
  /** What must be known before the thing is read. */
  readonly asks: A;
  /** What is known once it was. */
  readonly whole: C;
  readonly foresee: (asked: z.output<A>, cluster: Cluster, seal: Reach["seal"]) => Promise<Seen>;
  readonly look: (done: z.output<C>, facts: Foresight["facts"], cluster: Cluster) => Promise<Sight>;
};

/** Nothing is read for parameters that the schema does not know. */
export const defineDeed = <A extends z.ZodObject, C extends z.ZodObject>(plan: Plan<A, C>): Deed => ({
  foresee: async (given, cluster, seal) => {
    const asked = plan.asks.safeParse(given);
    if (asked.success) return plan.foresee(asked.data, cluster, seal);
    return unfit(lackIn(given, asked.error));
  },
  look: async ({ parameters, facts }, cluster) => {
    const done = plan.whole.safeParse(parameters);
    return done.success
      ? plan.look(done.data, facts, cluster)
      : { state: "unseen", why: "what was done is not understood any more" };
  },
});

/** What is missing is asked for by its name; anything else is told as the schema does. */
const lackIn = (given: Readonly<Record<string, unknown>>, { issues: [first] }: z.ZodError): string => {
  const name = first?.path.join(".") ?? "";
  if (first === undefined || name === "") return first?.message ?? "its parameters are not understood";
  return given[name] === undefined ? `it needs ${name}` : `${name}: ${first.message}`;
};

export const foreseen = (
  parameters: Parameters,
  facts: Foresight["facts"],
  told: readonly string[],
  more: Partial<Pick<Foresight, "envelope" | "inverse" | "alsoReaches" | "size">> = {},
): Seen => ({ ok: true, value: { inverse: undefined, ...more, parameters, facts, told } });

export const noop = (why: string): Seen => ({ ok: true, value: { noop: why } });
export const unfit = (why: string): Seen => failure("unfit", why);

export const arrived = (why: string): Sight => ({ state: "arrived", why });
export const waiting = (why: string): Sight => ({ state: "waiting", why });
export const missed = (why: string): Sight => ({ state: "not-arrived", why });

/** `1 pod`, `3 pods`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** A few names of many. */
export const several = (names: readonly string[], most = 5): string =>
  names.length <= most
    ? names.join(", ")
    : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
