/** Secrets shorter than this are masked where they stand, but not looked for elsewhere. */
export const shortestSought = 6;

export type KnownValues = {
  /** The secret that this text is a form of, as a whole. */
  readonly secretOf: (text: string) => string | undefined;
  /** Cheap: false for a text that {@link swapIn} would leave alone. */
  readonly occurIn: (text: string) => boolean;
  /** The text with every occurrence of a form swapped, the longest first. */
  readonly swapIn: (text: string, swap: (secret: string) => string) => string;
};

/**
 * Finds many secrets in many texts, also in their JSON-escaped, URL-encoded and Base64 forms. A rolling hash over six
 * characters and a filter keep the cost per character the same for one secret and for a hundred thousand.
 */
export const knownValues = (secrets: ReadonlySet<string>): KnownValues => {
  const forms = new Map<string, string>();
  for (const secret of secrets)
    for (const form of formsOf(secret)) if (!forms.has(form)) forms.set(form, secret);
  const { filter, starts } = indexOf(forms.keys());
  const startingAt = (text: string, at: number): string | undefined =>
    starts.get(text.slice(at, at + shortestSought))?.find((form) => text.startsWith(form, at));
  return {
    secretOf: (text) => forms.get(text),
    occurIn: (text) => {
      let found = false;
      if (forms.size > 0 && text.length >= shortestSought) {
        walk(text, filter, (at) => {
          found ||= startingAt(text, at) !== undefined;
          return found ? text.length : undefined;
        });
      }
      return found;
    },
    swapIn: (text, swap) => {
      if (forms.size === 0 || text.length < shortestSought) return text;
      let done = "";
      let copied = 0;
      const take = (at: number): number | undefined => {
        const found = startingAt(text, at);
        if (found === undefined) return undefined;
        done += text.slice(copied, at) + swap(forms.get(found) ?? found);
        copied = at + found.length;
        return copied;
      };
      walk(text, filter, take);
      return copied === 0 ? text : done + text.slice(copied);
    },
  };
};

const formsOf = (secret: string): readonly string[] => {
  if (isPlain.test(secret)) return longEnough([secret, ...inBase64(secret)]);
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, json, escapedForHtml(json), ...inBase64(secret)];
  const encoded = /[\ud800-\udfff]/u.test(secret) ? [] : [encodeURIComponent(secret)];
  return longEnough([...new Set([...forms, ...encoded])]);
};

const longEnough = (forms: readonly string[]): readonly string[] =>
  forms.filter((form) => form.length >= shortestSought);

/** The same in JSON and in a URL. */
const isPlain = /^[\w.!~*'()-]+$/;

/** As Go writes JSON, and so Terraform's `jsonencode`. */
const escapedForHtml = (json: string): string =>
  json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);

/** Whole, and inside of a longer text at each of the three places where it can begin: only what no neighbour has a part in. */
const inBase64 = (secret: string): readonly string[] => {
  const bytes = Buffer.byteLength(secret);
  const inner = [0, 1, 2].map((before) => {
    const shifted = base64("\0".repeat(before) + secret);
    return shifted.slice([0, 2, 3][before], (before + bytes) % 3 === 0 ? undefined : -1);
  });
  return [base64(secret), ...inner];
};

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64").replace(/=+$/, "");

const base = 0x01000193;
/** base to the power of (window - 1), to take the oldest character out of the rolling hash. */
const oldest = Array.from({ length: shortestSought - 1 }).reduce(
  (power: number) => Math.imul(power, base),
  1,
);
const slots = 1 << 18;
const slotOf = (hash: number): number => ((hash >>> 14) ^ hash) & (slots - 1);
const step = (hash: number, code: number): number => (Math.imul(hash, base) + code) | 0;

const indexOf = (forms: Iterable<string>) => {
  const filter = new Uint8Array(slots);
  const starts = new Map<string, string[]>();
  for (const form of forms) {
    let hash = 0;
    for (let at = 0; at < shortestSought; at += 1) hash = step(hash, form.charCodeAt(at));
    filter[slotOf(hash)] = 1;
    const start = form.slice(0, shortestSought);
    const alike = starts.get(start);
    if (alike === undefined) starts.set(start, [form]);
    else alike.push(form);
  }
  for (const alike of starts.values()) alike.sort((a, b) => b.length - a.length);
  return { filter, starts };
};

/** Calls `take` at every place that passes the filter; it answers where to go on when it took something. */
const walk = (text: string, filter: Uint8Array, take: (at: number) => number | undefined): void => {
  let hash = 0;
  let filled = 0;
  for (let end = 0; end < text.length; end += 1) {
    if (filled === shortestSought) {
      hash = (hash - Math.imul(text.charCodeAt(end - shortestSought), oldest)) | 0;
      filled -= 1;
    }
    hash = step(hash, text.charCodeAt(end));
    filled += 1;
    if (filled < shortestSought || filter[slotOf(hash)] === 0) continue;
    const next = take(end - shortestSought + 1);
    if (next === undefined) continue;
    end = next - 1;
    hash = 0;
    filled = 0;
  }
};
