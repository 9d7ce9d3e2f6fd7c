import type { Action } from "../../core/departure.ts";
import { fieldDiff, type Side } from "../../core/field-diff.ts";
import { isIdle } from "../../platform/terraform/learn.ts";
import { provisionersOf } from "../../platform/terraform/provisioners.ts";
import { withUnknowns } from "../../platform/terraform/unknowns.ts";
import type { Looked } from "./judge.ts";

type Told = {
  readonly action: Exclude<Action, "none" | "forget">;
  /** Masked address. */
  readonly shown: string;
  readonly stateful: boolean;
};

const shownRows = 12;

/** What the change is, for the person who decides: first what is done, then each attribute, then what hangs on it. */
export const tellChange = (looked: Looked, told: Told): readonly string[] => [
  whatIsDone(told),
  ...attributesOf(looked, told),
  ...besides(looked, told),
  backFrom(told),
];

const whatIsDone = ({ action, shown, stateful }: Told): string => {
  const lost = stateful ? ", and what it holds is lost" : "";
  switch (action) {
    case "create":
      return `creates ${shown}`;
    case "update":
      return `updates ${shown} in place`;
    case "delete":
      return `destroys ${shown}${lost}`;
    case "replace":
      return `destroys ${shown} and creates it anew${lost}`;
  }
};

const attributesOf = ({ row, drift, masker, hidden }: Looked, { action }: Told): readonly string[] => {
  if (action === "delete") return [];
  const marks = hidden.marksOf(row, drift);
  const sideOf = (raw: typeof row.change.before): Side => ({
    raw: raw ?? {},
    masked: masker.mask(raw ?? {}, marks),
  });
  const { before, after, after_unknown: unknown, replace_paths: forcing } = row.change;
  const wanted = sideOf(after);
  const { diff, diffCut } = fieldDiff(
    sideOf(before),
    { ...wanted, masked: withUnknowns(wanted.masked, unknown) },
    { forcing: forcing ?? [], isNoise: () => true },
  );
  const rows = diff.map(
    ({ path, before: is, after: shall, forcesReplacement }) =>
      `${path}: ${is ?? "not there"} → ${shall ?? "not there"}${forcesReplacement ? " (forces a replacement)" : ""}`,
  );
  const more = rows.length - shownRows + diffCut;
  return more > 0 ? [...rows.slice(0, shownRows), `and ${more} attributes more`] : rows;
};

const besides = ({ row, rows: { plan } }: Looked, { action }: Told): readonly string[] => {
  const outputs = Object.values(plan.output_changes ?? {}).filter(({ actions }) => !isIdle(actions)).length;
  const provisioners = action === "update" ? [] : provisionersOf(plan.configuration, row.address ?? "");
  return [
    ...(outputs === 0 ? [] : [`${outputs} outputs change with it`]),
    ...(provisioners.length === 0
      ? []
      : [`its provisioners run on this machine: ${provisioners.join(", ")}`]),
  ];
};

const backFrom = ({ action, shown }: Told): string => {
  switch (action) {
    case "create":
      return `to take it back by hand: terraform destroy -target='${shown}'`;
    case "update":
      return "to take it back by hand: write the values of before into the code, and apply that";
    case "delete":
    case "replace":
      return "it cannot be taken back";
  }
};
