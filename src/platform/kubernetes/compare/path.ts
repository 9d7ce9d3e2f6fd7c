import { isList, isMap, isOpaque, type Value } from "../../../core/value.ts";

/** One step into both sides: a member, the entries of a merge key, or a position. */
export type Step =
  | { readonly is: "key"; readonly key: string }
  | {
      readonly is: "entry";
      readonly keys: readonly (readonly [name: string, value: Value])[];
      /** Positions on each side; absent where it has none. */
      readonly declared: number | undefined;
      readonly live: number | undefined;
    }
  | { readonly is: "index"; readonly at: number };
export type Path = readonly Step[];
export type SideName = "declared" | "live";

/** The nearest name above the end of the path, positions passed over. */
export const nameAt = (path: Path, back = 0): string => {
  let left = back;
  for (let nth = path.length - 1; nth >= 0; nth -= 1) {
    const step = path[nth];
    if (step?.is !== "key") continue;
    if (left === 0) return step.key;
    left -= 1;
  }
  return "";
};

/** The member that holds the end of the path, where that is a member itself; `undefined` at the top and in lists. */
export const holderOf = (path: Path): string | undefined => {
  const [before, last] = [path.at(-2), path.at(-1)];
  return last?.is === "key" && before?.is === "key" ? before.key : undefined;
};

/** `spec.containers[name=web].args[0]`, `metadata.labels["acme.example/tier"]`; the whole object is the empty text. */
export const printPath = (path: Path): string =>
  path.reduce<string>((printed, step) => {
    if (step.is === "index") return `${printed}[${step.at}]`;
    if (step.is === "entry") return `${printed}[${printKeys(step.keys)}]`;
    if (!/^[^.[\]/"\s]+$/.test(step.key)) return `${printed}[${JSON.stringify(step.key)}]`;
    return printed === "" ? step.key : `${printed}.${step.key}`;
  }, "");

/** The same path where the two sides are taken for each other. */
export const turned = (path: Path): Path =>
  path.map((step) => (step.is === "entry" ? { ...step, declared: step.live, live: step.declared } : step));

const printKeys = (keys: readonly (readonly [string, Value])[]): string =>
  keys
    .filter(([name, value], nth) => nth === 0 || name !== "protocol" || value !== "TCP")
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(",");

/** What stands at the path on one side; where a whole part of it is masked, that mask. */
export const standsAt = (tree: Value | undefined, path: Path, side: SideName): Value | undefined => {
  let found = tree;
  for (const step of path) {
    if (found !== undefined && isOpaque(found)) return found;
    found = childAt(found, step, side);
  }
  return found ?? undefined;
};

const childAt = (value: Value | undefined, step: Step, side: SideName): Value | undefined => {
  if (step.is === "key") return isMap(value) && Object.hasOwn(value, step.key) ? value[step.key] : undefined;
  const place = step.is === "index" ? step.at : step[side];
  return isList(value) && place !== undefined ? value[place] : undefined;
};
