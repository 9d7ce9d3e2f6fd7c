import { z } from "zod";
import { describeDocument, parseJson } from "../../../core/document.ts";
import type { Gap } from "../../../core/observation.ts";
import type { ValueMap } from "../../../core/value.ts";
import { isObject, kindOf } from "../../../platform/kubernetes/compare/thing.ts";
import type { Unseen } from "../live-document.ts";

/** Which cluster it is. One may be reached at several addresses, and not every credential may see who it is. */
export type ClusterId = { readonly uid: string | undefined; readonly server: string };

/** What ran in a cluster when somebody called it good. */
export type Baseline = {
  /** UTC, as it stands in the file. */
  readonly capturedAt: string;
  /** Version of the tool that wrote it. */
  readonly tool: string;
  /** The target, or the context where no target was named. */
  readonly place: string;
  readonly cluster: ClusterId & { readonly context: string };
  /** What could not be read then, so that nothing is known of it. */
  readonly gaps: readonly Gap[];
  readonly unseen: readonly Unseen[];
  /** Reduced by `projecting`, in the order of their names. */
  readonly objects: readonly ValueMap[];
};

const format = "steadystate-baseline/1";

const Text = z.string().min(1);
const Tree = z.custom<ValueMap>(isObject);
const Document = z.strictObject({
  format: z.literal(format),
  captured_at: z.iso.datetime(),
  tool: Text,
  place: Text,
  cluster: z.strictObject({ uid: Text.optional(), server: Text, context: Text }),
  gaps: z.array(z.strictObject({ what: Text, why: Text })),
  unseen: z.array(z.strictObject({ group: z.string(), kind: Text, namespace: Text.optional() })),
  objects: z
    .array(Tree.refine((one) => kindOf(one) !== "" && isObject(one["metadata"]), "is no reduced workload"))
    .min(1),
});

export const baselineText = (baseline: Baseline): string => {
  const { capturedAt, tool, place, cluster, gaps, unseen, objects } = baseline;
  const document: z.input<typeof Document> = {
    format,
    captured_at: capturedAt,
    ...{ tool, place },
    cluster: {
      ...(cluster.uid === undefined ? {} : { uid: cluster.uid }),
      ...{ server: cluster.server, context: cluster.context },
    },
    gaps: [...gaps],
    unseen: unseen.map(({ group, kind, namespace }) => ({
      ...{ group, kind },
      ...(namespace === undefined ? {} : { namespace }),
    })),
    objects: [...objects],
  };
  return `${JSON.stringify(document, null, 1)}\n`;
};

export type ReadBaseline =
  | { readonly is: "baseline"; readonly baseline: Baseline }
  /** The reference kept the whole list of objects, with what is secret in them. */
  | { readonly is: "of-the-reference" }
  | { readonly is: "unusable"; readonly why: string };

/** Judges what stands in the file of a baseline. */
export const baselineIn = (text: string): ReadBaseline => {
  const parsed = parseJson(text);
  if (!parsed.ok)
    return {
      is: "unusable",
      why: `it is not JSON: ${parsed.why} (line ${parsed.line}, column ${parsed.column})`,
    };
  const { value } = parsed;
  if (isObject(value) && kindOf(value).endsWith("List") && "items" in value)
    return { is: "of-the-reference" };
  const named: unknown = isObject(value) ? value["format"] : undefined;
  if (typeof named !== "string" || !named.startsWith("steadystate-baseline/"))
    return { is: "unusable", why: `it is ${describeDocument(value)}, not a baseline` };
  if (named !== format)
    return {
      is: "unusable",
      why: `it is of the format ${named.slice(0, 60)}, and this version reads ${format}`,
    };
  const read = Document.safeParse(value);
  if (!read.success) return { is: "unusable", why: `${placeOf(read.error)} is not as a baseline has it` };
  const { captured_at: capturedAt, cluster, unseen, ...rest } = read.data;
  return {
    is: "baseline",
    baseline: {
      ...{ tool: rest.tool, place: rest.place, gaps: rest.gaps, objects: rest.objects, capturedAt },
      cluster: { uid: cluster.uid, server: cluster.server, context: cluster.context },
      unseen: unseen.map(({ group, kind, namespace }) => ({ group, kind, namespace })),
    },
  };
};

const placeOf = ({ issues }: z.ZodError): string => {
  const [first] = issues;
  return first === undefined || first.path.length === 0 ? "the document" : first.path.map(String).join(".");
};

/** The same cluster, as far as both sides know. */
export const isSameCluster = (a: ClusterId, b: ClusterId): boolean =>
  a.uid !== undefined && b.uid !== undefined ? a.uid === b.uid : a.server === b.server;
