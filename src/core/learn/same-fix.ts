import type { Finding } from "../finding.ts";
import {
  type PlaceholderName,
  type PlaceholderValues,
  placeholders,
  valueFault,
  valuesOf,
} from "../runbook/placeholders.ts";

/** How somebody put one finding right, in their own words. */
export type Remark = { readonly finding: Finding; readonly note: string };

export type SameFix = {
  readonly remarks: readonly Remark[];
  /** The words that they share; what is the finding's own stands there as a placeholder. */
  readonly shape: string;
};

/** Remarks that say the same but for the names of the things that they are about. */
export const sameFixes = (remarks: readonly Remark[]): readonly SameFix[] => {
  const fixes: SameFix[] = [];
  for (const remark of remarks) {
    const read = { ...remark, note: remark.note.trim() };
    const at = fixes.findIndex((fix) => shapeOf([...fix.remarks, read]) !== undefined);
    const joined = [...(fixes[at]?.remarks ?? []), read];
    const fix = { remarks: joined, shape: shapeOf(joined) ?? read.note };
    if (at === -1) fixes.push(fix);
    else fixes[at] = fix;
  }
  return fixes;
};

/** A whole word: `web` stands in `deploy/web`, and neither in `web-2` nor in `--web`. */
const word = /([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/;

const shapeOf = (remarks: readonly Remark[]): string | undefined => {
  const read = remarks.map(({ note, finding }) => ({ pieces: note.split(word), values: valuesOf(finding) }));
  const [first] = read;
  if (first === undefined || read.some(({ pieces }) => pieces.length !== first.pieces.length))
    return undefined;
  const ofProgram = piecesOfFirstWord(first.pieces);
  const out: string[] = [];
  for (const [at, text] of first.pieces.entries()) {
    const isSame = read.every(({ pieces }) => pieces[at] === text);
    const fill = at <= ofProgram ? undefined : nameFor(read, at, out.join(""));
    if (fill === undefined && !isSame) return undefined;
    out.push(fill === undefined ? text : `{${fill}}`);
  }
  return out.join("");
};

/** The name of a program is never filled in. */
const piecesOfFirstWord = (pieces: readonly string[]): number => {
  const blank = pieces.findIndex((piece, at) => at > 0 && /\s/.test(piece));
  return blank === -1 ? pieces.length : blank;
};

type Read = { readonly pieces: readonly string[]; readonly values: PlaceholderValues };

/** What a thing is called in most commands comes first; after an option that says so it is the namespace. */
const preferred: readonly PlaceholderName[] = [
  "workload",
  "name",
  "namespace",
  ...placeholders.filter((name) => !["workload", "name", "namespace", "kind", "identity"].includes(name)),
];

const nameFor = (read: readonly Read[], at: number, before: string): PlaceholderName | undefined => {
  if (at % 2 === 0) return undefined;
  const fitting = preferred.filter((name) =>
    read.every(
      ({ pieces, values }) => values[name] === pieces[at] && valueFault(name, values[name]) === undefined,
    ),
  );
  const isNamespace = /(?:^|\s)(?:-n|--namespace)(?:\s+|=)['"]?$/.test(before);
  return isNamespace && fitting.includes("namespace") ? "namespace" : fitting[0];
};
