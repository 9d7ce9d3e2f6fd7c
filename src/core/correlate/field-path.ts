/** The names on a path as a diff prints it, outermost first; which entry of a list it is, is left out. */
export const namesOf = (path: string): readonly string[] =>
  stepsOf(path).flatMap(({ name }) => (name === undefined ? [] : [name]));

/** Whether the two speak of one field, or one of them of a part of the other. */
export const isWithin = (a: readonly Step[], b: readonly Step[]): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.every((step, nth) => isSame(step, long[nth]));
};

/** A member, or an entry of a list: by its key where it has one, by its position otherwise. */
export type Step = { readonly name?: string; readonly entry?: string };

/** The container that the path lies in, where its entry has a name. */
export const containerOf = (path: string): string | undefined => {
  const steps = stepsOf(path);
  const at = steps.findIndex(({ name }) => name === "containers" || name === "initContainers");
  return at === -1 ? undefined : /^name=(.*)$/s.exec(steps[at + 1]?.entry ?? "")?.[1];
};

/** A position says nothing where the other side counts by keys. */
const isSame = (a: Step, b: Step | undefined): boolean => {
  if (b === undefined || a.name !== b.name) return false;
  if (a.entry === undefined || b.entry === undefined) return a.entry === b.entry;
  return a.entry === b.entry || isPosition(a.entry) !== isPosition(b.entry);
};

const isPosition = (entry: string): boolean => /^\d+$/.test(entry);

/** `a.b[name=c]["d.e"][0]` in its steps. What is not written so is one name. */
export const stepsOf = (path: string): readonly Step[] => {
  const steps: Step[] = [];
  let rest = path;
  while (rest !== "") {
    const [taken = "", quoted, entry, name] = next.exec(rest) ?? [];
    if (taken === "") return [...steps, { name: rest }];
    if (quoted !== undefined) steps.push({ name: unquoted(quoted) });
    else if (entry !== undefined) steps.push({ entry });
    else if (name !== undefined) steps.push({ name });
    rest = rest.slice(taken.length);
  }
  return steps;
};

const next = /^(?:\[("(?:[^"\\]|\\.)*")\]|\[([^\]]*)\]|\.?([^.[]+))/s;

const unquoted = (quoted: string): string => quoted.slice(1, -1).replace(/\\(.)/gs, "$1");
