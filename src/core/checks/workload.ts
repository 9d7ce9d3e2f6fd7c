import type { Check } from "./check.ts";

/**
 * Whether a check speaks for a workload: by its own `workload` or its name; where it names no workload, by a whole word of its
 * name or of the URL's host or path. Never by a mere part of a word, so that `eb` is not `web`.
 */
export const speaksFor = (check: Check, workload: string): boolean => {
  const asked = workload.toLowerCase();
  const named = [check.workload, check.name].map((name) => name?.toLowerCase());
  if (named.includes(asked)) return true;
  if (check.workload !== undefined) return false;
  const address =
    check.read.kind === "http" && typeof check.read.url === "string" ? placeOf(check.read.url) : "";
  return [...wordsOf(check.name), ...wordsOf(address)].includes(asked);
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
