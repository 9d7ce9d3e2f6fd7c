import type { Check } from "./check.ts";

/**
 * Whether a check speaks for a workload: by its own `workload`, its name, or a whole word of its name, or a label of the URL's
 * host or path; never by a mere part of a word, so that `eb` is not `web`.
 */
export const speaksFor = (check: Check, workload: string): boolean => {
  const asked = workload.toLowerCase();
  if (check.workload !== undefined) return check.workload.toLowerCase() === asked;
  const address =
    check.read.kind === "http" && typeof check.read.url === "string" ? placeOf(check.read.url) : "";
  return check.name.toLowerCase() === asked || [...wordsOf(check.name), ...wordsOf(address)].includes(asked);
};

const placeOf = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed === undefined ? "" : `${parsed.hostname} ${parsed.pathname}`;
};

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9-]+/)
    .flatMap((word) => [word, ...word.split("-")])
    .filter((word) => word !== "");
