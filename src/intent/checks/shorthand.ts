import type { Problem } from "../problems.ts";

/** What a plain value of a condition means: `"latency": "1s"` is `"latency": {"max": "1s"}`. */
const plain = { status: "is", body: "matches", latency: "max", certificate: "min" } as const;

type Fields = Readonly<Record<string, unknown>>;

/** The entry with every short form written out, so that one schema reads both. */
export const unfolded = (entry: unknown): unknown => {
  if (!isFields(entry)) return entry;
  const { read, when } = entry;
  return {
    ...entry,
    ...(isFields(read) && read["tls"] === "verify" ? { read: { ...read, tls: {} } } : {}),
    ...(isFields(when) ? { when: unfoldedWhen(when) } : {}),
  };
};

const unfoldedWhen = (when: Fields): Fields =>
  Object.fromEntries(
    Object.entries(when).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
      if (name === "json") return [[name, isFields(value) ? [value] : value]];
      // The reference's way to say that the body does not matter.
      if (name === "body" && value === "") return [];
      const key = keyOf(name);
      return [[name, key === undefined || isFields(value) ? value : { [key]: value }]];
    }),
  );

/** A problem's place as it stands in the file: without what `unfolded` put in between. */
export const asWritten = (problem: Problem, entry: unknown): Problem => {
  const [head, name, ...rest] = problem.path;
  const when = isFields(entry) ? entry["when"] : undefined;
  if (head !== "when" || typeof name !== "string" || rest.length === 0 || !isFields(when)) return problem;
  const written = when[name];
  if (name === "json") {
    return isFields(written) ? { ...problem, path: [head, name, ...rest.slice(1)] } : problem;
  }
  return keyOf(name) === undefined || isFields(written) ? problem : { ...problem, path: [head, name] };
};

const keyOf = (name: string): string | undefined => new Map<string, string>(Object.entries(plain)).get(name);

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
