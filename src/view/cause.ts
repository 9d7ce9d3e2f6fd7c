import { z } from "zod";
import type { RememberedCause } from "../core/correlate/remembered.ts";
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

export const RememberedCauseRow = z.strictObject({
  finding: z.string().describe("fingerprint of what fails"),
  label: z.string().describe("what fails"),
  drift: z.string().describe("fingerprint of the drift"),
  title: z.string().describe("of the drift"),
  fields: z.array(z.string()).describe("what of it can make that trouble"),
  because: z.array(z.string()).describe("what speaks for it"),
});
type RememberedCauseRow = z.infer<typeof RememberedCauseRow>;

export const rememberedCauseRow = ({
  finding,
  drift,
  fields,
  because,
}: RememberedCause): RememberedCauseRow => ({
  finding: finding.fingerprint,
  label: finding.label,
  drift: drift.fingerprint,
  title: drift.title,
  fields: [...fields],
  because: [...because],
});

const shownCauses = 3;

/** A line for each of the first, and how many more there are. */
export const rememberedCauseLines = (causes: readonly RememberedCauseRow[]): Doc => [
  ...causes.slice(0, shownCauses).map(({ label, title, fields, because }) => ({
    kind: "line" as const,
    text: `likely cause of ${label}: ${title} (${fields.slice(0, shownCauses).join(", ")}); ${because.join("; ")}; against it: nothing that memory keeps, which are no pods and no rollouts`,
  })),
  ...(causes.length > shownCauses
    ? [{ kind: "note" as const, text: `and ${causes.length - shownCauses} more likely causes: --json` }]
    : []),
];
