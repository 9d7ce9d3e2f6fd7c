/** One step of a jq path. */
export type JqStep =
  | { readonly is: "key"; readonly key: string }
  | { readonly is: "any" }
  | { readonly is: "at"; readonly at: string }
  | { readonly is: "where"; readonly key: string; readonly value: string };

/**
 * The common forms of a jq path: `.a.b`, `."a/b"`, `.["a/b"]`, `.list[]`, `.list[0]`, `.list[] | select(.name == "x") | .b`.
 * `undefined` for any other program.
 */
export const jqPathOf = (expression: string): readonly JqStep[] | undefined => {
  const steps: JqStep[] = [];
  token.lastIndex = 0;
  let end = 0;
  while (end < expression.trimEnd().length) {
    const found = token.exec(expression);
    if (found === null) return undefined;
    end = token.lastIndex;
    const [, bracketed, quoted, key, where, value, place, glue] = found;
    const name = bracketed ?? quoted ?? key;
    if (name !== undefined) steps.push({ is: "key", key: name });
    else if (where !== undefined) steps.push({ is: "where", key: where, value: value ?? "" });
    else if (glue === undefined) steps.push(place ? { is: "at", at: place } : { is: "any" });
  }
  return steps.length === 0 ? undefined : steps;
};

const token =
  /\s*(?:\.?\[\s*"([^"]*)"\s*\]|\."([^"]*)"|\.([\w-]+)|\.?\[\s*\]\s*\??\s*\|\s*select\(\s*\.([\w-]+)\s*==\s*"([^"]*)"\s*\)|\.?\[(\d*)\]|(\||\?))/y;
