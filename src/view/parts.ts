// The lines that an alert and a remembered finding have in common.
import type { Block, Doc, Tone } from "./doc.ts";
import { manyLines } from "./escape/terminal.ts";
import { actionWords, diffPhrase, directionWords, fixPhrase, stancePhrase } from "./phrases.ts";
import type { DiffRow, FindingRow, FixRow, FlagRow, ItemRow } from "./rows.ts";
import { noBreak } from "./width.ts";
import { clip, plural } from "./words.ts";

/** How much of it the reader wants. */
export type Reading = { readonly verbose?: boolean | undefined };

type Stated = Pick<ItemRow, "type" | "category" | "direction" | "action" | "workload"> &
  Partial<Pick<ItemRow, "title" | "markers" | "reason" | "stateful" | "movedFrom" | "diff">>;

/** What kind of trouble it is: in which direction it differs and what applying would do, or how it fails. */
export const statePhrase = (row: Stated): Block => {
  switch (row.type) {
    case "symptom":
      return {
        kind: "line",
        tone: "bad",
        text: `failing now: ${row.category}${row.workload === undefined ? "" : `, workload ${row.workload}`}`,
      };
    case "policy":
      return { kind: "line", tone: "warn", text: `baseline violated: ${row.category}` };
    case "drift":
      return { kind: "line", tone: losesData(row) ? "warn" : "plain", text: driftPhrase(row) };
  }
};

const losesData = ({ stateful, action }: Stated): boolean =>
  stateful === true && (action === "delete" || action === "replace");

const driftPhrase = (row: Stated): string => {
  const { title = "", direction, action, markers = [], reason, movedFrom } = row;
  const forced = (row.diff ?? []).filter((field) => field.forcesReplacement).map(({ path }) => path);
  const because = [
    ...(reason === undefined ? [] : [isWord(reason) ? reason.replaceAll("_", " ") : reason]),
    ...(forced.length === 0 ? [] : [`forced by ${forced.slice(0, 5).join(", ")}`]),
  ];
  const doing = action === undefined || action === "none" ? [] : [actionWords[action]];
  const parts = [
    ...(direction === undefined || title.endsWith(directionWords[direction])
      ? []
      : [directionWords[direction]]),
    ...doing.map((words) => (because.length === 0 ? words : `${words} (${because.join("; ")})`)),
    ...(losesData(row) ? ["it holds data"] : []),
    ...(markers.includes("deposed") ? ["a deposed leftover"] : []),
    ...(markers.includes("unknown-action") ? ["the plan names an action unknown to this version"] : []),
    ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
  ];
  return parts.join("; ");
};

/** A tool's own word for a reason, such as `replace_because_tainted`; a name in a sentence keeps its underscores. */
const isWord = (reason: string): boolean => /^[a-z]+(?:_[a-z]+)*$/.test(reason);

const shownFields = 8;

export const diffLines = (diff: readonly DiffRow[], cut: number, { verbose = false }: Reading): Doc => {
  const shown = verbose ? diff : diff.slice(0, shownFields);
  const more = diff.length - shown.length + cut;
  return [
    ...shown.map((row) => ({ kind: "line" as const, text: diffPhrase(row, verbose ? 300 : 60) })),
    ...(more > 0
      ? [{ kind: "line" as const, tone: "dim" as const, text: `and ${plural(more, "more changed field")}` }]
      : []),
  ];
};

export const evidenceFields = (
  evidence: Readonly<Record<string, string>>,
  { verbose = false }: Reading,
): Doc => {
  const rows = Object.entries(evidence);
  if (rows.length === 0) return [];
  const shown = verbose ? rows : rows.slice(0, shownFields);
  const fields = shown.map(([name, value]) => [name, verbose ? value : briefly(value)] as const);
  const more = rows.length - shown.length;
  return [
    { kind: "fields", rows: fields },
    ...(more > 0 ? [{ kind: "line" as const, tone: "dim" as const, text: `and ${more} more` }] : []),
  ];
};

/** Evidence without what the title says. */
export const unsaid = ({ title, evidence }: Pick<ItemRow, "title" | "evidence">): ItemRow["evidence"] =>
  Object.fromEntries(Object.entries(evidence).filter(([, value]) => !title.includes(value)));

const briefly = (value: string): string => {
  const [first = "", ...rest] = manyLines(value).trim().split("\n");
  const brief = clip(first, 200);
  return rest.length === 0 ? brief : `${brief} (and ${plural(rest.length, "more line")})`;
};

type Flagged = Pick<FlagRow, "rule" | "because" | "hint"> & {
  readonly stance: string;
  readonly title?: string;
  readonly references?: FlagRow["references"];
};

export const flagLines = (flags: readonly Flagged[]): Doc =>
  flags.flatMap(({ rule, title, stance, because, references = [], hint }) => {
    const chips = references.map(({ framework, id }) => ` [${framework}${noBreak}${id}]`).join("");
    const reason = because === "" ? "" : ` (${because})`;
    return [
      {
        kind: "line" as const,
        tone: stanceTones.get(stance) ?? "warn",
        text: `${stancePhrase(stance)}: ${title ?? rule}${reason}${chips}`,
      },
      // A hole that is being closed leaves nothing to do.
      ...(hint === "" || stance === "being-closed"
        ? []
        : [{ kind: "line" as const, text: `  hint: ${hint}` }]),
    ];
  });

/** A hole that is being closed is no alarm, and one that cannot be judged is no all-clear. */
const stanceTones: ReadonlyMap<string, Tone> = new Map([
  ["exposed-now", "bad"],
  ["will-be-exposed", "bad"],
  ["being-closed", "plain"],
]);

export const fixBlocks = (fixes: readonly FixRow[]): Doc =>
  fixes.flatMap((fix) => [
    { kind: "line" as const, text: fixPhrase(fix) },
    ...(fix.run === undefined ? [] : [{ kind: "code" as const, text: fix.run }]),
    ...(fix.target === undefined ? [] : [{ kind: "line" as const, text: `  on ${fix.target}` }]),
  ]);

/** Where it is declared, and the name by which to ask for more. */
export const placeLine = (
  { file, line, fingerprint }: Pick<FindingRow, "file" | "line" | "fingerprint">,
  { verbose = false }: Reading,
): Block => {
  const place = file === undefined ? "" : `${file}${line === undefined ? "" : `:${line}`} | `;
  const name = verbose ? fingerprint : fingerprint.slice(0, shortFingerprint);
  return { kind: "line", tone: "dim", text: `${place}finding ${name}` };
};

/** Digits of a fingerprint that tell findings apart at a glance and are accepted as a reference. */
export const shortFingerprint = 12;
