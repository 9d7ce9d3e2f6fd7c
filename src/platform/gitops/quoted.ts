/**
 * A message of a controller without the manifests and patches that it quotes: what differs in a Secret stands in them under names
 * that nobody suspects, and no mask would find it.
 */
export const withoutQuotes = (message: string): string =>
  quotes.reduce((text, [pattern, instead]) => text.replace(pattern, instead), message);

/** Each takes the rest of the text with it: where a quotation ends cannot be told. */
const quotes: readonly (readonly [RegExp, string])[] = [
  [/ modified \{[\s\S]*$/, " modified (what differs is left out)"],
  [/error when applying patch:[\s\S]*$/, "error when applying patch (left out)"],
  [/, error found in #\d+ byte of [\s\S]*$/, " (the manifest is left out)"],
  [/\{[^{}]{0,200}"kind"\s{0,4}:\s{0,4}"Secret"[\s\S]*$/, "(a Secret is left out)"],
];
