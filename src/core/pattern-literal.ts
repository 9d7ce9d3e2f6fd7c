/**
 * A text without which a pattern that ignores case finds nothing, in lower case; `undefined` where none is sure. Only for
 * searching plain ASCII: beyond it a letter has cases that `toLowerCase` does not know.
 */
export const literalOf = (pattern: string): string | undefined => {
  const steps = stepsOf(pattern);
  if (steps === undefined) return undefined;
  const runs: string[] = [];
  let [run, depth] = ["", 0];
  for (const step of steps) {
    if (step.is === "or" && depth === 0) return undefined;
    if (step.is === "text") {
      run += step.text;
      continue;
    }
    // What may be left out, or come several times, is no part of what has to be there.
    if (depth === 0) runs.push(step.is === "maybe" ? run.slice(0, -1) : run);
    run = "";
    depth += deeper(step);
  }
  runs.push(depth === 0 ? run : "");
  const [longest = ""] = runs.sort((one, other) => other.length - one.length);
  return longest === "" ? undefined : longest.toLowerCase();
};

const deeper = ({ is }: Step): number => {
  if (is === "open") return 1;
  return is === "close" ? -1 : 0;
};

const stepsOf = (pattern: string): readonly Step[] | undefined => {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length; ) {
    const step = stepAt(pattern, at);
    if (step === undefined) return undefined;
    steps.push(step);
    at += step.length;
  }
  return steps;
};

type Step = { readonly length: number } & (
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "or" | "open" | "close" | "maybe" | "other" }
);

/** One piece of a pattern; `undefined` for what is not read here. */
const stepAt = (pattern: string, at: number): Step | undefined => {
  const character = pattern.charAt(at);
  switch (character) {
    case "\\":
      return escapeAt(pattern, at);
    case "[":
      return classAt(pattern, at);
    case "{": {
      const end = pattern.indexOf("}", at);
      return end < 0 ? undefined : { is: "maybe", length: end + 1 - at };
    }
    case "|":
      return { is: "or", length: 1 };
    case "(":
      return { is: "open", length: 1 };
    case ")":
      return { is: "close", length: 1 };
    case "*":
    case "?":
      return { is: "maybe", length: 1 };
    case "+":
    case ".":
    case "^":
    case "$":
      return { is: "other", length: 1 };
    default:
      return /[ -~]/.test(character)
        ? { is: "text", text: character, length: 1 }
        : { is: "other", length: 1 };
  }
};

const escapeAt = (pattern: string, at: number): Step | undefined => {
  const escaped = pattern.charAt(at + 1);
  if (/[dDwWsSbBAz]/.test(escaped)) return { is: "other", length: 2 };
  return /[!-/:-@[-`{-~]/.test(escaped) ? { is: "text", text: escaped, length: 2 } : undefined;
};

/** Up to its end; one that holds another class or an escape is left to the engine. */
const classAt = (pattern: string, at: number): Step | undefined => {
  const [whole] = /^\[\^?\]?[^[\]\\]*\]/.exec(pattern.slice(at)) ?? [];
  return whole === undefined ? undefined : { is: "other", length: whole.length };
};
