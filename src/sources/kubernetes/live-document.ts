import { z } from "zod";
import type { Gap } from "../../core/observation.ts";
import type { IgnoreRule } from "../../platform/kubernetes/compare/ignore.ts";

/** Objects of one kind that could not be read; everywhere without a namespace. */
export type Unseen = {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
};

/** What a look at a cluster brought back: both sides, and what of it nobody could see. */
export type LiveDocument = {
  readonly declared: readonly unknown[];
  readonly observed: readonly unknown[];
  readonly gaps: readonly Gap[];
  /** What is declared there is not compared: that it was not found says nothing. */
  readonly unseen: readonly Unseen[];
  /** Where an object lives that names no namespace. */
  readonly namespace: string;
  /** By `group/Kind`, from the cluster itself. */
  readonly namespaced: Readonly<Record<string, boolean>>;
  /** Places that cannot be judged, such as counts where autoscalers could not be read. */
  readonly leave: readonly Pick<IgnoreRule, "kind" | "name" | "namespace" | "path">[];
  /** Which live objects count that nobody declares: those with the same mark of ownership, all of them, or none. */
  readonly extras: Extras;
  /** Kinds, as `group/Kind`, of which a live object that nobody declares may be a declared one under a name made up for it. */
  readonly unnamed: readonly string[];
  /** What else is to be told, counted. */
  readonly informational: Readonly<Record<string, number>>;
  /** Whether what was added to a declared object is a difference too, as it is where the declaration was read from reality. */
  readonly exact?: boolean | undefined;
  /** What the reference put before the name of a thing. */
  readonly called?: string | undefined;
  /** What the deployer itself keeps of what it deployed, where it does. */
  readonly stored?: Stored | undefined;
};
/** Objects as they were given to the cluster: those that are in force, and those of an attempt that broke off somewhere. */
export type Stored = { readonly inForce: readonly unknown[]; readonly tried: readonly unknown[] };
export type Extras = "owned" | "all" | "none";

const Schema = z.strictObject({
  declared: z.array(z.unknown()),
  observed: z.array(z.unknown()),
  gaps: z.array(z.strictObject({ what: z.string(), why: z.string() })),
  unseen: z.array(
    z.strictObject({ group: z.string(), kind: z.string(), namespace: z.string().or(z.undefined()) }),
  ),
  namespace: z.string().min(1),
  namespaced: z.record(z.string(), z.boolean()),
  leave: z.array(
    z.strictObject({
      ...{ kind: z.string(), path: z.string() },
      ...{ name: z.string().optional(), namespace: z.string().optional() },
    }),
  ),
  extras: z.enum(["owned", "all", "none"]),
  unnamed: z.array(z.string()),
  informational: z.record(z.string(), z.number()),
  exact: z.boolean().optional(),
  called: z.string().optional(),
  stored: z.strictObject({ inForce: z.array(z.unknown()), tried: z.array(z.unknown()) }).optional(),
});

/** `undefined` for anything that {@link LiveDocument} is not. */
export const liveDocumentIn = (document: unknown): LiveDocument | undefined =>
  Schema.safeParse(document).data;

/** Whether such an object could not be read. */
export const isAmong = (
  unseen: readonly Unseen[],
  object: { readonly group: string; readonly kind: string; readonly namespace: string },
): boolean =>
  unseen.some(
    ({ group, kind, namespace }) =>
      object.group === group &&
      object.kind === kind &&
      (namespace === undefined || object.namespace === namespace),
  );
