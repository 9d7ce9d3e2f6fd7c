import { describeDocument } from "../core/document.ts";
import type { Files } from "../system/files.ts";
import { broken, clauseOf, doubledIn, openDocument, twiceClause } from "./entries.ts";
import type { Fault, Loaded } from "./intent.ts";
import type { JsonSpots } from "./json-spots.ts";
import type { Checked } from "./problems.ts";

export type NamedKind<T> = {
  /** `targets`, as in "an object of targets by name". */
  readonly plural: string;
  readonly read: (name: string, entry: unknown) => Checked<T>;
};

/** A JSON object that a team commits, one entry a name: good entries load whatever stands beside them. */
export const loadNamed = async <T>(
  path: string,
  files: Files,
  { plural, read, explicit }: NamedKind<T> & { readonly explicit: boolean },
): Promise<Loaded<T>> => {
  const opened = await openDocument(path, files, explicit);
  if (!opened.ok) return opened.loaded;
  const { value: document, spots } = opened;
  if (typeof document !== "object" || document === null || Array.isArray(document))
    return broken(
      path,
      spots.value([]),
      `the file must be an object of ${plural} by name, but it is ${describeDocument(document)}`,
    );
  return { path, present: true, ...sorted(Object.entries(document), read, spots, path) };
};

const sorted = <T>(
  named: readonly (readonly [name: string, raw: unknown])[],
  read: NamedKind<T>["read"],
  spots: JsonSpots,
  path: string,
): Pick<Loaded<T>, "entries" | "faults"> => {
  const entries: T[] = [];
  const faults: Fault[] = [];
  for (const [name, raw] of named) {
    const entry = `"${name}"`;
    const result = read(name, raw);
    const twice = doubledIn(spots, name);
    if (result.ok && twice.length === 0) entries.push(result.value);
    for (const problem of result.ok ? [] : result.problems) {
      const at = [name, ...problem.path];
      const spot = problem.part === "key" ? spots.key(at) : spots.value(at);
      faults.push({ path, ...spot, entry, why: clauseOf(problem) });
    }
    for (const one of twice) faults.push({ path, ...one.spot, entry, why: twiceClause(one) });
  }
  return { entries, faults };
};

/** What follows the name; `undefined` where the name may stand. */
export const nameFault = (name: string): string | undefined => {
  if (name.trim() === "") return "needs a name that is not empty";
  if (/[\s/\\\p{Cc}]/u.test(name)) return "has a name with a space, a slash or a control character";
  return name.startsWith("-") ? "has a name that begins with -" : undefined;
};
