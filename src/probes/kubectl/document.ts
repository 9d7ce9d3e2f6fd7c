import { z } from "zod";
import type { ValueMap } from "../../core/value.ts";
import { SteadystateError } from "../../errors.ts";
import { isObject } from "../../platform/kubernetes/compare/thing.ts";
import { DeepSchema } from "./deep/document.ts";

const Schema = z.strictObject({
  /** Name of the context that was looked at. */
  context: z.string(),
  objects: z.array(z.unknown()).readonly(),
  /** Kinds of which nothing is known. */
  unread: z.array(z.string()).readonly(),
  gaps: z.array(z.strictObject({ what: z.string(), why: z.string() })).readonly(),
  /** Warnings that something wrote about an object. */
  events: z
    .array(z.strictObject({ uid: z.string(), reason: z.string(), message: z.string(), at: z.number() }))
    .readonly(),
  /** What could not be read and is missed by no verdict. */
  notes: z.array(z.string()).readonly(),
  /** Nothing at all could be read. */
  dark: z.boolean(),
  /** Left out of a look that did not ask for it. */
  deep: DeepSchema.optional(),
});
/** What a look at the health of a cluster brought back. */
export type HealthDocument = z.infer<typeof Schema>;

/** One whose objects are known to be some. */
export type KnownDocument = Omit<HealthDocument, "objects"> & { readonly objects: readonly ValueMap[] };

/** Throws `input-invalid` for anything else, and for an object that is none. */
export const healthDocumentIn = (document: unknown): KnownDocument => {
  const read = Schema.safeParse(document);
  if (read.success) {
    const { objects, ...rest } = read.data;
    const maps = objects.filter(isObject);
    if (maps.length === objects.length) return { ...rest, objects: maps };
  }
  throw new SteadystateError("input-invalid", "the document is no look at the health of a cluster", {
    hint: "steadystate scan --source k8s-live --probe kubectl",
  });
};
