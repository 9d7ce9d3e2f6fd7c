import { parseJson } from "../document.ts";
import { compilePattern } from "../pattern.ts";
import { isBenignValue, suspicionOf } from "../secret/names.ts";
import { redactText } from "../secret.ts";

/** One place in a JSON body, and what must hold there. */
export type JsonDemand = { readonly path: string; readonly steps: readonly Step[]; readonly test: JsonTest };

export type JsonTest =
  | { readonly kind: "equals"; readonly value: string | number | boolean | null }
  /** A pattern (linear-time engine). */
  | { readonly kind: "matches"; readonly pattern: string }
  | { readonly kind: "exists"; readonly there: boolean }
  | { readonly kind: "at_least" | "at_most"; readonly bound: number };

type Step = string | number;

/** `a.b[0]["any name"].c`; `undefined` for what is no path. */
export const parseJsonPath = (text: string): readonly Step[] | undefined => {
  const steps: Step[] = [];
  const step = /(?:^|(?<=.)\.)([A-Za-z_$@][\w$@-]*)|\[(\d{1,9})\]|\["((?:[^"\\]|\\["\\])+)"\]/y;
  while (step.lastIndex < text.length) {
    const [found, name, index, quoted] = step.exec(text) ?? [];
    if (found === undefined) return undefined;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? (quoted ?? "").replace(/\\(.)/g, "$1"));
  }
  return steps.length === 0 ? undefined : steps;
};

/** What is wrong at that place in one clause, or nothing. No value that may be secret is told. */
export const jsonFaultOf = (body: string, { path, steps, test }: JsonDemand): string | undefined => {
  const parsed = parseJson(body);
  if (!parsed.ok) return "the body is not JSON";
  const found = steps.reduce<unknown>(memberOf, parsed.value);
  if (test.kind === "exists")
    return (found !== undefined) === test.there
      ? undefined
      : `${path} is ${test.there ? "not there" : "there"}`;
  if (found === undefined) return `${path} is not there`;
  return meets(found, test)
    ? undefined
    : `${path} is ${shown(found, steps)}, and must ${printTest(test).replace(/^is /, "be ")}`;
};

/** `is "up"`, `contain /ok/`, `is at most 5`. */
export const printTest = (test: JsonTest): string => {
  switch (test.kind) {
    case "equals":
      return `is ${redactText(JSON.stringify(test.value))}`;
    case "matches":
      return `contain /${redactText(test.pattern)}/`;
    case "exists":
      return test.there ? "is there" : "is not there";
    case "at_least":
      return `is at least ${test.bound}`;
    case "at_most":
      return `is at most ${test.bound}`;
  }
};

const memberOf = (value: unknown, step: Step): unknown => {
  if (typeof step === "number") return Array.isArray(value) ? value[step] : undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, step)?.value;
};

const meets = (found: unknown, test: Exclude<JsonTest, { kind: "exists" }>): boolean => {
  switch (test.kind) {
    case "equals":
      return found === test.value;
    case "matches": {
      const pattern = compilePattern(test.pattern);
      return (
        pattern.ok && ["string", "number", "boolean"].includes(typeof found) && pattern.test(String(found))
      );
    }
    case "at_least":
      return typeof found === "number" && found >= test.bound;
    case "at_most":
      return typeof found === "number" && found <= test.bound;
  }
};

const longestShown = 60;

const shown = (found: unknown, steps: readonly Step[]): string => {
  if (Array.isArray(found)) return "a list";
  if (typeof found === "object" && found !== null) return "an object";
  if (typeof found !== "string") return String(found);
  const secretive = steps.some((step) => typeof step === "string" && suspicionOf(step) !== "none");
  if (secretive && !isBenignValue(found)) return "another text";
  return found.length > longestShown ? "a long text" : redactText(JSON.stringify(found));
};
