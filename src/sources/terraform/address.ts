import type { Identity } from "../../core/identity.ts";

export type Address = Pick<Identity, "namespace" | "kind" | "name" | "key">;

/**
 * A resource address in its parts: `module.a["x.y"].aws_foo.bar["k"]` is module path, type, name and instance key, each
 * verbatim. `undefined` when it is not of that form.
 */
export const parseAddress = (address: string): Address | undefined => {
  const steps = address.includes("[")
    ? stepsOf(address)
    : address.split(".").map((name) => ({ name, key: "" }));
  const modules = leadingModules(steps);
  const rest = steps.slice(modules);
  const [first, second, third] = rest;
  const isData = first?.name === "data" && first.key === "" && rest.length === 3;
  const [kind, last] = isData ? [second, third] : [first, second];
  if (kind === undefined || last === undefined || kind.key !== "" || rest.length !== (isData ? 3 : 2))
    return undefined;
  if (kind.name === "module" || rest.some(({ name }) => name === "")) return undefined;
  return {
    namespace: steps.slice(0, modules).map(printStep).join("."),
    kind: isData ? `data.${kind.name}` : kind.name,
    name: last.name,
    key: last.key,
  };
};

/** A name and the brackets behind it, both verbatim. */
type Step = { readonly name: string; readonly key: string };

const printStep = ({ name, key }: Step): string => `${name}${key}`;

/** Two steps a module: the word and its name with key. */
const leadingModules = (steps: readonly Step[]): number => {
  let count = 0;
  while (steps[count]?.name === "module" && steps[count]?.key === "" && count + 2 < steps.length) count += 2;
  return count;
};

/** Splits at the dots that stand outside of brackets and quotes. */
const stepsOf = (address: string): readonly Step[] => {
  const steps: Step[] = [];
  let start = 0;
  let bracket: number | undefined;
  let quoted = false;
  const close = (end: number): void => {
    const at = bracket ?? end;
    steps.push({ name: address.slice(start, at), key: address.slice(at, end) });
    start = end + 1;
    bracket = undefined;
  };
  for (let at = 0; at < address.length; at += 1) {
    const char = address[at];
    if (quoted && char === "\\") at += 1;
    else if (char === '"') quoted = bracket !== undefined && !quoted;
    else if (!quoted && char === "[") bracket ??= at;
    else if (!quoted && char === "." && isOutside(address, bracket, at)) close(at);
  }
  close(address.length);
  return steps;
};

/** Behind the closing bracket, or before any. */
const isOutside = (address: string, bracket: number | undefined, at: number): boolean =>
  bracket === undefined || address[at - 1] === "]";
