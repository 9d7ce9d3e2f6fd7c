/** `${SHOP_TOKEN}`. */
const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Variables that a header text names, in order; `undefined` where a `${` names none. */
export const referencesIn = (text: string): readonly string[] | undefined =>
  withoutReferences(text).includes("${")
    ? undefined
    : [...text.matchAll(reference)].map(([, name = ""]) => name);

export const withoutReferences = (text: string): string => text.replace(reference, "");

/** Every variable that the headers name, each once, sorted. */
export const variablesIn = (headers: Readonly<Record<string, string>>): readonly string[] =>
  [...new Set(Object.values(headers).flatMap((text) => referencesIn(text) ?? []))].sort();

/** The texts with every reference resolved; a name that `valueFor` does not know stays out. */
export const resolveHeaders = (
  headers: Readonly<Record<string, string>>,
  valueFor: (name: string) => string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [
      name.toLowerCase(),
      text.replace(reference, (_, variable: string) => valueFor(variable)),
    ]),
  );
