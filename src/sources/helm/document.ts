import { z } from "zod";
import { describeDocument } from "../../core/document.ts";
import { SteadystateError } from "../../errors.ts";
import { newestOf, type Release, releaseIn } from "./release.ts";

/** What a look at releases brought back. */
export type HelmDocument = {
  /** The list as helm printed it. */
  readonly releases: unknown;
  /** When it was taken, or read where it does not say; milliseconds UTC. */
  readonly at: number;
  /** What the releases declare beside what lives of it; absent for a list that was captured. */
  readonly live: unknown;
};

const Schema = z.strictObject({ releases: z.unknown(), at: z.number(), live: z.unknown() });

/** Both versions of helm understand it; the older one shows not every state without being told to. */
export const captureHint =
  "capture one: helm list --all-namespaces --deployed --failed --pending --uninstalling --max 0 -o json > releases.json";

export const helmDocumentIn = (document: unknown): HelmDocument | undefined =>
  Schema.safeParse(document).data;

/** The newest revision of each release. Throws `input-invalid`, naming what the document is instead, or the row that is wrong. */
export const releasesIn = (list: unknown, path: string): readonly Release[] => {
  if (!Array.isArray(list))
    throw invalid(path, `is no list of Helm releases: it is ${describeDocument(list)}`);
  const rows: readonly unknown[] = list;
  return newestOf(
    rows.map((row, nth) => {
      const release = releaseIn(row);
      if (release !== undefined) return release;
      const what = nth === 0 ? `it is ${describeDocument(list)}` : `row ${nth} has no name and status`;
      throw invalid(path, `is no list of Helm releases: ${what}`);
    }),
  );
};

export const invalid = (path: string, clause: string, hint = captureHint): SteadystateError =>
  new SteadystateError("input-invalid", `${path} ${clause}`, { hint, details: { path } });
