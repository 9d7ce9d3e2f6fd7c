import { formsOf, hasPlainStart, shortestSought } from "./forms.ts";

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
 * characters and a filter keep the cost per character the same for one secret and for a hundred thousand; the forms of a
 * secret are made when a text begins like one of them, which most never do.
 */
export const knownValues = (secrets: ReadonlySet<string>): KnownValues => {
  const { filter, starting } = indexOf(secrets);
  const formAt = (text: string, at: number): string | undefined => {
    const found = starting(text.slice(at, at + shortestSought));
    if (found === undefined) return undefined;
    for (const length of found.lengths) {
      const form = text.slice(at, at + length);
      if (found.secrets.has(form)) return form;
    }
    return undefined;
  };
  const secretOf = (text: string): string | undefined =>
    secrets.size === 0 || text.length < shortestSought
      ? undefined
      : starting(text.slice(0, shortestSought))?.secrets.get(text);
  return {
    secretOf,
    occurIn: (text) => {
      if (secrets.size === 0) return false;
      for (let at = nextIn(text, 0, filter); at >= 0; at = nextIn(text, at + 1, filter))
        if (formAt(text, at) !== undefined) return true;
      return false;
    },
    swapIn: (text, swap) => {
      if (secrets.size === 0) return text;
      let done = "";
      let copied = 0;
      let at = nextIn(text, 0, filter);
      while (at >= 0) {
        const form = formAt(text, at);
        if (form !== undefined) {
          done += text.slice(copied, at) + swap(secretOf(form) ?? form);
          copied = at + form.length;
        }
        at = nextIn(text, form === undefined ? at + 1 : copied, filter);
      }
      return copied === 0 ? text : done + text.slice(copied);
    },
  };
};

const base = 0x01000193;
/** base to the power of (window - 1), to take the oldest character out of the rolling hash. */
const oldest = Array.from({ length: shortestSought - 1 }).reduce(
  (power: number) => Math.imul(power, base),
  1,
);
const slots = 1 << 18;
const slotOf = (hash: number): number => ((hash >>> 14) ^ hash) & (slots - 1);
const step = (hash: number, code: number): number => (Math.imul(hash, base) + code) | 0;

/** The forms that begin alike: the secret of each, and their lengths, the longest first. */
type Starting = { readonly secrets: ReadonlyMap<string, string>; readonly lengths: readonly number[] };

type Index = {
  /** Marks the hash of every start. */
  readonly filter: Uint8Array;
  readonly starting: (start: string) => Starting | undefined;
};

const indexOf = (secrets: ReadonlySet<string>): Index => {
  const filter = new Uint8Array(slots);
  const holders = new Map<string, Family[]>();
  for (const family of familiesOf(secrets))
    for (const start of new Set(formsOf(family.like).map((form) => form.slice(0, shortestSought)))) {
      let hash = 0;
      for (let at = 0; at < shortestSought; at += 1) hash = step(hash, start.charCodeAt(at));
      filter[slotOf(hash)] = 1;
      const others = holders.get(start);
      if (others === undefined) holders.set(start, [family]);
      else others.push(family);
    }
  const made = new Map<string, Starting>();
  const starting = (start: string): Starting | undefined => {
    const known = made.get(start);
    const families = known === undefined ? holders.get(start) : undefined;
    if (families === undefined) return known;
    const fresh = expand(families, start);
    made.set(start, fresh);
    return fresh;
  };
  return { filter, starting };
};

/** Secrets whose forms all begin as those of `like` do, with the place at which each was learnt. */
type Family = { readonly like: string; readonly members: (readonly [secret: string, place: number])[] };

/** A thousand generated secrets that begin with the same word are one family, and its starts are made once. */
const familiesOf = (secrets: ReadonlySet<string>): Iterable<Family> => {
  const families = new Map<string, Family>();
  let place = 0;
  for (const secret of secrets) {
    const name = hasPlainStart(secret) ? secret.slice(0, shortestSought) : secret;
    const family = families.get(name);
    if (family === undefined) families.set(name, { like: secret, members: [[secret, place]] });
    else family.members.push([secret, place]);
    place += 1;
  }
  return families.values();
};

/** Where two secrets have a form in common, it stands for the one that was learnt first. */
const expand = (families: readonly Family[], start: string): Starting => {
  const members = families.flatMap((family) => family.members).sort(([, a], [, b]) => a - b);
  const secrets = new Map<string, string>();
  for (const [secret] of members)
    for (const form of formsOf(secret))
      if (form.startsWith(start) && !secrets.has(form)) secrets.set(form, secret);
  const lengths = [...new Set([...secrets.keys()].map((form) => form.length))].sort((a, b) => b - a);
  return { secrets, lengths };
};

/** The next place from `from` on where a form may begin: the hash of its first characters is marked; -1 where there is none. */
const nextIn = (text: string, from: number, filter: Uint8Array): number => {
  const first = from + shortestSought - 1;
  if (first >= text.length) return -1;
  let hash = 0;
  for (let at = from; at < first; at += 1) hash = step(hash, text.charCodeAt(at));
  for (let end = first; end < text.length; end += 1) {
    hash = step(hash, text.charCodeAt(end));
    if (filter[slotOf(hash)] !== 0) return end - shortestSought + 1;
    hash = (hash - Math.imul(text.charCodeAt(end - shortestSought + 1), oldest)) | 0;
  }
  return -1;
};
