import { type Thing, text, things } from "./json.ts";
import { badRequest } from "./status.ts";

/** What a container wrote. A line may begin with its RFC 3339 instant: shown only with `--timestamps`, used by `--since`; one without was written now. */
export type Log = { readonly current?: readonly string[]; readonly previous?: readonly string[] };

/** By `namespace/pod/container`. */
export type Logs = Map<string, Log>;

/** The log as the API gives it; refuses a container that is unclear or unknown, and a previous run that never was. */
export const logOf = (logs: Logs, pod: Thing, query: URLSearchParams, now: Date): string => {
  const [namespace, name] = [text(pod, "metadata", "namespace"), text(pod, "metadata", "name")];
  const container = containerOf(pod, name, query.get("container") ?? "");
  const log = logs.get(`${namespace}/${name}/${container}`);
  const previous = query.get("previous") === "true";
  if (previous && log?.previous === undefined) {
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  }
  const lines = (previous ? log?.previous : log?.current) ?? [];
  const recent = lines.filter(isSince(query, now));
  const tail = query.get("tailLines");
  const last = tail === null ? recent : recent.slice(Math.max(0, recent.length - Number(tail)));
  const stamped = (line: string): string =>
    instant.test(line) ? line : `${now.toISOString().replace("Z", "000001Z")} ${line}`;
  const shown = last.map(query.get("timestamps") === "true" ? stamped : (line) => line.replace(instant, ""));
  const whole = shown.map((line) => `${line}\n`).join("");
  const limit = query.get("limitBytes");
  return limit === null ? whole : whole.slice(0, Number(limit));
};

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z /;

const containerOf = (pod: Thing, name: string, asked: string): string => {
  const own = things(pod, "spec", "containers").map((container) => text(container, "name"));
  const all = [
    ...own,
    ...["initContainers", "ephemeralContainers"].flatMap((key) =>
      things(pod, "spec", key).map((container) => text(container, "name")),
    ),
  ];
  if (asked === "" && own.length > 1) {
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${own.join(" ")}]`);
  }
  const wanted = asked === "" ? (own[0] ?? "") : asked;
  if (!all.includes(wanted)) throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  return wanted;
};

const isSince = (query: URLSearchParams, now: Date): ((line: string) => boolean) => {
  const relative = query.get("sinceSeconds");
  const absolute = query.get("sinceTime");
  if (relative === null && absolute === null) return () => true;
  const from = relative === null ? Date.parse(absolute ?? "") : now.getTime() - Number(relative) * 1000;
  return (line) => {
    const stamp = instant.exec(line);
    return stamp === null || Date.parse(stamp[0].trim()) >= from;
  };
};
