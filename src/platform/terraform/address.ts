import type { Identity } from "../../core/identity.ts";

export type Address = Pick<Identity, "namespace" | "kind" | "name" | "key">;

/**
 * A resource address in its parts: `module.a["x.y"].aws_foo.bar["k"]` is module path, type, name and instance key, each
 * verbatim. `undefined` when it is not of that form.
 */
export const parseAddress = (address: string): Address | undefined =>
  plainAddress(address) ?? anyAddress(address);

/** Nearly every address: no key but its own at the end, and a managed resource; `undefined` for what may be anything else. */
const plainAddress = (address: string): Address | undefined => {
  const bracket = address.indexOf("[");
  const end = bracket < 0 ? address.length : bracket;
  if (bracket >= 0 && address.indexOf("]", bracket) !== address.length - 1) return undefined;
  const dot = address.lastIndexOf(".", end - 1);
  const before = dot <= 0 ? -1 : address.lastIndexOf(".", dot - 1);
  if (dot <= before + 1 || dot + 1 >= end || !isModulePath(address, before)) return undefined;
  const kind = address.slice(before + 1, dot);
  if (kind === "module") return undefined;
  return {
    namespace: before < 0 ? "" : address.slice(0, before),
    kind,
    name: address.slice(dot + 1, end),
    key: bracket < 0 ? "" : address.slice(bracket),
  };
};

const word = "module.";

/** Whether the address begins up to `end` with nothing but pairs of the word and a name; nothing at all is such a path too. */
const isModulePath = (address: string, end: number): boolean => {
  let at = 0;
  while (at < end) {
    if (at + word.length > end || !address.startsWith(word, at)) return false;
    const dot = address.indexOf(".", at + word.length);
    at = (dot < 0 || dot > end ? end : dot) + 1;
  }
  return end < 0 || at === end + 1;
};

const anyAddress = (address: string): Address | undefined => {
  const steps = stepsOf(address);
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
