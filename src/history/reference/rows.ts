import { makeMasker, redactText } from "../../core/secret.ts";
import { type Severity, severities } from "../../core/severity.ts";
import { parseInstant } from "../../core/time.ts";
import { isOpaque } from "../../core/value.ts";

/** A row as the reference wrote it: any column may be missing or hold anything. */
export type RawRow = Readonly<Record<string, unknown>>;

/** A finding of the reference; texts are as it wrote them, not redacted yet. Instants are milliseconds UTC. */
export type ReferenceFinding = {
  readonly fingerprint: string;
  readonly firstSeen: number | undefined;
  readonly lastSeen: number | undefined;
  /** `undefined` for a row that only ever held somebody's mute. */
  readonly severity: Severity | undefined;
  readonly title: string;
  readonly status: "open" | "muted" | "snoozed" | "resolved";
  readonly snoozeUntil: number | undefined;
  readonly note: string | undefined;
  readonly actor: string | undefined;
  /** Empty where the JSON is broken, as the reference read it. */
  readonly details: Readonly<Record<string, string>>;
};

export const findingOf = (row: RawRow): ReferenceFinding | undefined => {
  const fingerprint = textOf(row["fingerprint"]);
  if (fingerprint === undefined) return undefined;
  const severity = textOf(row["last_severity"]);
  return {
    fingerprint,
    firstSeen: instantOf(row["first_seen"]),
    lastSeen: instantOf(row["last_seen"]),
    severity: severities.find((one) => one === severity),
    title: textOf(row["last_title"]) ?? fingerprint,
    status: statusOf(textOf(row["status"])),
    snoozeUntil: instantOf(row["snooze_until"]),
    note: textOf(row["note"]),
    actor: textOf(row["actor"]),
    details: detailsOf(textOf(row["details"])),
  };
};

/** An empty text said nothing in the reference. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** Its times are ISO 8601 with microseconds. */
export const instantOf = (value: unknown): number | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : parseInstant(text);
};

/** A status that nobody knows must not hide anything. */
const statusOf = (text: string | undefined): ReferenceFinding["status"] =>
  text === "muted" || text === "snoozed" || text === "resolved" ? text : "open";

const detailsOf = (text: string | undefined): ReferenceFinding["details"] => {
  const details = parsed(text);
  if (typeof details !== "object" || details === null || Array.isArray(details)) return {};
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === "string" ? value : (JSON.stringify(value) ?? ""),
    ]),
  );
};

const parsed = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** The reference kept log lines and titles as they came; ours keeps no secret. */
export const redacted = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : redactText(text);

export const redactedDetails = (details: ReferenceFinding["details"]): ReferenceFinding["details"] => {
  const masker = makeMasker();
  masker.learn(details, undefined);
  const masked = masker.mask(details, undefined);
  if (typeof masked !== "object" || masked === null) return {};
  return Object.fromEntries(
    Object.entries(masked).map(([key, value]) => [
      redactText(key),
      isOpaque(value) ? "‹secret›" : redactText(String(value)),
    ]),
  );
};
