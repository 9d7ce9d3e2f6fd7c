import { z } from "zod";
import { SteadystateError } from "../../errors.ts";

const Schema = z.strictObject({
  /** Name of the context that was looked at. */
  context: z.string(),
  objects: z.array(z.unknown()).readonly(),
  gaps: z.array(z.strictObject({ what: z.string(), why: z.string() })).readonly(),
});
/** What a look at the objects of a tool brought back. */
export type ObjectsDocument = z.infer<typeof Schema>;

/** Throws `input-invalid` for anything else. */
export const objectsDocumentIn = (document: unknown, probe: string): ObjectsDocument => {
  const read = Schema.safeParse(document);
  if (read.success) return read.data;
  throw new SteadystateError("input-invalid", "the document is no look at the objects of a cluster", {
    hint: `steadystate scan --source k8s-live --probe ${probe}`,
  });
};
