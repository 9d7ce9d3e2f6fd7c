import { printIdentity } from "../core/identity.ts";
import type { Cause } from "../core/report.ts";
import type { Doc } from "./doc.ts";
import type { AlertRow, CauseRow } from "./rows.ts";

export const causeRow = ({ claim, drift, fields, because, against }: Cause): CauseRow => ({
  claim,
  fingerprint: drift.departure.fingerprint,
  label: printIdentity(drift.departure.identity),
  title: drift.title,
  fields: [...fields],
  because: [...because],
  against: [...against],
});

/** What speaks for a cause and against it; of one that is not proven, in one line. */
export const causeLines = ({ causes = [] }: AlertRow): Doc =>
  causes.flatMap(({ claim, title, label, because, against }): Doc => {
    const whose = causes.length === 1 ? "" : ` (${label})`;
    if (claim === "likely")
      return [
        { kind: "line", text: `for it${whose}: ${because.join("; ")}` },
        {
          kind: "line",
          tone: "dim",
          text: `against it${whose}: ${against.length === 0 ? "nothing was found" : against.join("; ")}`,
        },
      ];
    const doubts = against.length === 0 ? "" : `: ${against.join("; ")}`;
    return [{ kind: "line", tone: "warn", text: `co-located, not proven: ${title}${doubts}` }];
  });
