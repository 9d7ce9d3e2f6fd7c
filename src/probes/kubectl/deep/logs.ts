import { groupedBy } from "../../../core/grouped.ts";
import { sampleOf, windowOf } from "../../../core/logs/window.ts";
import { type LogReading, readLog } from "../../../core/logs.ts";
import type { ValueMap } from "../../../core/value.ts";
import { nameOf, namespaceOf } from "../../../platform/kubernetes/compare/thing.ts";
import type { Fault } from "../fault.ts";
import { isoOf, minute } from "../read.ts";
import { window } from "./choose.ts";
import type { KnownLog } from "./document.ts";

/** The logs of one workload: by its pods. */
export const logsOf = (pods: readonly ValueMap[], logs: ReadonlyMap<string, readonly KnownLog[]>) =>
  pods.flatMap((pod) => logs.get(`${namespaceOf(pod)}/${nameOf(pod)}`) ?? []);

export const logsByPod = (logs: readonly KnownLog[]): ReadonlyMap<string, readonly KnownLog[]> =>
  groupedBy(logs, ({ namespace, pod }) => `${namespace}/${pod}`);

/** Lines that tell of an error, in all logs of a workload together; one fatal line is enough. */
const fewestErrors = 3;

type Read = { readonly log: KnownLog; readonly reading: LogReading };

const readable = (logs: readonly KnownLog[]): readonly Read[] =>
  logs.flatMap((log) => (log.text === undefined ? [] : [{ log, reading: readLog(log.text) }]));

/** The worst of its logs speaks for it. */
const headlineOf = (read: readonly Read[]): Read | undefined =>
  [...read].sort(
    (a, b) =>
      Number(b.reading.fatal !== undefined) - Number(a.reading.fatal !== undefined) ||
      b.reading.matched.length - a.reading.matched.length,
  )[0];

/** What the logs of a workload say that seems well otherwise; silent below the threshold. */
export const erringFault = (logs: readonly KnownLog[]): Fault | undefined => {
  const read = readable(logs);
  const count = read.reduce((sum, { reading }) => sum + reading.matched.length, 0);
  const fatal = read.some(({ reading }) => reading.fatal !== undefined);
  const headline = headlineOf(read);
  if (headline === undefined || (!fatal && count < fewestErrors)) return undefined;
  const { log, reading } = headline;
  const instants = (key: "first" | "last"): readonly number[] =>
    read.flatMap(({ reading: one }) => one[key] ?? []);
  const [first, last] = [Math.min(...instants("first")), Math.max(...instants("last"))];
  const isDated = Number.isFinite(first) && Number.isFinite(last);
  return {
    ...{ family: "erroring", category: "Erroring", severity: fatal ? "high" : "medium" },
    says: fatal ? "wrote that it broke off" : "writes errors",
    facts: {
      ...{ pod: log.pod, container: log.container, signature: reading.signature },
      ...{ error_lines: String(count), fatal: fatal ? "yes" : "no" },
      level: reading.worst,
      rate: isDated ? rateOf(count, last - first) : undefined,
      window: `the last ${window / 60} minutes, at most 200 lines of each container`,
      logs_read: String(read.length),
      since: isDated ? isoOf(first) : undefined,
      last_seen: isDated ? isoOf(last) : undefined,
    },
  };
};

const rateOf = (count: number, span: number): string =>
  `${Math.round((10 * count) / Math.max(1, span / minute)) / 10} per minute`;

/** Characters of a last line. */
const longestLast = 200;

/** What a person reads of the logs of something that fails, masked whole before anything is cut. */
export const logEvidence = (
  logs: readonly KnownLog[],
  mask: (text: string) => string,
): Readonly<Record<string, string>> => {
  const read = readable(logs).filter(({ log }) => log.text?.trim() !== "");
  const headline = headlineOf(read);
  if (headline === undefined) return withoutLog(logs);
  const { log, reading } = headline;
  const masked = readLog(maskedText(log.text ?? "", mask));
  const last = masked.lines.findLast(({ text }) => text.trim() !== "")?.text.trim() ?? "";
  return present({
    log_of: `${log.pod}/${log.container}${log.previous ? " (the run before)" : ""}`,
    signature: reading.signature,
    last_log: last.length > longestLast ? `${last.slice(0, longestLast - 1)}…` : last,
    sample: reading.fatal === undefined ? sampleOf(masked) : "",
    log_window: windowOf(masked),
  });
};

const withoutLog = (logs: readonly KnownLog[]): Readonly<Record<string, string>> => {
  if (logs.length === 0) return {};
  const why =
    logs.find((log) => !log.previous && log.why !== undefined)?.why ?? logs.find((log) => log.why)?.why;
  return { log: why === undefined ? "it wrote nothing" : `could not be read: ${why}` };
};

const present = (fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));

/** Instants stand before each line and would split a key block; and a block whose beginning was cut off is no block any more. */
const maskedText = (text: string, mask: (text: string) => string): string => {
  const lines = readLog(text).lines.map((line) => line.text);
  const end = lines.findIndex((line) => /-----END [A-Z0-9 ]{1,60}-----/.test(line.slice(0, 400)));
  const begin = lines.findIndex((line) => line.includes("-----BEGIN "));
  const whole = end >= 0 && (begin < 0 || begin > end) ? withoutTail(lines, end) : lines;
  return mask(whole.join("\n"));
};

const withoutTail = (lines: readonly string[], end: number): readonly string[] => {
  let from = end;
  while (from > 0 && /^\s*[A-Za-z0-9+/=]{1,80}\s*$/.test((lines[from - 1] ?? "").slice(0, 200))) from -= 1;
  return [...lines.slice(0, from), "‹secret›", ...lines.slice(end + 1)];
};
