import { z } from "zod";

const Fill = { bytes: z.number(), inodes: z.number().optional() };
const Log = z.strictObject({
  namespace: z.string(),
  pod: z.string(),
  container: z.string(),
  /** Of the run before the one that goes on. */
  previous: z.boolean(),
  /** Seconds; all that is kept without it. */
  since: z.number().optional(),
  /** As it came, with its secrets. */
  text: z.string().optional(),
  /** Why it could not be read; then there is no text. */
  why: z.string().optional(),
});
const Disk = z.strictObject({
  node: z.string(),
  why: z.string().optional(),
  disks: z.array(z.strictObject({ ...Fill, what: z.enum(["node", "images"]) })).readonly(),
  claims: z
    .array(z.strictObject({ ...Fill, namespace: z.string(), claim: z.string(), pod: z.string() }))
    .readonly(),
});

/** What is dear to read, of one look: every log that was wanted and every node that was asked, read or not. */
export const DeepSchema = z.strictObject({
  logs: z.array(Log).readonly(),
  nodes: z.array(Disk).readonly(),
});
export type DeepDocument = z.infer<typeof DeepSchema>;
export type KnownLog = z.infer<typeof Log>;
export type KnownDisk = z.infer<typeof Disk>;
