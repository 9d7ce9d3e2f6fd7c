import { describeDocument, parseJson } from "../document.ts";
import { byCodeUnit } from "../order.ts";
import { type Judging, recordingFormat } from "./recording.ts";
import { Recorded } from "./schema.ts";
import { digestOf } from "./write.ts";

export type ReadRecording =
  | {
      readonly ok: true;
      readonly judging: Judging;
      /** Of the steadystate that recorded it. */
      readonly version: string;
      /** Whether it says something else than when it was written. */
      readonly changed: boolean;
    }
  /** `why` follows the name of the file in a sentence; it quotes no value. */
  | { readonly ok: false; readonly why: string; readonly hint: string };

/** The judging that a file holds. */
export const readRecording = (text: string): ReadRecording => {
  const parsed = parseJson(text);
  if (!parsed.ok)
    return {
      ok: false,
      why: `is no whole recording: line ${parsed.line}, column ${parsed.column}: ${parsed.why}`,
      hint: again,
    };
  const { value } = parsed;
  if (!isRecord(value) || value["recording"] !== "steadystate")
    return { ok: false, why: `is no recording: it is ${describeDocument(value)}`, hint: another };
  const { recording: _, format, version, digest, ...recorded } = value;
  if (format !== recordingFormat) return { ok: false, ...otherFormat(format, version) };
  const read = Recorded.safeParse(recorded);
  if (typeof version !== "string" || typeof digest !== "string" || !read.success)
    return {
      ok: false,
      why: `is a recording that is damaged${read.success ? "" : `: ${faultOf(read.error.issues)}`}`,
      hint: again,
    };
  return {
    ok: true,
    judging: { ...read.data, observations: [...read.data.observations].sort(byScope) },
    version,
    changed: digestOf(recorded) !== digest,
  };
};

const another = "name a file that was made by: steadystate scan --record FILE";
const again = "record it again: steadystate scan --record FILE";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const otherFormat = (format: unknown, version: unknown) => ({
  why: `is a recording of format ${typeof format === "number" ? format : "unknown"}, and this version reads format ${recordingFormat}`,
  hint:
    typeof version === "string" && /^\d+\.\d+\.\d+[\w.+-]{0,40}$/.test(version)
      ? `replay it with steadystate ${version}, which recorded it`
      : again,
});

const faultOf = (
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string => {
  const [first] = issues;
  return first === undefined ? "" : `${first.path.map(String).join(".")}: ${first.message.toLowerCase()}`;
};

/** Whoever shuffled them did not change what was seen. */
const byScope = (a: Judging["observations"][number], b: Judging["observations"][number]): number =>
  byCodeUnit(a.scope.resolution, b.scope.resolution);
