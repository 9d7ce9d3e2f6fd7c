import { z } from "zod";
import { parseInstant } from "../../core/time.ts";

/** One row of `helm list`, as helm 3 and helm 4 write it. */
export type Release = {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** Lower case, as in `pending-upgrade`. */
  readonly status: string;
  /** When its state last changed, milliseconds UTC; `undefined` where that cannot be read. */
  readonly updated: number | undefined;
  readonly chart: string;
  readonly appVersion: string;
};

const Row = z.object({
  name: z.string().min(1),
  namespace: z.string().default(""),
  revision: z.union([z.string(), z.number()]).default(""),
  status: z.string(),
  updated: z.string().default(""),
  chart: z.string().default(""),
  app_version: z.string().default(""),
});

/** `undefined` for what is no row of such a list. */
export const releaseIn = (row: unknown): Release | undefined => {
  const read = Row.safeParse(row);
  if (!read.success) return undefined;
  const { name, namespace, revision, status, updated, chart, app_version: appVersion } = read.data;
  return {
    ...{ name, namespace, chart, appVersion, status: status.toLowerCase() },
    revision: Number.parseInt(String(revision), 10) || 0,
    updated: instantIn(updated),
  };
};

/** `2026-11-25 19:46:19.123456789 +0000 UTC`, or ISO 8601 where a time format was given. */
const instantIn = (text: string): number | undefined => {
  const [, day, time, hours, minutes] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) ([+-]\d\d)(\d\d)(?: \S+)?$/.exec(text) ?? [];
  return parseInstant(day === undefined ? text : `${day}T${time?.slice(0, 12)}${hours}:${minutes}`);
};

/** The newest revision of each release, in the order of the list. */
export const newestOf = (releases: readonly Release[]): readonly Release[] => {
  const newest = new Map<string, Release>();
  for (const release of releases) {
    const key = `${release.namespace}/${release.name}`;
    const known = newest.get(key);
    if (known === undefined || release.revision > known.revision) newest.set(key, release);
  }
  return [...newest.values()];
};

/** What becomes of a release. */
export type Standing =
  /** What it declares is meant to be in force. */
  | "settled"
  | "failed"
  /** An operation that goes on for longer than any should, or of which nobody can tell since when. */
  | "stuck"
  /** An operation that has just begun: its objects are being changed. */
  | "under-way"
  /** Nothing of it is meant to be in force. */
  | "gone"
  /** A state that helm itself, or this version, cannot name. */
  | "unclear";

/** Milliseconds that an operation may go on; helm itself waits five minutes by default. */
const longest = 15 * 60_000;

/** `at` is when the list was taken, milliseconds UTC. */
export const standingOf = ({ status, updated }: Release, at: number): Standing => {
  switch (status) {
    case "deployed":
      return "settled";
    case "failed":
      return "failed";
    case "superseded":
    case "uninstalled":
    case "":
      return "gone";
    case "pending-install":
    case "pending-upgrade":
    case "pending-rollback":
    case "uninstalling":
      return updated !== undefined && at - updated < longest ? "under-way" : "stuck";
    default:
      return "unclear";
  }
};

/** `prod/web`, as people call it. */
export const calledOf = ({ namespace, name }: Pick<Release, "namespace" | "name">): string =>
  namespace === "" ? name : `${namespace}/${name}`;
